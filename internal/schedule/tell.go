package schedule

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
)

// Told is somebody who will be told of a change.
type Told struct {
	PersonID uuid.UUID
	Name     string
	Role     access.Role
}

// concernedTx lists everybody on a challenge but the actor: who is told when a
// date moves (S5). Roles empty means all of them; one line a person.
func concernedTx(ctx context.Context, tx pgx.Tx, id challenge.ID, roles []access.Role) ([]Told, error) {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return db.All[Told](ctx, tx, `SELECT DISTINCT ON (p.name, p.id) p.id AS person_id, p.name, k.because AS role
		FROM room_key k JOIN person p ON p.id = k.person_id
		WHERE k.scope_id = $1 AND k.room = 'common' AND k.revoked_at IS NULL AND p.id IS DISTINCT FROM app_actor()
		  AND (cardinality($2::text[]) = 0 OR k.because = ANY ($2)) ORDER BY p.name, p.id, k.because`, id, names)
}

// mailTx writes one mail for each person concerned.
func (s *Service) mailTx(ctx context.Context, tx pgx.Tx, now time.Time, id challenge.ID, roles []access.Role, m outbox.Mail) error {
	people, err := concernedTx(ctx, tx, id, roles)
	if err != nil {
		return err
	}
	for _, p := range people {
		m.Person = p.PersonID
		if err := outbox.QueueTx(ctx, tx, now, m); err != nil {
			return err
		}
	}
	return nil
}
