package challenge

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
)

// Row is a challenge in a list.
type Row struct {
	ID          uuid.UUID
	Name        string
	HostCouncil string
	RegionName  string
	CycleName   string
	Stage       access.Stage
	Ended       *string
	OnsiteFirst civil.Date
	OnsiteLast  civil.Date
	AgreedAt    *time.Time
	Roles       []access.Role // of the actor, from their keys
}

// Page is a keyset page: the newest first; Before continues after the last row
// of the page before (its date and id), so that no page costs more than the first.
type Page struct {
	Before   civil.Date
	BeforeID uuid.UUID
	Limit    int
}

// ListTx lists the challenges whose common key the actor holds, newest visit first.
func ListTx(ctx context.Context, tx pgx.Tx, p Page) ([]Row, error) {
	var (
		b    db.Batch
		list []Row
	)
	QueueList(&b, &list, p)
	return list, b.Read(ctx, tx)
}

// QueueList reads what ListTx lists with the batch. It says itself whose key opens
// them, though the policy would: found by their keys they cost the same however many
// others there are.
func QueueList(b *db.Batch, into *[]Row, p Page) {
	before, beforeID := p.Before, p.BeforeID
	if before.IsZero() {
		before = civil.NewDate(9999, 12, 31)
	}
	db.Queue(b, into, `SELECT c.id, c.name, k.name AS host_council, r.name AS region_name, y.name AS cycle_name, c.stage, c.ended,
			c.onsite_first, c.onsite_last, c.agreed_at,
			coalesce((SELECT array_agg(DISTINCT because) FROM room_key rk WHERE rk.scope_id = c.id AND rk.person_id = app_actor()
				AND rk.revoked_at IS NULL), '{}')::text[] AS roles
		FROM (SELECT * FROM challenge WHERE id = ANY ((SELECT keys_of('common'))::uuid[]) AND (onsite_first, id) < ($1, $2) ORDER BY onsite_first DESC, id DESC LIMIT $3) c
		JOIN council k ON k.id = c.host_council_id JOIN region r ON r.id = c.region_id JOIN cycle y ON y.id = c.cycle_id
		ORDER BY c.onsite_first DESC, c.id DESC`, before, beforeID, p.Limit)
}
