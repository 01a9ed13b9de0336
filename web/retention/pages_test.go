package retention_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/retention"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
	webretention "peerchallenge/web/retention"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func routes(s *dbtest.Story) []page.Route {
	return webretention.Routes(&webretention.Handlers{Retention: &retention.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://peer.example"}})
}

// V6, I3: everybody on the challenge reads what is kept; the log is read by director,
// link officer and coordinator; strangers find neither.
func TestPages_V6_WhoseTheyAre(t *testing.T) {
	// by itself: it counts statements
	s := dbtest.NewStory(t, dbtest.Tx(t))
	at := "/challenges/" + s.Challenge.String()
	log := map[access.Role]bool{access.DASS: true, access.LinkOfficer: true, access.Coordinator: true}
	for _, role := range dbtest.Everyone {
		if got := pagetest.Get(t, routes(s), at+"/information", s.As(role), s.Clock); got.Code != http.StatusOK {
			t.Errorf("%s at information: %d", role, got.Code)
		}
		want := http.StatusNotFound
		if log[role] {
			want = http.StatusOK
		}
		if got := pagetest.Get(t, routes(s), at+"/requests", s.As(role), s.Clock); got.Code != want {
			t.Errorf("%s at requests: %d, want %d", role, got.Code, want)
		}
	}
	for name, actor := range map[string]access.Actor{"stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere)} {
		for _, part := range []string{"/information", "/information/confirm", "/requests", "/take-down"} {
			if got := pagetest.Get(t, routes(s), at+part, actor, s.Clock); got.Code != http.StatusNotFound {
				t.Errorf("%s at %s: %d, want 404", name, part, got.Code)
			}
		}
	}
	n := dbtest.Statements(func() { pagetest.Get(t, routes(s), at+"/information", s.As(access.Lead), s.Clock) })
	if n > 8 {
		t.Errorf("what is kept: %d statements, want 8 at most beside the session", n)
	}
}

// I1, I3: what was typed is kept when a form is refused; agreements are recorded, then
// confirmed, then nothing more is to confirm.
func TestForms_I1_I3_KeepWords(t *testing.T) {
	t.Parallel()
	s := dbtest.NewUnagreed(t, dbtest.Tx(t))
	coordinator := s.As(access.Coordinator)
	at := "/challenges/" + s.Challenge.String()
	form := url.Values{"controllers": {"Each council for its own"}, "assessment-on-day": {"31"}, "assessment-on-month": {"2"}, "assessment-on-year": {"2027"}}
	if got := pagetest.Post(t, routes(s), "/agreements/"+s.Cycle.String(), coordinator, s.Clock, form); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "Each council for its own") {
		t.Errorf("a wrong date: %d, words kept: %v", got.Code, strings.Contains(got.Body, "Each council for its own"))
	}
	if got := pagetest.Post(t, routes(s), at+"/information/confirm", s.As(access.DASS), s.Clock, url.Values{"version": {"1"}}); got.Code != http.StatusConflict {
		t.Errorf("confirming nothing: %d, want 409", got.Code)
	}
	for k, v := range map[string]string{"assessment-on-day": "1", "assessment-by": "An officer", "assessment-reference": "DPIA", "agreement-by": "Directors", "agreement-reference": "DSA",
		"agreement-on-day": "2", "agreement-on-month": "2", "agreement-on-year": "2027"} {
		form.Set(k, v)
	}
	if got := pagetest.Post(t, routes(s), "/agreements/"+s.Cycle.String(), coordinator, s.Clock, form); got.Code != http.StatusSeeOther {
		t.Fatalf("recording: %d", got.Code)
	}
	if got := pagetest.Post(t, routes(s), at+"/information/confirm", s.As(access.DASS), s.Clock, url.Values{"version": {"1"}}); got.Code != http.StatusSeeOther {
		t.Errorf("confirming: %d", got.Code)
	}
	if got := pagetest.Post(t, routes(s), at+"/requests", s.As(access.LinkOfficer), s.Clock, url.Values{"words": {"All about waiting times"}}); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "All about waiting times") {
		t.Errorf("a request without its kind: %d, or the words are lost", got.Code)
	}
	if got := pagetest.Get(t, routes(s), "/account/copy.json", coordinator, s.Clock); got.Code != http.StatusOK || !strings.Contains(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the copy: %d", got.Code)
	}
}
