package selfassessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	rows "peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Evidence is a document that an answer points to (A3). Everybody who may read
// the answer sees the title; the document itself has its own readers.
type Evidence struct {
	ID    uuid.UUID
	Title string
}

// HostDocument is a document of the host that can be linked.
type HostDocument struct {
	ID    uuid.UUID
	Title string
}

func evidenceTx(ctx context.Context, tx pgx.Tx, id challenge.ID, prompt string) ([]Evidence, error) {
	return db.All[Evidence](ctx, tx, `SELECT e.id, coalesce(d.title, e.title) AS title
		FROM assessment_evidence e JOIN assessment_answer a ON a.challenge_id = e.challenge_id AND a.id = e.answer_id
		LEFT JOIN document d ON d.id = e.document_id
		WHERE e.challenge_id = $1 AND a.prompt_id = $2 AND d.removed_at IS NULL ORDER BY e.at, e.id`, id, prompt)
}

// EvidenceView is the page where documents are chosen for an answer.
type EvidenceView struct {
	challenge.Head
	AreaName string
	Prompt   Prompt
	Choices  []HostDocument // not linked yet
}

// EvidenceChoices reads it: for director and link officer, who may read the
// host's documents; Missing for others.
func (s *Service) EvidenceChoices(ctx context.Context, actor access.Actor, id challenge.ID, prompt string) (EvidenceView, error) {
	var v EvidenceView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, v.Challenge)
		if err != nil {
			return err
		}
		area, number, err := g.prompt(prompt)
		if err != nil {
			return err
		}
		if err := require(v.Challenge, LinkEvidence); err != nil {
			return err
		}
		v.AreaName, v.Prompt = area.Name, promptsOf(area, nil)[number-1]
		v.Choices, err = db.All[HostDocument](ctx, tx, `SELECT d.id, d.title FROM document d WHERE d.challenge_id = $1 AND d.removed_at IS NULL
			AND NOT EXISTS (SELECT FROM assessment_evidence e JOIN assessment_answer a ON a.id = e.answer_id
				WHERE e.document_id = d.id AND a.challenge_id = $1 AND a.prompt_id = $2) ORDER BY d.title, d.id LIMIT 200`, id, prompt)
		return err
	})
	return v, err
}

// AddEvidence links an answer to a document of the host (A3).
func (s *Service) AddEvidence(ctx context.Context, actor access.Actor, id challenge.ID, prompt string, document uuid.UUID) error {
	return s.inPrompt(ctx, actor, id, prompt, LinkEvidence, func(tx pgx.Tx, at site) error {
		var title string
		if document != uuid.Nil {
			var err error
			title, err = db.Value[string](ctx, tx, `SELECT title FROM document WHERE challenge_id = $1 AND id = $2 AND removed_at IS NULL`, id, document)
			if err != nil && !problem.Is(err, problem.NotFound) {
				return err
			}
		}
		var fields problem.Fields
		fields.Check(title != "", "document", "Choose a document")
		if err := fields.Err(); err != nil {
			return err
		}
		now := s.Clock.Now()
		_, err := tx.Exec(ctx, `INSERT INTO assessment_evidence (id, challenge_id, area_key, answer_id, document_id, title, person_id, at)
			VALUES ($1, $2, $3, $4, $5, $6, app_actor(), $7) ON CONFLICT DO NOTHING`,
			rows.New(), id, at.answer.AreaKey, at.answer.ID, document, title, now)
		if err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "self-assessment.add-evidence", Challenge: id, Room: access.Host, Subject: document})
	})
}

// RemoveEvidence takes a link away; the document stays.
func (s *Service) RemoveEvidence(ctx context.Context, actor access.Actor, id challenge.ID, prompt string, evidence uuid.UUID) error {
	return s.inPrompt(ctx, actor, id, prompt, LinkEvidence, func(tx pgx.Tx, at site) error {
		tag, err := tx.Exec(ctx, `DELETE FROM assessment_evidence WHERE challenge_id = $1 AND answer_id = $2 AND id = $3`, id, at.answer.ID, evidence)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return problem.Missing()
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: "self-assessment.remove-evidence", Challenge: id, Room: access.Host, Subject: evidence})
	})
}
