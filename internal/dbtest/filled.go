package dbtest

import (
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
)

// Filled is a database, with a folder of files, that takes long to fill: it is
// filled once for all tests of the process, and each test gets copies of its own.
type Filled struct {
	once   sync.Once
	name   string
	folder string
	failed bool
}

// Copy gives a test its own database and folder; the first caller's fill fills
// the original.
func (f *Filled) Copy(t testing.TB, fill func(d *Database, folder string) error) (*Database, string) {
	t.Helper()
	f.once.Do(func() {
		f.failed = true // unless this comes to its end
		started(t)
		d := copyOf(t, server.template)
		var err error
		if f.folder, err = os.MkdirTemp("", "peerchallenge-filled-"); err != nil {
			t.Fatal(err)
		}
		made.Lock()
		made.folders = append(made.folders, f.folder)
		made.Unlock()
		if err := fill(d, f.folder); err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(d.OwnerURL)
		if err != nil {
			t.Fatal(err)
		}
		f.name, f.failed = strings.TrimPrefix(u.Path, "/"), false
		d.close() // a database that somebody uses is not copied
	})
	if f.failed {
		t.Fatal("the first test could not fill the database")
	}
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(f.folder)); err != nil {
		t.Fatal(err)
	}
	return copyOf(t, f.name), folder
}
