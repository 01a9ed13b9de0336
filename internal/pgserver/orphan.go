package pgserver

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// How long a PostgreSQL gets to end after each signal.
const (
	fastShutdown      = 20 * time.Second
	immediateShutdown = 5 * time.Second
)

// stopOrphan deals with what a killed program left on the data folder. The
// caller holds the lock, so no living program owns it. A postgres of this
// folder that still runs is stopped. A postmaster.pid whose number has gone to
// some other process is removed, for postgres would refuse to start. One whose
// process is gone is left: postgres itself checks it against shared memory.
func stopOrphan(ctx context.Context, data string, log func(string, ...any)) error {
	file := filepath.Join(data, "postmaster.pid")
	pid := firstNumber(file)
	if pid <= 0 || !alive(pid) {
		return nil
	}
	if !servesFolder(pid, data) {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return refuse(err, "The stale file %s cannot be removed.", file)
		}
		return nil
	}
	log("Stopping the PostgreSQL (process %d) that an earlier run left on %s", pid, data)
	return endProcess(ctx, pid, data)
}

func endProcess(ctx context.Context, pid int, data string) error {
	var cause error
	for _, try := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGINT, fastShutdown}, {syscall.SIGQUIT, immediateShutdown}} {
		cause = syscall.Kill(pid, try.signal)
		for end := time.Now().Add(try.wait); time.Now().Before(end) && ctx.Err() == nil; {
			if !servesFolder(pid, data) {
				return nil
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	return refuse(errors.Join(cause, ctx.Err()), "The PostgreSQL (process %d) that an earlier run left on %s does not stop.", pid, data)
}

func firstNumber(file string) int {
	lines := readLines(file)
	if len(lines) == 0 {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil {
		return 0
	}
	return n
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// servesFolder tells whether the process is a postgres that works on the data
// folder: by its working folder where the system shows it, else by its
// command line. A process that has ended but was not yet waited for is none.
func servesFolder(pid int, data string) bool {
	command := commandLine(pid)
	if !strings.Contains(command, "postgres") {
		return false
	}
	if cwd, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "cwd")); err == nil {
		return cwd == data
	}
	return strings.Contains(command+" ", "-D "+data+" ")
}

// commandLine is the process's command with single spaces, "" when there is
// no such process. macOS has no /proc; a small container may have no ps.
func commandLine(pid int) string {
	number := strconv.Itoa(pid)
	if raw, err := os.ReadFile(filepath.Join("/proc", number, "cmdline")); err == nil {
		return strings.TrimSpace(strings.ReplaceAll(string(raw), "\x00", " "))
	}
	out, err := exec.Command("ps", "-ww", "-o", "command=", "-p", number).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
