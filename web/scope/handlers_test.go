package scope_test

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/scope"
	"peerchallenge/web/page/pagetest"
	pages "peerchallenge/web/scope"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func call(t *testing.T, s *dbtest.Story, actor access.Actor, path string, form url.Values) *pagetest.Answer {
	t.Helper()
	routes := pages.Routes(&pages.Handlers{Scopes: &scope.Service{DB: s.DB, Clock: s.Clock}})
	if form == nil {
		return pagetest.Get(t, routes, "/challenges/"+s.Challenge.String()+"/scope"+path, actor, s.Clock)
	}
	return pagetest.Post(t, routes, "/challenges/"+s.Challenge.String()+"/scope"+path, actor, s.Clock, form)
}

func good(base string) url.Values {
	return url.Values{"version": {base}, "what": {"How people get help early"}, "question-1": {"Do people wait too long?"}, "question-3": {"Do carers know what is there?"}}
}

// V1, V6: the form is the director's alone; the page everybody's on the challenge.
func TestScope_V1_WhoOpensWhat(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for _, role := range dbtest.Everyone {
		if a := call(t, s, s.As(role), "", nil); a.Code != 200 {
			t.Errorf("%s opens the scope: %d", role, a.Code)
		}
		want := 404
		if role == access.DASS {
			want = 200
		}
		if a := call(t, s, s.As(role), "/propose", nil); a.Code != want {
			t.Errorf("%s opens the form: %d", role, a.Code)
		}
	}
	for _, actor := range []access.Actor{access.Person(s.Stranger), access.Person(s.Elsewhere)} {
		if a := call(t, s, actor, "", nil); a.Code != 404 {
			t.Errorf("a stranger opens the scope: %d", a.Code)
		}
	}
}

// Section 3: propose, agree; an old version is refused and the words are kept.
func TestScope_Section3_ProposeAgreeConflict(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	dass, lead := s.As(access.DASS), s.As(access.Lead)
	if a := call(t, s, dass, "/propose", url.Values{"what": {"Only this"}}); a.Code != 422 || !strings.Contains(a.Body, "Only this") {
		t.Errorf("without a question: %d", a.Code)
	}
	if a := call(t, s, dass, "/propose", good("0")); a.Code != 303 {
		t.Fatalf("proposing: %d %v %v", a.Code, a.Errors(), a.Err)
	}
	a := call(t, s, lead, "", nil)
	if dir := os.Getenv("LOOK"); dir != "" {
		_ = os.WriteFile(dir+"/scope.html", []byte(a.Body), 0o644)
	}
	if a.Doc.Find("form[action$='/agree'] input[name=version]").AttrOr("value", "") != "1" || a.Doc.Find("main ol.govuk-list--number > li").Length() != 2 {
		t.Error("the lead does not see what to agree to")
	}
	again := good("0")
	again.Set("what", "My other words")
	if a := call(t, s, dass, "/propose", again); a.Code != 409 || !strings.Contains(a.Body, "My other words") || !strings.Contains(a.Body, "How people get help early") {
		t.Errorf("on an old version: %d", a.Code)
	}
	if a := call(t, s, dass, "/propose", good("1")); a.Code != 303 {
		t.Fatalf("changing: %d", a.Code)
	}
	if a := call(t, s, lead, "/agree", url.Values{"version": {"1"}}); a.Code != 409 {
		t.Errorf("agreeing to the old version: %d", a.Code)
	}
	if a := call(t, s, lead, "/agree", url.Values{"version": {"2"}}); a.Code != 303 {
		t.Errorf("agreeing: %d", a.Code)
	}
	if a := call(t, s, lead, "/comments", url.Values{"words": {strings.Repeat("é", 2001)}}); a.Code != 422 || !strings.Contains(a.Body, "ééé") {
		t.Errorf("a long comment: %d", a.Code)
	}
	if a := call(t, s, lead, "/comments", url.Values{"words": {"<b>Thank you</b>"}}); a.Code != 303 {
		t.Errorf("a comment: %d", a.Code)
	}
	if a := call(t, s, s.As(access.Expert), "", nil); !strings.Contains(a.Body, "The scope is agreed") || strings.Contains(a.Body, "<b>Thank") {
		t.Error("the expert does not read that it is agreed")
	}
}
