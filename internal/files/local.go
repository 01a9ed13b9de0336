package files

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"peerchallenge/internal/problem"
)

// incoming is the sub-folder of files still being received. It lies inside
// the store, because a rename is only atomic within one file system.
const incoming = "incoming"

// Local is a store in one folder. It is safe for use by several goroutines
// and by several processes on the same folder.
type Local struct{ dir string }

// Entry is one kept file, as Walk tells of it.
type Entry struct {
	Digest Digest
	Size   int64     // bytes
	At     time.Time // when it was last put, by the file system's own clock
}

// NewLocal opens the store in dir and makes the folder, closed to other users
// of the machine, when it is not there.
func NewLocal(dir string) (*Local, error) {
	if err := os.MkdirAll(filepath.Join(dir, incoming), 0o700); err != nil {
		return nil, problem.Internalf(err, "files: make %s", dir)
	}
	return &Local{dir: dir}, nil
}

// Open gives the bytes of a kept file; the caller closes it. A file that is
// not there is our fault, since records name only what was kept: the error is
// Internal and holds fs.ErrNotExist.
func (l *Local) Open(d Digest) (*os.File, error) {
	f, err := os.Open(l.path(d))
	if err != nil {
		return nil, problem.Internalf(err, "files: open %s", d)
	}
	return f, nil
}

// Delete removes a file for good (V7). What is not there is no error, so that
// a job can be repeated. The caller makes sure that no record names it.
func (l *Local) Delete(_ context.Context, d Digest) error {
	path := l.path(d)
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return problem.Internalf(err, "files: delete %s", d)
	}
	return nil
}

// Walk calls visit for each kept file, in the order of the digests, until
// visit returns an error, which Walk returns unchanged. Files still being
// received, and whatever is not named like a digest, are passed over.
func (l *Local) Walk(ctx context.Context, visit func(Entry) error) error {
	return filepath.WalkDir(l.dir, func(path string, item fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // deleted meanwhile
		case err != nil:
			return problem.Internalf(err, "files: walk")
		case ctx.Err() != nil:
			return problem.Internalf(ctx.Err(), "files: walk")
		case item.IsDir() && path == filepath.Join(l.dir, incoming):
			return fs.SkipDir
		case item.IsDir():
			return nil
		}
		return l.visit(path, item, visit)
	})
}

func (l *Local) visit(path string, item fs.DirEntry, visit func(Entry) error) error {
	d, err := ParseDigest(item.Name())
	if err != nil || path != l.path(d) {
		return nil
	}
	info, err := item.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return problem.Internalf(err, "files: look at %s", d)
	}
	return visit(Entry{Digest: d, Size: info.Size(), At: info.ModTime()})
}

// path is where a file of this digest lies: two levels of folders keep each
// folder small.
func (l *Local) path(d Digest) string {
	name := d.String()
	return filepath.Join(l.dir, name[:2], name[2:4], name)
}
