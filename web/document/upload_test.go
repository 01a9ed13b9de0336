package document_test

import (
	"net/http"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
)

// D2: what is refused is refused in words at the field, the title stays, and
// nothing is kept.
func TestUpload_D2_RefusedInWords(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	title := piece{"title", "", "Market position"}
	for _, c := range []struct {
		what   string
		pieces []piece
		code   int
		words  string
	}{
		{"a web page", []piece{title, {"file", "a.html", "<html><body>x"}}, 422, "web pages"},
		{"a drawing that says it is a PDF", []piece{title, {"file", "a.pdf", "<svg xmlns='http://www.w3.org/2000/svg'/>"}}, 422, "web pages"},
		{"a program", []piece{title, {"file", "a.exe", "MZ" + strings.Repeat("\x00", 90)}}, 422, "programs"},
		{"a name that hides its ending", []piece{title, {"file", "plan\u202etxt.exe", "words"}}, 422, "programs"},
		{"no file field", []piece{title}, 422, "Choose a file"},
		{"no file chosen", []piece{title, {"file", "", ""}}, 422, "Choose a file"},
		{"two files", []piece{title, {"file", "a.txt", "one"}, {"file", "b.txt", "two"}}, 422, "one file at a time"},
		{"too large", []piece{title, {"file", "a.txt", strings.Repeat("words ", 1<<18)}}, 413, "larger than 1 MB"},
	} {
		a := s.upload(access.LinkOfficer, "documents/add", c.pieces...)
		got := strings.Join(a.Errors(), " ")
		if a.Code != c.code || !strings.Contains(got, c.words) {
			t.Errorf("%s: %d %q %v, want %d and words about %q", c.what, a.Code, got, a.Err, c.code, c.words)
		}
		if value, _ := a.Doc.Find(`input[name="title"]`).Attr("value"); value != "Market position" {
			t.Errorf("%s: the title became %q", c.what, value)
		}
		if !strings.HasPrefix(a.Doc.Find("title").Text(), "Error: ") {
			t.Errorf("%s: the title of the page does not say that there is an error", c.what)
		}
	}
	if s.count() != 0 {
		t.Error("something refused was kept")
	}
}

// A long title is shown again; one no form could hold is refused in a sentence.
func TestUpload_HugeTitle(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	file := piece{"file", "a.txt", "words"}
	a := s.upload(access.DASS, "documents/add", piece{"title", "", strings.Repeat("é", 300)}, file)
	if value, _ := a.Doc.Find(`input[name="title"]`).Attr("value"); a.Code != 422 || value != strings.Repeat("é", 300) {
		t.Errorf("300 letters: %d, %d kept", a.Code, len(value))
	}
	for what, title := range map[string]string{"20,000 letters": strings.Repeat("x", 20_000)} {
		if a := s.upload(access.DASS, "documents/add", piece{"title", "", title}, file); a.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %d", what, a.Code)
		}
	}
	for what, title := range map[string]string{"invalid UTF-8": "\xff\xfe", "NUL": "a\x00b"} {
		if a := s.upload(access.DASS, "documents/add", piece{"title", "", title}, file); a.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", what, a.Code)
		}
	}
}

// Broken and cut forms, and forms of another sort, get a 4xx and leave nothing.
func TestUpload_BrokenForms(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	kind, body := multi(piece{"title", "", "Plan"}, piece{"file", "a.txt", strings.Repeat("words ", 1000)})
	many := make([]piece, 30)
	for i := range many {
		many[i] = piece{"x", "", "y"}
	}
	manyKind, manyBody := multi(many...)
	lateKind, lateBody := multi(piece{"file", "a.txt", "words"}, piece{"title", "", "after the file"})
	for _, c := range []struct {
		what, kind string
		body       []byte
	}{
		{"cut within the file", kind, body[:len(body)-3000]},
		{"cut before the last boundary", kind, body[:len(body)-8]},
		{"cut within a field", kind, body[:60]},
		{"another boundary", "multipart/form-data; boundary=other", body},
		{"no boundary", "multipart/form-data", body},
		{"no multipart", "application/x-www-form-urlencoded", []byte("title=x")},
		{"JSON", "application/json", []byte("{}")},
		{"no type", "", body},
		{"30 fields", manyKind, manyBody},
		{"a field after the file", lateKind, lateBody},
		{"nothing", kind, nil},
	} {
		for _, part := range []string{"documents/add"} {
			if a := s.send(access.DASS, part, c.kind, c.body); a.Code != http.StatusBadRequest {
				t.Errorf("%s: %d %v, want 400", c.what, a.Code, a.Err)
			}
		}
	}
	if s.count() != 0 {
		t.Error("a broken form left a document")
	}
}

// D2: names are cleaned, and what comes back is an attachment that cannot run.
func TestDownload_D2_CannotRun(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	a := s.upload(access.DASS, "documents/add", piece{"file", `..\..\etc/pass` + "\u202e" + `wd.txt`, "words"})
	if a.Code != http.StatusSeeOther {
		t.Fatalf("%d %v", a.Code, a.Err)
	}
	d := a.Location[strings.LastIndex(a.Location, "/")+1:]
	got := s.get(access.LinkOfficer, "documents/"+d+"/versions/1/file")
	if got.Code != http.StatusOK || got.Body != "words" {
		t.Fatalf("%d %q", got.Code, got.Body)
	}
	for header, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		"Content-Disposition": `attachment; filename="passwd.txt"; filename*=UTF-8''passwd.txt`} {
		if v := got.Header.Get(header); v != want {
			t.Errorf("%s: %q, want %q", header, v, want)
		}
	}
	for _, version := range []string{"2", "0", "-1", "x", "99999999999999999999"} {
		if a := s.get(access.DASS, "documents/"+d+"/versions/"+version+"/file"); a.Code != http.StatusNotFound {
			t.Errorf("version %s: %d", version, a.Code)
		}
	}
}
