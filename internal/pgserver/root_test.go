package pgserver

import (
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func nobody(t *testing.T) (uid, gid int) {
	t.Helper()
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Skip("this machine has no user nobody")
	}
	uid, _ = strconv.Atoi(u.Uid)
	gid, _ = strconv.Atoi(u.Gid)
	return uid, gid
}

func TestRoot_PostgresDoesNotRunAsRoot(t *testing.T) {
	needRoot(t)
	s := start(t, Options{DataDir: openTemp(t)})
	if uid := dataFolder(t, s).Sys().(*syscall.Stat_t).Uid; uid == 0 || int(uid) != s.account.uid {
		t.Errorf("the data belongs to user %d, want %s", uid, s.account.name)
	}
}

func TestRoot_ClosedParentFolderMovesTheDataUnderVarLib(t *testing.T) {
	needRoot(t)
	closed := filepath.Join(openTemp(t), "closed")
	folder := filepath.Join(closed, "data")
	if err := os.MkdirAll(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(asideOf(folder)) })
	s := start(t, Options{DataDir: folder})
	if !strings.HasPrefix(s.DataDir(), closedBase+"/data-") {
		t.Errorf("the data is in %s", s.DataDir())
	}
	keep(t, s.URL(Database, ""), "found again")
	stop(t, s)
	// Once the data lies there, it is found there even when the folder opens.
	if err := os.Chmod(closed, 0o755); err != nil {
		t.Fatal(err)
	}
	s = start(t, Options{DataDir: folder})
	if got := kept(t, s.URL(Database, "")); got != "found again" {
		t.Errorf("kept %q", got)
	}
}

func TestRoot_DataThatBecameClosedIsNotBegunAnew(t *testing.T) {
	needRoot(t)
	parent := openTemp(t)
	folder := filepath.Join(parent, "data")
	s := start(t, Options{DataDir: folder})
	stop(t, s)
	if err := os.Chmod(parent, 0o700); err != nil {
		t.Fatal(err)
	}
	if again, err := Start(t.Context(), Options{DataDir: folder, Fast: true}); err == nil {
		t.Errorf("a new database was begun in %s", again.DataDir())
		stop(t, again)
	}
}

func TestRoot_OwnerOfTheDataFolderRunsIt(t *testing.T) {
	needRoot(t)
	uid, gid := nobody(t)
	folder := openTemp(t)
	s := start(t, Options{DataDir: folder})
	stop(t, s)
	err := filepath.Walk(s.DataDir(), func(path string, _ os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, uid, gid)
	})
	if err != nil {
		t.Fatal(err)
	}
	if s = start(t, Options{DataDir: folder}); s.account.uid != uid {
		t.Errorf("postgres runs as %s, want nobody", s.account.name)
	}
}

// An ordinary user needs no second user; here root plays one.
func TestOrdinaryUser_RunsItsOwnServer(t *testing.T) {
	needRoot(t)
	uid, gid := nobody(t)
	home := openTemp(t)
	if err := os.Chown(home, uid, gid); err != nil {
		t.Fatal(err)
	}
	h := startHelper(t, copyOfThisProgram(t), filepath.Join(home, "data"),
		&syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}})
	if got := ask(t, h.url, "SELECT current_user::text"); got != "owner" {
		t.Errorf("current_user = %q", got)
	}
	if err := h.stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if err := h.cmd.Wait(); err != nil {
		t.Errorf("the ordinary user's program did not stop in order: %v", err)
	}
}

// copyOfThisProgram lies where every user can run it.
func copyOfThisProgram(t *testing.T) string {
	t.Helper()
	from, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	path := filepath.Join(openTemp(t), "pgserver.test")
	to, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
