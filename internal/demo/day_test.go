package demo_test

import (
	"os"
	"path/filepath"
	"testing"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/demo"
)

// The demonstration's day begins at 10 March 2027, moves forward only, and is
// still there after a restart.
func TestDay_MovesForwardAndIsRemembered(t *testing.T) {
	file := filepath.Join(t.TempDir(), "day")
	open := func() *demo.Day {
		t.Helper()
		d, err := demo.OpenDay(file)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := open()
	if d.Today() != demo.First || civil.Of(d.Now()) != demo.First {
		t.Fatalf("begins on %s", d.Today())
	}
	if err := d.MoveTo(demo.First.AddDays(1)); err != nil {
		t.Fatal(err)
	}
	for _, no := range []civil.Date{demo.First, demo.First.AddMonths(40)} {
		if err := d.MoveTo(no); err == nil {
			t.Errorf("moves to %s", no)
		}
	}
	if got := open().Today(); got != demo.First.AddDays(1) {
		t.Errorf("after a restart it is %s", got)
	}
	if err := os.WriteFile(file, []byte("soon"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := demo.OpenDay(file); err == nil {
		t.Error("a file without a date is read")
	}
}
