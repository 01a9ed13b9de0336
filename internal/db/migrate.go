package db

import (
	"context"
	"database/sql"
	"fmt"

	_ "github.com/jackc/pgx/v5/stdlib" // goose speaks database/sql
	"github.com/pressly/goose/v3"

	"peerchallenge/migrations"
)

// Migrate brings the schema up to date as the database's owner and returns its
// version. Safe to run by several processes at once: goose takes a lock.
func Migrate(ctx context.Context, ownerURL string) (int64, error) {
	var version int64
	err := withProvider(ownerURL, func(p *goose.Provider) error {
		if _, err := p.Up(ctx); err != nil {
			return fmt.Errorf("migrate up: %w", err)
		}
		var err error
		version, err = p.GetDBVersion(ctx)
		return err
	})
	return version, err
}

// MigrateDownTo takes the schema back to a version, for tests and operators.
func MigrateDownTo(ctx context.Context, ownerURL string, version int64) error {
	return withProvider(ownerURL, func(p *goose.Provider) error {
		_, err := p.DownTo(ctx, version)
		return err
	})
}

func withProvider(ownerURL string, f func(*goose.Provider) error) error {
	conn, err := sql.Open("pgx", ownerURL)
	if err != nil {
		return fmt.Errorf("open as owner: %w", err)
	}
	defer conn.Close()
	p, err := goose.NewProvider(goose.DialectPostgres, conn, migrations.FS)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	return f(p)
}
