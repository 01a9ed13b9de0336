package files

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"
)

// A file that was last put long ago is listed and can be deleted; one that was
// put again meanwhile stays (D2).
func TestDeleteAbandoned_LeavesWhatWasPutAgain(t *testing.T) {
	t.Parallel()
	l, err := NewLocal(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	put := func(words string) Digest {
		t.Helper()
		s, err := l.Put(context.Background(), strings.NewReader(words), 100)
		if err != nil {
			t.Fatal(err)
		}
		return s.Digest
	}
	age := func(d Digest) {
		t.Helper()
		if err := os.Chtimes(l.path(d), time.Time{}, time.Now().Add(-48*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	left, again, fresh := put("left"), put("again"), put("fresh")
	age(left)
	age(again)
	old, err := l.Older(context.Background(), 24*time.Hour)
	if err != nil || len(old) != 2 {
		t.Fatalf("older: %v %v, want two", old, err)
	}
	put("again") // after it was listed
	for d, want := range map[Digest]bool{left: true, again: false, fresh: false} {
		gone, err := l.DeleteAbandoned(d, 24*time.Hour)
		if err != nil || gone != want {
			t.Errorf("%s: gone %v, %v, want %v", d, gone, err, want)
		}
		if err := l.Verify(context.Background(), d); (err != nil) != want {
			t.Errorf("%s: %v", d, err)
		}
	}
	if gone, err := l.DeleteAbandoned(left, time.Hour); gone || err != nil {
		t.Errorf("a second time: %v %v", gone, err)
	}
}
