package pgserver

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"

	embedded "github.com/fergusstrange/embedded-postgres"
)

func downloadRoot(base string) string { return filepath.Join(base, "download") }

func downloadBinDir(base string) string { return filepath.Join(downloadRoot(base), "bin") }

// download has the embedded-postgres library fetch its build for this machine.
// The library fetches only as part of a start, so a server of its own is
// started on a throw-away folder and stopped again; it takes some seconds,
// once.
func download(ctx context.Context, s search) (program, error) {
	s.log("No PostgreSQL on this machine: downloading one of about 30 MB")
	trial, err := os.MkdirTemp("", temporaryPrefix)
	if err != nil {
		return program{}, err
	}
	defer os.RemoveAll(trial)
	port, err := freePort()
	if err != nil {
		return program{}, err
	}
	server := embedded.NewDatabase(embedded.DefaultConfig().
		BinariesPath(downloadRoot(s.base)).CachePath(filepath.Join(trial, "cache")).
		RuntimePath(filepath.Join(trial, "run")).DataPath(filepath.Join(trial, "data")).
		Port(port).Password(rand.Text()).Locale("C").Logger(io.Discard))
	if err := errors.Join(server.Start(), ctx.Err()); err != nil {
		_ = server.Stop() // it may not have started
		return program{}, err
	}
	if err := server.Stop(); err != nil {
		return program{}, err
	}
	return inspect(ctx, downloadBinDir(s.base), s.account)
}

// freePort asks the system for a port that nobody uses just now.
func freePort() (uint32, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return uint32(l.Addr().(*net.TCPAddr).Port), l.Close()
}
