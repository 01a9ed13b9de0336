package directory

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
)

// listSQL: the page is cut first, so that posts are looked up for its rows alone.
const listSQL = `SELECT p.id, p.name, p.post, coalesce(k.name, '') AS council, coalesce(e.email, '') AS email,
		coalesce((SELECT json_agg(json_build_object('role', h.role, 'where', coalesce(hk.name, ''), 'acting', h.acting) ORDER BY h.role, hk.name)
			FROM role_holding h LEFT JOIN council hk ON hk.id = h.scope_id
			WHERE h.person_id = p.id AND h.scope IN ('council', 'region') AND h.ended_at IS NULL), '[]') AS posts
	FROM (SELECT * FROM person WHERE region_id = $1
			AND ($2 = '' OR name ILIKE $2 || '%' OR name ILIKE '% ' || $2 || '%' OR name ILIKE '%-' || $2 || '%')
			AND ($3 = '' OR (name, id) > ($3, $4))
		ORDER BY name, id LIMIT $5) p
	LEFT JOIN council k ON k.id = p.council_id
	LEFT JOIN person_contact e ON e.person_id = p.id
	ORDER BY p.name, p.id`

// likePrefix makes typed text stand for itself in a pattern.
func likePrefix(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

func getTx(ctx context.Context, tx pgx.Tx, region, who uuid.UUID) (Person, error) {
	return db.One[Person](ctx, tx, `SELECT p.id, p.name, p.post, coalesce(k.name, '') AS council, coalesce(e.email, '') AS email, coalesce(e.phone, '') AS phone
		FROM person p LEFT JOIN council k ON k.id = p.council_id LEFT JOIN person_contact e ON e.person_id = p.id
		WHERE p.id = $1 AND p.region_id = $2`, who, region)
}

// Holding is a post or a part in a challenge that somebody holds or held.
type Holding struct {
	ID       uuid.UUID
	Role     access.Role
	Scope    string // "council", "region", "challenge" or "installation"
	Place    string // the council, region or challenge
	Title    string
	Acting   bool
	StartsOn civil.Date
	EndsOn   civil.Date
	EndedAt  *time.Time
}

// Live says that it has not been ended.
func (h Holding) Live() bool { return h.EndedAt == nil }

// IsPost says that it is given and ended here, not on a challenge.
func (h Holding) IsPost() bool { return h.Scope == "council" || h.Scope == "region" }

func holdingsTx(ctx context.Context, tx pgx.Tx, who uuid.UUID) ([]Holding, error) {
	return db.All[Holding](ctx, tx, `SELECT h.id, h.role, h.scope, coalesce(k.name, r.name, c.name, '') AS place, h.title, h.acting,
			h.starts_on, h.ends_on, h.ended_at
		FROM role_holding h LEFT JOIN council k ON k.id = h.scope_id LEFT JOIN region r ON r.id = h.scope_id LEFT JOIN challenge c ON c.id = h.scope_id
		WHERE h.person_id = $1 ORDER BY h.ended_at DESC NULLS FIRST, h.starts_on DESC, h.id DESC LIMIT 100`, who)
}
