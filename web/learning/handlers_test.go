package learning_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	service "peerchallenge/internal/learning"
	"peerchallenge/web/learning"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

type site struct {
	*dbtest.Story
	t      *testing.T
	routes []page.Route
	svc    *service.Service
}

func drafting(t *testing.T) site {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for _, stage := range []access.Stage{access.Reading, access.OnSite, access.Drafting} {
		s.MoveTo(stage)
	}
	svc := &service.Service{DB: s.DB, Clock: s.Clock}
	return site{s, t, learning.Routes(&learning.Handlers{Learning: svc}), svc}
}

func (s site) get(actor access.Actor, path string, code int) *pagetest.Answer {
	s.t.Helper()
	a := pagetest.Get(s.t, s.routes, path, actor, s.Clock)
	if a.Code != code {
		s.t.Fatalf("GET %s: %d (%v), want %d", path, a.Code, a.Err, code)
	}
	return a
}

func (s site) post(actor access.Actor, path string, form url.Values, code int) *pagetest.Answer {
	s.t.Helper()
	a := pagetest.Post(s.t, s.routes, path, actor, s.Clock, form)
	if a.Code != code {
		s.t.Fatalf("POST %s: %d (%v), want %d", path, a.Code, a.Err, code)
	}
	return a
}

// V6, E2: another's idea, the log of somebody who takes part in nothing, and the
// agreement of a challenge one is not on are not there.
func TestWall_E2_Pages(t *testing.T) {
	s := drafting(t)
	idea, err := s.svc.Note(context.Background(), s.As(access.Lead), service.NewIdea{Words: "Huddles"})
	if err != nil {
		t.Fatal(err)
	}
	path := "/learning/" + idea.String()
	for _, role := range dbtest.Everyone {
		if role == access.Lead {
			continue
		}
		s.get(s.As(role), path, 404)
		s.get(s.As(role), path+"/share", 404)
		for _, act := range []string{"", "/share", "/withdraw", "/remove"} {
			s.post(s.As(role), path+act, url.Values{"words": {"x"}, "version": {"1"}}, 404)
		}
	}
	for _, p := range []string{"/learning", "/learning/shared", "/learning/themes"} {
		s.get(dbtest.Operator, p, 404)
	}
	on := "/challenges/" + s.Challenge.String() + "/learning"
	for _, actor := range []access.Actor{s.As(access.Coordinator), s.As(access.Contributor), access.Person(s.Stranger), access.Person(s.Elsewhere)} {
		s.get(actor, on, 404)
		s.post(actor, on+"/agree", nil, 404)
	}
}

// E2: an idea is written, changed, checked, shared, found, and taken back; words
// typed survive a refusal.
func TestLog_E2_Pages(t *testing.T) {
	s := drafting(t)
	lead := s.As(access.Lead)
	long := strings.Repeat("a", 4001)
	if a := s.post(lead, "/learning", url.Values{"words": {long}}, 422); a.Doc.Find("#words").Text() != long || len(a.Errors()) != 1 {
		t.Error("the words are lost")
	}
	s.post(lead, "/learning", url.Values{"words": {"Hostshire huddles"}, "challenge": {s.Challenge.String()}}, 303)
	p, err := s.svc.Log(context.Background(), lead, service.After{})
	if err != nil || len(p.Ideas) != 1 {
		t.Fatal(err)
	}
	path := "/learning/" + p.Ideas[0].ID.String()
	s.get(lead, path+"/share", 200)
	if a := s.post(lead, path+"/share", nil, 422); len(a.Errors()) != 1 || !strings.Contains(a.Errors()[0], "Hostshire") {
		t.Errorf("%v", a.Errors())
	}
	s.post(lead, path, url.Values{"words": {"Short meetings at nine"}, "version": {"1"}}, 303)
	if a := s.post(lead, path, url.Values{"words": {"From another window"}, "version": {"1"}}, 409); a.Doc.Find("#words").Text() != "From another window" {
		t.Error("the words are lost after a conflict")
	}
	s.post(lead, path, url.Values{"words": {"A number too large"}, "version": {"2147483648"}}, 409)
	s.post(lead, path+"/share", nil, 303)
	if a := s.get(s.As(access.Contributor), "/learning/shared?words=meetings", 200); !strings.Contains(a.Body, "Short meetings at nine") || strings.Contains(a.Body, "Hostshire") {
		t.Error("the shared idea is not there, or names the host")
	}
	s.get(lead, path, 200)
	s.post(lead, path+"/withdraw", nil, 303)
	if a := s.get(s.As(access.Contributor), "/learning/shared", 200); strings.Contains(a.Body, "Short meetings at nine") {
		t.Error("it is still shared")
	}
	s.post(lead, path+"/remove", nil, 303)
	s.get(lead, path, 404)
	for _, bad := range []string{"/learning?after=x", "/learning?after=1_x", "/learning/shared?after=x", "/learning/shared?after=2027-01-01_" + uuid.NewString() + "x"} {
		s.get(lead, bad, 404)
	}
	s.get(lead, "/learning/themes", 200)
}

// E2: only the host's director agrees that the council may be named.
func TestAgreement_E2_Page(t *testing.T) {
	s := drafting(t)
	on := "/challenges/" + s.Challenge.String() + "/learning"
	if a := s.get(s.As(access.Lead), on, 200); a.Doc.Find("main form").Length() != 0 {
		t.Error("the lead has a button")
	}
	s.get(s.As(access.DASS), on, 200)
	s.post(s.As(access.DASS), on+"/agree", nil, 303)
	s.post(s.As(access.DASS), on+"/agree", nil, 409)
	if a := s.get(s.As(access.DASS), on, 200); !strings.Contains(a.Body, "agreed on") {
		t.Error("the page does not say so")
	}
	s.post(s.As(access.DASS), on+"/take-back", nil, 303)
}
