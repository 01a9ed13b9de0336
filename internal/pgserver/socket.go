package pgserver

import (
	"os"
	"path/filepath"
	"strings"
)

const socketPrefix = "pcdb-"

// maxSocketPath is how long the path of a socket may be, in bytes: Linux takes
// 107, macOS 103.
const maxSocketPath = 100

// makeSocketFolder makes the folder of the socket: short, of this start alone,
// owned by the account and closed to everybody else. It is noted in the lock
// file, so that a later start can remove it after a kill.
func (s *Server) makeSocketFolder() error {
	var cause error
	for _, parent := range []string{os.TempDir(), "/tmp", "/var/tmp"} {
		if s.account.other && !s.account.canOpen(parent) {
			continue
		}
		dir, err := os.MkdirTemp(parent, socketPrefix)
		if err != nil {
			cause = err
			continue
		}
		s.socket = dir
		if len(socketFile(dir)) > maxSocketPath {
			removeSocketFolder(dir)
			continue
		}
		if err := s.account.give(dir); err != nil {
			return refuse(err, "The folder %s cannot be given to the user %s.", dir, s.account.name)
		}
		return s.lock.note(dir)
	}
	return refuse(cause, "There is no temporary folder short enough for PostgreSQL's socket: set TMPDIR to a short one.")
}

func socketFile(dir string) string { return filepath.Join(dir, ".s.PGSQL."+port) }

// removeSocketFolder removes only what PostgreSQL leaves there, and only from
// a folder of ours. It does not matter when nothing is left to remove.
func removeSocketFolder(dir string) {
	if !strings.HasPrefix(filepath.Base(dir), socketPrefix) {
		return
	}
	for _, path := range []string{socketFile(dir), socketFile(dir) + ".lock", dir} {
		_ = os.Remove(path)
	}
}
