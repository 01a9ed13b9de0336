package ending_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/ending"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"

	webending "peerchallenge/web/ending"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func routes(s *dbtest.Story) []page.Route {
	return webending.Routes(&webending.Handlers{Endings: &ending.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://peer.example"}})
}

// V6: each page is there for the one part whose it is, and for nobody else.
func TestPages_V6_WhoseTheyAre(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for part, whose := range map[string]access.Role{"postpone": access.Coordinator, "withdraw": access.Coordinator, "ask-to-postpone": access.DASS} {
		path := "/challenges/" + s.Challenge.String() + "/" + part
		for _, role := range dbtest.Everyone {
			want := http.StatusNotFound
			if role == whose {
				want = http.StatusOK
			}
			if got := pagetest.Get(t, routes(s), path, s.As(role), s.Clock); got.Code != want {
				t.Errorf("%s at %s: %d, want %d", role, part, got.Code, want)
			}
		}
		for name, actor := range map[string]access.Actor{"stranger": access.Person(s.Stranger), "another region": access.Person(s.Elsewhere), "operator": dbtest.Operator} {
			if got := pagetest.Get(t, routes(s), path, actor, s.Clock); got.Code != http.StatusNotFound {
				t.Errorf("%s at %s: %d, want 404", name, part, got.Code)
			}
		}
	}
	for _, part := range []string{"close-early", "keep-dates"} { // theirs, but not now
		if got := pagetest.Get(t, routes(s), "/challenges/"+s.Challenge.String()+"/"+part, s.As(access.Coordinator), s.Clock); got.Code != http.StatusConflict {
			t.Errorf("%s: %d, want 409", part, got.Code)
		}
	}
}

// Section 3: a reason, a page to check, and then it is done; words are kept.
func TestPostpone_CheckFirst(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	path := "/challenges/" + s.Challenge.String() + "/postpone"
	post := func(form url.Values) *pagetest.Answer {
		t.Helper()
		return pagetest.Post(t, routes(s), path, s.As(access.Coordinator), s.Clock, form)
	}
	if got := post(url.Values{"reason": {" "}}); got.Code != http.StatusUnprocessableEntity || len(got.Errors()) != 1 {
		t.Errorf("no reason: %d %v", got.Code, got.Errors())
	}
	long := strings.Repeat("y", 501)
	if got := post(url.Values{"reason": {long}, "confirm": {"yes"}}); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Doc.Find("textarea").Text(), long) {
		t.Errorf("too long: %d; words kept: %v", got.Code, strings.Contains(got.Body, long))
	}
	check := post(url.Values{"reason": {"The town hall is flooded"}})
	if text := check.Doc.Find("main").Text(); check.Code != http.StatusOK || !strings.Contains(text, "The town hall is flooded") || !strings.Contains(text, "10 people") {
		t.Fatalf("the page to check: %d %s", check.Code, text)
	}
	if got := post(url.Values{"reason": {"The town hall is flooded"}, "confirm": {"yes"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("postponing: %d", got.Code)
	}
	if got := post(url.Values{"reason": {"Once more"}, "confirm": {"yes"}}); got.Code != http.StatusConflict || !strings.Contains(got.Doc.Find("textarea").Text(), "Once more") {
		t.Errorf("twice: %d; words kept: %v", got.Code, strings.Contains(got.Body, "Once more"))
	}
}

// S4: the request is one step, stands on the coordinator's page, and its answer on
// the director's.
func TestAsk_S4_OneStep(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	base := "/challenges/" + s.Challenge.String()
	dass, coordinator := s.As(access.DASS), s.As(access.Coordinator)
	if got := pagetest.Post(t, routes(s), base+"/ask-to-postpone", dass, s.Clock, url.Values{"words": {"Soon"}}); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Doc.Find("textarea").Text(), "Soon") {
		t.Errorf("no choice: %d", got.Code)
	}
	if got := pagetest.Post(t, routes(s), base+"/ask-to-postpone", dass, s.Clock, url.Values{"notice": {"cqc"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("asking: %d %v", got.Code, got.Err)
	}
	if got := pagetest.Get(t, routes(s), base+"/postpone", coordinator, s.Clock); !strings.Contains(got.Doc.Find("main").Text(), "Care Quality Commission") {
		t.Error("the coordinator does not see the request")
	}
	if got := pagetest.Post(t, routes(s), base+"/keep-dates", coordinator, s.Clock, url.Values{"words": {""}}); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("no words: %d", got.Code)
	}
	if got := pagetest.Post(t, routes(s), base+"/keep-dates", coordinator, s.Clock, url.Values{"words": {"It comes after the visit"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("keeping: %d", got.Code)
	}
	if got := pagetest.Get(t, routes(s), base+"/ask-to-postpone", dass, s.Clock); !strings.Contains(got.Doc.Find("main").Text(), "It comes after the visit") {
		t.Error("the director does not read the answer")
	}
}
