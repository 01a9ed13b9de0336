package pgserver

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

func TestStart_AfterTheProgramWasKilledKeepsData(t *testing.T) {
	folder := openTemp(t)
	h := startHelper(t, os.Args[0], folder, nil)
	keep(t, h.url, "survived")
	h.kill(t)
	s := start(t, Options{DataDir: folder})
	if got := kept(t, s.URL(Database, "")); got != "survived" {
		t.Errorf("kept %q", got)
	}
	left := socketOf(t, h.url)
	if _, err := os.Stat(left); left == s.socket || !os.IsNotExist(err) {
		t.Errorf("the killed program's socket folder %s is still there: %v", left, err)
	}
}

func socketOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("host")
}

// A postgres that lives on without its program, as on macOS after a kill.
func TestStart_StopsAnOrphanOfTheFolder(t *testing.T) {
	folder := openTemp(t)
	s := start(t, Options{DataDir: folder})
	keep(t, s.URL(Database, ""), "under the orphan")
	data, socket := s.DataDir(), openTemp(t)
	stop(t, s)
	if err := s.account.give(socket); err != nil {
		t.Fatal(err)
	}
	runOrphan(t, s, data, socket)
	orphan := postmaster(t, data)
	if !servesFolder(orphan, data) {
		t.Fatalf("process %d is not seen as a postgres of %s", orphan, data)
	}
	again := start(t, Options{DataDir: folder})
	if servesFolder(orphan, data) {
		t.Errorf("the orphan %d still runs", orphan)
	}
	if got := kept(t, again.URL(Database, "")); got != "under the orphan" {
		t.Errorf("kept %q", got)
	}
}

// runOrphan starts a postgres that has no living parent: pg_ctl ends at once.
func runOrphan(t *testing.T, s *Server, data, socket string) {
	t.Helper()
	cmd := s.account.command(context.Background(), filepath.Join(s.program.dir, "pg_ctl"),
		"start", "-w", "-D", data, "-l", filepath.Join(data, "orphan.log"),
		"-o", "-c listen_addresses= -c unix_socket_directories="+socket)
	if err := cmd.Run(); err != nil {
		t.Fatalf("pg_ctl start: %v", err)
	}
}

// After a power cut the number in postmaster.pid may belong to some other
// program; postgres alone would refuse to start.
func TestStart_PidFileOfAnotherProgramIsRemoved(t *testing.T) {
	folder := openTemp(t)
	s := start(t, Options{DataDir: folder})
	stop(t, s)
	other := s.account.command(context.Background(), "sleep", "600")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Process.Kill(); _ = other.Wait() }()
	writePidFile(t, s, other.Process.Pid)
	start(t, Options{DataDir: folder})
	if !alive(other.Process.Pid) {
		t.Error("the other program was ended")
	}
}

func TestStart_PidFileOfAGoneProcessDoesNotMatter(t *testing.T) {
	folder := openTemp(t)
	s := start(t, Options{DataDir: folder})
	stop(t, s)
	gone := exec.Command("true")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	writePidFile(t, s, gone.Process.Pid)
	start(t, Options{DataDir: folder})
}

func writePidFile(t *testing.T, s *Server, pid int) {
	t.Helper()
	file := filepath.Join(s.DataDir(), "postmaster.pid")
	text := strconv.Itoa(pid) + "\n" + s.DataDir() + "\n1700000000\n5432\n\n\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.account.give(file); err != nil {
		t.Fatal(err)
	}
}
