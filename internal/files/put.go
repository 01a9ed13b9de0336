package files

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"time"

	"peerchallenge/internal/problem"
)

// FieldName is the form control that the gate's messages belong to.
const FieldName = "file"

// Stored is what is known of a file once all of it has arrived.
type Stored struct {
	Digest    Digest
	Size      int64  // bytes
	MIME      string // by content, without parameters, such as "application/pdf"
	Extension string // usual for MIME, with the dot; empty when unknown
	Name      string // from Accept only: the name to keep and to show
}

// Put keeps what r gives, whatever it is, in constant memory. More than max
// bytes is TooLarge; a connection that was cut or given up is BadRequest, with
// r's own error as its cause. After an error nothing is left behind. For what
// people upload, use Accept.
func (l *Local) Put(ctx context.Context, r io.Reader, max int64) (Stored, error) {
	a, err := l.receive(ctx, r, max)
	if err != nil {
		return Stored{}, err
	}
	defer a.discard()
	return a.Stored, l.keep(a)
}

// Accept is Put behind the gate: a file whose content or name is refused is
// Invalid, in words for FieldName, and not kept (D2). name is what the browser
// sent; Stored.Name is its clean form, with an extension when it had none.
func (l *Local) Accept(ctx context.Context, r io.Reader, max int64, name string) (Stored, error) {
	a, err := l.receive(ctx, r, max)
	if err != nil {
		return Stored{}, err
	}
	defer a.discard()
	a.Name = CleanName(name)
	if err := a.judge(a.Name); err != nil {
		return Stored{}, err
	}
	k := kindNamed(a.MIME, a.Name)
	a.MIME, a.Extension = k.mime, k.extensions[0]
	if extensionOf(a.Name) == "" {
		a.Name = CleanName(a.Name + a.Extension)
	}
	return a.Stored, l.keep(a)
}

// arrival is a file received in full, but not yet kept.
type arrival struct {
	Stored
	found
	file *os.File
}

// judge is the whole gate: what is inside, then type and name.
func (f found) judge(name string) error {
	if f.objection != "" {
		return refuse(f.objection)
	}
	return Gate(f.mime, name)
}

// discard removes the temporary file; once the file is kept it is gone by
// rename, and nothing happens.
func (a *arrival) discard() {
	_ = a.file.Close()
	_ = os.Remove(a.file.Name())
}

func (l *Local) receive(ctx context.Context, r io.Reader, max int64) (_ *arrival, err error) {
	f, err := os.CreateTemp(filepath.Join(l.dir, incoming), "upload-*")
	if err != nil {
		return nil, problem.Internalf(err, "files: begin")
	}
	a := &arrival{file: f}
	defer func() {
		if err != nil {
			a.discard()
		}
	}()
	if a.Digest, a.Size, err = copyLimited(ctx, f, r, max); err != nil {
		return nil, err
	}
	if a.found, err = sniff(f, a.Size); err != nil {
		return nil, problem.Internalf(err, "files: look inside")
	}
	a.MIME, a.Extension = a.mime, a.extension
	return a, nil
}

// copyLimited writes r to f while hashing it, and tells a reader's failure
// (the other side's) from a writer's (ours).
func copyLimited(ctx context.Context, f *os.File, r io.Reader, max int64) (d Digest, size int64, err error) {
	body := &source{ctx: ctx, r: r}
	hash := sha256.New()
	limited := io.LimitReader(body, min(max, math.MaxInt64-1)+1) // one byte more shows that there is more
	size, err = io.CopyBuffer(io.MultiWriter(f, hash), limited, make([]byte, 64<<10))
	switch {
	case size > max:
		return d, size, tooLarge(max)
	case body.err != nil:
		return d, size, cutOff(body.err)
	case err != nil:
		return d, size, problem.Internalf(err, "files: write")
	}
	hash.Sum(d[:0])
	return d, size, nil
}

// source reads until its context ends, and remembers a failure.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (n int, err error) {
	if err = s.ctx.Err(); err == nil {
		n, err = s.r.Read(p)
	}
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func tooLarge(max int64) error {
	words := "The file is larger than " + SizeWords(max) + ", which is the most we can take. Make it smaller, or split it, and upload it again."
	return &problem.Problem{Kind: problem.TooLarge, Message: words, Fields: problem.Fields{{Name: FieldName, Message: words}}}
}

func cutOff(cause error) error {
	var known *problem.Problem
	if errors.As(cause, &known) {
		return known // the reader has its own words for it
	}
	return problem.Wrap(problem.BadRequest, "The upload stopped before all of the file had arrived. Nothing was kept. Upload the file again.", cause)
}

// keep moves an arrival to its place, so that it is either there in full or
// not at all.
func (l *Local) keep(a *arrival) error {
	path := l.path(a.Digest)
	if a.alreadyKept(path) {
		return l.settle(path)
	}
	err := errors.Join(a.file.Sync(), a.file.Close(), os.MkdirAll(filepath.Dir(path), 0o700))
	if err == nil {
		err = os.Rename(a.file.Name(), path)
	}
	if err != nil {
		return problem.Internalf(err, "files: keep %s", a.Digest)
	}
	return l.settle(path)
}

// alreadyKept freshens the time of a file that is there, so that a tidying
// job does not take it before its new record is committed. A file of another
// size is damaged and is written anew.
func (a *arrival) alreadyKept(path string) bool {
	there, err := os.Stat(path)
	if err != nil || there.Size() != a.Size {
		return false
	}
	here, err := a.file.Stat()
	return err == nil && os.Chtimes(path, time.Time{}, here.ModTime()) == nil
}

// settle makes the names on the way to path outlast a power cut.
func (l *Local) settle(path string) error {
	inner := filepath.Dir(path)
	err := errors.Join(syncDir(inner), syncDir(filepath.Dir(inner)), syncDir(l.dir))
	if err != nil {
		return problem.Internalf(err, "files: settle")
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
