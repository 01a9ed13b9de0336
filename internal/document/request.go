package document

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Kinds of tasks about a document that was asked for; subject: the request.
const (
	requestTask = "document-request"       // the host answers
	goesOutTask = "document-request-share" // the director shares what was provided
)

// answerWithin is how many working days the host has to answer a request.
const answerWithin = 5

// Request is a document that a visitor asked the host for by name, with what the
// host answered (D1).
type Request struct {
	ID         uuid.UUID
	Number     int
	Title      string
	Reason     string
	AskedBy    string
	AskedAt    time.Time
	Status     Status
	DocumentID *uuid.UUID // for the host
	OwnTitle   *string    // of that document, for the host
	SharedID   *uuid.UUID // its newest shared version
	Shared     *string    // the title of that version
	Words      string     // why it is not available, or what to look at
	AnsweredBy *string
	AnsweredAt *time.Time
}

// Open tells whether the host has still to answer.
func (r Request) Open() bool { return r.Status == Outstanding }

const requestSQL = `SELECT q.id, q.number, q.title, q.reason, coalesce(p.name, 'Somebody') AS asked_by, q.asked_at, q.status, q.document_id,
	(SELECT d.title FROM document d WHERE d.challenge_id = q.challenge_id AND d.id = q.document_id) AS own_title,
	s.id AS shared_id, s.title AS shared, q.words, a.name AS answered_by, q.answered_at
	FROM document_request q LEFT JOIN person p ON p.id = q.asked_by LEFT JOIN person a ON a.id = q.answered_by
	LEFT JOIN LATERAL (SELECT x.id, x.title FROM shared_document x WHERE x.challenge_id = q.challenge_id AND x.document_id = q.document_id
		AND x.scan <> 'stopped' ORDER BY x.version DESC LIMIT 1) s ON true
	WHERE q.challenge_id = $1 `

// requestsTx lists the requests, open first, for whoever may read what was shared.
func requestsTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID) ([]Request, error) {
	return db.All[Request](ctx, tx, requestSQL+`ORDER BY q.status <> 'outstanding', q.number DESC LIMIT 200`, challengeID)
}

func requestTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID, which uuid.UUID) (Request, error) {
	return db.One[Request](ctx, tx, requestSQL+`AND q.id = $2`, challengeID, which)
}

// Wanted is a document somebody asks for: what it is called, and why.
type Wanted struct{ Title, Reason string }

func (n Wanted) check() error {
	var f problem.Fields
	f.Check(trim(n.Title) != "", "title", "Say which document you ask for")
	f.Check(db.Length(n.Title) <= 200, "title", "The name must be 200 characters or fewer")
	f.Check(trim(n.Reason) != "", "reason", "Say what you hope to find in it")
	f.Check(db.Length(n.Reason) <= maxReason, "reason", "The reason must be 2,000 characters or fewer")
	return f.Err()
}

// AskPage is the form to ask for a document; for those who may ask, otherwise
// Missing, or Closed when it is too late.
func (s *Service) AskPage(ctx context.Context, actor access.Actor, challengeID challenge.ID) (challenge.Head, error) {
	var h challenge.Head
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if h, err = sharedHeadTx(ctx, tx, s.Clock.Now(), challengeID); err != nil {
			return err
		}
		return challenge.Require(h.Challenge, Ask)
	})
	return h, err
}

// Ask asks the host for a document by name, with a reason (D1): the team from
// reading on, visiting principal social workers from preparing. The host's link
// officer, or its director while there is none, gets the task to answer.
func (s *Service) Ask(ctx context.Context, actor access.Actor, challengeID challenge.ID, n Wanted) error {
	if _, err := s.AskPage(ctx, actor, challengeID); err != nil {
		return err
	}
	if err := n.check(); err != nil {
		return err
	}
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, challengeID)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, Ask); err != nil {
			return err
		}
		now, row := s.Clock.Now(), id.New()
		me, _ := actor.PersonID()
		_, err = tx.Exec(ctx, `INSERT INTO document_request (id, challenge_id, number, title, reason, asked_by, asked_at)
			SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6 FROM document_request WHERE challenge_id = $2`,
			row, challengeID, trim(n.Title), trim(n.Reason), uuid.UUID(me), now)
		if err != nil {
			return err
		}
		if err := s.askHostTx(ctx, tx, now, c, row, me); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Ask.Name, Challenge: challengeID, Room: access.Shared, Subject: row})
	})
}

// openRequestTx opens the task of whoever gathers documents at the host, and gives
// who they are: the link officers, or the director while there is none.
func openRequestTx(ctx context.Context, tx pgx.Tx, now time.Time, challengeID challenge.ID, row, waiting uuid.UUID) (people []uuid.UUID, err error) {
	role := access.LinkOfficer
	if people, err = holdersTx(ctx, tx, challengeID, role); err == nil && len(people) == 0 {
		role = access.DASS
		people, err = holdersTx(ctx, tx, challengeID, role)
	}
	if err != nil {
		return nil, err
	}
	return people, task.OpenTx(ctx, tx, now, task.New{Challenge: challengeID, Kind: requestTask, Subject: row.String(), Title: "Answer a request for a document",
		Path: requestPath(challengeID, row), Role: role, Waiting: waiting, Due: civil.AddWorkingDays(civil.Of(now), answerWithin)})
}

func requestPath(challengeID challenge.ID, row uuid.UUID) string {
	return documentsPath(challengeID) + "/requests/" + row.String()
}

// askHostTx asks whoever gathers documents at the host.
func (s *Service) askHostTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, row uuid.UUID, me uuid.UUID) error {
	people, err := openRequestTx(ctx, tx, now, c.ID, row, me)
	if err != nil {
		return err
	}
	path := requestPath(c.ID, row)
	for _, p := range people {
		if err := outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: p, Kind: Ask.Name, Subject: c.Name + ": a document is asked for",
			Body: "The visitors of " + c.Name + " ask for a document. Read which and answer here:\n" + s.BaseURL + path + "\n"}); err != nil {
			return err
		}
	}
	return nil
}

func holdersTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID, role access.Role) ([]uuid.UUID, error) {
	return db.Value[[]uuid.UUID](ctx, tx, `SELECT coalesce(array_agg(DISTINCT person_id), '{}') FROM room_key
		WHERE scope_id = $1 AND room = 'common' AND because = $2 AND revoked_at IS NULL`, challengeID, role)
}
