package db

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Batch reads several lists in one round trip, for a page that rests on many
// tables at once. Queue fills it, Read sends it.
type Batch struct {
	batch pgx.Batch
	reads []func(pgx.BatchResults) error
}

// Queue adds a statement whose rows are read by column names, as All reads them,
// into a slice that is there once the batch has been read.
func Queue[T any](b *Batch, into *[]T, sql string, args ...any) {
	b.batch.Queue(sql, args...)
	b.reads = append(b.reads, func(results pgx.BatchResults) (err error) {
		rows, _ := results.Query()
		*into, err = pgx.CollectRows(rows, pgx.RowToStructByName[T])
		return err
	})
}

// Exec adds a statement of which only an error is wanted, such as a lock that comes
// before what is read.
func (b *Batch) Exec(sql string, args ...any) {
	b.batch.Queue(sql, args...)
	b.reads = append(b.reads, func(results pgx.BatchResults) error {
		_, err := results.Exec()
		return err
	})
}

// Read sends what is queued and reads it, in order.
func (b *Batch) Read(ctx context.Context, tx pgx.Tx) error {
	results := tx.SendBatch(ctx, &b.batch)
	for _, read := range b.reads {
		if err := read(results); err != nil {
			_ = results.Close() // the first error is the one to tell
			return Explain(err)
		}
	}
	return Explain(results.Close())
}
