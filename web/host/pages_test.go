package host_test

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/host"
	"peerchallenge/internal/person"
	pages "peerchallenge/web/host"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func routes(s *dbtest.Story) []page.Route {
	return pages.Routes(&pages.Handlers{Hosts: &host.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org",
		People: &person.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}}})
}

func get(t *testing.T, s *dbtest.Story, actor access.Actor, part string) *pagetest.Answer {
	t.Helper()
	return pagetest.Get(t, routes(s), "/challenges/"+s.Challenge.String()+"/host-people"+part, actor, s.Clock)
}

func post(t *testing.T, s *dbtest.Story, actor access.Actor, part string, form url.Values) *pagetest.Answer {
	t.Helper()
	return pagetest.Post(t, routes(s), "/challenges/"+s.Challenge.String()+"/host-people"+part, actor, s.Clock, form)
}

func look(t *testing.T, name string, a *pagetest.Answer) {
	t.Helper()
	if dir := os.Getenv("LOOK"); dir != "" {
		if err := os.WriteFile(dir+"/"+name+".html", []byte(a.Body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// V1, V6: the page is the host's director's and link officer's; naming is the director's.
func TestPages_V1_WhoMayOpenWhat(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	leader := "/" + s.People[access.SeniorLeader].String()
	actors := map[string]access.Actor{"stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere), "operator": dbtest.Operator}
	for _, role := range dbtest.Everyone {
		actors[string(role)] = s.As(role)
	}
	for name, actor := range actors {
		for part, may := range map[string]bool{"": name == "dass" || name == "link_officer", "/name": name == "dass", leader + "/end/senior_leader": name == "dass"} {
			if got := get(t, s, actor, part).Code; (got == 200) != may || (!may && got != 404) {
				t.Errorf("%s opens %q: %d", name, part, got)
			}
		}
		if name == "dass" {
			continue
		}
		for _, part := range []string{leader + "/let-in", leader + "/take-back", leader + "/end/senior_leader"} {
			if got := post(t, s, actor, part, nil).Code; got != 404 {
				t.Errorf("%s posts %s: %d", name, part, got)
			}
		}
	}
}

// Section 2, V4: naming, letting in, taking back and ending, on the pages.
func TestPages_NameLetInAndEnd(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	director := s.As(access.DASS)
	form := url.Values{"role": {"senior_leader"}, "name": {"Cleo Chief"}, "email": {uuid.NewString() + "@example.org"}}
	a := post(t, s, director, "/name", form)
	look(t, "host-name", a)
	if a.Code != 422 || a.Doc.Find("input[name=name]").AttrOr("value", "") != "Cleo Chief" {
		t.Errorf("a leader without a title: %d %v", a.Code, a.Errors())
	}
	form.Set("title", "Chief executive")
	if a := post(t, s, director, "/name", form); a.Code != 303 {
		t.Fatalf("naming: %d %v %v", a.Code, a.Errors(), a.Err)
	}
	leader := "/" + s.People[access.SeniorLeader].String()
	if a := post(t, s, director, leader+"/let-in", nil); a.Code != 303 {
		t.Errorf("letting in: %d", a.Code)
	}
	page := get(t, s, director, "")
	look(t, "host-people", page)
	if !strings.Contains(page.Body, "Chief executive") || !strings.Contains(page.Body, "You let them read your drafts") {
		t.Error("the page does not say who reads drafts")
	}
	if a := post(t, s, director, leader+"/take-back", nil); a.Code != 303 {
		t.Errorf("taking back: %d", a.Code)
	}
	if a := post(t, s, director, leader+"/end/senior_leader", nil); a.Code != 303 {
		t.Errorf("ending: %d", a.Code)
	}
	if a := post(t, s, director, leader+"/end/dass", nil); a.Code != 404 {
		t.Errorf("ending a post: %d", a.Code)
	}
}
