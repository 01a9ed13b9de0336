package finding

import (
	"context"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// sourcesSQL counts what a finding f stands on: two notes of one session are one
// source, two documents are two, and own words count once for each way of
// knowing (F2). "One source only" and "people with lived experience told us" (F5)
// both rest on it.
const sourcesSQL = `(SELECT count(DISTINCT e.source || '/' || coalesce(nullif(lower(btrim(n.place)), ''), e.shared_document_id::text, e.was_place, ''))
	FROM finding_evidence e LEFT JOIN note n ON n.id = e.note_id WHERE e.finding_id = f.id)`

// kindsSQL lists the ways of knowing: read, heard, seen.
const kindsSQL = `coalesce((SELECT array_agg(DISTINCT e.source) FROM finding_evidence e WHERE e.finding_id = f.id), '{}')`

// Evidence is one thing a finding stands on. It never leaves the team (F2).
type Evidence struct {
	ID       uuid.UUID
	Source   string
	Note     *string // the words of the note
	Place    *string // where the note was made
	Document *string // title of a shared document
	Words    string  // the member's own
	Author   string
	At       time.Time
}

// NewEvidence is a link: to a note, to a shared document, or in own words. A note
// brings its own source, a document is read; own words say theirs.
type NewEvidence struct {
	Note, Document uuid.UUID
	Source, Words  string
}

func (e *NewEvidence) check() error {
	var f problem.Fields
	switch {
	case e.Note != uuid.Nil:
		e.Document, e.Words, e.Source = uuid.Nil, "", ""
	case e.Document != uuid.Nil:
		e.Words, e.Source = "", "read"
	default:
		f.Check(!blank(e.Words), "words", "Choose a note or a document, or write what the finding stands on")
		f.Check(blank(e.Words) || validSource(e.Source), "source", "Choose whether you read, heard or saw it")
		f.Check(db.Length(e.Words) <= 1000, "words", "What it stands on must be 1,000 characters or fewer")
	}
	return f.Err()
}

// AddEvidence links a finding to what it stands on (F2). The same note or
// document twice is one link. Members of the team, until finalising ends.
func (s *Service) AddEvidence(ctx context.Context, actor access.Actor, ch challenge.ID, finding uuid.UUID, e NewEvidence) error {
	if err := e.check(); err != nil {
		return err
	}
	return s.locked(ctx, actor, ch, Link, func(w work) error {
		if _, err := lockFinding(ctx, w, finding); err != nil {
			return err
		}
		if e.Note != uuid.Nil {
			source, err := db.Value[string](ctx, w.tx, `SELECT source FROM note WHERE challenge_id = $1 AND id = $2`, w.c.ID, e.Note)
			if err != nil {
				return err
			}
			e.Source = source
		}
		tag, err := w.tx.Exec(ctx, `INSERT INTO finding_evidence (id, challenge_id, finding_id, source, note_id, shared_document_id, words, person_id, at)
			SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE NOT EXISTS (SELECT FROM finding_evidence WHERE finding_id = $3
				AND (note_id, shared_document_id, words) IS NOT DISTINCT FROM ($5::uuid, $6::uuid, $7) AND source = $4)`,
			id.New(), w.c.ID, finding, e.Source, orNull(e.Note), orNull(e.Document), e.Words, w.me, w.now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return w.log(ctx, Link.Name, finding)
	})
}

// RemoveEvidence takes one link away; the note or document stays.
func (s *Service) RemoveEvidence(ctx context.Context, actor access.Actor, ch challenge.ID, finding, evidence uuid.UUID) error {
	return s.locked(ctx, actor, ch, Link, func(w work) error {
		tag, err := w.tx.Exec(ctx, `DELETE FROM finding_evidence WHERE challenge_id = $1 AND finding_id = $2 AND id = $3`, w.c.ID, finding, evidence)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return problem.Missing()
		}
		return w.log(ctx, "finding.evidence-remove", finding)
	})
}
