package pgserver

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"peerchallenge/internal/problem"
)

func TestStart_DatabaseIsUTF8AndAnswersUnderARole(t *testing.T) {
	s := start(t, Options{})
	got := ask(t, s.URL(Database, ""), `SELECT concat_ws(' ', current_database(), pg_encoding_to_char(encoding), current_user, lower('ÉCOLE'))
		FROM pg_database WHERE datname = current_database()`, `CREATE ROLE "some app"`)
	if diff := cmp.Diff("peerchallenge UTF8 owner école", got); diff != "" {
		t.Errorf("as owner (-want +got):\n%s", diff)
	}
	if got := ask(t, s.URL(Database, "some app"), "SELECT current_user::text"); got != "some app" {
		t.Errorf("under a role: current_user = %q", got)
	}
}

func TestStart_ListensOnOneClosedSocketOnly(t *testing.T) {
	s := start(t, Options{})
	if got := ask(t, s.URL(Database, ""), "SHOW listen_addresses"); got != "" {
		t.Errorf("listen_addresses = %q, want none", got)
	}
	info, err := os.Stat(s.socket)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o700 {
		t.Errorf("socket folder has mode %o, want 700", got)
	}
}

func TestStart_SecondStartKeepsDataAndIsQuick(t *testing.T) {
	folder := openTemp(t)
	s := start(t, Options{DataDir: folder})
	keep(t, s.URL(Database, ""), "held")
	stop(t, s)
	if _, err := os.Stat(s.socket); !os.IsNotExist(err) {
		t.Errorf("the socket folder is still there: %v", err)
	}
	begun := time.Now()
	s = start(t, Options{DataDir: folder})
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("the second start took %v, want under 3 s", took)
	}
	if got := kept(t, s.URL(Database, "")); got != "held" {
		t.Errorf("kept %q", got)
	}
}

func TestStart_SecondServerOnTheFolderIsRefusedInOneSentence(t *testing.T) {
	folder := openTemp(t)
	first := start(t, Options{DataDir: folder})
	_, err := Start(t.Context(), Options{DataDir: folder, Fast: true})
	if !problem.Is(err, problem.Conflict) {
		t.Fatalf("second Start: %v, want a conflict", err)
	}
	if !strings.Contains(err.Error(), "already running on "+first.DataDir()) || strings.Contains(err.Error(), "\n") {
		t.Errorf("not one sentence that names the folder: %v", err)
	}
	keep(t, first.URL(Database, ""), "the first goes on")
}

func TestStart_SaysWhichPostgreSQLAndWhere(t *testing.T) {
	var said []string
	s, err := Start(t.Context(), Options{Fast: true, Log: func(format string, args ...any) {
		said = append(said, strings.TrimSpace(format))
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, s)
	if len(said) == 0 {
		t.Error("nothing was logged")
	}
	want := "PostgreSQL " + s.program.version + " from " + s.program.dir
	if got := s.Describe(); got != want || !filepath.IsAbs(s.program.dir) {
		t.Errorf("Describe() = %q, want %q with a whole path", got, want)
	}
}

func TestStop_RemovesTemporaryDataAndMayBeCalledTwice(t *testing.T) {
	s := start(t, Options{})
	pid := postmaster(t, s.DataDir())
	stop(t, s)
	stop(t, s)
	if alive(pid) {
		t.Errorf("postgres %d still runs", pid)
	}
	if _, err := os.Stat(s.temporary); !os.IsNotExist(err) {
		t.Errorf("the temporary data is still there: %v", err)
	}
}

func TestStart_FolderWithSomethingElseIsLeftAlone(t *testing.T) {
	folder := openTemp(t)
	s := start(t, Options{DataDir: folder})
	data := s.DataDir()
	stop(t, s)
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(data, "letter.txt")
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(mine, []byte("dear"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Options{DataDir: folder, Fast: true}); err == nil {
		t.Error("Start took a folder that holds something else")
	}
	if _, err := os.Stat(mine); err != nil {
		t.Errorf("the file is gone: %v", err)
	}
}
