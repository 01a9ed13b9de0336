package team

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
)

// Pool is somebody of the region who could be asked.
type Pool struct {
	ID      uuid.UUID
	Name    string
	Post    string
	Council string
}

// poolTx lists who could be asked: people of the region who do not work for the
// host and have no live place on this team.
func poolTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) ([]Pool, error) {
	return db.All[Pool](ctx, tx, `SELECT p.id, p.name, p.post, coalesce(k.name, '') AS council
		FROM person p LEFT JOIN council k ON k.id = p.council_id
		WHERE p.region_id = $1 AND p.council_id IS DISTINCT FROM $2 AND p.outside_council = ''
		  AND NOT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = $3 AND m.person_id = p.id AND m.state IN ('proposed', 'accepted'))
		ORDER BY p.name, p.id LIMIT 1000`, c.RegionID, c.HostCouncilID, c.ID)
}
