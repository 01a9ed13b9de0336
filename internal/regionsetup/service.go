package regionsetup

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Service sets regions up.
type Service struct {
	DB     db.Beginner
	Clock  clock.Clock
	People *person.Service // makes invitations
}

// CreateFromReference sets one of the nine regions up, by its two letters, with
// its councils and the starter framework. Invalid when it is already here.
func (s *Service) CreateFromReference(ctx context.Context, actor access.Actor, code string) (uuid.UUID, error) {
	r, ok := reference.RegionByCode(code)
	if !ok {
		return uuid.Nil, invalid("region", "Choose one of the nine regions")
	}
	n := council.NewRegion{Name: r.Name, ShortCode: r.Code}
	for _, c := range reference.CouncilsIn(code) {
		n.Councils = append(n.Councils, council.NewCouncil{Code: c.Code, Name: c.Name, OfficialName: c.OfficialName})
	}
	region, err := s.create(ctx, actor, n)
	if problem.Is(err, problem.Conflict) {
		return uuid.Nil, invalid("region", r.Name+", or one of its councils, is already set up here")
	}
	return region, err
}

func (s *Service) create(ctx context.Context, actor access.Actor, n council.NewRegion) (uuid.UUID, error) {
	var region uuid.UUID
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		region, err = createTx(ctx, tx, actor, s.Clock.Now(), n)
		return err
	})
	return region, err
}

// createTx adds the region, its councils and its first framework.
func createTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, n council.NewRegion) (uuid.UUID, error) {
	if err := council.RequireOperatorTx(ctx, tx); err != nil {
		return uuid.Nil, err
	}
	region, err := council.AddRegionTx(ctx, tx, now, n)
	if err != nil {
		return uuid.Nil, err
	}
	if err := framework.AddTx(ctx, tx, region, now, reference.StarterFramework()); err != nil {
		return uuid.Nil, err
	}
	return region, audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: CreateRegion.Name, Region: region, Subject: region})
}

func invalid(field, message string) error {
	return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: field, Message: message}}}
}
