package team

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// Outside is a senior manager of another region (T3): who they are, the name of
// their council, and why nobody of the region is free, which everybody on the
// challenge can read.
type Outside struct {
	Name, Email, Post string
	Council           string // at most 200 characters
	Because           string // at most 1,000 characters
}

func (o Outside) check() error {
	var f problem.Fields
	var p *problem.Problem
	if errors.As(person.New{Name: o.Name, Email: o.Email, Post: o.Post}.Check(), &p) {
		f = append(f, p.Fields...)
	}
	f.Check(o.Council != "", "council", "Enter the council they work for")
	f.Check(db.Length(o.Council) <= 200, "council", "The council must be 200 characters or fewer")
	f.Check(o.Because != "", "because", "Say why nobody of the region who is free of a link could be asked")
	f.Check(db.Length(o.Because) <= longestReason, "because", "The reason must be 1,000 characters or fewer")
	return f.Err()
}

// ProposeOutside asks a senior manager of another region when nobody of the
// region is free of a link (T3). They see this challenge and no other (V3).
// Conflict when both places are taken; Invalid on the fields, on "council" when
// it is of this region, and on "email" when somebody of the region has it. Only
// the coordinator.
func (s *Service) ProposeOutside(ctx context.Context, actor access.Actor, cid challenge.ID, o Outside) error {
	return s.change(ctx, actor, cid, Propose, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		if err := o.check(); err != nil {
			return err
		}
		if err := oneAtATimeTx(ctx, tx, c); err != nil {
			return err
		}
		f, err := cycle.FrameworkTx(ctx, tx, c.FrameworkID)
		if err != nil {
			return err
		}
		members, err := membersTx(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if words := placeTaken(members, access.SeniorManager, f.Team); words != "" {
			return problem.New(problem.Conflict, words+".")
		}
		who, err := outsiderTx(ctx, tx, actor, now, c, o)
		if err != nil {
			return err
		}
		if err := s.proposeTx(ctx, tx, actor, now, c, Proposal{Person: who, Role: access.SeniorManager, Because: o.Because}); err != nil {
			return err
		}
		// only now, that they are on the challenge, may the coordinator read about them
		p, err := db.One[candidate](ctx, tx, candidateSQL+`AND p.id = $2`, c.ID, who)
		if err != nil {
			return err
		}
		if words := p.refusal(c, members, access.SeniorManager, f.Planning.DaysBetweenVisitsOfOnePerson); words != "" {
			return atField("email", words)
		}
		return nil
	})
}

func atField(name, words string) error {
	var f problem.Fields
	f.Add(name, words)
	return f.Err()
}

// outsiderTx finds who has the address in another region, or adds them as a
// visitor.
func outsiderTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, o Outside) (uuid.UUID, error) {
	type known struct {
		ID       uuid.UUID
		RegionID uuid.UUID
	}
	works, err := db.One[known](ctx, tx, `SELECT id, region_id FROM council WHERE lower(name) = lower($1) OR lower(official_name) = lower($1)
		ORDER BY region_id = $2 DESC, id LIMIT 1`, o.Council, c.RegionID)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return uuid.Nil, err
	}
	if works.RegionID == c.RegionID {
		return uuid.Nil, atField("council", o.Council+" is a council of this region. Ask its people on the page before this one")
	}
	address, _ := person.CleanEmail(o.Email)
	who, err := db.Value[uuid.UUID](ctx, tx, `SELECT coalesce(visitor_elsewhere($1), '00000000-0000-0000-0000-000000000000')`, address)
	if err != nil || who != uuid.Nil {
		return who, err
	}
	who, existed, err := person.AddTx(ctx, tx, actor, now, person.New{Name: o.Name, Email: o.Email, RegionID: c.RegionID, CouncilID: works.ID, Post: o.Post, Outside: o.Council})
	if problem.Is(err, problem.Conflict) {
		return uuid.Nil, atField("email", "This address cannot be used. Use another address of theirs")
	}
	if err != nil || !existed {
		return who, err
	}
	visitor, err := db.Value[bool](ctx, tx, `SELECT outside_council <> '' FROM person WHERE id = $1`, who)
	if err == nil && !visitor {
		err = atField("email", "Somebody of this region has this address. Ask them on the page before this one")
	}
	return who, err
}
