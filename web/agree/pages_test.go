package agree_test

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/schedule"
	"peerchallenge/web/agree"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func routes(s *dbtest.Story) []page.Route {
	return agree.Routes(&agree.Handlers{Schedule: &schedule.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}})
}

func get(t *testing.T, s *dbtest.Story, actor access.Actor, part string) *pagetest.Answer {
	t.Helper()
	return pagetest.Get(t, routes(s), "/challenges/"+s.Challenge.String()+"/proposal"+part, actor, s.Clock)
}

func answer(t *testing.T, s *dbtest.Story, actor access.Actor, pairs ...string) *pagetest.Answer {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return pagetest.Post(t, routes(s), "/challenges/"+s.Challenge.String()+"/proposal/answer", actor, s.Clock, form)
}

func look(t *testing.T, name string, a *pagetest.Answer) {
	t.Helper()
	if dir := os.Getenv("LOOK"); dir != "" {
		if err := os.WriteFile(dir+"/"+name+".html", []byte(a.Body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// V1, V6: the proposal is for the host's director and link officer and the
// coordinator; answering is the director's.
func TestPages_V1_WhoMayOpenWhat(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.Scheduled)
	actors := map[string]access.Actor{"stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere), "operator": dbtest.Operator}
	for _, role := range dbtest.Everyone {
		actors[string(role)] = s.As(role)
	}
	for name, actor := range actors {
		see := name == "dass" || name == "link_officer" || name == "coordinator"
		if got := get(t, s, actor, "").Code; (got == 200) != see || (!see && got != 404) {
			t.Errorf("%s opens the proposal: %d", name, got)
		}
		if got := get(t, s, actor, "/answer").Code; (got == 200) != (name == "dass") || (name != "dass" && got != 404) {
			t.Errorf("%s opens the answer: %d", name, got)
		}
		if name != "dass" {
			if got := answer(t, s, actor, "answer", "agree", "checked", "yes", "version", "1").Code; got != 404 {
				t.Errorf("%s answers: %d", name, got)
			}
		}
	}
}

// Section 3: asking for others keeps the words, and agreeing is checked first.
func TestAnswer_AskForOthersThenAgree(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.Scheduled)
	director := s.As(access.DASS)
	look(t, "answer", get(t, s, director, "/answer"))
	if a := answer(t, s, director, "version", "1"); a.Code != 422 || len(a.Errors()) != 1 {
		t.Errorf("no answer: %d %v", a.Code, a.Errors())
	}
	a := answer(t, s, director, "answer", "others", "reason", "Our CQC visit is that week", "version", "1")
	if a.Code != 422 || !strings.Contains(a.Body, "Our CQC visit is that week") {
		t.Errorf("without saying what about: %d, words kept %v", a.Code, strings.Contains(a.Body, "CQC visit"))
	}
	if a := answer(t, s, director, "answer", "others", "about", "dates", "reason", "Our CQC visit is that week", "version", "1"); a.Code != 303 {
		t.Fatalf("asking for others: %d %v", a.Code, a.Err)
	}
	page := get(t, s, s.As(access.Coordinator), "")
	look(t, "proposal", page)
	if !strings.Contains(page.Body, "Our CQC visit is that week") {
		t.Error("the coordinator cannot read the reason")
	}
	check := answer(t, s, director, "answer", "agree", "version", "1")
	look(t, "agree-check", check)
	if check.Code != 200 || !strings.Contains(check.Body, "You cannot take this back") {
		t.Errorf("agreeing is not checked first: %d", check.Code)
	}
	if a := answer(t, s, director, "answer", "agree", "checked", "yes", "version", "9"); a.Code != 409 {
		t.Errorf("agreeing to dates not shown: %d", a.Code)
	}
	if a := answer(t, s, director, "answer", "agree", "checked", "yes", "version", "1"); a.Code != 303 {
		t.Fatalf("agreeing: %d %v %v", a.Code, a.Errors(), a.Err)
	}
	if a := answer(t, s, director, "answer", "agree", "checked", "yes", "version", "1"); a.Code != 409 {
		t.Errorf("agreeing twice: %d", a.Code)
	}
	look(t, "agreed", get(t, s, director, ""))
}
