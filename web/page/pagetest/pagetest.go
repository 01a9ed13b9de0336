// Package pagetest asks a feature's routes for pages without a server: as an
// actor, at a time, with a session in memory.
package pagetest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
)

// Answer is what came back.
type Answer struct {
	Code     int
	Body     string
	Location string
	Header   http.Header
	Doc      *goquery.Document
	Err      error // what the handler returned; Code is then its status
}

// Get asks for a page.
func Get(t testing.TB, routes []page.Route, path string, actor access.Actor, c clock.Clock) *Answer {
	t.Helper()
	return Do(t, routes, httptest.NewRequest(http.MethodGet, path, nil), actor, c)
}

// Post sends a form.
func Post(t testing.TB, routes []page.Route, path string, actor access.Actor, c clock.Clock, form url.Values) *Answer {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return Do(t, routes, r, actor, c)
}

// Do sends any request, such as an upload.
func Do(t testing.TB, routes []page.Route, req *http.Request, actor access.Actor, c clock.Clock) *Answer {
	t.Helper()
	answer := &Answer{}
	sessions := scs.New()
	router := chi.NewRouter()
	for _, route := range routes {
		router.MethodFunc(route.Method, route.Pattern, func(w http.ResponseWriter, r *http.Request) {
			q := &page.Request{Request: r, Actor: actor, Now: c.Now(), Nonce: "test", Sessions: sessions, Public: route.Gate == page.PublicOnly}
			if person, ok := actor.PersonID(); ok {
				q.Who = &page.Person{ID: uuid.UUID(person), Name: "Test Person", RegionName: "Test region",
					Coordinator: route.Gate == page.OfRegion, Operator: route.Gate == page.OfInstallation}
			}
			if err := route.Handle(w, q); err != nil {
				answer.Err = err
				w.WriteHeader(page.StatusOf(problem.KindOf(err)))
			}
		})
	}
	rec := httptest.NewRecorder()
	sessions.LoadAndSave(router).ServeHTTP(rec, req)
	body, err := io.ReadAll(rec.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	answer.Code, answer.Body, answer.Header = rec.Code, string(body), rec.Result().Header
	answer.Location = rec.Result().Header.Get("Location")
	if answer.Doc, err = goquery.NewDocumentFromReader(strings.NewReader(answer.Body)); err != nil {
		t.Fatal(err)
	}
	return answer
}

// NewRequest makes a request with a body of any kind, for Do.
func NewRequest(method, path, contentType string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, path, body)
	r.Header.Set("Content-Type", contentType)
	return r
}

// Errors are the messages of the error summary, in order.
func (a *Answer) Errors() []string {
	return a.Doc.Find(".govuk-error-summary__list a").Map(func(_ int, s *goquery.Selection) string { return strings.TrimSpace(s.Text()) })
}
