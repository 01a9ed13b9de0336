package download_test

import (
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
	"peerchallenge/web/download"
)

const content = "0123456789 and the rest"

// serve runs a real server with one document, and asks it once.
func serve(t *testing.T, name string, ask func(*http.Request)) *http.Response {
	t.Helper()
	store, err := files.NewLocal(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Put(t.Context(), strings.NewReader(content), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'") // what the middleware set before
		if err := download.Serve(w, r, store, s.Digest, name, s.MIME); err != nil {
			w.WriteHeader(http.StatusTeapot)
		}
	}))
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	ask(r)
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// D2: a document cannot run in the reader's session.
func TestServe_CannotRun(t *testing.T) {
	r := serve(t, "Cyngor Môn.txt", func(*http.Request) {})
	want := map[string][]string{
		"Content-Type":                 {"text/plain"},
		"Content-Disposition":          {`attachment; filename="Cyngor Mon.txt"; filename*=UTF-8''Cyngor%20M%C3%B4n.txt`},
		"X-Content-Type-Options":       {"nosniff"},
		"Content-Security-Policy":      {"default-src 'none'; sandbox"},
		"Cache-Control":                {"private, no-store"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
	}
	got := map[string][]string{}
	for name := range want {
		got[name] = r.Header.Values(name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	if text := body(t, r); r.StatusCode != http.StatusOK || text != content {
		t.Errorf("status %d, body %q", r.StatusCode, text)
	}
}

func TestServe_Ranges(t *testing.T) {
	for _, c := range []struct {
		header, match string
		status        int
		want          string
	}{
		{"bytes=2-5", "", http.StatusPartialContent, "2345"},
		{"bytes=-4", "", http.StatusPartialContent, "rest"},
		{"bytes=2-5", `"another document"`, http.StatusOK, content},
		{"bytes=999-", "", http.StatusRequestedRangeNotSatisfiable, "invalid range: failed to overlap\n"},
	} {
		r := serve(t, "a.txt", func(r *http.Request) {
			r.Header.Set("Range", c.header)
			if c.match != "" {
				r.Header.Set("If-Range", c.match)
			}
		})
		if text := body(t, r); r.StatusCode != c.status || text != c.want {
			t.Errorf("%s %s: status %d, body %q", c.header, c.match, r.StatusCode, text)
		}
	}
}

func TestServe_OnlyFetching(t *testing.T) {
	if r := serve(t, "a.txt", func(r *http.Request) { r.Method = http.MethodHead }); r.StatusCode != http.StatusOK || body(t, r) != "" {
		t.Errorf("HEAD: status %d", r.StatusCode)
	}
	if r := serve(t, "a.txt", func(r *http.Request) { r.Method = http.MethodPost }); r.StatusCode != http.StatusTeapot {
		t.Errorf("POST: status %d", r.StatusCode)
	}
}

func TestServe_MissingFileWritesNothing(t *testing.T) {
	store, err := files.NewLocal(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	err = download.Serve(w, httptest.NewRequest(http.MethodGet, "/", nil), store, files.Digest{1}, "a.txt", "text/plain")
	if !problem.Is(err, problem.Internal) || len(w.Header()) > 0 || w.Body.Len() > 0 {
		t.Errorf("error %v, headers %v", err, w.Header())
	}
}

// The full name comes back as it was, read by the standard library, and no
// name can break out of its header.
func TestDisposition_NamesComeBack(t *testing.T) {
	for _, name := range []string{
		"plan.pdf", "Siân's plan (v2) 50%.docx", "計画.pdf", "a;b=c,d.txt", "\"; filename=evil.html", "x\r\nSet-Cookie: a=b.txt", "", "emoji 👩‍🦽.png",
	} {
		header := download.Disposition(name)
		kind, parameters, err := mime.ParseMediaType(header)
		if err != nil || kind != "attachment" || parameters["filename"] != files.CleanName(name) {
			t.Errorf("%q gave %q: %v %v", name, header, parameters, err)
		}
		if strings.ContainsAny(header, "\r\n") {
			t.Errorf("%q broke the header: %q", name, header)
		}
	}
}
