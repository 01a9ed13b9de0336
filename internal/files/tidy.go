package files

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"peerchallenge/internal/problem"
)

// Sweep removes files that somebody began to send and nothing was written to
// for longer than olderThan, and tells how many. A day is a good value: a slow
// upload is left alone, since each write renews the file's time.
func (l *Local) Sweep(ctx context.Context, olderThan time.Duration) (removed int, err error) {
	now, err := l.now()
	if err != nil {
		return 0, problem.Internalf(err, "files: sweep")
	}
	items, err := os.ReadDir(filepath.Join(l.dir, incoming))
	if err != nil {
		return 0, problem.Internalf(err, "files: sweep")
	}
	for _, item := range items {
		gone, err := l.sweepOne(item, now.Add(-olderThan))
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return removed, problem.Internalf(err, "files: sweep")
		}
		if gone {
			removed++
		}
	}
	return removed, nil
}

func (l *Local) sweepOne(item fs.DirEntry, before time.Time) (bool, error) {
	info, err := item.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // received in full meanwhile
	}
	if err != nil || !info.ModTime().Before(before) {
		return false, err
	}
	err = os.Remove(filepath.Join(l.dir, incoming, item.Name()))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// now is the present by the file system's own clock. The program's clock will
// not do: a demonstration moves it, and the files' times do not follow.
func (l *Local) now() (time.Time, error) {
	f, err := os.CreateTemp(filepath.Join(l.dir, incoming), "clock-*")
	if err != nil {
		return time.Time{}, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// ErrAltered is the cause when a file's bytes are not those it was named for.
var ErrAltered = errors.New("the bytes have changed since the file was kept")

// Verify reads a kept file and compares its bytes with its digest. A missing
// file holds fs.ErrNotExist, an altered one ErrAltered.
func (l *Local) Verify(ctx context.Context, d Digest) error {
	f, err := l.Open(d)
	if err != nil {
		return err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.CopyBuffer(hash, &source{ctx: ctx, r: f}, make([]byte, 64<<10)); err != nil {
		return problem.Internalf(err, "files: verify %s", d)
	}
	if Digest(hash.Sum(nil)) != d {
		return problem.Internalf(ErrAltered, "files: verify %s", d)
	}
	return nil
}

// Check runs the gate on a file that is already kept, under the name it has or
// would get: Invalid when refused. It is the gate's report on a stopped file,
// made without opening it for anybody (D2).
func (l *Local) Check(d Digest, name string) error {
	f, err := l.Open(d)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return problem.Internalf(err, "files: check %s", d)
	}
	inside, err := sniff(f, info.Size())
	if err != nil {
		return problem.Internalf(err, "files: check %s", d)
	}
	return inside.judge(name)
}
