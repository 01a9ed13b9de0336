package finding

import (
	"context"
	"strings"
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

// Service is the team's work on findings. BaseURL begins the links in mails.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string
}

// work is one write of one person on one challenge, inside its transaction.
type work struct {
	tx    pgx.Tx
	actor access.Actor
	me    uuid.UUID
	now   time.Time
	c     challenge.Challenge
}

type (
	reader func(ctx context.Context, tx pgx.Tx, id challenge.ID) (challenge.Challenge, error)
	asker  func(c challenge.Challenge, v access.Verb) error
)

// locked runs a write that must not interleave with a hand-over.
func (s *Service) locked(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(w work) error) error {
	return s.in(ctx, actor, id, v, challenge.LockTx, challenge.Require, f)
}

// light runs a write that no hand-over depends on.
func (s *Service) light(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(w work) error) error {
	return s.in(ctx, actor, id, v, challenge.GetTx, challenge.Require, f)
}

// untilDraft runs a write that ends with the draft (F7).
func (s *Service) untilDraft(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(w work) error) error {
	return s.in(ctx, actor, id, v, challenge.LockTx, stillOpen, f)
}

func (s *Service) in(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, read reader, ask asker, f func(w work) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := read(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := ask(c, v); err != nil {
			return err
		}
		me, _ := actor.PersonID()
		return f(work{tx: tx, actor: actor, me: me, now: s.Clock.Now(), c: c})
	})
}

// exec writes one row or many, without counting.
func (w work) exec(ctx context.Context, sql string, args ...any) error {
	_, err := w.tx.Exec(ctx, sql, args...)
	return err
}

// log leaves a line that only the team reads (V5).
func (w work) log(ctx context.Context, verb string, subject uuid.UUID) error {
	return audit.LogTx(ctx, w.tx, w.actor, w.now, audit.Line{Verb: verb, Challenge: w.c.ID, Room: access.TeamRoom, Subject: subject})
}

// areasTx gives the areas of the challenge's framework in order, to the team
// alone: to everybody else, a member who has not signed the undertaking
// included (T9), the page is not there.
func areasTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) ([]Area, error) {
	areas, err := db.All[Area](ctx, tx, `SELECT a->>'key' AS key, a->>'name' AS name
		FROM framework f, jsonb_array_elements(f.body->'areas') WITH ORDINALITY AS x(a, n)
		WHERE f.id = $1 AND $2 = ANY (keys_of('team')) ORDER BY n`, c.FrameworkID, c.ID)
	if err == nil && len(areas) == 0 {
		return nil, problem.Missing()
	}
	return areas, err
}

// headTx is the head of a page that only the team sees.
func (s *Service) headTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (challenge.Head, error) {
	h, err := challenge.HeadTx(ctx, tx, s.Clock.Now(), id)
	if err != nil {
		return h, err
	}
	if !h.Standing().Is(access.Team...) || !h.Stage.AtLeast(access.Reading) {
		return h, problem.Missing()
	}
	return h, nil
}

func areaNamed(areas []Area, key string) (Area, bool) {
	for _, a := range areas {
		if a.Key == key {
			return a, true
		}
	}
	return Area{}, false
}

// blank tells whether a text says nothing.
func blank(text string) bool { return strings.TrimSpace(text) == "" }

func validSource(source string) bool {
	return source == "read" || source == "heard" || source == "seen"
}
