// Package journey holds what each stage of a challenge waits for, and moves
// challenges from stage to stage when that is there (product.md section 3).
//
// The table of conditions is the one definition: the overview shows it ("Getting
// ready"), the job moves by it, and moving on early asks it what no reason passes
// over. Stages that follow from an act (presenting, handing over, answering,
// finalising) are moved by that act; the job moves those that follow from a date:
// preparing to reading, reading to on site, final to follow-up.
//
// It runs as the job "stages", once an hour and at the start; running it twice
// changes nothing more, and running it late never changes what is allowed. It
// reads facts of other slices through the database function stage_facts: counts
// and dates, never content.
package journey

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/room"
	"peerchallenge/internal/task"
)

// Job is the actor of this package.
var Job = access.Job("stages")

// Service moves stages by date. BaseURL begins the links in mails.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string
}

// moved are the stages that the job moves on; all others are left by an act.
const moved = `SELECT id FROM challenge WHERE ended IS NULL AND stage IN ('preparing', 'reading', 'final') ORDER BY id`

// Advance moves every challenge whose stage has what it waits for, each in a
// transaction of its own, and tells how many moved.
func (s *Service) Advance(ctx context.Context) (int, error) {
	var ready []uuid.UUID
	err := db.Read(ctx, s.DB, Job, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, moved)
		ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		if err != nil {
			return err
		}
		facts, err := FactsTx(ctx, tx, s.Clock.Now(), ids...)
		for _, id := range ids {
			if Ready(facts[id], s.Clock.Now()) {
				ready = append(ready, id)
			}
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, id := range ready {
		if err := s.advanceOne(ctx, id); err != nil {
			return 0, err
		}
	}
	return len(ready), s.dayOne(ctx)
}

// unasked lists the challenges on site whose councillor has not been asked yet
// whether the brief still stands (T2), however the stage was reached.
const unasked = `SELECT c.id, c.onsite_first FROM challenge c WHERE c.ended IS NULL AND c.stage = 'on_site' AND c.onsite_first <= $1
	AND NOT EXISTS (SELECT FROM task t WHERE t.challenge_id = c.id AND t.kind = 'councillor-brief')
	AND EXISTS (SELECT FROM roles_on(c.id, $1) WHERE role = 'councillor') ORDER BY c.id`

// dayOne opens the councillor's task of day 1; package team answers it.
func (s *Service) dayOne(ctx context.Context) error {
	return db.InTx(ctx, s.DB, Job, func(tx pgx.Tx) error {
		now := s.Clock.Now()
		list, err := db.All[struct {
			ID          uuid.UUID
			OnsiteFirst civil.Date
		}](ctx, tx, unasked, civil.Of(now))
		if err != nil {
			return err
		}
		for _, c := range list {
			err := task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: "councillor-brief", Title: "Say whether your adult social care brief still stands",
				Path: "/challenges/" + c.ID.String() + "/team/brief", Role: access.Councillor, Due: c.OnsiteFirst})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) advanceOne(ctx context.Context, id uuid.UUID) error {
	return db.InTx(ctx, s.DB, Job, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		facts, err := FactsTx(ctx, tx, now, id)
		if err != nil || !Ready(facts[id], now) { // somebody was first
			return err
		}
		to := c.Stage.Next()
		if err := challenge.MoveTx(ctx, tx, Job, now, c, to); err != nil {
			return err
		}
		return ArriveTx(ctx, tx, now, c, to, s.BaseURL)
	})
}

// ArriveTx opens what is to be done at a stage that a challenge has just come to
// by date, or early, and tells the team when it can read. Base begins the link.
func ArriveTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, to access.Stage, base string) error {
	switch to {
	case access.Reading:
		return tellReadersTx(ctx, tx, now, c, base)
	case access.OnSite:
	default:
		return nil
	}
	return task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: "present", Title: "Present the findings to the host",
		Path: "/challenges/" + c.ID.String() + "/present", Role: access.Lead, Due: c.OnsiteLast})
}

// tellReadersTx mails the team that what was handed over is open to them now (V8):
// most of it came weeks before, when they could not open it.
func tellReadersTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, base string) error {
	rows, _ := tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key WHERE scope_id = $1 AND room = 'common' AND because = ANY ($2::text[])
		AND revoked_at IS NULL ORDER BY person_id`, c.ID, access.Team)
	team, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, member := range team {
		if err := outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: member, Kind: "stage.reading", Subject: c.Name + ": reading has started",
			Body: "In " + c.Name + " the team can now read what the council has handed over, and the findings of the practice review once they are in.\n\n" +
				base + "/challenges/" + c.ID.String() + "\n"}); err != nil {
			return err
		}
	}
	return nil
}

// MayMoveEarlyTx tells whether a reason may move a challenge on from where it is:
// nil, or Closed with the sentence that says what no reason passes over. The
// caller has asked challenge.MoveStage.
func MayMoveEarlyTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge) error {
	facts, err := FactsTx(ctx, tx, now, c.ID)
	if err != nil {
		return err
	}
	if barred := Barred(facts[c.ID], now); barred != nil {
		return problem.New(problem.Closed, barred.Fixed)
	}
	return nil
}

// Keys makes the keys of every region and challenge agree with roles that begin or
// end today (V4): a deputy's or an acting post-holder's last day closes what the
// post opened.
func (s *Service) Keys(ctx context.Context) error {
	return db.InTx(ctx, s.DB, Job, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT id FROM region ORDER BY id`)
		ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		if err != nil {
			return err
		}
		for _, id := range ids { // its challenges with it
			if err := room.SyncRegionTx(ctx, tx, s.Clock.Now(), id); err != nil {
				return err
			}
		}
		return nil
	})
}
