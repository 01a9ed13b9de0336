package db_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/dbtest"
)

// The README's backup and restore, by an owner that is no superuser: every table
// comes back with as many rows, policies included.
func TestBackup_ComesBackWhole(t *testing.T) {
	dump, restore := program(t, "pg_dump"), program(t, "pg_restore")
	d := dbtest.DB(t)
	dbtest.NewStory(t, d.Pool)
	owner := plainOwner(t, d)
	file := filepath.Join(t.TempDir(), "peerchallenge.dump")
	run(t, dump, "-Fc", "-f", file, owner)
	fresh := dbtest.Empty(t)
	run(t, restore, "--no-owner", "--exit-on-error", "-d", fresh, file)
	if diff := cmp.Diff(counts(t, d.OwnerURL), counts(t, fresh)); diff != "" {
		t.Errorf("rows and policies differ (-before +after):\n%s", diff)
	}
}

// program finds a client program of PostgreSQL: in PATH, else the newest of Debian's.
func program(t *testing.T, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	sort.Strings(found)
	if len(found) == 0 {
		t.Skipf("%s is not on this machine, so backup and restore cannot be tried", name)
	}
	return found[len(found)-1]
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(name), err, out)
	}
}

// counts gives the rows of each table, and the number of policies.
func counts(t *testing.T, address string) map[string]int64 {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	rows, _ := conn.Query(ctx, `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'`)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, table := range append(tables, "pg_policies") {
		var n int64
		if err := conn.QueryRow(ctx, "SELECT count(*) FROM "+pgx.Identifier{table}.Sanitize()).Scan(&n); err != nil {
			t.Fatal(err)
		}
		out[table] = n
	}
	return out
}
