package room_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// F8, V5: the database itself refuses what is written in another's name, whatever
// the program's code says.
func TestRooms_F8_NobodyWritesInAnothersName(t *testing.T) {
	t.Parallel()
	tx := dbtest.Tx(t)
	s := dbtest.NewStory(t, tx)
	s.MoveTo(access.Finalising)
	for _, c := range []struct {
		what string
		sql  string
		want problem.Kind
	}{
		{"a note", `INSERT INTO note (id, challenge_id, person_id, source, body, at) VALUES ($1, $2, $3, 'heard', 'words', now())`, problem.NotFound},
		{"a sign-off", `INSERT INTO sign_off (challenge_id, person_id, kind, at) SELECT $2, $3, 'signed', now() WHERE $1::uuid IS NOT NULL`, problem.NotFound},
	} {
		err := db.InTx(context.Background(), tx, s.As(access.Lead), func(tx pgx.Tx) error {
			_, err := tx.Exec(context.Background(), c.sql, id.New(), s.Challenge, s.People[access.Expert])
			return err
		})
		if !problem.Is(err, c.want) {
			t.Errorf("%s in the expert's name: %v", c.what, err)
		}
	}
}
