package dbtest

import (
	"context"
	"os"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/pgserver"
)

// Scratch is the tests' PostgreSQL for those that run the whole program on a
// database of its own. Databases start empty, unlike those of DB.
type Scratch struct {
	url string // of the maintenance database, as owner
	own *pgserver.Server
}

// OpenScratch takes the server that TEST_DATABASE_URL names, else starts one.
func OpenScratch(ctx context.Context) (*Scratch, error) {
	if url := os.Getenv("TEST_DATABASE_URL"); url != "" {
		return &Scratch{url: url}, nil
	}
	own, err := pgserver.Start(ctx, pgserver.Options{Fast: true, AllowInstall: true})
	if err != nil {
		return nil, err
	}
	return &Scratch{url: own.URL(pgserver.Database, ""), own: own}, nil
}

// Create makes a database, empty or a copy of another that nobody uses just now,
// and gives its address as owner.
func (s *Scratch) Create(ctx context.Context, name, copyOf string) (string, error) {
	sql := "CREATE DATABASE " + name
	if copyOf != "" {
		sql += " TEMPLATE " + copyOf
	}
	return OnDatabase(s.url, name), s.do(ctx, sql)
}

// Drop removes a database whoever uses it.
func (s *Scratch) Drop(ctx context.Context, name string) error {
	return s.do(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
}

func (s *Scratch) do(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

// Close stops the server if it was started here.
func (s *Scratch) Close() error {
	if s.own == nil {
		return nil
	}
	return s.own.Stop()
}
