package retention

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
)

// Service keeps the agreements, the log of requests, and destroys what is due.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string // without a slash at the end; for links in mails
}

// Job destroys what is due. The database lets it do that and nothing else.
var Job = access.Job("retention")

// DestroyDue destroys what is due and not held back, on every challenge and of every
// cycle's gathering, and says how many kinds of things went (I2). The job calls it
// daily; again does nothing.
func (s *Service) DestroyDue(ctx context.Context) (n int, err error) {
	err = db.InTx(ctx, s.DB, Job, func(tx pgx.Tx) error {
		now := s.Clock.Now()
		gone, err := db.All[struct {
			ChallengeID uuid.UUID
			Kind        string
		}](ctx, tx, `SELECT challenge_id, kind FROM destroy_due($1, $2)`, civil.Of(now), now)
		for _, g := range gone {
			if err := audit.LogTx(ctx, tx, Job, now, audit.Line{Verb: "information.destroyed." + g.Kind, Challenge: g.ChallengeID, Room: access.Common}); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
		gathered, err := destroyGatheredTx(ctx, tx, now)
		n = len(gone) + gathered
		return err
	})
	return n, err
}

// destroyGatheredTx destroys what was said to plan cycles that are over.
func destroyGatheredTx(ctx context.Context, tx pgx.Tx, now time.Time) (int, error) {
	gone, err := db.All[struct{ Cycle, Region uuid.UUID }](ctx, tx, `SELECT gone AS cycle, region FROM destroy_gathered($1, $2)`, civil.Of(now), now)
	for _, g := range gone {
		if err := audit.LogTx(ctx, tx, Job, now, audit.Line{Verb: "information.destroyed.gathered", Region: g.Region, Room: access.Region, Subject: g.Cycle}); err != nil {
			return 0, err
		}
	}
	return len(gone), err
}

// tellTx writes to everybody with one of the roles on a challenge, but the actor.
func (s *Service) tellTx(ctx context.Context, tx pgx.Tx, now time.Time, id challenge.ID, roles []access.Role, m outbox.Mail) error {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	rows, _ := tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key WHERE scope_id = $1 AND room = 'common' AND revoked_at IS NULL
		AND person_id IS DISTINCT FROM app_actor() AND because = ANY ($2)`, id, names)
	people, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, p := range people {
		m.Person = p
		if err := outbox.QueueTx(ctx, tx, now, m); err != nil {
			return err
		}
	}
	return nil
}

// headFor reads the head of a page for some roles; Missing for others (V6).
func (s *Service) headFor(ctx context.Context, tx pgx.Tx, id challenge.ID, roles []access.Role) (challenge.Head, error) {
	h, err := challenge.HeadTx(ctx, tx, s.Clock.Now(), id)
	if err == nil && !h.Standing().Is(roles...) {
		err = problem.Missing()
	}
	return h, err
}

// allowed asks a verb's roles and stages, also on a challenge that was ended.
func allowed(c challenge.Challenge, v access.Verb) error {
	c.Ended = nil
	return challenge.Require(c, v)
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
