// Package journey moves challenges from stage to stage when their conditions are
// met by date: from preparing to reading when the material is handed over and the
// team is complete, from reading to on site on the first day, from final to
// follow-up on its date (product.md section 3). Stages that follow from an act
// (presenting, handing over, answering, finalising) are moved by that act.
//
// It runs as the job "stages", once an hour and at the start; running it twice
// changes nothing more, and running it late never changes what is allowed.
package journey

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/room"
	"peerchallenge/internal/task"
)

// Job is the actor of this package.
var Job = access.Job("stages")

// Service moves stages by date.
type Service struct {
	DB    db.Beginner
	Clock clock.Clock
}

// due lists the challenges whose next stage's condition is met today. The task
// "documents" stays open while a required one is missing (D1). A team is complete with its lead, councillor, two senior managers and an expert (T1 to T4).
const due = `SELECT c.id FROM challenge c WHERE c.ended IS NULL AND (
	(c.stage = 'preparing' AND c.submitted_at IS NOT NULL AND c.documents_shared_at IS NOT NULL
		AND NOT EXISTS (SELECT FROM task t WHERE t.challenge_id = c.id AND t.kind = 'documents' AND t.done_at IS NULL)
		AND EXISTS (SELECT FROM challenge_date d WHERE d.challenge_id = c.id AND d.kind = 'reading_opens' AND d.on_day <= $1)
		AND (SELECT count(*) FILTER (WHERE role = 'lead') >= 1 AND count(*) FILTER (WHERE role = 'councillor') >= 1
			AND count(*) FILTER (WHERE role = 'senior_manager') >= 2 AND count(*) FILTER (WHERE role = 'expert') >= 1 FROM roles_on(c.id, $1)))
	OR (c.stage = 'reading' AND c.onsite_first <= $1)
	OR (c.stage = 'final' AND EXISTS (SELECT FROM challenge_date d WHERE d.challenge_id = c.id AND d.kind = 'follow_up_1' AND d.on_day <= $1)))
	ORDER BY c.id`

// Advance moves every challenge that is due, each in a transaction of its own,
// and tells how many moved.
func (s *Service) Advance(ctx context.Context) (int, error) {
	var ids []uuid.UUID
	err := db.Read(ctx, s.DB, Job, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, due, civil.Of(s.Clock.Now()))
		var err error
		ids, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if err := s.advanceOne(ctx, id); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

func (s *Service) advanceOne(ctx context.Context, id uuid.UUID) error {
	return db.InTx(ctx, s.DB, Job, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		to := c.Stage.Next()
		if err := challenge.MoveTx(ctx, tx, Job, s.Clock.Now(), c, to); err != nil || to != access.OnSite {
			return err
		}
		return task.OpenTx(ctx, tx, s.Clock.Now(), task.New{Challenge: id, Kind: "present", Title: "Present the findings to the host",
			Path: "/challenges/" + id.String() + "/present", Role: access.Lead, Due: c.OnsiteLast})
	})
}

// Keys makes the keys of every challenge agree with roles that begin or end today.
func (s *Service) Keys(ctx context.Context) error {
	return db.InTx(ctx, s.DB, Job, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT id FROM challenge ORDER BY id`)
		ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		if err != nil {
			return err
		}
		for _, id := range ids {
			if _, err := room.SyncTx(ctx, tx, s.Clock.Now(), id); err != nil {
				return err
			}
		}
		return nil
	})
}
