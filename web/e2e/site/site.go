// Package site runs the built program as its users meet it: one database and one
// folder of files for each site, in demonstration mode. The story is loaded once;
// every further site is a copy of it, so that journeys do not meet each other.
package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/dbtest"
)

// Maker makes sites. Close it at the end.
type Maker struct {
	root    string // of the module
	folder  string
	program string
	server  *dbtest.Scratch
	story   string // database with the story loaded
	made    atomic.Int64
}

// Site is a running program at an address such as http://127.0.0.1:40123.
type Site struct {
	URL     string
	program *exec.Cmd
	ended   chan error
	log     *os.File
	drop    func() error
}

// NewMaker builds the program from the module in folder root and loads the story.
func NewMaker(ctx context.Context, root string) (*Maker, error) {
	folder, err := os.MkdirTemp("", "peerchallenge-e2e-")
	if err != nil {
		return nil, err
	}
	m := &Maker{root: root, folder: folder, program: filepath.Join(folder, "peerchallenge"), story: "pc_e2e_" + strings.ReplaceAll(uuid.NewString(), "-", "")}
	if err := m.prepare(ctx, root); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

func (m *Maker) prepare(ctx context.Context, root string) error {
	build := exec.CommandContext(ctx, "go", "build", "-o", m.program, "./cmd/peerchallenge")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	var err error
	if m.server, err = dbtest.OpenScratch(ctx); err != nil {
		return err
	}
	database, err := m.server.Create(ctx, m.story, "")
	if err != nil {
		return err
	}
	load := exec.CommandContext(ctx, m.program, "demo")
	load.Env = environment(database, m.filesOf(m.story), "127.0.0.1:0")
	if out, err := load.CombinedOutput(); err != nil {
		return fmt.Errorf("load the demonstration region: %w\n%s", err, out)
	}
	return nil
}

// watch reads all folders of the module while tests run: "go test" takes a result from
// its cache when nothing that they read is different. The program is built beside them,
// and a journey through an older program would count as one through this one.
func watch(root string) error {
	return filepath.WalkDir(root, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == ".git" || d.Name() == "bin") {
			return filepath.SkipDir
		}
		return err
	})
}

func (m *Maker) filesOf(name string) string { return filepath.Join(m.folder, name) }

func environment(database, files, address string) []string {
	return append(os.Environ(), "DEMO=1", "DATABASE_URL="+database, "OWNER_DATABASE_URL="+database, "DATA_DIR="+files,
		"ADDR="+address, "BASE_URL=http://"+address)
}

// New starts a site of its own; the caller stops it.
func (m *Maker) New(ctx context.Context) (*Site, error) {
	if err := watch(m.root); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s_%d", m.story, m.made.Add(1))
	database, err := m.server.Create(ctx, name, m.story)
	if err != nil {
		return nil, err
	}
	files := m.filesOf(name)
	if err := os.CopyFS(files, os.DirFS(m.filesOf(m.story))); err != nil {
		return nil, err
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	s := &Site{URL: "http://" + address, program: exec.Command(m.program, "serve"), ended: make(chan error, 1),
		drop: func() error { return m.server.Drop(context.WithoutCancel(ctx), name) }}
	s.program.Env = environment(database, files, address)
	if err := s.start(ctx, files+".log"); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Site) start(ctx context.Context, log string) error {
	var err error
	if s.log, err = os.Create(log); err != nil {
		return err
	}
	s.program.Stdout, s.program.Stderr = s.log, s.log
	if err := s.program.Start(); err != nil {
		return err
	}
	go func() { s.ended <- s.program.Wait() }()
	if err := s.wait(ctx); err != nil {
		return errors.Join(err, s.Stop())
	}
	return nil
}

// wait returns when the site says that it is well.
func (s *Site) wait(ctx context.Context) error {
	for range 300 {
		ask, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/healthz", nil)
		if err != nil {
			return err
		}
		if res, err := http.DefaultClient.Do(ask); err == nil {
			res.Body.Close()
			if res.StatusCode < http.StatusBadRequest {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the program did not answer within 15 seconds:\n%s", s.Log())
}

// Log is what the program has printed so far.
func (s *Site) Log() string {
	b, err := os.ReadFile(s.log.Name())
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Stop ends the program as Ctrl-C does and drops its database.
func (s *Site) Stop() error {
	err := s.program.Process.Signal(os.Interrupt)
	if err == nil {
		select {
		case err = <-s.ended:
		case <-time.After(15 * time.Second):
			err = errors.Join(errors.New("the program did not stop on Ctrl-C"), s.program.Process.Kill())
		}
	}
	return errors.Join(err, s.log.Close(), s.drop())
}

// Close removes everything that was made.
func (m *Maker) Close() error {
	var err error
	if m.server != nil {
		err = errors.Join(m.server.Drop(context.Background(), m.story), m.server.Close())
	}
	return errors.Join(err, os.RemoveAll(m.folder))
}

func freeAddress(ctx context.Context) (string, error) {
	var any net.ListenConfig
	l, err := any.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
