package document_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	documents "peerchallenge/internal/document"
	"peerchallenge/internal/files"
	"peerchallenge/web/document"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// site is a story with the pages of documents.
type site struct {
	*dbtest.Story
	docs   *documents.Service
	routes []page.Route
}

func newSite(t testing.TB, b db.Beginner) site {
	t.Helper()
	s := dbtest.NewStory(t, b)
	store, err := files.NewLocal(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	docs := &documents.Service{DB: b, Clock: s.Clock, Files: store, BaseURL: "https://example.org", MaxBytes: 1 << 20}
	return site{s, docs, document.Routes(&document.Handlers{Documents: docs})}
}

// at is an address of the challenge.
func (s site) at(part string) string { return "/challenges/" + s.Challenge.String() + "/" + part }

func (s site) get(role access.Role, part string) *pagetest.Answer {
	return pagetest.Get(s.T, s.routes, s.at(part), s.As(role), s.Clock)
}

func (s site) post(role access.Role, part string, form url.Values) *pagetest.Answer {
	return pagetest.Post(s.T, s.routes, s.at(part), s.As(role), s.Clock, form)
}

// piece is one part of a form: a field, or a file when it has a file name.
type piece struct{ name, file, body string }

func multi(pieces ...piece) (contentType string, body []byte) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range pieces {
		h := textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name=%q`, p.name)}}
		if p.file != "" {
			h["Content-Disposition"] = []string{fmt.Sprintf(`form-data; name="%s"; filename="%s"`, p.name, p.file)}
			h["Content-Type"] = []string{"application/pdf"} // what a browser says is never believed
		}
		part, _ := w.CreatePart(h)
		_, _ = part.Write([]byte(p.body)) // into memory
	}
	_ = w.Close()
	return w.FormDataContentType(), b.Bytes()
}

func (s site) send(role access.Role, part, contentType string, body []byte) *pagetest.Answer {
	r := pagetest.NewRequest(http.MethodPost, s.at(part), contentType, bytes.NewReader(body))
	return pagetest.Do(s.T, s.routes, r, s.As(role), s.Clock)
}

func (s site) upload(role access.Role, part string, pieces ...piece) *pagetest.Answer {
	contentType, body := multi(pieces...)
	return s.send(role, part, contentType, body)
}

// add keeps a document and gives its address beneath "documents/".
func (s site) add(title, requirement string) string {
	s.T.Helper()
	a := s.upload(access.LinkOfficer, "documents/add", piece{"title", "", title}, piece{"requirement", "", requirement}, piece{"file", "plan.txt", "About " + title})
	if a.Code != http.StatusSeeOther {
		s.T.Fatalf("add: %d %v", a.Code, a.Err)
	}
	return a.Location[strings.LastIndex(a.Location, "/")+1:]
}

func (s site) share() {
	s.T.Helper()
	if a := s.post(access.LinkOfficer, "documents/accept-unscanned", nil); a.Code != http.StatusSeeOther {
		s.T.Fatalf("accept: %d %v", a.Code, a.Err)
	}
	seen, _ := s.get(access.DASS, "documents/share").Doc.Find(`input[name="seen"]`).Attr("value")
	if a := s.post(access.DASS, "documents/share", url.Values{"seen": {seen}}); a.Code != http.StatusSeeOther {
		s.T.Fatalf("share: %d %v", a.Code, a.Err)
	}
}

func (s site) count() int {
	s.T.Helper()
	l, err := s.docs.Page(ctx, s.As(access.DASS), challenge.ID(s.Challenge))
	if err != nil {
		s.T.Fatal(err)
	}
	return len(l.Documents)
}

// shared is the id of the first shared document.
func (s site) shared() string {
	s.T.Helper()
	r, err := s.docs.ReadingPage(ctx, s.As(access.DASS), s.Challenge)
	if err != nil || len(r.Items) == 0 {
		s.T.Fatalf("nothing shared: %v", err)
	}
	return r.Items[0].ID.String()
}
