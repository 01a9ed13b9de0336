package accuracy

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Service is the fact check of challenges. BaseURL begins the links in mails.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string
}

// Save keeps a comment for later and gives its id: a new one, or a change to one
// of the actor's own (the director may change any). The team never learns of it.
// Closed when the window is over, Conflict when somebody saved in between.
func (s *Service) Save(ctx context.Context, actor access.Actor, of challenge.ID, in DraftInput) (uuid.UUID, error) {
	saved := in.ID
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, of)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := requireOpen(c, Save, now); err != nil {
			return err
		}
		title, err := s.checkInput(ctx, tx, c, in)
		if err != nil {
			return err
		}
		if in.ID == uuid.Nil {
			saved, err = insertDraft(ctx, tx, actor, now, of, in, title)
		} else {
			err = changeDraft(ctx, tx, actor, now, c, in, title)
		}
		if err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Save.Name, Challenge: of, Room: access.Host, Subject: saved})
	})
	return saved, err
}

// checkInput checks the words, that the passage is in the draft report, and that
// the document is one the writer may see; it gives the document's title.
func (s *Service) checkInput(ctx context.Context, tx pgx.Tx, c challenge.Challenge, in DraftInput) (string, error) {
	f := in.check()
	if in.Passage != "" {
		passages, err := reportTx(ctx, tx, c.ID)
		if err != nil {
			return "", err
		}
		_, ok := PassageNamed(passages, in.Passage)
		f.Check(ok, "passage", "Choose a passage of the draft report")
	}
	title := ""
	if in.Document != uuid.Nil {
		var err error
		title, err = evidenceTitle(ctx, tx, c.ID, in)
		if err != nil {
			return "", err
		}
		f.Check(title != "", "evidence", "Choose one of your documents")
	}
	return title, f.Err()
}

// evidenceTitle is the title of the chosen document, or of the one the draft had
// already: a senior leader keeps what the director attached without seeing the
// documents. Empty when it is neither.
func evidenceTitle(ctx context.Context, tx pgx.Tx, of challenge.ID, in DraftInput) (string, error) {
	title, err := db.Value[string](ctx, tx, `SELECT coalesce(
		(SELECT title FROM document WHERE challenge_id = $1 AND id = $2 AND removed_at IS NULL),
		(SELECT evidence_title FROM comment_draft WHERE challenge_id = $1 AND id = $3 AND evidence_document_id = $2), '')`,
		of, in.Document, in.ID)
	return title, err
}

func insertDraft(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, of challenge.ID, in DraftInput, title string) (uuid.UUID, error) {
	draft := id.New()
	_, err := tx.Exec(ctx, `INSERT INTO comment_draft (id, challenge_id, person_id, kind, passage, words, evidence_document_id,
			evidence_title, evidence_words, remark, saved_at)
		VALUES ($1, $2, app_actor(), $3, $4, $5, $6, $7, $8, $9, $10)`,
		draft, of, in.Kind, in.Passage, in.Words, orNull(in.Document), title, in.EvidenceWords, in.Remark, now)
	return draft, err
}

func changeDraft(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, in DraftInput, title string) error {
	if _, err := ownDraft(ctx, tx, actor, c, in.ID); err != nil {
		return err
	}
	return guard(db.ExecOne(ctx, tx, `UPDATE comment_draft SET kind = $4, passage = $5, words = $6, evidence_document_id = $7,
			evidence_title = $8, evidence_words = $9, remark = $10, saved_at = $11, version = version + 1
		WHERE challenge_id = $1 AND id = $2 AND version = $3 AND sent_at IS NULL`,
		c.ID, in.ID, in.Version, in.Kind, in.Passage, in.Words, orNull(in.Document), title, in.EvidenceWords, in.Remark, now))
}

// ownDraft reads a draft that the actor may change or send: their own, or any for
// the director. One that was sent already is Closed.
func ownDraft(ctx context.Context, tx pgx.Tx, actor access.Actor, c challenge.Challenge, draft uuid.UUID) (Draft, error) {
	d, err := draftTx(ctx, tx, c.ID, draft)
	if err != nil {
		return Draft{}, err
	}
	if !mayChange(actor, c, d) {
		return Draft{}, problem.New(problem.Forbidden, "Only "+d.Person+", who wrote this comment, or the director can change or send it.")
	}
	return d, notSent(d)
}

func mayChange(actor access.Actor, c challenge.Challenge, d Draft) bool {
	person, _ := actor.PersonID()
	return uuid.UUID(person) == d.PersonID || c.Standing().Is(access.DASS)
}

func notSent(d Draft) error {
	if d.SentAt != nil {
		return problem.New(problem.Closed, "This comment was sent to the team on "+moment(*d.SentAt)+", so it can no longer be changed.")
	}
	return nil
}

// Remark keeps the note for colleagues on a draft: director, link officer and
// senior leaders. It never leaves the host.
func (s *Service) Remark(ctx context.Context, actor access.Actor, of challenge.ID, draft uuid.UUID, version int, remark string) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, of)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := requireOpen(c, Note, now); err != nil {
			return err
		}
		d, err := draftTx(ctx, tx, of, draft)
		if err != nil {
			return err
		}
		if err := notSent(d); err != nil {
			return err
		}
		var f problem.Fields
		f.Check(db.Length(remark) <= MaxRemark, "remark", "The note for colleagues must be 2,000 characters or fewer")
		if err := f.Err(); err != nil {
			return err
		}
		if err := guard(db.ExecOne(ctx, tx, `UPDATE comment_draft SET remark = $4, version = version + 1
			WHERE challenge_id = $1 AND id = $2 AND version = $3 AND sent_at IS NULL`, of, draft, version, remark)); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Note.Name, Challenge: of, Room: access.Host, Subject: draft})
	})
}

// guard says in the words of this slice that somebody was first.
func guard(err error) error {
	if problem.Is(err, problem.Conflict) {
		return problem.Wrap(problem.Conflict, "Somebody else saved this in the meantime. Nothing was overwritten, and your words are still here.", err)
	}
	return err
}

func orNull(u uuid.UUID) *uuid.UUID {
	if u == uuid.Nil {
		return nil
	}
	return &u
}
