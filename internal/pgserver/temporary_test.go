package pgserver

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestStart_SweepsWhatKilledTestRunsLeftAndNothingInUse(t *testing.T) {
	t.Setenv("TMPDIR", openTemp(t))
	inUse := start(t, Options{})
	left := filepath.Join(os.TempDir(), temporaryPrefix+"left")
	if err := os.MkdirAll(filepath.Join(left, "postgresql-15"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left, "postgresql-15.lock"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	hourAgo := time.Now().Add(-time.Hour)
	for _, dir := range []string{left, inUse.temporary} {
		if err := os.Chtimes(dir, hourAgo, hourAgo); err != nil {
			t.Fatal(err)
		}
	}
	sweepTemporary(t.Context(), t.Logf)
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("what was left is still there: %v", err)
	}
	keep(t, inUse.URL(Database, ""), "still served")
}

func TestSocketFolder_IsShortEvenWhereTMPDIRIsLong(t *testing.T) {
	long := filepath.Join(openTemp(t), "a-folder-with-a-name-that-is-far-too-long-for-the-path-of-a-unix-socket-on-any-system-that-we-know-of")
	if err := os.Mkdir(long, 0o755); err != nil {
		t.Fatal(err)
	}
	folder := openTemp(t)
	t.Setenv("TMPDIR", long)
	s := start(t, Options{DataDir: folder})
	if got := len(socketFile(s.socket)); got > maxSocketPath {
		t.Errorf("the socket's path has %d bytes, want at most %d", got, maxSocketPath)
	}
	if left, err := os.ReadDir(long); err != nil || len(left) > 0 {
		t.Errorf("left in TMPDIR: %v, %v", left, err)
	}
}
