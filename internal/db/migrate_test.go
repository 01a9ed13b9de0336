package db_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// Migrations go down to nothing and up again on a database that has a whole
// story in it, run by an owner that is no superuser.
func TestMigrations_UpDownUpWithData(t *testing.T) {
	d := dbtest.DB(t)
	ctx := context.Background()
	dbtest.NewStory(t, d.Pool)
	owner := plainOwner(t, d)
	d.Pool.Close()
	if err := db.MigrateDownTo(ctx, owner, 0); err != nil {
		t.Fatalf("down: %v", err)
	}
	conn, err := pgx.Connect(ctx, owner)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	var left int
	if err := conn.QueryRow(ctx, `SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'S') AND c.relname NOT LIKE 'goose%'`).Scan(&left); err != nil {
		t.Fatal(err)
	}
	if left != 0 {
		t.Errorf("%d tables are left after going down", left)
	}
	if _, err := db.Migrate(ctx, owner); err != nil {
		t.Fatalf("up again: %v", err)
	}
}

// plainOwner hands the database to a login that may make roles and nothing more.
func plainOwner(t *testing.T, d *dbtest.Database) string {
	t.Helper()
	ctx := context.Background()
	for _, sql := range []string{
		`DO $$ BEGIN CREATE ROLE pc_plain_owner LOGIN CREATEROLE PASSWORD 'plain'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
		`GRANT peerchallenge_app, peerchallenge_public TO pc_plain_owner`,
		`DO $$ DECLARE o record; BEGIN
			EXECUTE format('ALTER DATABASE %I OWNER TO pc_plain_owner', current_database());
			ALTER SCHEMA public OWNER TO pc_plain_owner;
			FOR o IN SELECT c.oid::regclass AS name, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v') LOOP
				EXECUTE format('ALTER TABLE %s OWNER TO pc_plain_owner', o.name);
			END LOOP;
			FOR o IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' LOOP
				EXECUTE format('ALTER FUNCTION %s OWNER TO pc_plain_owner', o.name);
			END LOOP;
		END $$`,
	} {
		if _, err := d.Owner.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	return dbtest.AsUser(d.OwnerURL, "pc_plain_owner", "plain")
}
