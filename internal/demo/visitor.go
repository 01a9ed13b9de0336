package demo

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
)

// Visitor lets somebody be a person of the story, without a password. It is
// wired only in demonstration mode.
type Visitor struct{ DB db.Beginner }

// PersonFor finds the person behind a key. Missing for keys that nobody has.
func (v *Visitor) PersonFor(ctx context.Context, key string) (id uuid.UUID, err error) {
	err = db.Read(ctx, v.DB, access.Job("sign-in"), func(tx pgx.Tx) error {
		id, err = db.Value[uuid.UUID](ctx, tx, `SELECT person_id FROM person_contact WHERE email = $1`, Persona{Key: key}.Email())
		return err
	})
	return id, err
}

// Empty tells whether there is no region yet, so that the story may be told.
func (v *Visitor) Empty(ctx context.Context) (bool, error) {
	var empty bool
	err := db.Read(ctx, v.DB, access.Job("stages"), func(tx pgx.Tx) error {
		var err error
		empty, err = db.Value[bool](ctx, tx, `SELECT NOT EXISTS (SELECT FROM region)`)
		return err
	})
	return empty, err
}
