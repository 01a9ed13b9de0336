// Command seed fills the database of a running `serve` for measuring; see
// .ci/bench. It takes the number of councils and of years.
//
//	DATA_DIR=… go run ./internal/bench/seed 153 10
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/bench"
	"peerchallenge/internal/pgserver"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) != 2 {
		return errors.New("usage: seed councils years")
	}
	councils, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	years, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	server, err := pgserver.Attach(ctx, pgserver.Options{DataDir: os.Getenv("DATA_DIR")})
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, server.URL(pgserver.Database, ""))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return bench.Seed(ctx, conn, bench.Size{Councils: councils, Years: years})
}
