package host

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// PeopleTask is the director's duty to name a link officer and senior leaders; it
// is opened when dates and team are agreed.
const PeopleTask = "host-people"

// Service names people of the host.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string          // without a slash at the end; for links in mails
	People  *person.Service // sends invitations
}

// Parts are what the director can give, in the order of the page.
var Parts = []access.Role{access.LinkOfficer, access.SeniorLeader, access.CouncilReader}

// Naming is what the director fills in. Title is a senior leader's post, such as
// "Chief executive"; somebody known by the address keeps their name.
type Naming struct {
	Role  access.Role
	Name  string
	Email string
	Title string
}

func (n Naming) check() error {
	var f problem.Fields
	f.Check(slices.Contains(Parts, n.Role), "role", "Choose which part they have")
	f.Check(n.Role != access.SeniorLeader || n.Title != "", "title", "Enter their title, such as Chief executive or Lead member")
	f.Check(db.Length(n.Title) <= 100, "title", "The title must be 100 characters or fewer")
	if err := (person.New{Name: n.Name, Email: n.Email}).Check(); err != nil {
		var p *problem.Problem
		if !errors.As(err, &p) {
			return err
		}
		f = append(f, p.Fields...)
	}
	return f.Err()
}

// NamePerson gives somebody of the council a part, adds them when they are new,
// and sends an invitation. Refused at "email" for somebody of the visiting team,
// and when they have the part already; Closed for a reader before the report is
// final. Only the host's director.
func (s *Service) NamePerson(ctx context.Context, actor access.Actor, id challenge.ID, n Naming) error {
	if err := n.check(); err != nil {
		return err
	}
	verb := Name
	if n.Role == access.CouncilReader {
		verb = NameReader
	}
	return s.change(ctx, actor, id, verb, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		who, known, err := person.AddTx(ctx, tx, actor, now, person.New{Name: n.Name, Email: n.Email, RegionID: c.RegionID, CouncilID: c.HostCouncilID, Post: n.Title})
		if err != nil {
			return atEmail(err)
		}
		if err := bothSidesTx(ctx, tx, c.ID, who); err != nil {
			return err
		}
		_, err = person.HoldTx(ctx, tx, actor, now, person.Holding{Person: who, Role: n.Role, Scope: person.InChallenge, ScopeID: c.ID, Title: n.Title, Starts: civil.Of(now)})
		if err != nil {
			return atEmail(err)
		}
		if err := namedTx(ctx, tx, actor, now, c); err != nil {
			return err
		}
		return s.inviteTx(ctx, tx, actor, now, c, n, who, known)
	})
}

// atEmail turns a Conflict into a message at the field.
func atEmail(err error) error {
	var p *problem.Problem
	if errors.As(err, &p) && p.Kind == problem.Conflict {
		return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: "email", Message: p.Message}}}
	}
	return err
}

// bothSidesTx refuses somebody of the visiting team (section 2).
func bothSidesTx(ctx context.Context, tx pgx.Tx, id challenge.ID, who uuid.UUID) error {
	visits, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM team_member WHERE challenge_id = $1 AND person_id = $2
		AND state IN ('proposed', 'accepted'))`, id, who)
	if err != nil || !visits {
		return err
	}
	return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem",
		Fields: []problem.Field{{Name: "email", Message: "This person is asked to be on the visiting team. Nobody can be on both sides of a challenge"}}}
}

// namedTx closes the director's task once there are a link officer and a senior leader.
func namedTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge) error {
	kinds, err := db.Value[int](ctx, tx, `SELECT count(DISTINCT role) FROM role_holding WHERE scope = 'challenge' AND scope_id = $1
		AND role IN ('link_officer', 'senior_leader') AND ended_at IS NULL`, c.ID)
	if err != nil || kinds < 2 {
		return err
	}
	return task.DoneTx(ctx, tx, actor, now, c.ID, PeopleTask, "")
}

func (s *Service) inviteTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, n Naming, who uuid.UUID, known bool) error {
	role := strings.ToLower(n.Role.Name()[:1]) + n.Role.Name()[1:]
	if !known {
		return s.People.InviteTx(ctx, tx, actor, now, who, person.Words{Subject: c.Name + ": you are invited", For: role + " in the peer challenge " + c.Name,
			Where: c.HostCouncil, When: "The visit is on " + civil.Range(c.OnsiteFirst, c.OnsiteLast) + "."})
	}
	return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: who, Kind: "host.named", Subject: c.Name + ": you have a part in a peer challenge",
		Body: fmt.Sprintf("You have been named %s in the peer challenge %s.\n\nThe visit is on %s.\n\n%s/challenges/%s\n", role, c.Name,
			civil.Range(c.OnsiteFirst, c.OnsiteLast), s.BaseURL, c.ID)})
}

// LetIntoDrafts lets a senior leader of the challenge read what the host has not
// handed over yet (V8). Only the director.
func (s *Service) LetIntoDrafts(ctx context.Context, actor access.Actor, id challenge.ID, who uuid.UUID) error {
	return s.change(ctx, actor, id, LetIn, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		if _, err := heldTx(ctx, tx, id, who, access.SeniorLeader); err != nil {
			return err
		}
		_, err := person.HoldTx(ctx, tx, actor, now, person.Holding{Person: who, Role: access.HostReader, Scope: person.InChallenge, ScopeID: id, Starts: civil.Of(now)})
		return err
	})
}

// TakeDraftsBack ends LetIntoDrafts at once (V4). Only the director.
func (s *Service) TakeDraftsBack(ctx context.Context, actor access.Actor, id challenge.ID, who uuid.UUID) error {
	return s.change(ctx, actor, id, TakeBack, func(tx pgx.Tx, _ challenge.Challenge, now time.Time) error {
		holding, err := heldTx(ctx, tx, id, who, access.HostReader)
		if err != nil {
			return err
		}
		return person.EndTx(ctx, tx, actor, now, holding)
	})
}

// EndPart ends somebody's part; a senior leader who leaves also stops reading
// drafts. What it opened closes at once (V4). Only the director.
func (s *Service) EndPart(ctx context.Context, actor access.Actor, id challenge.ID, who uuid.UUID, role access.Role) error {
	return s.change(ctx, actor, id, End, func(tx pgx.Tx, _ challenge.Challenge, now time.Time) error {
		if !slices.Contains(Parts, role) {
			return problem.Missing()
		}
		holding, err := heldTx(ctx, tx, id, who, role)
		if err != nil {
			return err
		}
		if err := person.EndTx(ctx, tx, actor, now, holding); err != nil || role != access.SeniorLeader {
			return err
		}
		drafts, err := heldTx(ctx, tx, id, who, access.HostReader)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return person.EndTx(ctx, tx, actor, now, drafts)
	})
}

// heldTx finds the role somebody holds on the challenge; Missing when they do not.
func heldTx(ctx context.Context, tx pgx.Tx, id challenge.ID, who uuid.UUID, role access.Role) (uuid.UUID, error) {
	return db.Value[uuid.UUID](ctx, tx, `SELECT id FROM role_holding WHERE scope = 'challenge' AND scope_id = $1 AND person_id = $2
		AND role = $3 AND ended_at IS NULL`, id, who, role)
}

// change is what every verb here begins with.
func (s *Service) change(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(tx pgx.Tx, c challenge.Challenge, now time.Time) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, v); err != nil {
			return err
		}
		return f(tx, c, s.Clock.Now())
	})
}
