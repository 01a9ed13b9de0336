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

// Older lists the kept files that were last put longer than olderThan ago, by
// the file system's own clock. A younger file's record may not be committed yet.
func (l *Local) Older(ctx context.Context, olderThan time.Duration) (old []Digest, err error) {
	now, err := l.now()
	if err != nil {
		return nil, problem.Internalf(err, "files: older")
	}
	err = l.Walk(ctx, func(e Entry) error {
		if e.At.Before(now.Add(-olderThan)) {
			old = append(old, e.Digest)
		}
		return nil
	})
	return old, err
}

// DeleteAbandoned removes a file that no record names, unless somebody has put
// it again meanwhile; it tells whether it is gone. It first takes the file away
// from its place, so that whoever puts it from now on writes it anew, and then
// looks at its time: a file freshened before goes back (D2: nothing that was
// acknowledged is lost).
func (l *Local) DeleteAbandoned(d Digest, olderThan time.Duration) (bool, error) {
	now, err := l.now()
	if err != nil {
		return false, problem.Internalf(err, "files: delete %s", d)
	}
	away := filepath.Join(l.dir, incoming, "abandoned-"+d.String())
	if err := os.Rename(l.path(d), away); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	} else if err != nil {
		return false, problem.Internalf(err, "files: delete %s", d)
	}
	info, err := os.Stat(away)
	if err == nil && !info.ModTime().Before(now.Add(-olderThan)) {
		if err = os.Rename(away, l.path(d)); err == nil {
			return false, l.settle(l.path(d))
		}
	}
	if err == nil {
		err = os.Remove(away)
	}
	if err != nil {
		return false, problem.Internalf(err, "files: delete %s", d)
	}
	return true, l.settle(l.path(d))
}
