package directory

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// NewPerson is somebody a coordinator adds by hand. Post is nil when no post is
// given; Invite sends the invitation.
type NewPerson struct {
	Name    string
	Email   string
	Phone   string
	Job     string // in their own words: "Assistant director"
	Council uuid.UUID
	Post    *NewPost
	Invite  bool
}

func (n *NewPerson) check(today civil.Date) error {
	var f problem.Fields
	var p *problem.Problem
	if errors.As(person.New{Name: n.Name, Email: n.Email, Post: n.Job, Phone: n.Phone}.Check(), &p) {
		f = append(f, p.Fields...)
	}
	if n.Post != nil {
		f = append(f, n.Post.check(today)...)
	}
	return f.Err()
}

// Add adds one person to the region, with a post if one is given, and invites
// them if asked to. Invalid on the fields, and on "email" when the address is
// known already; Missing when the council is not of the region.
func (s *Service) Add(ctx context.Context, actor access.Actor, n NewPerson) (uuid.UUID, error) {
	if err := n.check(civil.Of(s.Clock.Now())); err != nil {
		return uuid.Nil, err
	}
	var who uuid.UUID
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := council.CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		who, err = s.addTx(ctx, tx, actor, region, n)
		return err
	})
	return who, err
}

func (s *Service) addTx(ctx context.Context, tx pgx.Tx, actor access.Actor, region council.Region, n NewPerson) (uuid.UUID, error) {
	now := s.Clock.Now()
	if n.Council != uuid.Nil {
		if c, err := council.GetTx(ctx, tx, n.Council); err != nil || c.RegionID != region.ID {
			return uuid.Nil, missingOr(err)
		}
	}
	who, existed, err := person.AddTx(ctx, tx, actor, now, person.New{Name: n.Name, Email: n.Email, RegionID: region.ID, CouncilID: n.Council, Post: n.Job, Phone: n.Phone})
	if problem.Is(err, problem.Conflict) || existed {
		return uuid.Nil, takenAddress(existed, err)
	}
	if err != nil {
		return uuid.Nil, err
	}
	if n.Post != nil {
		if err := holdTx(ctx, tx, actor, now, region.ID, who, *n.Post); err != nil {
			return uuid.Nil, err
		}
	}
	if n.Invite {
		err = s.People.InviteTx(ctx, tx, actor, now, who, words(region))
	}
	return who, err
}

// takenAddress is the message at the address for somebody who is known.
func takenAddress(existed bool, err error) error {
	if existed {
		return invalid("email", "Somebody with this address is here already. Find them in the list of people")
	}
	var p *problem.Problem
	errors.As(err, &p)
	return invalid("email", p.Message)
}

// words are what an invitation of the coordinator says.
func words(region council.Region) person.Words {
	return person.Words{Subject: "You are invited to Peer Challenge", For: "peer challenges of adult social care in " + region.Name}
}

// Invite sends somebody of the region an invitation, again if they had one.
// Missing when they are not of the coordinator's region.
func (s *Service) Invite(ctx context.Context, actor access.Actor, who uuid.UUID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := council.CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := getTx(ctx, tx, region.ID, who); err != nil {
			return err
		}
		return s.People.InviteTx(ctx, tx, actor, s.Clock.Now(), who, words(region))
	})
}
