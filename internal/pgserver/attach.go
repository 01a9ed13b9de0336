package pgserver

import (
	"context"

	"peerchallenge/internal/problem"
)

// Attach finds the PostgreSQL that another program of ours runs on the data
// folder, so that `verify` can look at a living installation. Its Stop does
// nothing: whoever started the server ends it. NotFound when none runs there.
func Attach(ctx context.Context, o Options) (*Server, error) {
	s := &Server{attached: true, log: func(string, ...any) {}}
	o.AllowInstall = false
	if err := s.choose(ctx, &o); err != nil {
		return nil, err
	}
	lines := readLines(s.folders.lock)
	if len(lines) < 2 || lines[1] == "" {
		return nil, problem.New(problem.NotFound, "No PostgreSQL of ours is running on "+s.folders.data+".")
	}
	s.socket = lines[1]
	return s, nil
}
