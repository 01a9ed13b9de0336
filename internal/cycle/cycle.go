// Package cycle is a region's round of challenges: a first and a last day, one
// framework, and each participating council once (S1). Coordinators open cycles;
// everybody on a challenge may read its cycle's name and days.
package cycle

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Cycle is one round of challenges in a region.
type Cycle struct {
	ID          uuid.UUID
	RegionID    uuid.UUID
	FrameworkID uuid.UUID
	Name        string
	FirstDay    civil.Date
	LastDay     civil.Date
}

// Service opens and lists cycles.
type Service struct {
	DB    db.Beginner
	Clock clock.Clock
}

// Opening is what a coordinator fills in to open a cycle.
type Opening struct {
	Region   uuid.UUID
	Name     string
	FirstDay civil.Date
	LastDay  civil.Date
}

func (o Opening) check() error {
	var f problem.Fields
	f.Check(o.Name != "", "name", "Enter a name for the cycle, such as 2027 to 2029")
	f.Check(db.Length(o.Name) <= 100, "name", "The name must be 100 characters or fewer")
	f.Check(!o.FirstDay.IsZero(), "first", "Enter the first day of the cycle")
	f.Check(!o.LastDay.IsZero(), "last", "Enter the last day of the cycle")
	if !o.FirstDay.IsZero() && !o.LastDay.IsZero() {
		f.Check(o.FirstDay.Before(o.LastDay), "last", "The last day must be after the first day")
	}
	return f.Err()
}

// Open opens a cycle with the region's newest framework (S1). Only a
// coordinator of the region may; to others the region is not there.
func (s *Service) Open(ctx context.Context, actor access.Actor, o Opening) (uuid.UUID, error) {
	if err := o.check(); err != nil {
		return uuid.Nil, err
	}
	cycleID := id.New()
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		version, err := framework.NewestTx(ctx, tx, o.Region)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		_, err = tx.Exec(ctx, `INSERT INTO cycle (id, region_id, framework_id, name, first_day, last_day, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			cycleID, o.Region, version, o.Name, o.FirstDay, o.LastDay, now)
		if err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "cycle.open", Region: o.Region, Room: access.Region, Subject: cycleID})
	})
	if problem.Is(err, problem.Conflict) {
		return uuid.Nil, &problem.Problem{Kind: problem.Invalid, Message: "There is a problem",
			Fields: []problem.Field{{Name: "name", Message: "The region already has a cycle with this name"}}}
	}
	return cycleID, err
}

const columns = `id, region_id, framework_id, name, first_day, last_day`

// GetTx reads one cycle.
func GetTx(ctx context.Context, tx pgx.Tx, cycle uuid.UUID) (Cycle, error) {
	return db.One[Cycle](ctx, tx, `SELECT `+columns+` FROM cycle WHERE id = $1`, cycle)
}

// ListTx lists the cycles of a region, newest first.
func ListTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) ([]Cycle, error) {
	return db.All[Cycle](ctx, tx, `SELECT `+columns+` FROM cycle WHERE region_id = $1 ORDER BY first_day DESC LIMIT 50`, region)
}

// FrameworkTx reads the framework version of a cycle or challenge by id.
func FrameworkTx(ctx context.Context, tx pgx.Tx, version uuid.UUID) (reference.Framework, error) {
	return framework.GetTx(ctx, tx, version)
}
