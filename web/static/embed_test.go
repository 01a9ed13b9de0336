package static

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(method, address string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(method, address, nil))
	return w
}

func TestAddressCarriesTheHashAndMayBeKept(t *testing.T) {
	for name, kind := range map[string]string{"app.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8", "planning.js": "text/javascript; charset=utf-8", "mark.svg": "image/svg+xml"} {
		address := URL(name)
		if !regexp.MustCompile(`^/static/\w+\.[0-9a-f]{12}\.\w+$`).MatchString(address) {
			t.Errorf("%s: address %q has no hash", name, address)
		}
		w := get(http.MethodGet, address)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: want it, got %d with %d bytes", name, w.Code, w.Body.Len())
		}
		if got := w.Header().Get("Content-Type"); got != kind {
			t.Errorf("%s: want %q, got %q", name, kind, got)
		}
		if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: want it kept, got %q", name, got)
		}
	}
}

func TestOtherAddressesAreNotFound(t *testing.T) {
	for _, address := range []string{"/static/app.000000000000.css", "/static/", "/static/embed.go", "/static/../embed.go"} {
		if w := get(http.MethodGet, address); w.Code != http.StatusNotFound {
			t.Errorf("%s: want not found, got %d", address, w.Code)
		}
	}
	if w := get(http.MethodPost, URL("app.css")); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: want it refused, got %d", w.Code)
	}
}

// A published page is kept as bytes and must find its sheet after the next build (F10).
func TestStableAddressIsKeptForMinutesOnly(t *testing.T) {
	w := get(http.MethodGet, Stable("app.css"))
	if w.Code != http.StatusOK || w.Body.String() != get(http.MethodGet, URL("app.css")).Body.String() {
		t.Errorf("want the present sheet, got %d", w.Code)
	}
	if got := w.Header().Get("Cache-Control"); got != "public, max-age=300" {
		t.Errorf("want it asked for again soon, got %q", got)
	}
}

// The sheet carries nothing of GOV.UK's own identity and asks for nothing from
// elsewhere; the script writes no HTML, so that Trusted Types can be required.
func TestBuiltFilesAreOurs(t *testing.T) {
	css, js := get(http.MethodGet, URL("app.css")).Body.String(), get(http.MethodGet, URL("app.js")).Body.String()+get(http.MethodGet, URL("planning.js")).Body.String()
	for _, word := range []string{"crown", "crest", "GDS Transport", "@font-face", "url(http", "@import"} {
		if strings.Contains(css, word) {
			t.Errorf("app.css contains %q", word)
		}
	}
	for _, word := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "new Function", "document.write", "http://", "https://"} {
		if strings.Contains(js, word) {
			t.Errorf("a script contains %q", word)
		}
	}
}
