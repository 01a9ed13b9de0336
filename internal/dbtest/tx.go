package dbtest

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
)

// Tx begins a transaction that is rolled back when the test ends, as something
// the code under test can begin its own in. Tests that use it may run in
// parallel; each needs unique values for what is unique.
func Tx(t testing.TB) db.Within {
	t.Helper()
	shared.once.Do(func() { started(t); shared.pool = open(t, create(t, server.template), 4) })
	if shared.pool == nil {
		t.Fatal("no database for the tests")
	}
	ctx := context.Background()
	tx, err := shared.pool.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback(ctx) }) // nothing to keep
	return db.Within{Tx: tx}
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
