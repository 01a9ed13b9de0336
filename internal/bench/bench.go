// Package bench fills a database for measuring: many invented councils and years
// of challenges, told in SQL because the services would take hours. Nothing of it
// is a story, and no real council is in it.
//
// The figures to reach, and what they rest on, are said where they are printed:
// cmd/peerchallenge's benchmarks and .ci/bench.
package bench

import (
	"context"
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:embed seed.sql
var seed string

// Size is how much there is: councils, and years of challenges for each.
type Size struct{ Councils, Years int }

// England is 153 councils with ten years: 1,530 challenges.
var England = Size{Councils: 153, Years: 10}

// Seed fills the database that conn, its owner's, is connected to. There must be
// a region with its framework already.
func Seed(ctx context.Context, conn *pgx.Conn, s Size) error {
	sql := strings.NewReplacer("{councils}", strconv.Itoa(s.Councils), "{years}", strconv.Itoa(s.Years)).Replace(seed)
	if _, err := conn.Exec(ctx, "BEGIN;"+sql+";COMMIT"); err != nil {
		return fmt.Errorf("seed for measuring: %w", err)
	}
	if _, err := conn.Exec(ctx, "VACUUM ANALYZE"); err != nil {
		return fmt.Errorf("seed for measuring: %w", err)
	}
	return nil
}
