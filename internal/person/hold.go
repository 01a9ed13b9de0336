package person

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/room"
)

// Scope says where a role is held.
type Scope string

// The scopes, as the database spells them.
const (
	InInstallation Scope = "installation"
	InRegion       Scope = "region"
	InCouncil      Scope = "council"
	InChallenge    Scope = "challenge"
)

// Holding is a role to begin. ScopeID is Nil for the installation only. Cupboard
// is the locked part the role opens, such as a contributor's area; Title the
// post as people call it. A zero Ends is open; Acting is shown as such and has
// the same rights.
type Holding struct {
	Person   uuid.UUID
	Role     access.Role
	Scope    Scope
	ScopeID  uuid.UUID
	Cupboard string
	Title    string
	Acting   bool
	Starts   civil.Date
	Ends     civil.Date
}

// HoldTx begins a role and makes the keys follow, in the caller's transaction.
// The caller has checked that the actor may; the database allows coordinators
// what is in their region, holders of a challenge's common key what is on it,
// and the operator regions and the installation. Conflict when the person has
// the role already.
func HoldTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, h Holding) (uuid.UUID, error) {
	if !h.Ends.IsZero() && h.Ends.Before(h.Starts) {
		return uuid.Nil, &problem.Problem{Kind: problem.Invalid, Message: "There is a problem",
			Fields: []problem.Field{{Name: "ends", Message: "The last day must be the same as or after the first day"}}}
	}
	holding := id.New()
	_, err := tx.Exec(ctx, `INSERT INTO role_holding (id, person_id, role, scope, scope_id, cupboard, title, acting, starts_on, ends_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		holding, h.Person, string(h.Role), string(h.Scope), orNull(h.ScopeID), h.Cupboard, h.Title, h.Acting, h.Starts, h.Ends)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.ConstraintName == "one_live_holding_of_a_role" {
		return uuid.Nil, problem.Wrap(problem.Conflict, "This person has the role already.", err)
	}
	if err != nil {
		return uuid.Nil, db.Explain(err)
	}
	return holding, changedTx(ctx, tx, actor, now, "role.begin", h.Scope, h.ScopeID, h.Person)
}

// EndTx ends a role today and takes its keys back at once, open pages included
// (V4). The row stays. Missing when it is not the actor's to see; Conflict when
// it has ended already.
func EndTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, holding uuid.UUID) error {
	type held struct {
		PersonID uuid.UUID
		Scope    Scope
		ScopeID  *uuid.UUID
		EndedAt  *time.Time
	}
	h, err := db.One[held](ctx, tx, `SELECT person_id, scope, scope_id, ended_at FROM role_holding WHERE id = $1`, holding)
	if err != nil {
		return err
	}
	if h.EndedAt != nil {
		return problem.New(problem.Conflict, "This role has ended already.")
	}
	if err := db.ExecOne(ctx, tx, `UPDATE role_holding SET ended_at = $2, ends_on = greatest(starts_on, least(coalesce(ends_on, $3), $3))
		WHERE id = $1 AND ended_at IS NULL`, holding, now, civil.Of(now)); err != nil {
		return err
	}
	where := uuid.Nil
	if h.ScopeID != nil {
		where = *h.ScopeID
	}
	return changedTx(ctx, tx, actor, now, "role.end", h.Scope, where, h.PersonID)
}

// changedTx writes the line about a role and makes the keys of its scope follow.
func changedTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, verb string, scope Scope, where, who uuid.UUID) error {
	line := audit.Line{Verb: verb, Subject: who}
	var err error
	switch scope {
	case InChallenge:
		line.Challenge, line.Room = where, access.Common
		_, err = room.SyncTx(ctx, tx, now, where)
	case InCouncil:
		err = room.SyncCouncilTx(ctx, tx, now, where)
	case InRegion:
		line.Region = where
		err = room.SyncRegionTx(ctx, tx, now, where)
	}
	if err != nil {
		return err
	}
	return audit.LogTx(ctx, tx, actor, now, line)
}
