package team

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/room"
	"peerchallenge/internal/task"
)

// Lacks is what somebody who has accepted still lacks before anything opens (T9),
// in words; empty when nothing.
func (m Member) Lacks() []string {
	if m.State != Accepted {
		return nil
	}
	var out []string
	if m.UndertakingAt == nil {
		out = append(out, "sign the confidentiality undertaking")
	}
	if m.TrainedOn.IsZero() {
		out = append(out, "be trained for your role")
	}
	if m.CoProductionOn.IsZero() {
		out = append(out, "be trained in co-production")
	}
	if !m.TrainedOn.IsZero() && !m.CoProductionOn.IsZero() && m.TrainedBy == nil {
		out = append(out, "have your training confirmed by the coordinator")
	}
	return out
}

// confirmedTx closes what the confirmed training does away with: the coordinator's
// task, and the member's own when they have signed the undertaking already.
func confirmedTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, cid challenge.ID, m Member) error {
	err := task.DoneTx(ctx, tx, actor, now, cid, TrainingTask, m.ID.String())
	if err == nil && m.UndertakingAt != nil {
		err = task.DoneTx(ctx, tx, actor, now, cid, UndertakingTask, m.ID.String())
	}
	return err
}

// RecordTraining confirms on which days somebody was trained for the role and in
// co-production; a zero day is not yet (T9). A member's own word opens nothing
// without it, and taking a day away closes at once what the role opens. Only the
// coordinator.
func (s *Service) RecordTraining(ctx context.Context, actor access.Actor, cid challenge.ID, member uuid.UUID, role, coProduction civil.Date) error {
	return s.change(ctx, actor, cid, Train, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		var f problem.Fields
		today := civil.Of(now)
		f.Check(!role.After(today), "role", "The day of the training cannot be in the future")
		f.Check(!coProduction.After(today), "co-production", "The day of the training cannot be in the future")
		if err := f.Err(); err != nil {
			return err
		}
		m, err := memberTx(ctx, tx, cid, member)
		if err != nil {
			return err
		}
		if !m.Live() {
			return problem.New(problem.Conflict, m.Name+" is not on the team any more.")
		}
		_, err = tx.Exec(ctx, `UPDATE team_member SET trained_on = $3, co_production_on = $4, trained_by = app_actor() WHERE challenge_id = $1 AND id = $2`,
			cid, member, role, coProduction)
		if err != nil {
			return err
		}
		if !role.IsZero() && !coProduction.IsZero() {
			if err := confirmedTx(ctx, tx, actor, now, cid, m); err != nil {
				return err
			}
		}
		if err := assembledTx(ctx, tx, actor, now, c); err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Train.Name, Challenge: cid, Room: access.Common, Subject: m.ID}); err != nil {
			return err
		}
		_, err = room.SyncTx(ctx, tx, now, cid)
		return err
	})
}
