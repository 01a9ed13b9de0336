package person

import (
	"context"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
)

// Who is what every request needs to know of the person who is signed in.
type Who struct {
	ID           uuid.UUID
	Name         string
	RegionID     uuid.UUID // the region they coordinate, else the one they belong to; Nil for none
	RegionName   string
	Coordinator  bool   // of that region, today
	Operator     bool   // today
	Evaluator    bool   // of the region they belong to, today
	SessionEpoch int    // a session of another epoch has ended (V4)
	Roles        string // fingerprint of the roles held today: the session is renewed when it changes
}

// Who reads it in one statement, outside a transaction: it comes before every page.
// Missing when there is no such person: the session is then worth nothing.
func (s *Service) Who(ctx context.Context, who uuid.UUID) (Who, error) {
	return db.Ask[Who](ctx, s.DB, "SELECT * FROM who_is($1, $2)", who, civil.Of(s.Clock.Now()))
}
