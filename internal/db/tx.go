package db

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"peerchallenge/internal/access"
	"peerchallenge/internal/problem"
)

// Beginner starts a transaction: a pool in the program, an open transaction in
// a rolled-back test (where Begin makes a savepoint). Query is for Ask alone.
type Beginner interface {
	BeginTx(ctx context.Context, o pgx.TxOptions) (pgx.Tx, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// InTx runs f in one transaction as the actor and commits it, or rolls back
// when f fails. It is the only way to write. Constraint failures come back as
// problems (see constraint names in the migrations).
func InTx(ctx context.Context, b Beginner, actor access.Actor, f func(tx pgx.Tx) error) error {
	return run(ctx, b, actor, "begin", f)
}

// Read is InTx for a page: read only, on one snapshot.
func Read(ctx context.Context, b Beginner, actor access.Actor, f func(tx pgx.Tx) error) error {
	return run(ctx, b, actor, "begin isolation level repeatable read read only", f)
}

func run(ctx context.Context, b Beginner, actor access.Actor, begin string, f func(tx pgx.Tx) error) (err error) {
	// Begin and actor travel in one round trip. The values are a UUID made from
	// bytes and a job name from our own code, so nothing needs quoting.
	set := fmt.Sprintf("%s; select set_config('app.actor', '%s', true), set_config('app.job', '%s', true)",
		begin, actor.UUID(), actor.JobName())
	tx, err := b.BeginTx(ctx, pgx.TxOptions{BeginQuery: set})
	if err != nil {
		return problem.Internalf(err, "begin")
	}
	defer func() {
		if r := recover(); r != nil {
			_ = tx.Rollback(context.WithoutCancel(ctx))
			panic(r)
		}
	}()
	if err := f(tx); err != nil {
		_ = tx.Rollback(context.WithoutCancel(ctx)) // the first error is the one to tell
		return Explain(err)
	}
	if err := tx.Commit(ctx); err != nil {
		return Explain(err)
	}
	return nil
}

// Explain turns a database error into a problem: a broken constraint is the
// reader's to mend, everything else is ours. Problems pass through.
func Explain(err error) error {
	var p *problem.Problem
	if err == nil || errors.As(err, &p) {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return problem.Missing()
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return explainCode(pg)
	}
	return problem.Internalf(err, "database")
}

func explainCode(pg *pgconn.PgError) error {
	switch pg.Code {
	case "23505": // unique: somebody was first
		return problem.Wrap(problem.Conflict, sentence(pg.ConstraintName), pg)
	case "23503": // foreign key: the thing it points to is not there
		return problem.Wrap(problem.NotFound, "", pg)
	case "42501": // row-level security had the last word (V1): looks like absence
		return problem.Wrap(problem.NotFound, "", pg)
	case "40001", "40P01":
		return problem.Wrap(problem.Conflict, "Somebody else was changing this at the same moment. Please try again.", pg)
	case "22021", "22P05": // text the database cannot hold
		return problem.Wrap(problem.Invalid, "The text has a character that cannot be stored.", pg)
	}
	return problem.Internalf(pg, "database")
}

// sentence makes a reader's sentence from a constraint that is named as one.
func sentence(constraint string) string {
	if !strings.HasPrefix(constraint, "one_") && !strings.HasPrefix(constraint, "shared_once") {
		return "This is already there."
	}
	s := strings.ReplaceAll(constraint, "_", " ")
	return "There can be only " + s + ", and it is already there."
}

// ExecOne runs a guarded change that must touch exactly one row; otherwise
// somebody was first, and the reader is told so.
func ExecOne(ctx context.Context, tx pgx.Tx, sql string, args ...any) error {
	tag, err := tx.Exec(ctx, sql, args...)
	if err != nil {
		return err
	}
	if tag.RowsAffected() != 1 {
		return problem.New(problem.Conflict, "Somebody else changed this in the meantime. Nothing was changed by you.")
	}
	return nil
}

// Ask is One outside a transaction, as nobody: for a function of the database that
// says by itself what anybody may be told. It spares a page two round trips.
func Ask[T any](ctx context.Context, b Beginner, sql string, args ...any) (T, error) {
	rows, _ := b.Query(ctx, sql, args...)
	got, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[T])
	return got, Explain(err)
}

// One reads exactly one row into a struct by column names; no row is Missing.
func One[T any](ctx context.Context, tx pgx.Tx, sql string, args ...any) (T, error) {
	rows, _ := tx.Query(ctx, sql, args...)
	got, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[T])
	return got, Explain(err)
}

// All reads rows into structs by column names.
func All[T any](ctx context.Context, tx pgx.Tx, sql string, args ...any) ([]T, error) {
	rows, _ := tx.Query(ctx, sql, args...)
	got, err := pgx.CollectRows(rows, pgx.RowToStructByName[T])
	return got, Explain(err)
}

// Value reads one value; no row is Missing.
func Value[T any](ctx context.Context, tx pgx.Tx, sql string, args ...any) (T, error) {
	rows, _ := tx.Query(ctx, sql, args...)
	got, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	return got, Explain(err)
}
