package overview_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/progress"
	"peerchallenge/web/overview"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func routes(s *dbtest.Story) []page.Route {
	return overview.Routes(&overview.Handlers{Progress: &progress.Service{DB: s.DB, Clock: s.Clock}})
}

var parts = []string{"", "/who-can-see", "/record"}

// V1, V3, V6: everybody on a challenge opens these pages; to all others they are absent.
func TestPages_V6_OnlyForThoseOnTheChallenge(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for _, part := range parts {
		path := "/challenges/" + s.Challenge.String() + part
		for _, role := range dbtest.Everyone {
			if got := pagetest.Get(t, routes(s), path, s.As(role), s.Clock); got.Code != http.StatusOK {
				t.Errorf("%s at %q: %d", role, part, got.Code)
			}
		}
		for name, actor := range map[string]access.Actor{"stranger": access.Person(s.Stranger), "another region": access.Person(s.Elsewhere), "operator": dbtest.Operator} {
			if got := pagetest.Get(t, routes(s), path, actor, s.Clock); got.Code != http.StatusNotFound {
				t.Errorf("%s at %q: %d, want 404", name, part, got.Code)
			}
		}
	}
}

// V3: a list never names a challenge that is not the reader's.
func TestList_V3_OnlyOwnChallenges(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	if got := pagetest.Get(t, routes(s), "/challenges", s.As(access.Lead), s.Clock); !strings.Contains(got.Body, "Hostshire 2027") {
		t.Error("the lead's list lacks the challenge")
	}
	if got := pagetest.Get(t, routes(s), "/challenges", access.Person(s.Stranger), s.Clock); strings.Contains(got.Body, "Hostshire 2027") {
		t.Error("a stranger's list names the challenge")
	}
	if got := pagetest.Get(t, routes(s), "/challenges?after=nonsense", s.As(access.Lead), s.Clock); got.Code != http.StatusNotFound {
		t.Errorf("a made-up place in the list: %d", got.Code)
	}
}

// V1: the page says to each reader what they can and cannot see, by the same
// policy that the keys follow.
func TestWhoCanSee_V1_SpeaksToTheReader(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for role, want := range map[access.Role]string{
		access.DASS: "never who said what", access.Contributor: "the parts of the self-assessment you were asked to write",
		access.Coordinator: "dates, people and progress", access.Expert: "what the team writes",
	} {
		got := pagetest.Get(t, routes(s), "/challenges/"+s.Challenge.String()+"/who-can-see", s.As(role), s.Clock)
		if text := got.Doc.Find("main").Text(); !strings.Contains(text, want) {
			t.Errorf("%s does not read %q", role, want)
		}
		if got.Doc.Find("main table tbody tr").Length() < 10+len(dbtest.Everyone) {
			t.Errorf("%s: the tables are too short", role)
		}
	}
}

// Section 3: lead or coordinator may move a stage on early, with a reason that
// everyone sees; nobody else, and not without one.
func TestMoveOn_Section3_NeedsAReasonEveryoneSees(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	path := "/challenges/" + s.Challenge.String() + "/move-on"
	if got := pagetest.Post(t, routes(s), path, s.As(access.DASS), s.Clock, url.Values{"reason": {"because"}}); got.Code != http.StatusNotFound {
		t.Errorf("the director moved the stage: %d", got.Code)
	}
	got := pagetest.Post(t, routes(s), path, s.As(access.Coordinator), s.Clock, url.Values{"reason": {" "}})
	if got.Code != http.StatusUnprocessableEntity || len(got.Errors()) != 1 {
		t.Errorf("no reason: %d, errors %v", got.Code, got.Errors())
	}
	reason := "The expert’s train is cancelled; we read from home"
	if got := pagetest.Post(t, routes(s), path, s.As(access.Coordinator), s.Clock, url.Values{"reason": {reason}}); got.Code != http.StatusSeeOther {
		t.Fatalf("moving on: %d", got.Code)
	}
	if got := pagetest.Get(t, routes(s), "/challenges/"+s.Challenge.String(), s.As(access.Contributor), s.Clock); !strings.Contains(got.Doc.Text(), reason) {
		t.Error("the contributor cannot read the reason")
	}
}

// F7, F8: no reason moves a challenge into or past what the host's window and the
// sign-off protect.
func TestMoveOn_F7F8_NeverPastTheWindow(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for _, stage := range []access.Stage{access.OnSite, access.Drafting, access.FactCheck, access.Finalising} {
		s.MoveTo(stage)
		got := pagetest.Post(t, routes(s), "/challenges/"+s.Challenge.String()+"/move-on", s.As(access.Lead), s.Clock, url.Values{"reason": {"we are in a hurry"}})
		if got.Code != http.StatusConflict {
			t.Errorf("at %s: %d, want 409", stage, got.Code)
		}
	}
}

// At most 10 statements for a record page, 6 for a list, before session and person.
func TestPages_FewStatements(t *testing.T) {
	d := dbtest.DB(t)
	s := dbtest.NewStory(t, d.Pool)
	for path, most := range map[string]int64{"/challenges": 4, "/challenges/" + s.Challenge.String(): 8,
		"/challenges/" + s.Challenge.String() + "/who-can-see": 8, "/challenges/" + s.Challenge.String() + "/record": 8} {
		n := dbtest.Statements(func() { pagetest.Get(t, routes(s), path, s.As(access.Lead), s.Clock) })
		if n > most {
			t.Errorf("%s: %d statements, more than %d", path, n, most)
		}
	}
}
