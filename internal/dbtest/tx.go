package dbtest

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// RolledBack is a transaction that ends with its test. It begins transactions
// for the code under test as savepoints, each with its own actor.
type RolledBack struct {
	tx pgx.Tx
}

// Tx begins a transaction that is rolled back when the test ends. Tests that use
// it may run in parallel; each needs unique values for what is unique.
func Tx(t testing.TB) *RolledBack {
	t.Helper()
	shared.once.Do(func() { shared.pool = open(t, create(t), 4) })
	if shared.pool == nil {
		t.Fatal("no database for the tests")
	}
	ctx := context.Background()
	tx, err := shared.pool.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback(ctx) }) // nothing to keep
	return &RolledBack{tx}
}

// BeginTx makes a savepoint and puts on the actor that BeginQuery names.
func (r *RolledBack) BeginTx(ctx context.Context, o pgx.TxOptions) (pgx.Tx, error) {
	inner, err := r.tx.Begin(ctx)
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

// statements counts what the pools of the tests are asked.
var statements = &counter{}

type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	if q := strings.ToLower(strings.TrimSpace(d.SQL)); !strings.HasPrefix(q, "begin") && !strings.HasPrefix(q, "commit") &&
		!strings.HasPrefix(q, "rollback") && !strings.HasPrefix(q, "savepoint") && !strings.HasPrefix(q, "release") &&
		!strings.HasPrefix(q, "select set_config") {
		c.n.Add(1)
	}
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// Statements counts the SQL statements that f causes on all pools of this test
// process, BEGIN and COMMIT apart. Not for parallel tests.
func Statements(f func()) int64 {
	before := statements.n.Load()
	f()
	return statements.n.Load() - before
}
