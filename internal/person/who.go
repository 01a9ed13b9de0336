package person

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
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

// liveToday is the condition on a holding h that counts on day $2.
const liveToday = `h.ended_at IS NULL AND h.starts_on <= $2 AND (h.ends_on IS NULL OR h.ends_on >= $2)`

// Who reads it in one statement, as the person themselves. Missing when there is
// no such person: the session is then worth nothing.
func (s *Service) Who(ctx context.Context, who uuid.UUID) (Who, error) {
	var w Who
	err := db.Read(ctx, s.DB, access.Person(who), func(tx pgx.Tx) error {
		var err error
		w, err = db.One[Who](ctx, tx, `SELECT p.id, p.name, p.session_epoch,
				coalesce(r.id, '00000000-0000-0000-0000-000000000000') AS region_id, coalesce(r.name, '') AS region_name,
				held.region IS NOT NULL AS coordinator, coalesce(held.operator, false) AS operator, coalesce(held.evaluator, false) AS evaluator, held.roles
			FROM person p
			CROSS JOIN LATERAL (SELECT
					(array_agg(h.scope_id ORDER BY (h.scope_id = p.region_id) DESC NULLS LAST, h.starts_on, h.id) FILTER (WHERE h.role = 'coordinator'))[1] AS region,
					bool_or(h.role = 'operator') AS operator, bool_or(h.role = 'evaluator') AS evaluator,
					left(md5(coalesce(string_agg(h.id::text, ',' ORDER BY h.id), '')), 12) AS roles
				FROM role_holding h WHERE h.person_id = p.id AND `+liveToday+`) held
			LEFT JOIN region r ON r.id = coalesce(held.region, p.region_id)
			WHERE p.id = $1`, who, civil.Of(s.Clock.Now()))
		return err
	})
	return w, err
}
