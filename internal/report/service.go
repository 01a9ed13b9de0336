package report

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
	"peerchallenge/internal/problem"
)

// Service is sign-off, final report and publication. BaseURL begins the links in
// mails. Render makes the finished public page from what is published; the
// wiring sets it, so that no HTML is written here.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string
	Render  func(Public) ([]byte, error)
}

// work is one write of one person on one locked challenge.
type work struct {
	tx    pgx.Tx
	actor access.Actor
	me    uuid.UUID
	now   time.Time
	c     challenge.Challenge
}

// locked runs a write that must not interleave with any other on the challenge.
// The time is read after the lock, so that times follow the order of the acts.
func (s *Service) locked(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(w work) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, v); err != nil {
			return err
		}
		me, _ := actor.PersonID()
		return f(work{tx: tx, actor: actor, me: me, now: s.Clock.Now(), c: c})
	})
}

func (w work) log(ctx context.Context, verb string, room access.Room, subject uuid.UUID) error {
	return audit.LogTx(ctx, w.tx, w.actor, w.now, audit.Line{Verb: verb, Challenge: w.c.ID, Room: room, Subject: subject})
}

// teamHead is the head of a page that the team alone sees, from finalising on.
func (s *Service) teamHead(ctx context.Context, tx pgx.Tx, id challenge.ID) (challenge.Head, error) {
	h, err := challenge.HeadTx(ctx, tx, s.Clock.Now(), id)
	if err == nil && (!h.Standing().Is(access.Team...) || !h.Stage.AtLeast(access.Finalising)) {
		err = problem.Missing()
	}
	return h, err
}
