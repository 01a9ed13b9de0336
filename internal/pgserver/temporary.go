package pgserver

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

const temporaryPrefix = "pctest-"

// useTemporary gives tests a folder of their own, removed by Stop.
func (s *Server) useTemporary(ctx context.Context, o *Options) error {
	if !o.Fast {
		return refuse(nil, "No folder was named for the database: set DATA_DIR.")
	}
	sweepTemporary(ctx, s.log)
	dir, err := os.MkdirTemp("", temporaryPrefix)
	if err != nil {
		return refuse(err, "No temporary folder could be made.")
	}
	s.temporary, o.DataDir = dir, dir
	return os.Chmod(dir, 0o755) //nolint:gosec // the child, another user, must pass through
}

// sweepTemporary removes what test runs left that were killed. A folder whose
// lock is held, or that is so new that it may not have its lock yet, stays.
// What cannot be removed now is left to a later sweep.
func sweepTemporary(ctx context.Context, log func(string, ...any)) {
	dirs, _ := filepath.Glob(filepath.Join(globEscape(os.TempDir()), temporaryPrefix+"*"))
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		if err != nil || time.Since(info.ModTime()) < 5*time.Minute {
			continue
		}
		if sweepOne(ctx, dir, log) {
			_ = os.RemoveAll(dir)
		}
	}
}

func sweepOne(ctx context.Context, dir string, log func(string, ...any)) bool {
	locks, _ := filepath.Glob(filepath.Join(globEscape(dir), dataPrefix+"*.lock"))
	for _, path := range locks {
		l, err := takeLock(path)
		if err != nil {
			return false
		}
		removeSocketFolder(l.previousSocket())
		data := path[:len(path)-len(".lock")]
		err = stopOrphan(ctx, data, log)
		if l.release() != nil || err != nil {
			return false
		}
	}
	return true
}
