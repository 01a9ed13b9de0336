package accuracy

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/task"
)

// EndEarly ends the window before its day: the host's director alone. It cannot
// be opened again. When every comment has its answer the challenge goes on.
func (s *Service) EndEarly(ctx context.Context, actor access.Actor, of challenge.ID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, of)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := requireOpen(c, EndEarly, now); err != nil {
			return err
		}
		if err := db.ExecOne(ctx, tx, `UPDATE challenge SET comments_ended_at = $2 WHERE id = $1 AND comments_ended_at IS NULL`, of, now); err != nil {
			return err
		}
		c.CommentsEndedAt = &now
		if err := s.afterEnding(ctx, tx, actor, now, c); err != nil {
			return err
		}
		_, err = s.SettleTx(ctx, tx, actor, now, c)
		return err
	})
}

func (s *Service) afterEnding(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge) error {
	if err := commentsDone(ctx, tx, actor, now, c.ID); err != nil {
		return err
	}
	leads, err := holdersTx(ctx, tx, c.ID, access.Common, access.Lead)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, now, c, leads, letter{kind: "comment.ended-early", what: "the host has no more comments on the draft report", path: commentsPath(c.ID)})
}

// commentsDone closes the host's task to comment, whatever its subject.
func commentsDone(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, of uuid.UUID) error {
	_, err := tx.Exec(ctx, `UPDATE task SET done_at = $3, done_by = nullif($2, '')::uuid WHERE challenge_id = $1 AND kind = 'comments' AND done_at IS NULL`,
		of, actor.UUID(), now)
	return err
}

// SettleTx moves a locked challenge on to finalising when its window is over and
// nothing is undecided (F7), and tells whether it did. Any verb that depends on it may
// call it first, so that a late job changes nothing.
func (s *Service) SettleTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge) (bool, error) {
	if c.Stage != access.FactCheck || c.Ended != nil || c.DraftHandedOverAt == nil || c.CommentsOpen(now) {
		return false, nil
	}
	waiting, err := db.Value[*int](ctx, tx, `SELECT comments_unanswered($1)`, c.ID)
	if err != nil || waiting == nil || *waiting > 0 {
		return false, err
	}
	if err := challenge.MoveTx(ctx, tx, actor, now, c, access.Finalising); err != nil {
		return false, err
	}
	if err := commentsDone(ctx, tx, actor, now, c.ID); err != nil {
		return false, err
	}
	return true, s.askSignOff(ctx, tx, now, c)
}

// askSignOff opens a task for every member of the team and tells them (F8).
func (s *Service) askSignOff(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge) error {
	rules, err := framework.GetTx(ctx, tx, c.FrameworkID)
	if err != nil {
		return err
	}
	members, err := holdersTx(ctx, tx, c.ID, access.TeamRoom, access.Team...)
	if err != nil {
		return err
	}
	path := challengePath(c.ID) + "/sign-off"
	for _, member := range members {
		err := task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: "sign-off", Subject: member.String(), Title: "Sign off the report",
			Path: path, Person: member, Due: civil.AddWorkingDays(civil.Of(now), rules.Windows.SignOff)})
		if err != nil {
			return err
		}
	}
	return s.tell(ctx, tx, now, c, members, letter{kind: "sign-off.wanted", what: "every comment is answered, and the report waits for your sign-off", path: path})
}

// SettleDue moves every challenge whose window is over and whose comments are all
// answered, and tells how many. For the daily job (access.Job("stages")); doing it
// twice changes nothing.
func (s *Service) SettleDue(ctx context.Context, job access.Actor) (int, error) {
	now := s.Clock.Now()
	var due []uuid.UUID
	err := db.Read(ctx, s.DB, job, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT id FROM challenge WHERE stage = 'fact_check' AND ended IS NULL AND draft_handed_over_at IS NOT NULL
			AND (comments_ended_at IS NOT NULL OR comments_close_at <= $1) ORDER BY id`, now)
		var err error
		due, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		return err
	})
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, of := range due {
		one, err := s.settleOne(ctx, job, now, of)
		if err != nil {
			return moved, err
		}
		if one {
			moved++
		}
	}
	return moved, nil
}

func (s *Service) settleOne(ctx context.Context, job access.Actor, now time.Time, of uuid.UUID) (moved bool, err error) {
	err = db.InTx(ctx, s.DB, job, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, of)
		if err != nil {
			return err
		}
		moved, err = s.SettleTx(ctx, tx, job, now, c)
		return err
	})
	return moved, err
}
