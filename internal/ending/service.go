package ending

import (
	"context"
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
	"peerchallenge/internal/task"
)

// NewDatesTask is the coordinator's, while a challenge is postponed; setting new
// dates closes it. RequestTask is the coordinator's while a request is open.
const (
	NewDatesTask = "new-dates"
	RequestTask  = "postponement-request"
)

// MaxReason is the most a reason may have, in characters.
const MaxReason = 500

// Service ends challenges and takes requests to postpone.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string // without a slash at the end; for links in mails
}

// Page is what the coordinator sees before ending a challenge in one of the ways.
type Page struct {
	challenge.Head
	Told    int      // how many people will be told
	Request *Request // the host's open request, if there is one
}

// Page reads it: Missing to all but the coordinator, Closed when it is not the time.
func (s *Service) Page(ctx context.Context, actor access.Actor, id challenge.ID, way string) (Page, error) {
	p, err := s.Look(ctx, actor, id)
	if err == nil {
		err = require(p.Challenge, way)
	}
	return p, err
}

// Look is Page without asking whether it is the time, to show a refused form again.
func (s *Service) Look(ctx context.Context, actor access.Actor, id challenge.ID) (Page, error) {
	var p Page
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		if !p.Standing().Is(access.Coordinator) {
			return problem.Missing()
		}
		if p.Told, err = db.Value[int](ctx, tx, `SELECT count(DISTINCT person_id)::int FROM room_key WHERE scope_id = $1 AND room = 'common'
			AND revoked_at IS NULL AND person_id <> app_actor()`, id); err != nil {
			return err
		}
		p.Request, err = openRequestTx(ctx, tx, id)
		return err
	})
	return p, err
}

// CheckReason is the reason everybody will read: a sentence, at most MaxReason.
func CheckReason(reason string) error {
	var f problem.Fields
	f.Check(reason != "", "reason", "Say why, in a sentence that everyone on the challenge may read")
	f.Check(db.Length(reason) <= MaxReason, "reason", "The reason must be 500 characters or fewer")
	return f.Err()
}

// End postpones, withdraws or closes a challenge early, with a reason that
// everybody on it reads, and tells them. Only the coordinator; Closed when the
// stage is not right or it was ended already.
func (s *Service) End(ctx context.Context, actor access.Actor, id challenge.ID, way, reason string) error {
	verb, ok := ways[way]
	if !ok {
		return problem.Missing()
	}
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := require(c, way); err != nil {
			return err
		}
		if err := CheckReason(reason); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := db.ExecOne(ctx, tx, `UPDATE challenge SET ended = $2, ended_reason = $3 WHERE id = $1 AND ended IS NOT DISTINCT FROM $4`,
			id, way, reason, c.Ended); err != nil {
			return err
		}
		if err := s.settleTx(ctx, tx, actor, now, c, way); err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: verb.Name, Challenge: id, Region: c.RegionID, Room: access.Common}); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, now, id, nil, letters[way](c, s.BaseURL))
	})
}

// settleTx answers a request that is open, and gives the coordinator the next duty.
func (s *Service) settleTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, way string) error {
	if way == challenge.ClosedEarly {
		return nil
	}
	if err := decideTx(ctx, tx, actor, now, c.ID, "postponed", ""); err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	if way == challenge.Withdrawn {
		return task.DoneTx(ctx, tx, actor, now, c.ID, NewDatesTask, "")
	}
	return task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: NewDatesTask, Title: "Set new dates for the postponed challenge",
		Path: "/challenges/" + c.ID.String() + "/move", Role: access.Coordinator, Due: civil.Date{}})
}

// tellTx writes to everybody on a challenge but the actor, or to those of some roles.
func (s *Service) tellTx(ctx context.Context, tx pgx.Tx, now time.Time, id challenge.ID, roles []access.Role, m outbox.Mail) error {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	rows, _ := tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key WHERE scope_id = $1 AND room = 'common' AND revoked_at IS NULL
		AND person_id IS DISTINCT FROM app_actor() AND (cardinality($2::text[]) = 0 OR because = ANY ($2))`, id, names)
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

func overview(c challenge.Challenge, base string) string {
	return base + "/challenges/" + c.ID.String() + "\n"
}

// letters say what happened and where the reason stands, never the reason itself.
var letters = map[string]func(c challenge.Challenge, base string) outbox.Mail{
	challenge.Postponed: func(c challenge.Challenge, base string) outbox.Mail {
		return outbox.Mail{Kind: "challenge.postponed", Subject: c.Name + ": the challenge is postponed",
			Body: "The peer challenge " + c.Name + " is postponed. The visit on " + civil.Range(c.OnsiteFirst, c.OnsiteLast) +
				" does not take place. The programme coordinator sets new dates, and we tell you when they are known. Until then there is nothing for you to do.\n\nThe reason is on its page:\n" + overview(c, base)}
	},
	challenge.Withdrawn: func(c challenge.Challenge, base string) outbox.Mail {
		return outbox.Mail{Kind: "challenge.withdrawn", Subject: c.Name + ": the challenge is withdrawn",
			Body: "The peer challenge " + c.Name + " is withdrawn. It does not take place, and there is nothing more for you to do.\n\nThe reason is on its page:\n" + overview(c, base)}
	},
	challenge.ClosedEarly: func(c challenge.Challenge, base string) outbox.Mail {
		return outbox.Mail{Kind: "challenge.closed-early", Subject: c.Name + ": the challenge is closed early",
			Body: "The region has closed the peer challenge " + c.Name + " early. Nothing more is changed in it; what you could read you can still read.\n\nThe reason is on its page:\n" + overview(c, base)}
	},
}
