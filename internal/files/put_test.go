package files_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
)

// counting gives size bytes, zeros with a counter in each block, and notes the
// highest heap on the way.
type counting struct {
	left, block int64
	peak        uint64
}

func (c *counting) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), c.left))
	clear(p[:n])
	if n >= 8 {
		binary.LittleEndian.PutUint64(p, uint64(c.block))
	}
	if c.block%64 == 0 {
		c.peak = max(c.peak, heap())
	}
	c.left, c.block = c.left-int64(n), c.block+1
	return n, nil
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestPut_ConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200 MB")
	}
	const size, allowed = 200 << 20, 8 << 20
	l, _ := newStore(t)
	runtime.GC()
	before := heap()
	body := &counting{left: size}
	s, err := l.Put(t.Context(), body, size)
	if err != nil || s.Size != size {
		t.Fatalf("size %d, error %v", s.Size, err)
	}
	if grown := int64(body.peak) - int64(before); grown > allowed {
		t.Errorf("the heap grew by %d bytes, more than %d", grown, allowed)
	}
	if err := l.Verify(t.Context(), s.Digest); err != nil {
		t.Error(err)
	}
}

func TestPut_LimitIsInclusiveAndNamed(t *testing.T) {
	l, dir := newStore(t)
	if _, err := l.Put(t.Context(), strings.NewReader(strings.Repeat("x", 2048)), 2048); err != nil {
		t.Errorf("exactly the limit: %v", err)
	}
	_, err := l.Put(t.Context(), strings.NewReader(strings.Repeat("y", 2049)), 2048)
	var p *problem.Problem
	if !errors.As(err, &p) || p.Kind != problem.TooLarge || !strings.Contains(p.Message, "larger than 2 KB,") {
		t.Errorf("one byte more: %v", err)
	}
	if left := regular(t, dir); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}

func TestPut_CutConnectionLeavesNothing(t *testing.T) {
	cut := io.MultiReader(strings.NewReader("half a fi"), iotest.ErrReader(io.ErrUnexpectedEOF))
	l, dir := newStore(t)
	_, err := l.Put(t.Context(), cut, limit)
	if !problem.Is(err, problem.BadRequest) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	if left := regular(t, dir); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestPut_GivenUpLeavesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	l, dir := newStore(t)
	body := io.MultiReader(strings.NewReader("start"), onRead(cancel), strings.NewReader("never read"))
	_, err := l.Put(ctx, body, limit)
	if !problem.Is(err, problem.BadRequest) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left := regular(t, dir); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// onRead is an empty reader that does something when its turn comes.
type onRead func()

func (f onRead) Read([]byte) (int, error) { f(); return 0, nil }

func TestPut_ReadersOwnWordsPass(t *testing.T) {
	l, _ := newStore(t)
	own := problem.New(problem.TooMany, "Wait a minute.")
	if _, err := l.Put(t.Context(), iotest.ErrReader(own), limit); !errors.Is(err, own) || !problem.Is(err, problem.TooMany) {
		t.Errorf("got %v", err)
	}
}

func TestPut_SameContentAtTheSameTime(t *testing.T) {
	l, dir := newStore(t)
	content := strings.Repeat("together ", 20_000)
	var wg sync.WaitGroup
	got := make([]files.Stored, 16)
	errs := make([]error, len(got))
	for i := range got {
		wg.Go(func() { got[i], errs[i] = l.Put(t.Context(), strings.NewReader(content), limit) })
	}
	wg.Wait()
	want := files.Digest(sha256.Sum256([]byte(content)))
	for i := range got {
		if errs[i] != nil || got[i].Digest != want {
			t.Errorf("put %d: %v, error %v", i, got[i].Digest, errs[i])
		}
	}
	if left := regular(t, dir); len(left) != 1 || read(t, l, want) != content {
		t.Errorf("left: %v", left)
	}
}

func TestSizeWords(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 1023: "1023 bytes", 1024: "1 KB", 1536: "1.5 KB", 36929: "36 KB",
		1<<20 - 1: "1 MB", 200 << 20: "200 MB", 3 << 29: "1.5 GB", 5 << 50: "5120 TB",
	} {
		if got := files.SizeWords(n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}
