package host

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// NameActing is a director naming somebody to act for them, from a first to a last
// day (V4, V8). Who acts has the director's rights, shown as acting, on all
// challenges of the council; and cannot name somebody else in turn.
var NameActing = access.Verb{Name: "host.name-acting", Label: "Name this person", Roles: director}

// EndActing ends that before its last day.
var EndActing = access.Verb{Name: "host.end-acting", Label: "End this now", Roles: director}

// Acting is who acts as director, and when. Somebody known by the address keeps
// their name. A zero From is today.
type Acting struct {
	Name  string
	Email string
	From  civil.Date
	Until civil.Date
}

func (a *Acting) check(today civil.Date) error {
	if a.From.IsZero() {
		a.From = today
	}
	var f problem.Fields
	f.Check(a.Name != "", "name", "Enter a name")
	f.Check(db.Length(a.Name) <= 200, "name", "The name must be 200 characters or fewer")
	if _, ok := person.CleanEmail(a.Email); !ok {
		f.Add("email", "Enter an e-mail address in the correct format, like name@example.org")
	}
	f.Check(!a.From.Before(today), "from", "The first day must be today or later")
	f.Check(!a.Until.IsZero(), "until", "Enter the last day. It can be ended earlier")
	f.Check(a.Until.IsZero() || !a.Until.Before(a.From), "until", "The last day must not be before the first")
	f.Check(a.Until.IsZero() || a.Until.Before(a.From.AddMonths(12)), "until", "Somebody can act for a year at most. After that the coordinator gives the post")
	return f.Err()
}

// directsTx refuses those who are not the council's own director: to somebody who
// acts it is said in words.
func directsTx(ctx context.Context, tx pgx.Tx, council uuid.UUID) error {
	own, err := db.Value[bool](ctx, tx, `SELECT $1 = ANY (councils_i_direct())`, council)
	if err == nil && !own {
		err = problem.New(problem.Closed, "You act for the director. Only the director, or the programme coordinator, can name somebody else to act.")
	}
	return err
}

// NameActing gives somebody the director's post for a time. Invalid on "name",
// "email", "from" and "until"; Closed for somebody who acts themself.
func (s *Service) NameActing(ctx context.Context, actor access.Actor, id challenge.ID, a Acting) error {
	now := s.Clock.Now()
	if err := a.check(civil.Of(now)); err != nil {
		return err
	}
	return s.change(ctx, actor, id, NameActing, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		if err := directsTx(ctx, tx, c.HostCouncilID); err != nil {
			return err
		}
		who, known, err := person.AddTx(ctx, tx, actor, now, person.New{Name: a.Name, Email: a.Email, RegionID: c.RegionID, CouncilID: c.HostCouncilID})
		if err != nil {
			return atEmail(err)
		}
		if err := bothSidesTx(ctx, tx, c.ID, who); err != nil {
			return err
		}
		if _, err := person.HoldTx(ctx, tx, actor, now, person.Holding{Person: who, Role: access.DASS, Scope: person.InCouncil, ScopeID: c.HostCouncilID,
			Acting: true, Starts: a.From, Ends: a.Until}); err != nil {
			return atEmail(err)
		}
		when := "From " + a.From.Long() + " to " + a.Until.Long() + "."
		if !known {
			return s.People.InviteTx(ctx, tx, actor, now, who, person.Words{Subject: "You act as director of adult social services in Peer Challenge",
				For: "acting director of adult social services (DASS)", Where: c.HostCouncil, When: when})
		}
		return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: who, Kind: "host.acting", Subject: c.HostCouncil + ": you act as director of adult social services",
			Body: fmt.Sprintf("You are named to act as director of adult social services (DASS) of %s in Peer Challenge.\n\n%s\n\n%s/\n", c.HostCouncil, when, s.BaseURL)})
	})
}

// EndActing ends somebody's acting at once, open pages included (V4). Only the
// council's own director; Missing when the person does not act.
func (s *Service) EndActing(ctx context.Context, actor access.Actor, id challenge.ID, who uuid.UUID) error {
	return s.change(ctx, actor, id, EndActing, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		if err := directsTx(ctx, tx, c.HostCouncilID); err != nil {
			return err
		}
		holding, err := db.Value[uuid.UUID](ctx, tx, `SELECT id FROM role_holding WHERE scope = 'council' AND scope_id = $1 AND person_id = $2
			AND role = 'dass' AND acting AND ended_at IS NULL`, c.HostCouncilID, who)
		if err != nil {
			return err
		}
		return person.EndTx(ctx, tx, actor, now, holding)
	})
}
