package selfassessment

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/task"
)

// TaskKind is the task of submitting the self-assessment; ContributeKind, with the
// person's id as subject, that of a contributor.
const (
	TaskKind       = "self-assessment"
	ContributeKind = "self-assessment-part"
)

// PrepareTx makes the rows of every area and prompt (A1), and the task of the
// director. Call it when dates and team are agreed; it does nothing that is already
// done. For somebody who may not read everything it does nothing, and what is
// needed is made with the first save.
func PrepareTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge) error {
	r, err := reachTx(ctx, tx, c.ID)
	if problem.Is(err, problem.NotFound) || (err == nil && !r.whole) {
		return nil
	}
	if err != nil {
		return err
	}
	f, err := framework.GetTx(ctx, tx, c.FrameworkID)
	if err != nil {
		return err
	}
	for _, a := range f.Areas {
		if err := prepareAreaTx(ctx, tx, c.ID, a); err != nil {
			return err
		}
	}
	if c.SubmittedAt != nil {
		return nil
	}
	return openTaskTx(ctx, tx, now, c)
}

func openTaskTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge) error {
	due, err := challenge.DateTx(ctx, tx, c.ID, challenge.SelfAssessment)
	if err != nil {
		return err
	}
	return task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: TaskKind, Title: "Submit the self-assessment",
		Path: path(c.ID), Role: access.DASS, Due: due})
}

// prepareAreaTx makes what is missing of one area. Two people whose first saves
// meet wait for each other here, so that no prompt gets two texts.
func prepareAreaTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID, a reference.Area) error {
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 1))`, challengeID.String()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO assessment_area (id, challenge_id, area_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
		id.New(), challengeID, a.Key)
	if err != nil {
		return err
	}
	rows, _ := tx.Query(ctx, `SELECT prompt_id FROM assessment_answer WHERE challenge_id = $1 AND area_key = $2`, challengeID, a.Key)
	there, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, p := range there {
		has[p] = true
	}
	for _, p := range a.Prompts {
		if has[p.ID] {
			continue
		}
		if err := addAnswerTx(ctx, tx, challengeID, a.Key, p.ID); err != nil {
			return err
		}
	}
	return nil
}

func addAnswerTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID, area, prompt string) error {
	doc, err := prose.CreateTx(ctx, tx, challengeID, access.Host, access.AreaCupboard(area))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO assessment_answer (id, challenge_id, area_key, prompt_id, prose_id) VALUES ($1, $2, $3, $4, $5)`,
		id.New(), challengeID, area, prompt, doc)
	return err
}

// path is where the self-assessment is, for tasks and mails.
func path(c challenge.ID) string { return "/challenges/" + c.String() + "/self-assessment" }
