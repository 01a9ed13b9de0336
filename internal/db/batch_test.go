package db_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
)

// Lists come back in the order they were asked for, under the actor; a statement
// that fails is told, and no list is taken for another.
func TestBatch_ReadsListsInOneRoundTrip(t *testing.T) {
	t.Parallel()
	tx, ctx := dbtest.Tx(t), context.Background()
	type number struct{ N int }
	type word struct{ W string }
	err := db.InTx(ctx, tx, dbtest.Operator, func(tx pgx.Tx) error {
		var numbers []number
		var words []word
		var b db.Batch
		db.Queue(&b, &numbers, `SELECT generate_series(1, $1::int) AS n`, 3)
		db.Queue(&b, &words, `SELECT app_actor()::text AS w`)
		if err := b.Read(ctx, tx); err != nil {
			return err
		}
		if len(numbers) != 3 || numbers[2].N != 3 || len(words) != 1 || words[0].W != dbtest.OperatorID.String() {
			t.Errorf("%v, %v", numbers, words)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.InTx(ctx, tx, dbtest.Operator, func(tx pgx.Tx) error {
		var numbers []number
		var b db.Batch
		db.Queue(&b, &numbers, `SELECT n FROM nothing_of_the_kind`)
		db.Queue(&b, &numbers, `SELECT 1 AS n`)
		return b.Read(ctx, tx)
	})
	if !problem.Is(err, problem.Internal) {
		t.Errorf("a statement that fails: %v", err)
	}
}
