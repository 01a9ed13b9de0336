package finding

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Note is what one member read, heard or saw. It names no participant (O3), is
// added to, and never changed by anybody.
type Note struct {
	ID       uuid.UUID
	Source   string // "read", "heard" or "seen"
	Place    string // where, in a few words; never a name
	Session  string // at which session of the visit, by its title; empty for none
	AreaKey  string
	Lived    bool // from someone with lived experience (F5)
	Body     string
	Author   string
	At       time.Time
	PersonID uuid.UUID
}

// NewNote is a note as typed. SentOnce is the form's token: the same words sent
// twice with it make one note.
type NewNote struct {
	Source, Place, AreaKey, Body, SentOnce string
	Lived                                  bool
	Session                                uuid.UUID // of the programme; Nil for none (O3)
}

func (n NewNote) check(areas []Area) error {
	var f problem.Fields
	f.Check(validSource(n.Source), "source", "Choose whether you read, heard or saw this")
	f.Check(!blank(n.Body), "body", "Write your note")
	f.Check(db.Length(n.Body) <= 10000, "body", "The note must be 10,000 characters or fewer")
	f.Check(db.Length(n.Place) <= 200, "place", "Where it was must be 200 characters or fewer")
	_, known := areaNamed(areas, n.AreaKey)
	f.Check(n.AreaKey == "" || known, "area", "Choose an area from the list")
	f.Check(db.Length(n.SentOnce) <= 100, "body", "Reload the page and send the note again")
	return f.Err()
}

// once names this sending. It holds the words too: going back, writing something
// else and sending again is another note, so nothing is lost.
func (n NewNote) once() *string {
	if n.SentOnce == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(n.Source + "\x00" + n.Place + "\x00" + n.AreaKey + "\x00" + strconv.FormatBool(n.Lived) + "\x00" + n.Session.String() + "\x00" + n.Body))
	key := n.SentOnce + "/" + hex.EncodeToString(sum[:8])
	return &key
}

// AddNote adds a note of the actor's. Members of the team, from reading to finalising.
func (s *Service) AddNote(ctx context.Context, actor access.Actor, ch challenge.ID, n NewNote) error {
	return s.light(ctx, actor, ch, AddNote, func(w work) error {
		areas, err := areasTx(ctx, w.tx, w.c)
		if err != nil {
			return err
		}
		if err := n.check(areas); err != nil {
			return err
		}
		if err := atSession(ctx, w, n.Session); err != nil {
			return err
		}
		note := id.New()
		tag, err := w.tx.Exec(ctx, `INSERT INTO note (id, challenge_id, person_id, source, place, lived_experience, area_key, body, at, sent_once, session_id)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT ON CONSTRAINT one_note_per_sending DO NOTHING`,
			note, w.c.ID, w.me, n.Source, n.Place, n.Lived, n.AreaKey, n.Body, w.now, n.once(), orNull(n.Session))
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return w.log(ctx, AddNote.Name, note)
	})
}

// atSession refuses a session that is not in the programme as the actor reads it.
func atSession(ctx context.Context, w work, session uuid.UUID) error {
	if session == uuid.Nil {
		return nil
	}
	_, err := db.Value[uuid.UUID](ctx, w.tx, `SELECT id FROM visit_session WHERE challenge_id = $1 AND id = $2`, w.c.ID, session)
	return err
}

// choicesTx gives what a note can belong to in one statement: the areas, as
// areasTx gives them to the team alone, and the sessions of the visit.
func choicesTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (areas []Area, sessions []Choice, err error) {
	rows, err := db.All[struct {
		Session *uuid.UUID
		Key     string
		Name    string
	}](ctx, tx, `SELECT session, key, name FROM (
			SELECT NULL::uuid AS session, a->>'key' AS key, a->>'name' AS name, NULL::date AS day, n FROM framework f,
				jsonb_array_elements(f.body->'areas') WITH ORDINALITY AS x(a, n) WHERE f.id = $1 AND $2 = ANY (keys_of('team'))
			UNION ALL
			SELECT id, kind, title, day, starts FROM visit_session WHERE challenge_id = $2 AND taken_out_at IS NULL AND kind <> 'break') c
		ORDER BY day NULLS FIRST, n, session LIMIT 300`, c.FrameworkID, c.ID)
	for _, r := range rows {
		if r.Session == nil {
			areas = append(areas, Area{Key: r.Key, Name: r.Name})
		} else {
			sessions = append(sessions, Choice{ID: *r.Session, Kind: r.Key, Text: r.Name})
		}
	}
	if err == nil && len(areas) == 0 {
		err = problem.Missing()
	}
	return areas, sessions, err
}

// NotesPage is the team's notes, newest first, and the form above them.
type NotesPage struct {
	challenge.Head
	Areas    []Area
	Sessions []Choice
	Notes    []Note
	Older    *uuid.UUID // where the next page begins; nil on the last
	CanAdd   bool
	Token    string // for the form: sending twice makes one note
}

// notesShown is how many notes a page holds.
const notesShown = 25

// Notes is the page of notes for the team; before is the last note of the page
// before, or Nil. To others it is not there.
func (s *Service) Notes(ctx context.Context, actor access.Actor, ch challenge.ID, before uuid.UUID) (NotesPage, error) {
	p := NotesPage{Token: id.New().String()}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headTx(ctx, tx, ch); err != nil {
			return err
		}
		if p.Areas, p.Sessions, err = choicesTx(ctx, tx, p.Challenge); err != nil {
			return err
		}
		p.Notes, err = db.All[Note](ctx, tx, `SELECT n.id, n.source, n.place, coalesce(s.title, '') AS session, n.area_key, n.lived_experience AS lived, n.body,
				coalesce(p.name, 'Somebody') AS author, n.at, n.person_id
			FROM note n LEFT JOIN person p ON p.id = n.person_id LEFT JOIN visit_session s ON s.id = n.session_id
			WHERE n.challenge_id = $1 AND ($2::uuid IS NULL OR (n.at, n.id) < (SELECT b.at, b.id FROM note b WHERE b.id = $2 AND b.challenge_id = $1))
			ORDER BY n.at DESC, n.id DESC LIMIT $3`, ch, orNull(before), notesShown+1)
		return err
	})
	if err != nil {
		return NotesPage{}, err
	}
	if len(p.Notes) > notesShown {
		p.Notes = p.Notes[:notesShown]
		p.Older = &p.Notes[notesShown-1].ID
	}
	p.CanAdd = AddNote.Allows(p.Standing())
	return p, nil
}

func orNull(u uuid.UUID) *uuid.UUID {
	if u == uuid.Nil {
		return nil
	}
	return &u
}
