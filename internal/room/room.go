// Package room keeps the keys: who may enter which room of a challenge. Keys are
// never granted by hand; they follow from roles by access.Rules, and SyncTx makes
// them so, in the transaction that gives or ends a role or moves a stage. The
// database function it calls is the only writer of room_key.
//
// A key that is taken away notifies the channel "keys" with the person's id, so
// that open pages end at once (V4).
package room

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
)

// ruleColumns spreads access.Rules into the arrays the database functions take.
func ruleColumns() (roles, rooms, cupboards []string, from []int32) {
	for _, r := range access.Rules {
		roles = append(roles, string(r.Role))
		rooms = append(rooms, string(r.Room))
		cupboards = append(cupboards, r.Cupboard)
		from = append(from, int32(r.From.Number()))
	}
	return roles, rooms, cupboards, from
}

// SyncTx makes the keys of a challenge those its roles imply at now, and tells
// how many changed.
func SyncTx(ctx context.Context, tx pgx.Tx, now time.Time, challenge uuid.UUID) (int, error) {
	roles, rooms, cupboards, from := ruleColumns()
	return db.Value[int](ctx, tx, `SELECT sync_keys($1, $2, $3, $4, $5, $6, $7)`,
		challenge, civil.Of(now), now, roles, rooms, cupboards, from)
}

// SyncRegionTx does the same for a region's own key, held by its coordinators,
// and for every challenge of the region.
func SyncRegionTx(ctx context.Context, tx pgx.Tx, now time.Time, region uuid.UUID) error {
	if _, err := db.Value[int](ctx, tx, `SELECT sync_region_keys($1, $2, $3)`, region, civil.Of(now), now); err != nil {
		return err
	}
	return syncEach(ctx, tx, now, region)
}

// SyncCouncilTx does it for every challenge that a council hosts, past ones
// included: a post passes on with what it may see (section 2).
func SyncCouncilTx(ctx context.Context, tx pgx.Tx, now time.Time, council uuid.UUID) error {
	return syncEach(ctx, tx, now, council)
}

func syncEach(ctx context.Context, tx pgx.Tx, now time.Time, of uuid.UUID) error {
	rows, _ := tx.Query(ctx, `SELECT challenges_of($1)`, of)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, challenge := range ids {
		if _, err := SyncTx(ctx, tx, now, challenge); err != nil {
			return err
		}
	}
	return nil
}

// DriftSQL lists keys that are there but not implied, or implied but not there,
// for every challenge; verify runs it as owner and it must be empty. Its
// parameters come from DriftArgs.
const DriftSQL = `WITH implied AS (
		SELECT c.id AS challenge, i.* FROM challenge c, keys_implied(c.id, $1, $2, $3, $4, $5) i),
	there AS (SELECT scope_id AS challenge, person_id, room, cupboard, because FROM room_key
		WHERE scope = 'challenge' AND revoked_at IS NULL)
	(SELECT 'not implied' AS what, t.challenge::text || ' ' || t.person_id || ' ' || t.room AS subject FROM there t
		WHERE NOT EXISTS (SELECT FROM implied i WHERE (i.challenge, i.person_id, i.room, i.cupboard, i.because) = (t.challenge, t.person_id, t.room, t.cupboard, t.because)))
	UNION ALL
	(SELECT 'missing', i.challenge::text || ' ' || i.person_id || ' ' || i.room FROM implied i
		WHERE NOT EXISTS (SELECT FROM there t WHERE (i.challenge, i.person_id, i.room, i.cupboard, i.because) = (t.challenge, t.person_id, t.room, t.cupboard, t.because)))`

// DriftArgs are the parameters of DriftSQL for a day.
func DriftArgs(today civil.Date) []any {
	roles, rooms, cupboards, from := ruleColumns()
	return []any{today, roles, rooms, cupboards, from}
}
