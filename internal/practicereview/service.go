package practicereview

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
	"peerchallenge/internal/framework"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/task"
)

// Service is the work of a practice review. BaseURL begins the links in mails.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string
}

// The kinds of the tasks; SampleTask is opened when a challenge begins to prepare.
const (
	SampleTask  = "practice-sample"
	agreeTask   = "practice-agree"
	countTask   = "practice-count"
	drawTask    = "practice-draw"
	EntriesTask = "practice-entries"
	WriteTask   = "practice-findings"
	correctTask = "practice-correct"
	answerTask  = "practice-answer"
)

// work is one write of one person on one challenge, inside its transaction.
type work struct {
	tx    pgx.Tx
	actor access.Actor
	me    uuid.UUID
	now   time.Time
	c     challenge.Challenge
	rules reference.Framework
	base  string
}

// in runs a write of the three before the hand-over, with the challenge locked, so
// that writes of one review never interleave with handing it over.
func (s *Service) in(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(w work) error) error {
	return s.locked(ctx, actor, id, func(w work, handedOver bool) error {
		if err := requireOpen(w.c, v, handedOver); err != nil {
			return err
		}
		return f(w)
	})
}

func (s *Service) locked(ctx context.Context, actor access.Actor, id challenge.ID, f func(w work, handedOver bool) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		rules, err := framework.GetTx(ctx, tx, c.FrameworkID)
		if err != nil {
			return err
		}
		handedOver, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM practice_shared WHERE challenge_id = $1)`, id)
		if err != nil {
			return err
		}
		me, _ := actor.PersonID()
		return f(work{tx: tx, actor: actor, me: me, now: s.Clock.Now(), c: c, rules: rules, base: s.BaseURL}, handedOver)
	})
}

// headTx is the head of a page that only the three see; Missing for others, and for
// a visiting one who has not signed the undertaking (T9).
func (s *Service) headTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (challenge.Head, error) {
	h, err := challenge.HeadTx(ctx, tx, s.Clock.Now(), id)
	if err != nil {
		return h, err
	}
	if !h.Standing().Is(Three...) || !h.Stage.AtLeast(access.Preparing) {
		return h, problem.Missing()
	}
	return h, nil
}

func (w work) exec(ctx context.Context, sql string, args ...any) error {
	_, err := w.tx.Exec(ctx, sql, args...)
	return err
}

// log leaves a line that only the three read (V5).
func (w work) log(ctx context.Context, verb string, subject uuid.UUID) error {
	return audit.LogTx(ctx, w.tx, w.actor, w.now, audit.Line{Verb: verb, Challenge: w.c.ID, Room: access.Practice, Subject: subject})
}

func (w work) done(ctx context.Context, kind, subject string) error {
	return task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, kind, subject)
}

func (w work) open(ctx context.Context, n task.New) error {
	n.Challenge = w.c.ID
	n.Path = "/challenges/" + w.c.ID.String() + "/" + n.Path
	return task.OpenTx(ctx, w.tx, w.now, n)
}

// tell mails everybody who has one of the roles and can open the page, but the
// actor: what, where, a link. The team can once reading has started (V8).
func (w work) tell(ctx context.Context, kind, what, path string, roles ...access.Role) error {
	rows, _ := w.tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key WHERE scope_id = $1 AND room IN ('practice', 'leaders') AND because = ANY ($2::text[])
		AND revoked_at IS NULL AND person_id <> $3 ORDER BY person_id`, w.c.ID, roles, w.me)
	people, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := outbox.QueueTx(ctx, w.tx, w.now, outbox.Mail{Person: p, Kind: kind, Subject: w.c.Name + ": " + what,
			Body: "In " + w.c.Name + ", " + what + ".\n\n" + w.base + "/challenges/" + w.c.ID.String() + "/" + path + "\n"}); err != nil {
			return err
		}
	}
	return nil
}
