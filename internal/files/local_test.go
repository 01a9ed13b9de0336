package files_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
)

func TestPut_KeepsBytesUnderTheirDigest(t *testing.T) {
	l, dir := newStore(t)
	got := put(t, l, "hello")
	const sum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
	digest, err := files.ParseDigest(sum)
	if err != nil {
		t.Fatal(err)
	}
	want := files.Stored{Digest: digest, Size: 5, MIME: "text/plain", Extension: ".txt"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	wantFiles := []string{filepath.Join(dir, "2c", "f2", sum)}
	if diff := cmp.Diff(wantFiles, regular(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if got := read(t, l, digest); got != "hello" {
		t.Errorf("read back %q", got)
	}
}

func TestPut_ClosedToOtherUsers(t *testing.T) {
	l, dir := newStore(t)
	put(t, l, "private")
	for _, path := range regular(t, dir) {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, error %v", path, info.Mode(), err)
		}
	}
}

func TestPut_SameContentIsNotRewritten(t *testing.T) {
	l, dir := newStore(t)
	first := put(t, l, "once")
	path := regular(t, dir)[0]
	before, _ := os.Stat(path)
	old := before.ModTime().Add(-48 * time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	if second := put(t, l, "once"); second != first {
		t.Errorf("second put: got %+v, want %+v", second, first)
	}
	after, _ := os.Stat(path)
	if !os.SameFile(before, after) {
		t.Error("the file was written again")
	}
	if !after.ModTime().After(old) {
		t.Error("the time was not renewed: a tidying job could take the file")
	}
	if n := len(regular(t, dir)); n != 1 {
		t.Errorf("%d files, want 1", n)
	}
}

func TestPut_MendsATruncatedFile(t *testing.T) {
	l, dir := newStore(t)
	s := put(t, l, "whole")
	if err := os.Truncate(regular(t, dir)[0], 2); err != nil {
		t.Fatal(err)
	}
	put(t, l, "whole")
	if got := read(t, l, s.Digest); got != "whole" {
		t.Errorf("got %q", got)
	}
}

func TestWalk_TellsOfKeptFilesOnly(t *testing.T) {
	l, dir := newStore(t)
	want := map[files.Digest]int64{}
	for _, content := range []string{"a", "bb", "ccc"} {
		want[put(t, l, content).Digest] = int64(len(content))
	}
	for _, stray := range []string{"incoming/upload-1", "notes.txt", strings.Repeat("a", 64)} {
		if err := os.WriteFile(filepath.Join(dir, stray), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, order := map[files.Digest]int64{}, []string{}
	err := l.Walk(t.Context(), func(e files.Entry) error {
		got[e.Digest], order = e.Size, append(order, e.Digest.String())
		return nil
	})
	if diff := cmp.Diff(want, got); diff != "" || err != nil || !slices.IsSorted(order) {
		t.Errorf("error %v, order %v (-want +got):\n%s", err, order, diff)
	}
}

func TestWalk_StopsWhenAsked(t *testing.T) {
	l, _ := newStore(t)
	put(t, l, "a")
	put(t, l, "b")
	stop, visits := errors.New("enough"), 0
	err := l.Walk(t.Context(), func(files.Entry) error { visits++; return stop })
	if !errors.Is(err, stop) || visits != 1 {
		t.Errorf("error %v after %d visits", err, visits)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Walk(ctx, func(files.Entry) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// V7: what is erased is gone, and erasing twice is no error.
func TestDelete_ForGood(t *testing.T) {
	l, dir := newStore(t)
	s := put(t, l, "erase me")
	for range 2 {
		if err := l.Delete(t.Context(), s.Digest); err != nil {
			t.Fatal(err)
		}
	}
	if left := regular(t, dir); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	_, err := l.Open(s.Digest)
	if !errors.Is(err, fs.ErrNotExist) || problem.KindOf(err) != problem.Internal {
		t.Errorf("open after delete: %v", err)
	}
}

func TestVerify_FindsAlteredAndMissing(t *testing.T) {
	l, dir := newStore(t)
	s := put(t, l, "as it was")
	if err := l.Verify(t.Context(), s.Digest); err != nil {
		t.Fatal(err)
	}
	path := regular(t, dir)[0]
	if err := os.WriteFile(path, []byte("as it is!"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.Verify(t.Context(), s.Digest); !errors.Is(err, files.ErrAltered) {
		t.Errorf("altered: %v", err)
	}
	if err := l.Delete(t.Context(), s.Digest); err != nil {
		t.Fatal(err)
	}
	if err := l.Verify(t.Context(), s.Digest); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

func TestSweep_TakesOnlyTheAbandoned(t *testing.T) {
	l, dir := newStore(t)
	put(t, l, "kept")
	old, fresh := filepath.Join(dir, "incoming", "upload-old"), filepath.Join(dir, "incoming", "upload-fresh")
	for _, path := range []string{old, fresh} {
		if err := os.WriteFile(path, []byte("part"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	info, _ := os.Stat(old)
	past := info.ModTime().Add(-25 * time.Hour)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	removed, err := l.Sweep(t.Context(), 24*time.Hour)
	if removed != 1 || err != nil {
		t.Errorf("removed %d, error %v", removed, err)
	}
	left := regular(t, dir)
	if len(left) != 2 || !slices.Contains(left, fresh) {
		t.Errorf("left: %v", left)
	}
}

func TestDigest_ReadsOnlyItsOwnForm(t *testing.T) {
	for _, bad := range []string{"", "ab", strings.Repeat("A", 64), strings.Repeat("g", 64), strings.Repeat("a", 66), "../../etc/passwd"} {
		if d, err := files.ParseDigest(bad); err == nil {
			t.Errorf("%q was read as %s", bad, d)
		}
	}
}
