package db

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Within begins transactions inside an open one, as savepoints, each with its own
// actor: many verbs become one act that happens wholly or not at all. The
// demonstration is loaded so, and rolled-back tests run so.
type Within struct{ Tx pgx.Tx }

// BeginTx makes a savepoint and puts on the actor that BeginQuery names.
func (w Within) BeginTx(ctx context.Context, o pgx.TxOptions) (pgx.Tx, error) {
	inner, err := w.Tx.Begin(ctx)
	if err != nil {
		return nil, err
	}
	if _, set, ok := strings.Cut(o.BeginQuery, "; "); ok {
		if _, err := inner.Exec(ctx, set, pgx.QueryExecModeSimpleProtocol); err != nil {
			return nil, err
		}
	}
	return inner, nil
}

// Query asks within the open transaction.
func (w Within) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return w.Tx.Query(ctx, sql, args...)
}
