package host_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
)

// holds tells whether somebody holds the whole key of a room, as the keys say.
func holds(t *testing.T, s *dbtest.Story, who uuid.UUID, room string) bool {
	t.Helper()
	var has bool
	err := db.Read(context.Background(), s.DB, access.Person(who), func(tx pgx.Tx) (err error) {
		has, err = db.Value[bool](context.Background(), tx, `SELECT $1::uuid = ANY (keys_of($2))`, s.Challenge, room)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return has
}
