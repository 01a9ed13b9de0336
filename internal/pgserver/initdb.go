package pgserver

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// initialise makes the cluster when there is none. It is made under another
// name and renamed when whole, so that a kill half-way leaves nothing that
// looks like data.
func (s *Server) initialise(ctx context.Context) error {
	data := s.folders.data
	if isCluster(data) {
		return nil
	}
	if err := os.Remove(data); err != nil && !os.IsNotExist(err) {
		return refuse(err, "The folder %s is not empty, but holds no PostgreSQL database: move it away.", data)
	}
	s.log("Making a new database with %s", s.Describe())
	err := s.initdb(ctx, data+".new", "C.UTF-8")
	if err != nil && strings.Contains(err.Error(), "invalid locale") {
		// Older macOS has no C.UTF-8; plain C sorts the same.
		err = s.initdb(ctx, data+".new", "C")
	}
	if err != nil {
		return err
	}
	if err := os.Rename(data+".new", data); err != nil {
		return refuse(err, "The new database in %s cannot be put in its place.", data)
	}
	return nil
}

func (s *Server) initdb(ctx context.Context, data, locale string) error {
	err := errors.Join(os.RemoveAll(data), os.Mkdir(data, 0o700), s.account.give(data))
	if err != nil {
		return refuse(err, "The folder %s cannot be made.", data)
	}
	args := []string{"-D", data, "--username=" + owner, "--encoding=UTF8", "--locale=" + locale,
		"--auth-local=trust", "--auth-host=reject"}
	if s.fast {
		args = append(args, "--no-sync")
	}
	cmd := s.account.command(ctx, filepath.Join(s.program.dir, "initdb"), args...)
	dieWithParent(cmd.SysProcAttr)
	runtime.LockOSThread() // as in startProcess
	defer runtime.UnlockOSThread()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return refuse(errors.Join(err, errors.New(string(out))), "PostgreSQL could not make a new database in %s.", s.folders.data)
	}
	return nil
}
