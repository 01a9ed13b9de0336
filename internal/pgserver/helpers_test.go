package pgserver

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// start starts a server on the folder and stops it with the test.
func start(t *testing.T, o Options) *Server {
	t.Helper()
	o.Fast, o.Log = true, t.Logf
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatalf("Start: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Errorf("Stop: %v", err)
		}
	})
	return s
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Fatalf("Stop: %v", err)
	}
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatalf("connect %s: %v", url, err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// ask runs statements and then a query of one text value.
func ask(t *testing.T, url, query string, before ...string) string {
	t.Helper()
	conn := connect(t, url)
	defer conn.Close(t.Context())
	for _, sql := range before {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	var got string
	if err := conn.QueryRow(t.Context(), query).Scan(&got); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return got
}

// keep leaves one word in the database; kept reads it back.
func keep(t *testing.T, url, word string) {
	t.Helper()
	ask(t, url, "SELECT 'done'", "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('"+word+"')")
}

func kept(t *testing.T, url string) string {
	t.Helper()
	return ask(t, url, "SELECT word FROM kept")
}

// helper is this test program running a server of its own.
type helper struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	url   string
}

func startHelper(t *testing.T, program, folder string, attr *syscall.SysProcAttr) *helper {
	t.Helper()
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), helperFolder+"="+folder)
	cmd.Dir, cmd.SysProcAttr, cmd.Stderr = "/", attr, os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "postgres://") {
		t.Fatalf("helper said %q, %v", line, err)
	}
	return &helper{cmd: cmd, stdin: stdin, url: strings.TrimSpace(line)}
}

func (h *helper) kill(t *testing.T) {
	t.Helper()
	if err := h.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = h.cmd.Wait() // it answers "killed"
}

func postmaster(t *testing.T, data string) int {
	t.Helper()
	pid := firstNumber(filepath.Join(data, "postmaster.pid"))
	if pid == 0 {
		t.Fatalf("no postmaster.pid in %s", data)
	}
	return pid
}

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can run a child as another user")
	}
}

func dataFolder(t *testing.T, s *Server) os.FileInfo {
	t.Helper()
	info, err := os.Stat(s.DataDir())
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// openTemp is a temporary folder that the child may pass through; those of
// t.TempDir are closed to other users.
func openTemp(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pgserver-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}
