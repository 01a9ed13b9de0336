package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
)

func actorOf(t *testing.T, tx pgx.Tx) string {
	t.Helper()
	var actor *string
	if err := tx.QueryRow(context.Background(), `SELECT app_actor()::text`).Scan(&actor); err != nil {
		t.Fatal(err)
	}
	if actor == nil {
		return ""
	}
	return *actor
}

// V1: the database knows who asks, for just as long as the transaction lasts.
func TestInTx_V1_ActorEndsWithTheTransaction(t *testing.T) {
	d := dbtest.DB(t)
	d.Pool.Config().MaxConns = 1
	ctx := context.Background()
	if err := db.InTx(ctx, d.Pool, dbtest.Operator, func(tx pgx.Tx) error {
		if got := actorOf(t, tx); got != dbtest.OperatorID.String() {
			t.Errorf("actor is %q", got)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.Read(ctx, d.Pool, access.Public(), func(tx pgx.Tx) error {
		if got := actorOf(t, tx); got != "" {
			t.Errorf("the public is %q", got)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// A failure or a panic leaves nothing behind, and a page cannot write.
func TestInTx_NothingIsHalfDone(t *testing.T) {
	d := dbtest.DB(t)
	ctx := context.Background()
	write := func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO region (id, slug, name, created_at) VALUES (gen_random_uuid(), 'half', 'Half', now())`)
		return err
	}
	failing := problem.New(problem.Closed, "no")
	err := db.InTx(ctx, d.Pool, dbtest.Operator, func(tx pgx.Tx) error { return errors.Join(write(tx), failing) })
	if !problem.Is(err, problem.Closed) {
		t.Errorf("the caller's problem came back as %v", err)
	}
	func() {
		defer func() { _ = recover() }() // the panic itself is not what is tried
		_ = db.InTx(ctx, d.Pool, dbtest.Operator, func(tx pgx.Tx) error {
			if err := write(tx); err != nil {
				t.Error(err)
			}
			panic("half way")
		})
	}()
	if err := db.Read(ctx, d.Pool, dbtest.Operator, write); err == nil {
		t.Error("a page could write")
	}
	var n int
	if err := d.Owner.QueryRow(ctx, `SELECT count(*) FROM region`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d regions were left behind (%v)", n, err)
	}
}

// A broken constraint is the reader's to mend; what the policies refuse looks
// like absence (V6); nothing of PostgreSQL's own words is shown.
func TestExplain_V6_KindsOfDatabaseErrors(t *testing.T) {
	d := dbtest.DB(t)
	ctx := context.Background()
	region := func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO region (id, slug, name, created_at) VALUES ('00000000-0000-7000-8000-0000000000aa', 'twice', 'Twice', now())`)
		return err
	}
	for _, c := range []struct {
		what  string
		actor access.Actor
		do    func(tx pgx.Tx) error
		want  problem.Kind
	}{
		{"not theirs", access.Public(), region, problem.NotFound},
		{"first", dbtest.Operator, region, 0},
		{"somebody was first", dbtest.Operator, region, problem.Conflict},
		{"no row", dbtest.Operator, func(tx pgx.Tx) error {
			_, err := db.Value[string](ctx, tx, `SELECT name FROM region WHERE slug = 'none'`)
			return err
		}, problem.NotFound},
		{"our own fault", dbtest.Operator, func(tx pgx.Tx) error {
			_, err := tx.Exec(ctx, `SELECT nonsense`)
			return err
		}, problem.Internal},
	} {
		err := db.InTx(ctx, d.Pool, c.actor, c.do)
		if c.what == "first" {
			if err != nil {
				t.Errorf("%s: %v", c.what, err)
			}
			continue
		}
		var p *problem.Problem
		if !errors.As(err, &p) || p.Kind != c.want {
			t.Errorf("%s: %v, want %s", c.what, err, c.want)
		}
	}
}
