package main

import (
	"context"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"peerchallenge/internal/db"
	"peerchallenge/internal/pgserver"
	"peerchallenge/internal/problem"
)

// database is the PostgreSQL in use: its owner's address for migrations, and a
// pool for each role the program puts on.
type database struct {
	ownerURL string
	describe string // which PostgreSQL, for the person at the terminal
	where    string // where its data is
	app      *pgxpool.Pool
	public   *pgxpool.Pool
	own      *pgserver.Server
}

// poolSize is how many connections each role keeps: enough for two cores.
const poolSize = 8

// openDatabase takes DATABASE_URL, or starts a PostgreSQL of our own, brings the
// schema up to date and opens the pools. A command beside a running `serve` uses
// that one's PostgreSQL.
func openDatabase(ctx context.Context, c config, out io.Writer) (*database, error) {
	d := &database{ownerURL: c.OwnerURL, describe: "PostgreSQL at DATABASE_URL", where: "in that database"}
	appURL := c.DatabaseURL
	if c.DatabaseURL == "" {
		own, err := pgserver.Start(ctx, pgserver.Options{DataDir: c.DataDir, BinDir: c.BinDir, AllowInstall: c.Install,
			Log: func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }})
		if problem.Is(err, problem.Conflict) && !c.serving {
			own, err = pgserver.Attach(ctx, pgserver.Options{DataDir: c.DataDir, BinDir: c.BinDir})
		}
		if err != nil {
			return nil, err
		}
		d.own, d.describe, d.where = own, own.Describe(), own.DataDir()
		d.ownerURL = own.URL(pgserver.Database, "")
		appURL = d.ownerURL
	}
	if err := d.open(ctx, appURL, c.tracer); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (d *database) open(ctx context.Context, appURL string, tracer pgx.QueryTracer) error {
	if _, err := db.Migrate(ctx, d.ownerURL); err != nil {
		return err
	}
	var err error
	if d.app, err = db.Open(ctx, appURL, db.AppRole, poolSize, tracer); err != nil {
		return err
	}
	d.public, err = db.Open(ctx, appURL, db.PublicRole, poolSize/2, tracer)
	return err
}

// asOwner connects past row-level security, for verify and operator create.
func (d *database) asOwner(ctx context.Context) (*pgx.Conn, error) {
	return pgx.Connect(ctx, d.ownerURL)
}

// listener is one more connection with the role of the app, outside its pool.
func (d *database) listener(ctx context.Context) (*pgx.Conn, error) {
	c := d.app.Config().ConnConfig
	c.Tracer = nil // what is counted is what pages ask
	return pgx.ConnectConfig(ctx, c)
}

// close stops everything that open started.
func (d *database) close() {
	for _, pool := range []*pgxpool.Pool{d.app, d.public} {
		if pool != nil {
			pool.Close()
		}
	}
	if d.own != nil {
		_ = d.own.Stop() // it logs what matters itself, and the next start mends the rest
	}
}
