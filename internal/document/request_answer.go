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
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// RequestAnswer is what the host says to a request: Provided or Covered by a
// Document of its list, or NotAvailable, with Words that say why.
type RequestAnswer struct {
	Status   Status
	Document ID
	Words    string
}

func (a RequestAnswer) check() error {
	var f problem.Fields
	switch a.Status {
	case Provided, Covered:
		f.Check(a.Document != uuid.Nil, "document", "Choose the document")
	case NotAvailable:
		f.Check(a.Words != "", "words", "Say why it is not available")
	default:
		f.Add("status", "Choose what to say about this document")
	}
	f.Check(db.Length(a.Words) <= maxReason, "words", "What you say must be 2,000 characters or fewer")
	return f.Err()
}

// RequestView is the host's page of one request.
type RequestView struct {
	challenge.Head
	Request   Request
	Documents []Document // that could be it, or cover it
}

// RequestPage reads it for the host's director and link officer; Missing for
// others, Closed when it is too late.
func (s *Service) RequestPage(ctx context.Context, actor access.Actor, challengeID challenge.ID, which uuid.UUID) (RequestView, error) {
	var v RequestView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		l, err := s.listTx(ctx, tx, challengeID)
		if err != nil {
			return err
		}
		if err := challenge.Require(l.Challenge, AnswerRequest); err != nil {
			return err
		}
		v.Head, v.Documents = l.Head, l.Documents
		v.Request, err = requestTx(ctx, tx, challengeID, which)
		return err
	})
	return v, err
}

// AnswerRequest answers a request (D1): director or link officer; the answer may
// change. The visitors read at once that it was answered, and why not; a document
// only once the director has shared it (V2), who is asked to.
func (s *Service) AnswerRequest(ctx context.Context, actor access.Actor, challengeID challenge.ID, which uuid.UUID, a RequestAnswer) error {
	a.Words = trim(a.Words)
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, challengeID)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, AnswerRequest); err != nil {
			return err
		}
		before, err := requestTx(ctx, tx, challengeID, which)
		if err != nil {
			return err
		}
		if err := a.check(); err != nil {
			return err
		}
		if err := s.keepAnswerTx(ctx, tx, challengeID, which, a); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := s.answeredTx(ctx, tx, actor, now, c, before); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: AnswerRequest.Name, Challenge: challengeID, Room: access.Shared, Subject: which})
	})
}

func (s *Service) keepAnswerTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID, which uuid.UUID, a RequestAnswer) error {
	var document *uuid.UUID
	if a.Status != NotAvailable {
		if _, err := documentTx(ctx, tx, challengeID, a.Document); err != nil {
			return notOnTheList(err)
		}
		document = &a.Document
	}
	return db.ExecOne(ctx, tx, `UPDATE document_request SET status = $3, document_id = $4, words = $5, answered_by = app_actor(), answered_at = $6
		WHERE challenge_id = $1 AND id = $2`, challengeID, which, a.Status, document, a.Words, s.Clock.Now())
}

// answeredTx closes the task, tells who asked, and asks the director to share what
// the team does not have yet.
func (s *Service) answeredTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, before Request) error {
	subject := before.ID.String()
	for _, kind := range []string{requestTask, goesOutTask} {
		if err := task.DoneTx(ctx, tx, actor, now, c.ID, kind, subject); err != nil {
			return err
		}
	}
	after, err := requestTx(ctx, tx, c.ID, before.ID)
	if err != nil {
		return err
	}
	asker, err := db.Value[uuid.UUID](ctx, tx, `SELECT asked_by FROM document_request WHERE id = $1`, before.ID)
	if err != nil {
		return err
	}
	if after.DocumentID != nil && after.SharedID == nil {
		if err := task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: goesOutTask, Subject: subject, Title: "Share a document that the team asked for",
			Path: documentsPath(c.ID) + "/share", Role: access.DASS, Waiting: asker, Due: civil.AddWorkingDays(civil.Of(now), answerWithin)}); err != nil {
			return err
		}
	}
	return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: asker, Kind: AnswerRequest.Name, Subject: c.Name + ": your request for a document was answered",
		Body: c.HostCouncil + " has answered your request for a document.\n\nRead it here:\n" + s.BaseURL + "/challenges/" + c.ID.String() + "/reading#requests\n"})
}

// sharedAsAskedTx closes the director's tasks for what has now been shared.
func sharedAsAskedTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, challengeID challenge.ID) error {
	_, err := tx.Exec(ctx, `UPDATE task SET done_at = $3, done_by = nullif($2, '')::uuid WHERE challenge_id = $1 AND kind = $4 AND done_at IS NULL
		AND subject IN (SELECT q.id::text FROM document_request q JOIN shared_document s ON s.challenge_id = q.challenge_id AND s.document_id = q.document_id
			WHERE q.challenge_id = $1)`, challengeID, actor.UUID(), now, goesOutTask)
	return err
}

// unanswerTx opens again the requests that rested on a document which the host
// takes off its list.
func unanswerTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, challengeID challenge.ID, document ID) error {
	rows, err := db.All[struct{ ID, AskedBy uuid.UUID }](ctx, tx, `UPDATE document_request SET status = 'outstanding', document_id = NULL, words = '', answered_by = NULL,
		answered_at = NULL WHERE challenge_id = $1 AND document_id = $2 RETURNING id, asked_by`, challengeID, document)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := task.DoneTx(ctx, tx, actor, now, challengeID, goesOutTask, r.ID.String()); err != nil {
			return err
		}
		if _, err := openRequestTx(ctx, tx, now, challengeID, r.ID, r.AskedBy); err != nil {
			return err
		}
	}
	return nil
}
