package regionsetup

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/reference"
)

// ListRow is a region in the operator's list.
type ListRow struct {
	ID           uuid.UUID
	Name         string
	Fictional    bool
	Councils     int
	Coordinators int
}

// ListPage is the regions that are set up, and those of the nine that are not.
type ListPage struct {
	Regions   []ListRow
	Available []reference.Region
}

// List is the operator's list of regions; Missing to others.
func (s *Service) List(ctx context.Context, actor access.Actor) (ListPage, error) {
	var v ListPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if err := council.RequireOperatorTx(ctx, tx); err != nil {
			return err
		}
		here, err := council.RegionsTx(ctx, tx)
		if err != nil {
			return err
		}
		v.Available = available(here)
		v.Regions, err = db.All[ListRow](ctx, tx, `SELECT r.id, r.name, r.fictional,
				(SELECT count(*) FROM council c WHERE c.region_id = r.id) AS councils,
				(SELECT count(*) FROM role_holding h WHERE h.scope = 'region' AND h.scope_id = r.id AND h.role = 'coordinator' AND h.ended_at IS NULL) AS coordinators
			FROM region r ORDER BY r.name LIMIT 200`)
		return err
	})
	return v, err
}

func available(here []council.Region) []reference.Region {
	var out []reference.Region
	for _, r := range reference.Regions() {
		taken := false
		for _, h := range here {
			taken = taken || h.ShortCode == r.Code
		}
		if !taken {
			out = append(out, r)
		}
	}
	return out
}

// Coordinator is somebody who coordinates a region.
type Coordinator struct {
	ID    uuid.UUID
	Name  string
	Email string
}

// RegionPage is one region as the operator sees it.
type RegionPage struct {
	Region       council.Region
	Councils     []council.Council
	Coordinators []Coordinator
}

// Page is one region with its councils and coordinators; Missing to all but an
// operator.
func (s *Service) Page(ctx context.Context, actor access.Actor, region uuid.UUID) (RegionPage, error) {
	var v RegionPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if err := council.RequireOperatorTx(ctx, tx); err != nil {
			return err
		}
		var err error
		if v.Region, err = council.RegionTx(ctx, tx, region); err != nil {
			return err
		}
		if v.Councils, err = council.ListTx(ctx, tx, region); err != nil {
			return err
		}
		v.Coordinators, err = db.All[Coordinator](ctx, tx, `SELECT p.id, p.name, coalesce(e.email, '') AS email
			FROM role_holding h JOIN person p ON p.id = h.person_id LEFT JOIN person_contact e ON e.person_id = p.id
			WHERE h.scope = 'region' AND h.scope_id = $1 AND h.role = 'coordinator' AND h.ended_at IS NULL ORDER BY p.name LIMIT 50`, region)
		return err
	})
	return v, err
}
