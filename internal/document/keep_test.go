package document_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/document"
	"peerchallenge/internal/problem"
)

// D1, D2: a document keeps its words, its type by content and its SHA-256, and is
// never said to be scanned.
func TestAdd_D2_KeepsTypeByContentAndDigest(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	key := s.Framework.Documents[3].ID
	s.add("  Adult social care\u202e   strategy\n", key)
	l := s.list()
	if len(l.Documents) != 1 {
		t.Fatalf("documents: %+v", l.Documents)
	}
	d := l.Documents[0]
	if d.Title != "Adult social care strategy" || d.Version != 1 || d.MIME != "text/plain" || d.Scan != "not_scanned" || len(d.Digest) != 64 || d.RequirementKey != key {
		t.Errorf("got %+v", d)
	}
	if line := l.Requirements[3]; line.Status != document.Provided || line.DocumentID != d.ID {
		t.Errorf("line: %+v", line)
	}
	if len(l.Others()) != 0 {
		t.Error("a required document is listed among the others")
	}
}

func TestAdd_WithoutTitleTakesTheFilesName(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	_, err := s.Add(ctx, s.As(access.DASS), s.Challenge, document.New{File: document.Upload{Name: `C:\Users\Me\Market position 2026.txt`, Body: strings.NewReader("words")}})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.list().Documents[0].Title; got != "Market position 2026" {
		t.Errorf("title %q", got)
	}
}

// D2: what can run, hides or bursts is refused in words, and leaves no row.
func TestAdd_D2_Refuses(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	s.MaxBytes = 1 << 20
	cut := io.MultiReader(strings.NewReader("half"), errReader{})
	for _, c := range []struct {
		what, title string
		file        document.Upload
		kind        problem.Kind
		words       string
	}{
		{"a web page", "", document.Upload{Name: "plan.html", Body: strings.NewReader("<html><script>alert(1)</script>")}, problem.Invalid, "web pages"},
		{"a web page named pdf", "", document.Upload{Name: "plan.pdf", Body: strings.NewReader("<!doctype html><p>x")}, problem.Invalid, "web pages"},
		{"a drawing", "", document.Upload{Name: "a.svg", Body: strings.NewReader(`<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`)}, problem.Invalid, "web pages"},
		{"a program", "", document.Upload{Name: "a.exe", Body: strings.NewReader("MZ" + strings.Repeat("\x00", 200))}, problem.Invalid, "programs"},
		{"a zip bomb", "", document.Upload{Name: "a.docx", Body: bytes.NewReader(bomb(t))}, problem.Invalid, "unpack"},
		{"another type than its name", "", document.Upload{Name: "a.pdf", Body: strings.NewReader("plain words")}, problem.Invalid, ""},
		{"an empty file", "", document.Upload{Name: "a.txt", Body: strings.NewReader("")}, problem.Invalid, "empty"},
		{"no file", "", document.Upload{}, problem.Invalid, "Choose a file"},
		{"a huge title", strings.Repeat("x", 201), text("words"), problem.Invalid, "200 characters"},
		{"a title that is no text", "\xff", text("words"), problem.BadRequest, ""},
		{"too many bytes", "", document.Upload{Name: "a.txt", Body: strings.NewReader(strings.Repeat("words ", 1<<20))}, problem.TooLarge, "1 MB"},
		{"a cut connection", "", document.Upload{Name: "a.txt", Body: cut}, problem.BadRequest, "Nothing was kept"},
	} {
		_, err := s.Add(ctx, s.As(access.DASS), s.Challenge, document.New{Title: c.title, File: c.file})
		wantKind(t, c.what, err, c.kind)
		if err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v, want words about %q", c.what, err, c.words)
		}
	}
	if got := s.list().Documents; len(got) != 0 {
		t.Errorf("refused files left rows: %+v", got)
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

// bomb is a docx that says it unpacks to 2 GB.
func bomb(t *testing.T) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml"} {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, "<?xml version=\"1.0\"?><Types></Types>")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: "word/media/image1.bmp", Method: zip.Deflate, UncompressedSize64: 2 << 30, CompressedSize64: 4})
	if err == nil {
		_, err = w.Write([]byte("bomb"))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// An unknown line of the required list is not there, and no byte is read for it.
func TestAdd_UnknownRequirement(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	_, err := s.Add(ctx, s.As(access.DASS), s.Challenge, document.New{Requirement: "DOC99", File: document.Upload{Name: "a.txt", Body: errReader{}}})
	wantKind(t, "add", err, problem.NotFound)
}

// D2: two new versions at the same moment get numbers of their own, and no bytes are lost.
func TestAddVersion_D2_TwoAtOnce(t *testing.T) {
	s := newTale(t, dbtest.DB(t).Pool)
	d := s.add("Strategy", "")
	var wg sync.WaitGroup
	got, errs := make([]int, 2), make([]error, 2)
	for i, role := range []access.Role{access.DASS, access.LinkOfficer} {
		wg.Go(func() {
			got[i], errs[i] = s.AddVersion(ctx, s.As(role), s.Challenge, d, text("Words of "+string(role)))
		})
	}
	wg.Wait()
	slices.Sort(got)
	if !slices.Equal(got, []int{2, 3}) || errs[0] != nil || errs[1] != nil {
		t.Fatalf("versions %v, errors %v", got, errs)
	}
	for version := 1; version <= 3; version++ {
		f, err := s.Download(ctx, s.As(access.DASS), s.Challenge, d, version)
		if err == nil {
			err = s.Files.Verify(ctx, f.Digest)
		}
		if err != nil {
			t.Errorf("version %d: %v", version, err)
		}
	}
}

// Pressing the button twice adds one version.
func TestAddVersion_SameFileAgain(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	d := s.add("Strategy", "")
	_, err := s.AddVersion(ctx, s.As(access.DASS), s.Challenge, d, text("About Strategy"))
	wantKind(t, "the same file", err, problem.Invalid)
	_, err = s.AddVersion(ctx, s.As(access.DASS), s.Challenge, uuid.New(), text("Other"))
	wantKind(t, "no such document", err, problem.NotFound)
}

// D1: removing leaves what rested on the document outstanding; shared ones stay.
func TestRemove_D1_NotWhenShared(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	provided, covered := s.Framework.Documents[3].ID, s.Framework.Documents[4].ID
	d := s.add("Strategy", provided)
	if err := s.SetRequirement(ctx, s.As(access.DASS), s.Challenge, covered, document.Answer{Status: document.Covered, Document: d}); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(ctx, s.As(access.LinkOfficer), s.Challenge, d); err != nil {
		t.Fatal(err)
	}
	l := s.list()
	if len(l.Documents) != 0 || l.Requirements[3].Answered() || l.Requirements[4].Answered() {
		t.Errorf("after removing: %+v %+v", l.Requirements[3], l.Requirements[4])
	}
	_, err := s.Download(ctx, s.As(access.DASS), s.Challenge, d, 1)
	wantKind(t, "download of a removed one", err, problem.NotFound)
	kept := s.add("Kept", "")
	s.share()
	wantKind(t, "removing a shared one", s.Remove(ctx, s.As(access.DASS), s.Challenge, kept), problem.Closed)
}

// D1: each line of the required list takes its own answer, with what belongs to it.
func TestSetRequirement_D1(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	key, d := s.Framework.Documents[3].ID, s.add("Plan", "")
	for _, c := range []struct {
		what  string
		a     document.Answer
		field string
	}{
		{"nothing", document.Answer{}, "status"},
		{"provided without a file", document.Answer{Status: document.Provided}, "status"},
		{"covered by nothing", document.Answer{Status: document.Covered}, "document"},
		{"covered by what is not there", document.Answer{Status: document.Covered, Document: uuid.New()}, "document"},
		{"no reason", document.Answer{Status: document.NotAvailable, Reason: " \n"}, "reason"},
		{"a long reason", document.Answer{Status: document.NotAvailable, Reason: strings.Repeat("é", 2001)}, "reason"},
	} {
		err := s.SetRequirement(ctx, s.As(access.DASS), s.Challenge, key, c.a)
		var p *problem.Problem
		if !errors.As(err, &p) || p.Kind != problem.Invalid || len(p.Fields) != 1 || p.Fields[0].Name != c.field {
			t.Errorf("%s: %v, want a message for %s", c.what, err, c.field)
		}
	}
	for _, a := range []document.Answer{
		{Status: document.Covered, Document: d}, {Status: document.NotAvailable, Reason: "We hold none", Document: d}, {Status: document.Outstanding, Reason: "x"},
	} {
		if err := s.SetRequirement(ctx, s.As(access.LinkOfficer), s.Challenge, key, a); err != nil {
			t.Fatal(err)
		}
		line := s.list().Requirements[3]
		if line.Status != a.Status || (line.Reason != "") != (a.Status == document.NotAvailable) || (line.DocumentID == d) != (a.Status == document.Covered) {
			t.Errorf("%s: %+v", a.Status, line)
		}
	}
	wantKind(t, "unknown line", s.SetRequirement(ctx, s.As(access.DASS), s.Challenge, "DOC99", document.Answer{Status: document.Outstanding}), problem.NotFound)
}

// Once the challenge is closed the list is read, not changed.
func TestKeep_Closed(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	d := s.add("Plan", "")
	s.MoveTo(access.Closed)
	for what, err := range s.everyWrite(s.As(access.DASS), d) {
		wantKind(t, what, err, problem.Closed)
	}
	if l := s.list(); l.CanKeep || len(l.Documents) != 1 {
		t.Errorf("list after closing: %+v", l)
	}
}
