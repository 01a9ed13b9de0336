package document

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// SharedDocument is one shared version of a document as its readers list it.
type SharedDocument struct {
	ID             uuid.UUID
	DocumentID     uuid.UUID
	Version        int
	Title          string
	RequirementKey string
	FileName       string
	Size           int64 // bytes
	MIME           string
	Scan           string
	SharedAt       time.Time
}

// Item is the newest shared version of a document, with the earlier ones.
type Item struct {
	SharedDocument
	Required string // title of the line of the required list it is for, or empty
	Read     bool   // by the reader, when a member of the team
	Earlier  []SharedDocument
}

// Explained is a line of the required list that the host said something about.
type Explained struct {
	Title    string
	Status   Status
	Reason   string
	Document string // title of what covers it
}

// Progress is how far one member of the team is with reading (D3).
type Progress struct {
	Name string
	Role access.Role
	Read int
}

// Reading is the page of what was shared.
type Reading struct {
	challenge.Head
	Items     []Item // by title; for a member of the team the unread first
	Explained []Explained
	Requests  []Request // that visitors asked the host for, open first
	CanAsk    bool
	IsTeam    bool // the reader keeps marks
	CanMark   bool
	Members   []Progress // for the lead and deputy only (D3)
}

// ReadCount is how many of the Items the reader has marked as read.
func (r Reading) ReadCount() int {
	n := 0
	for _, i := range r.Items {
		if i.Read {
			n++
		}
	}
	return n
}

// ReadingPage reads what was shared, for the team from reading on, visiting PSWs
// and the host; to others Missing. Marks are for the team alone: a member sees
// their own, the lead how far each is (D3).
func (s *Service) ReadingPage(ctx context.Context, actor access.Actor, challengeID challenge.ID) (Reading, error) {
	var r Reading
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if r.Head, err = sharedHeadTx(ctx, tx, s.Clock.Now(), challengeID); err != nil {
			return err
		}
		standing := r.Standing()
		r.IsTeam, r.CanMark = standing.Is(access.Team...), Mark.Allows(standing)
		r.CanAsk = Ask.Allows(standing)
		if r.Requests, err = requestsTx(ctx, tx, challengeID); err != nil {
			return err
		}
		if err := r.fill(ctx, tx); err != nil || !r.IsTeam {
			return err
		}
		if err := r.fillMarks(ctx, tx, actor); err != nil {
			return err
		}
		if standing.Is(access.Lead, access.DeputyLead) {
			r.Members, err = progressTx(ctx, tx, challengeID, r.newest())
		}
		return err
	})
	return r, err
}

// sharedHeadTx reads the head for a page of what was shared; Missing for others.
func sharedHeadTx(ctx context.Context, tx pgx.Tx, now time.Time, challengeID challenge.ID) (challenge.Head, error) {
	h, err := challenge.HeadTx(ctx, tx, now, challengeID)
	if err != nil {
		return h, err
	}
	holds, err := holdsTx(ctx, tx, challengeID, access.Shared)
	if err == nil && !holds {
		err = problem.Missing()
	}
	return h, err
}

func (r *Reading) fill(ctx context.Context, tx pgx.Tx) error {
	f, err := framework(ctx, tx, r.Challenge)
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, d := range f.Documents {
		titles[d.ID] = d.Title
	}
	all, err := db.All[SharedDocument](ctx, tx, `SELECT id, document_id, version, title, requirement_key, file_name, size, mime, scan, shared_at
		FROM shared_document WHERE challenge_id = $1 AND scan <> 'stopped' ORDER BY lower(title), document_id, version DESC`, r.ID)
	if err != nil {
		return err
	}
	r.Items = itemsOf(all, titles)
	told, err := explainedTx(ctx, tx, r.ID)
	for _, d := range f.Documents { // in the framework's order
		if e, ok := told[d.ID]; ok {
			r.Explained = append(r.Explained, Explained{d.Title, e.Status, e.Reason, e.DocumentTitle})
		}
	}
	return err
}

// itemsOf gathers versions under the newest of each document.
func itemsOf(all []SharedDocument, titles map[string]string) []Item {
	var items []Item
	place := map[uuid.UUID]int{}
	for _, d := range all {
		if i, ok := place[d.DocumentID]; ok {
			items[i].Earlier = append(items[i].Earlier, d)
			continue
		}
		place[d.DocumentID] = len(items)
		items = append(items, Item{SharedDocument: d, Required: titles[d.RequirementKey]})
	}
	return items
}

// fillMarks notes what the reader has read and puts the unread first.
func (r *Reading) fillMarks(ctx context.Context, tx pgx.Tx, actor access.Actor) error {
	person, _ := actor.PersonID()
	marked, err := db.Value[[]uuid.UUID](ctx, tx, `SELECT coalesce(array_agg(shared_document_id), '{}') FROM reading_mark
		WHERE challenge_id = $1 AND person_id = $2`, r.ID, uuid.UUID(person))
	if err != nil {
		return err
	}
	read := map[uuid.UUID]bool{}
	for _, id := range marked {
		read[id] = true
	}
	var unread, done []Item
	for _, i := range r.Items {
		if i.Read = read[i.ID]; i.Read {
			done = append(done, i)
		} else {
			unread = append(unread, i)
		}
	}
	r.Items = append(unread, done...)
	return nil
}

func (r Reading) newest() []uuid.UUID {
	ids := []uuid.UUID{}
	for _, i := range r.Items {
		ids = append(ids, i.ID)
	}
	return ids
}

func progressTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID, newest []uuid.UUID) ([]Progress, error) {
	return db.All[Progress](ctx, tx, `SELECT coalesce(p.name, 'Somebody') AS name, m.role, count(r.person_id) AS read
		FROM team_member m LEFT JOIN person p ON p.id = m.person_id
		LEFT JOIN reading_mark r ON r.person_id = m.person_id AND r.challenge_id = m.challenge_id AND r.shared_document_id = ANY($2)
		WHERE m.challenge_id = $1 AND m.state = 'accepted' AND m.role = ANY($3)
		GROUP BY m.id, p.name, m.role ORDER BY p.name, m.id`, challengeID, newest, access.Team)
}

// MarkRead marks a shared document as read by the actor, or as not read (D3). A
// member of the team, from reading on; doing it twice changes nothing.
func (s *Service) MarkRead(ctx context.Context, actor access.Actor, challengeID challenge.ID, shared uuid.UUID, read bool) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		h, err := sharedHeadTx(ctx, tx, s.Clock.Now(), challengeID)
		if err != nil {
			return err
		}
		if err := challenge.Require(h.Challenge, Mark); err != nil {
			return err
		}
		if _, err := db.Value[uuid.UUID](ctx, tx, `SELECT id FROM shared_document WHERE challenge_id = $1 AND id = $2`, challengeID, shared); err != nil {
			return err
		}
		if err := setMark(ctx, tx, actor, s.Clock.Now(), challengeID, shared, read); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: Mark.Name, Challenge: challengeID, Room: access.TeamRoom, Subject: shared})
	})
}

func setMark(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, challengeID challenge.ID, shared uuid.UUID, read bool) error {
	person, _ := actor.PersonID()
	if !read {
		_, err := tx.Exec(ctx, `DELETE FROM reading_mark WHERE shared_document_id = $1 AND person_id = $2`, shared, uuid.UUID(person))
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO reading_mark (shared_document_id, challenge_id, person_id, read_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`, shared, challengeID, uuid.UUID(person), now)
	return err
}
