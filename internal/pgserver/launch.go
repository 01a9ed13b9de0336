package pgserver

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// readyWithin is how long postgres may take until it answers; it may have to
// repair its data after a power cut first.
const readyWithin = 90 * time.Second

// launch starts postgres and waits until it answers. After its parent was
// killed the former postgres's helpers may live a moment longer and still
// hold the shared memory: that is waited for.
func (s *Server) launch(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	for {
		err := s.launchOnce(ctx)
		if err == nil || ctx.Err() != nil || !strings.Contains(err.Error(), "shared memory block") {
			return err
		}
		time.Sleep(200 * time.Millisecond)
	}
}

func (s *Server) launchOnce(ctx context.Context) error {
	out, err := os.Create(s.folders.log)
	if err != nil {
		return refuse(err, "The file %s cannot be written.", s.folders.log)
	}
	defer out.Close() // the child has its own hold on it
	// The server outlives the start, so its command has no part of ctx.
	cmd := s.account.command(context.Background(), filepath.Join(s.program.dir, "postgres"), s.arguments()...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr.Setpgid = true
	dieWithParent(cmd.SysProcAttr)
	if s.process, err = startProcess(cmd); err != nil {
		return refuse(err, "PostgreSQL could not be started from %s.", s.program.dir)
	}
	return s.waitReady(ctx)
}

func (s *Server) arguments() []string {
	args := []string{"-D", s.folders.data, "-p", port,
		"-c", "listen_addresses=", "-c", "unix_socket_directories=" + s.socket,
		"-c", "logging_collector=off", "-c", "log_destination=stderr"}
	if s.fast {
		args = append(args, "-c", "fsync=off", "-c", "synchronous_commit=off",
			"-c", "full_page_writes=off", "-c", "max_connections=300")
	}
	return args
}

func (s *Server) waitReady(ctx context.Context) error {
	for {
		conn, err := pgx.Connect(ctx, s.URL("postgres", ""))
		if err == nil {
			return conn.Close(ctx)
		}
		if s.process.ended() {
			return refuse(errors.New(s.lastWords()), "PostgreSQL ended while starting: see %s.", s.folders.log)
		}
		select {
		case <-ctx.Done():
			return refuse(errors.Join(err, ctx.Err()), "PostgreSQL did not answer in time: see %s.", s.folders.log)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// lastWords is the end of what postgres wrote.
func (s *Server) lastWords() string {
	text, err := os.ReadFile(s.folders.log)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-1000):])
}

// createDatabase makes the program's database when it is missing.
func (s *Server) createDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.URL("postgres", ""))
	if err != nil {
		return refuse(err, "PostgreSQL does not let the program in.")
	}
	defer conn.Close(ctx)
	var there bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, Database).Scan(&there)
	if err == nil && !there {
		_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{Database}.Sanitize())
	}
	if err != nil {
		return refuse(err, "The database %s could not be made.", Database)
	}
	return nil
}
