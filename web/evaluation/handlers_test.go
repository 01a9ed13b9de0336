package evaluation_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	service "peerchallenge/internal/evaluation"
	"peerchallenge/internal/person"
	"peerchallenge/web/evaluation"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

type site struct {
	*dbtest.Story
	t      *testing.T
	svc    *service.Service
	routes []page.Route
}

// open is a challenge whose first survey is open, on 20 May 2027.
func open(t *testing.T, b db.Beginner) site {
	t.Helper()
	s := dbtest.NewStory(t, b)
	for _, stage := range []access.Stage{access.Reading, access.OnSite, access.Drafting} {
		s.MoveTo(stage)
	}
	svc := &service.Service{DB: b, Clock: s.Clock, BaseURL: "http://test", People: &person.Service{DB: b, Clock: s.Clock, BaseURL: "http://test"}}
	out := site{s, t, svc, evaluation.Routes(&evaluation.Handlers{Evaluation: svc})}
	out.day("2027-05-20")
	return out
}

func (s site) day(day string) {
	s.t.Helper()
	s.Clock.Set(civil.MustParseISO(day).Time().Add(9 * time.Hour))
	if err := s.svc.DayWork(ctx, access.Job("stages")); err != nil {
		s.t.Fatal(err)
	}
}

func (s site) survey() uuid.UUID {
	s.t.Helper()
	p, err := s.svc.Challenge(ctx, s.As(access.DASS), s.Challenge)
	if err != nil {
		s.t.Fatal(err)
	}
	return p.Surveys[0].ID
}

func (s site) path(rest string) string {
	return "/challenges/" + s.Challenge.String() + "/evaluation" + rest
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
		s.t.Fatalf("POST %s: %d (%v), want %d: %s", path, a.Code, a.Err, code, a.Body)
	}
	return a
}

// filled answers every question that a page asks with its first point.
func filled(a *pagetest.Answer) url.Values {
	v := url.Values{}
	for _, n := range a.Doc.Find("main input[type=radio]").Nodes {
		name, value := "", ""
		for _, at := range n.Attr {
			switch at.Key {
			case "name":
				name = at.Val
			case "value":
				value = at.Val
			}
		}
		if !v.Has(name) {
			v.Set(name, value)
		}
	}
	return v
}

// V1, V6, E1: to those who have no part in a page it is not there.
func TestWall_E1_Pages(t *testing.T) {
	s := open(t, dbtest.Tx(t))
	id := "/" + s.survey().String()
	for _, c := range []struct {
		path string
		not  []access.Role
	}{
		{id + "/answer", []access.Role{access.Coordinator}},
		{id + "/results", []access.Role{access.LinkOfficer, access.Contributor, access.SeniorLeader, access.HostPSW, access.VisitingPSW}},
		{id + "/participants", []access.Role{access.Coordinator, access.Lead, access.Expert, access.Contributor, access.SeniorLeader, access.HostPSW, access.VisitingPSW}},
		{id + "/paper", []access.Role{access.Coordinator, access.Lead, access.Expert, access.Contributor, access.SeniorLeader, access.HostPSW, access.VisitingPSW}},
		{"", nil},
	} {
		for _, role := range c.not {
			s.get(s.As(role), s.path(c.path), 404)
		}
		for _, actor := range []access.Actor{access.Person(s.Stranger), access.Person(s.Elsewhere), dbtest.Operator, access.Public()} {
			s.get(actor, s.path(c.path), 404)
		}
	}
	for _, role := range dbtest.Everyone[1:] {
		for _, path := range []string{"/evaluation", "/evaluation/export.csv", "/evaluation/import", "/evaluation/evaluators"} {
			s.get(s.As(role), path, 404)
		}
		s.post(s.As(role), "/evaluation/evaluators", url.Values{"name": {"X"}, "email": {"x@example.org"}, "starts-day": {"1"}, "starts-month": {"6"}, "starts-year": {"2027"}}, 404)
		if role != access.DASS {
			s.post(s.As(role), s.path("/consent"), nil, 404)
		}
	}
	s.get(s.As(access.Coordinator), "/evaluation/export.csv", 404)
}

// E1: a member of the team answers; what is missing is asked for with the words
// kept; a second time is refused; results come only after closing.
func TestAnswer_E1_Page(t *testing.T) {
	s := open(t, dbtest.Tx(t))
	lead, path := s.As(access.Lead), s.path("/"+s.survey().String()+"/answer")
	a := s.get(lead, s.path(""), 200)
	if got := a.Doc.Find(".pc-summary a, main a.govuk-button").First().AttrOr("href", ""); got != path {
		t.Errorf("the page leads to %q", got)
	}
	form := s.get(lead, path, 200)
	if n := form.Doc.Find("fieldset").Length(); n < 7 {
		t.Errorf("%d questions", n)
	}
	v := filled(form)
	v.Del("EV1")
	v.Set("EV11", "Tell people earlier")
	again := s.post(lead, path, v, 422)
	if len(again.Errors()) != 1 || again.Doc.Find("#EV11").Text() != "Tell people earlier" || !strings.HasPrefix(again.Doc.Find("title").Text(), "Error: ") {
		t.Errorf("errors %v, words %q", again.Errors(), again.Doc.Find("#EV11").Text())
	}
	v.Set("EV1", "very_useful")
	s.post(lead, path, v, 303)
	s.post(lead, path, v, 409)
	s.get(lead, path, 409)
	if a := s.get(lead, s.path(""), 200); !strings.Contains(a.Body, "You have answered. Thank you") {
		t.Error("the page does not say that the lead has answered")
	}
	s.get(lead, s.path("/"+s.survey().String()+"/results"), 409)
}

// E1: the open page needs no sign-in and no script and is in no search engine; every
// question there may be left out, but not all.
func TestLink_E1_Page(t *testing.T) {
	s := open(t, dbtest.Tx(t))
	handout, err := s.svc.Handout(ctx, s.As(access.LinkOfficer), s.Challenge, s.survey())
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(handout.Link, "http://test")
	a := s.get(access.Public(), path, 200)
	if a.Header.Get("X-Robots-Tag") != "noindex, nofollow" || a.Doc.Find("script").Length() != 0 || strings.Contains(a.Header.Get("Set-Cookie"), "peer") {
		t.Errorf("headers %v, %d scripts", a.Header, a.Doc.Find("script").Length())
	}
	if strings.Contains(a.Body, s.Challenge.String()) {
		t.Error("the open page names the challenge")
	}
	s.post(access.Public(), path, nil, 422)
	if got := s.post(access.Public(), path, url.Values{"PQ1": {"partly"}}, 303).Location; got != path+"/thank-you" {
		t.Errorf("goes on to %q", got)
	}
	s.get(access.Public(), path+"/thank-you", 200)
	s.get(access.Public(), "/survey/nothing-of-the-kind", 404)
	if a := s.get(s.As(access.DASS), s.path("/"+s.survey().String()+"/participants"), 200); !strings.Contains(a.Body, handout.Link) {
		t.Error("the organiser does not see the link")
	}
	s.post(s.As(access.DASS), s.path("/"+s.survey().String()+"/participants"), url.Values{"asked": {"many"}}, 422)
	s.post(s.As(access.DASS), s.path("/"+s.survey().String()+"/participants"), url.Values{"asked": {"14"}}, 303)
	s.post(s.As(access.DASS), s.path("/"+s.survey().String()+"/paper"), url.Values{"PQ1": {"mostly"}}, 303)
	s.day("2027-06-11")
	s.get(access.Public(), path, 404)
}

func (s site) papers(n int) {
	for range n {
		s.post(s.As(access.DASS), s.path("/"+s.survey().String()+"/paper"), url.Values{"PQ1": {"mostly"}, "PQ2": {"cannot_say"}}, 303)
	}
}

// E1: percentages are of those who could say; fewer than five show nothing.
func TestResults_E1_Page(t *testing.T) {
	s := open(t, dbtest.Tx(t))
	s.papers(5)
	path := s.path("/" + s.survey().String() + "/results")
	s.day("2027-06-11")
	for _, actor := range []access.Actor{s.As(access.DASS), s.As(access.Coordinator), s.As(access.Expert)} {
		a := s.get(actor, path, 200)
		text := strings.Join(strings.Fields(a.Doc.Find("main").Text()), " ")
		for _, want := range []string{"100% chose “Completely” or “Mostly”: 5 of the 5 who could say.", "Fewer than five could say", "5 answered; how many were asked was not said"} {
			if !strings.Contains(text, want) {
				t.Errorf("the page does not say %q: %s", want, text)
			}
		}
	}
	if a := s.get(s.As(access.Coordinator), "/evaluation", 200); !strings.Contains(a.Body, "5 of the 5 who could say") {
		t.Error("the region's page lacks the result")
	}
	s.get(s.As(access.Coordinator), "/evaluation?when=months_6", 200)
}

// E1: a file of an earlier survey is checked before it is imported.
func TestImport_E1_Page(t *testing.T) {
	s := open(t, dbtest.Tx(t))
	file, err := os.ReadFile("../../internal/evaluation/testdata/published-shape-44.csv")
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("title", "Evaluation of 2021")
	part, _ := w.CreateFormFile("file", "answers.csv")
	_, _ = part.Write(file)
	_ = w.Close()
	a := pagetest.Do(t, s.routes, pagetest.NewRequest("POST", "/evaluation/import", w.FormDataContentType(), &body), s.As(access.Coordinator), s.Clock)
	if a.Code != 200 || !strings.Contains(a.Body, "44 people answered. Nothing has been written yet") {
		t.Fatalf("%d %v", a.Code, a.Err)
	}
	v := url.Values{}
	for _, name := range []string{"file", "title", "digest"} {
		v.Set(name, a.Doc.Find("input[name="+name+"]").AttrOr("value", ""))
	}
	s.post(s.As(access.Coordinator), "/evaluation/import/confirm", url.Values{"file": v["file"], "title": {"Another"}, "digest": v["digest"]}, 409)
	s.post(s.As(access.Coordinator), "/evaluation/import/confirm", v, 303)
	page := s.get(s.As(access.Coordinator), "/evaluation", 200)
	for _, want := range []string{"80% chose", "58% chose", "93% chose", "90% chose", "53% chose", "51% chose"} {
		if !strings.Contains(page.Body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	s.post(s.As(access.Coordinator), "/evaluation/import/confirm", v, 409)
	s.post(s.As(access.Coordinator), "/evaluation/import", url.Values{"title": {""}}, 400)
}

// The statements of a page are the same however many surveys and answers there are.
func TestPages_E1_Statements(t *testing.T) {
	d := dbtest.DB(t)
	s := open(t, d.Pool)
	path := s.path("/" + s.survey().String() + "/results")
	count := func() (n [3]int64) {
		n[0] = dbtest.Statements(func() { s.get(s.As(access.DASS), s.path(""), 200) })
		n[1] = dbtest.Statements(func() { s.get(s.As(access.DASS), path, 200) })
		n[2] = dbtest.Statements(func() { s.get(s.As(access.Coordinator), "/evaluation", 200) })
		return n
	}
	s.papers(6)
	s.day("2027-06-11")
	few := count()
	for _, day := range []string{"2027-11-15", "2028-05-15", "2029-05-14", "2029-06-20"} {
		s.day(day)
	}
	if many := count(); many != few || many[0] > 8 || many[1] > 8 || many[2] > 8 {
		t.Errorf("%v statements with one survey, %v with four", few, many)
	}
}
