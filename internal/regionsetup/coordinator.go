package regionsetup

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// InviteCoordinator makes somebody coordinator of a region from today and sends
// the invitation. Somebody of the region who is already known by this address
// keeps their name. Only the operator may; Invalid when the address belongs to
// another region, or they coordinate it already.
func (s *Service) InviteCoordinator(ctx context.Context, actor access.Actor, region uuid.UUID, name, email string) error {
	if err := (person.New{Name: name, Email: email}).Check(); err != nil {
		return err
	}
	email, _ = person.CleanEmail(email)
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if err := council.RequireOperatorTx(ctx, tx); err != nil {
			return err
		}
		r, err := council.RegionTx(ctx, tx, region)
		if err != nil {
			return err
		}
		if err := elsewhereTx(ctx, tx, region, email); err != nil {
			return err
		}
		return s.inviteTx(ctx, tx, actor, r, name, email)
	})
	if problem.Is(err, problem.Conflict) {
		return invalid("email", "This person already coordinates the region")
	}
	return err
}

func (s *Service) inviteTx(ctx context.Context, tx pgx.Tx, actor access.Actor, r council.Region, name, email string) error {
	now := s.Clock.Now()
	who, _, err := person.AddTx(ctx, tx, actor, now, person.New{Name: name, Email: email, RegionID: r.ID, Post: access.Coordinator.Name()})
	if err != nil {
		return err
	}
	post := person.Holding{Person: who, Role: access.Coordinator, Scope: person.InRegion, ScopeID: r.ID, Starts: civil.Of(now)}
	if _, err := person.HoldTx(ctx, tx, actor, now, post); err != nil {
		return err
	}
	words := person.Words{Subject: "Coordinate peer challenges in " + r.Name, For: "programme coordinator of " + r.Name}
	if err := s.People.InviteTx(ctx, tx, actor, now, who, words); err != nil {
		return err
	}
	return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Invite.Name, Region: r.ID, Subject: who})
}

// elsewhereTx refuses an address of somebody of another region, or of an operator:
// nobody is moved between regions by an invitation.
func elsewhereTx(ctx context.Context, tx pgx.Tx, region uuid.UUID, email string) error {
	elsewhere, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM person_contact WHERE email = $1 AND region_id IS DISTINCT FROM $2)`, email, region)
	if err == nil && elsewhere {
		err = invalid("email", "This address belongs to somebody outside this region. Use another address for the coordinator")
	}
	return err
}
