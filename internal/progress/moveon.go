package progress

import (
	"context"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/schedule"
)

// MoveOnForm is the page that asks for the reason: the challenge with what its
// stage still waits for. Missing to others than lead and coordinator; Closed where
// no reason moves it on (section 3).
func (s *Service) MoveOnForm(ctx context.Context, actor access.Actor, id challenge.ID) (Overview, error) {
	o, err := s.Overview(ctx, actor, id)
	if err == nil {
		err = challenge.Require(o.Challenge, challenge.MoveStage)
	}
	if err != nil {
		return o, err
	}
	return o, db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		return journey.MayMoveEarlyTx(ctx, tx, s.Clock.Now(), o.Challenge)
	})
}

// MoveOn moves the stage on before its conditions are met, with a reason that
// everyone on the challenge sees. Lead or coordinator (section 3); what no reason
// passes over is Closed, with the sentence of the table of conditions. Nothing is
// handed over. What there is to do at the new stage is opened as if it had come by
// itself.
func (s *Service) MoveOn(ctx context.Context, actor access.Actor, id challenge.ID, reason string) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, challenge.MoveStage); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := journey.MayMoveEarlyTx(ctx, tx, now, c); err != nil {
			return err
		}
		if err := challenge.MoveEarlyTx(ctx, tx, actor, now, c, reason); err != nil {
			return err
		}
		if c.Stage == access.Scheduled {
			return schedule.BeginPreparingTx(ctx, tx, actor, now, c)
		}
		return journey.ArriveTx(ctx, tx, now, c, c.Stage.Next(), s.BaseURL)
	})
}
