package selfassessment_test

import (
	"encoding/json"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/person"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
	pages "peerchallenge/web/selfassessment"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

type site struct {
	*dbtest.Story
	t      *testing.T
	routes []page.Route
	base   string
}

func newSite(t *testing.T, b db.Beginner) site {
	t.Helper()
	s := dbtest.NewStory(t, b)
	service := &selfassessment.Service{DB: b, Clock: s.Clock, BaseURL: "https://example.org",
		People: &person.Service{DB: b, Clock: s.Clock, BaseURL: "https://example.org"}}
	return site{s, t, pages.Routes(&pages.Handlers{Assessments: service}), "/challenges/" + s.Challenge.String() + "/self-assessment"}
}

func (s site) get(who access.Actor, path string) *pagetest.Answer {
	s.t.Helper()
	a := pagetest.Get(s.t, s.routes, s.base+path, who, s.Clock)
	if dir := os.Getenv("PAGES_OUT"); dir != "" && a.Code == 200 { // to look at in a browser
		name := strings.NewReplacer("/", "_", "?", "_").Replace(s.t.Name() + path)
		if err := os.WriteFile(dir+"/"+name+".html", []byte(a.Body), 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	return a
}

func (s site) post(who access.Actor, path string, form url.Values) *pagetest.Answer {
	s.t.Helper()
	return pagetest.Post(s.t, s.routes, s.base+path, who, s.Clock, form)
}

func (s site) prompt(area, n int) string { return "/prompts/" + s.Framework.Areas[area].Prompts[n].ID }

func (s site) save(role access.Role, path string, base int, words string) *pagetest.Answer {
	s.t.Helper()
	a := s.post(s.As(role), path, url.Values{"text": {words}, "version": {strconv.Itoa(base)}})
	if a.Code != 303 {
		s.t.Fatalf("save: %d %v %v", a.Code, a.Err, a.Errors())
	}
	return a
}

// every path there is, with a form that would do something.
func (s site) everyPath() map[string]url.Values {
	p, a := s.prompt(0, 0), "/areas/"+s.Framework.Areas[0].Key
	return map[string]url.Values{
		"GET ": nil, "GET " + a: nil, "GET " + p: nil, "GET " + p + "/versions": nil, "GET " + p + "/versions?version=1": nil,
		"GET " + p + "/evidence": nil, "GET /contributors": nil, "GET /submit": nil, "GET /reopen": nil, "GET /submitted": nil,
		"POST " + p: {"text": {"guess"}}, "POST " + p + "/autosave": {"text": {"guess"}}, "POST " + p + "/ready": {"ready": {"yes"}},
		"POST " + p + "/evidence":                                 {"document": {uuid.NewString()}},
		"POST " + p + "/evidence/" + uuid.NewString() + "/remove": {},
		"POST " + a + "/owner":                                    {"owner": {""}},
		"POST " + a + "/judgement":                                {"judgement": {"Good"}},
		"POST /contributors":                                      {"name": {"A"}, "email": {"a@example.org"}, "areas": {s.Framework.Areas[0].Key}},
		"POST /contributors/" + uuid.NewString() + "/end":         {},
		"POST /submit":                                            {},
		"POST /reopen":                                            {"reason": {"because"}},
	}
}

// V2, V6, V8: to everybody who does not write for the host, no page and no
// address of a draft is there, autosave's errors included; all answers are alike.
func TestPages_V6_NothingIsThereForOutsiders(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	s.save(access.DASS, s.prompt(0, 0), 0, "a secret")
	outsiders := map[string]access.Actor{"stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere)}
	for _, role := range []access.Role{access.Coordinator, access.SeniorLeader, access.HostPSW, access.VisitingPSW, access.Lead,
		access.Councillor, access.SeniorManager, access.Expert} {
		outsiders[string(role)] = s.As(role)
	}
	for name, who := range outsiders {
		for where, form := range s.everyPath() {
			method, path, _ := strings.Cut(where, " ")
			answer := (*pagetest.Answer)(nil)
			if method == "GET" {
				answer = s.get(who, path)
			} else {
				answer = s.post(who, path, form)
			}
			if answer.Code != 404 || answer.Body != "" {
				t.Errorf("%s %s: %d %q, want 404 and nothing", name, where, answer.Code, answer.Body)
			}
		}
	}
}

// A2, V6: a contributor's pages name no other area, and other prompts are not there.
func TestPages_A2_ContributorSeesNoOtherArea(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	s.save(access.DASS, s.prompt(1, 0), 0, "not theirs")
	who := s.As(access.Contributor)
	first := s.get(who, "")
	if first.Code != 200 || !strings.Contains(first.Body, s.Framework.Areas[0].Name) {
		t.Fatalf("first page: %d", first.Code)
	}
	for _, a := range s.Framework.Areas[1:] {
		if strings.Contains(first.Body, a.Key) || strings.Contains(first.Body, a.Name) {
			t.Errorf("the first page names %q", a.Name)
		}
	}
	want := strconv.Itoa(len(s.Framework.Areas[0].Prompts))
	if words := first.Doc.Find(".pc-progress__words").Text(); words != "0 of "+want+" answers ready" {
		t.Errorf("counts %q, want %s prompts", words, want)
	}
	for _, path := range []string{s.prompt(1, 0), s.prompt(1, 0) + "/versions", "/areas/" + s.Framework.Areas[1].Key, "/contributors", "/submit", "/prompts/SA9.9"} {
		if a := s.get(who, path); a.Code != 404 {
			t.Errorf("%s: %d, want 404", path, a.Code)
		}
	}
}

// A2: script's saves answer with time and version, or with a sentence on a conflict.
func TestAutosave_A2(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	path := s.prompt(0, 0) + "/autosave"
	read := func(a *pagetest.Answer) (out struct {
		Saved, Message string
		Version        int
	}) {
		t.Helper()
		if err := json.Unmarshal([]byte(a.Body), &out); err != nil {
			t.Fatalf("%d %q: %v", a.Code, a.Body, err)
		}
		return out
	}
	a := s.post(s.As(access.Contributor), path, url.Values{"text": {"one"}, "version": {"0"}})
	if got := read(a); a.Code != 200 || got.Saved != "9am" || got.Version != 1 {
		t.Errorf("%d %+v", a.Code, got)
	}
	a = s.post(s.As(access.DASS), path, url.Values{"text": {"two"}, "version": {"0"}})
	if got := read(a); a.Code != 409 || got.Message == "" || strings.Contains(a.Body, "one") {
		t.Errorf("%d %+v, want 409 with a sentence and no text", a.Code, got)
	}
	a = s.post(s.As(access.DASS), path, url.Values{"text": {strings.Repeat("x", 50001)}, "version": {"1"}})
	if got := read(a); a.Code != 422 || got.Message == "" {
		t.Errorf("%d %+v, want 422 with a sentence", a.Code, got)
	}
}

// A2: on a conflict both texts are shown and Keep both comes first.
func TestSave_A2_ConflictShowsBothAndKeepBothComesFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	path := s.prompt(0, 0)
	s.save(access.Contributor, path, 0, "their words")
	a := s.post(s.As(access.DASS), path, url.Values{"text": {"my words\nin two lines"}, "version": {"0"}})
	if a.Code != 409 {
		t.Fatalf("%d %v", a.Code, a.Err)
	}
	titles := a.Doc.Find("main h2").Map(func(_ int, h *goquery.Selection) string { return h.Text() })
	if joined := strings.Join(titles, "|"); !strings.Contains(joined, "Yours|Contributor") || !strings.Contains(joined, "’s, 9am") {
		t.Errorf("headings %q", titles)
	}
	if got := a.Doc.Find(".pc-words").Text(); got != "my words\nin two linestheir words" {
		t.Errorf("texts %q", got)
	}
	if first := a.Doc.Find("button[name=keep]").First().Text(); first != "Keep both" {
		t.Errorf("first button %q", first)
	}
	form := url.Values{"keep": {"both"}}
	a.Doc.Find("form input[type=hidden]").Each(func(_ int, in *goquery.Selection) {
		form.Set(in.AttrOr("name", ""), in.AttrOr("value", ""))
	})
	if b := s.post(s.As(access.DASS), path, form); b.Code != 303 {
		t.Fatalf("keep both: %d %v", b.Code, b.Err)
	}
	shown := s.get(s.As(access.Contributor), path)
	if got := strings.TrimPrefix(shown.Doc.Find("textarea").Text(), "\n"); got != "their words\n\nmy words\nin two lines" {
		t.Errorf("kept %q", got)
	}
}

// Words stay in the box when they are refused, also after submission (V8).
func TestSave_RefusedKeepsTheWords(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	path := s.prompt(0, 0)
	a := s.post(s.As(access.DASS), path, url.Values{"text": {""}, "version": {"0"}, "do": {"ready"}})
	if a.Code != 422 || len(a.Errors()) != 1 || a.Doc.Find("#text-error").Length() != 1 {
		t.Errorf("empty and ready: %d %v", a.Code, a.Errors())
	}
	long := strings.Repeat("long ", 10001)
	a = s.post(s.As(access.DASS), path, url.Values{"text": {long}, "version": {"0"}})
	if a.Code != 422 || !strings.Contains(a.Doc.Find("textarea").Text(), long) || !strings.HasPrefix(a.Doc.Find("title").Text(), "Error: ") {
		t.Errorf("too long: %d, words kept %v", a.Code, strings.Contains(a.Body, long))
	}
	s.save(access.DASS, path, 0, "in time")
	if a := s.post(s.As(access.DASS), "/submit", url.Values{}); a.Code != 303 {
		t.Fatalf("submit: %d %v", a.Code, a.Err)
	}
	a = s.post(s.As(access.Contributor), path, url.Values{"text": {"too late"}, "version": {"1"}})
	if a.Code != 409 || a.Doc.Find(".pc-words").First().Text() != "too late" || a.Doc.Find("textarea").Length() != 0 {
		t.Errorf("after submission: %d %q", a.Code, a.Doc.Find(".pc-words").Text())
	}
}

// A5: check-answers says what, to whom, and that it cannot be taken back; the
// copy then shows the council's own view as its own.
func TestSubmit_A5_CheckThenCopy(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	s.save(access.LinkOfficer, s.prompt(0, 0), 0, "We have a budget.")
	s.post(s.As(access.DASS), "/areas/"+s.Framework.Areas[0].Key+"/judgement", url.Values{"judgement": {"Good"}})
	check := s.get(s.As(access.DASS), "/submit")
	for _, want := range []string{"You cannot take this back.", "48 prompts have no answer", "1 being written, 7 empty", "Submit to the team", "Challenge lead"} {
		if !strings.Contains(check.Doc.Find("main").Text(), want) {
			t.Errorf("check page lacks %q", want)
		}
	}
	if a := s.post(s.As(access.DASS), "/submit", url.Values{}); a.Code != 303 {
		t.Fatal(a.Code, a.Err)
	}
	if first := s.get(s.As(access.Contributor), ""); strings.Contains(first.Body, "Being written") || !strings.Contains(first.Body, "1 submitted, 7 empty") {
		t.Error("the submitted areas still read as being written")
	}
	if a := s.post(s.As(access.DASS), "/submit", url.Values{}); a.Code != 409 {
		t.Errorf("submitted twice: %d, want 409", a.Code)
	}
	s.MoveTo(access.Reading)
	copied := s.get(s.As(access.Expert), "/submitted")
	text := strings.Join(strings.Fields(copied.Doc.Find("main").Text()), " ")
	if copied.Code != 200 || !strings.Contains(text, "The council’s own view: Good") || !strings.Contains(text, "We have a budget.") {
		t.Errorf("copy: %d %q", copied.Code, text)
	}
	for _, role := range []access.Role{access.Coordinator, access.Contributor, access.HostPSW} {
		if a := s.get(s.As(role), "/submitted"); a.Code != 404 {
			t.Errorf("%s reads the copy: %d, want 404", role, a.Code)
		}
	}
}

// The form that invites says what is missing at each field and keeps the rest.
func TestInvite_ErrorsInWordsAndValuesKept(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	a := s.post(s.As(access.LinkOfficer), "/contributors", url.Values{"name": {"Danuta Kowalczyk"}, "email": {"nobody"}})
	if a.Code != 422 || len(a.Errors()) != 2 || a.Doc.Find("#name").AttrOr("value", "") != "Danuta Kowalczyk" {
		t.Errorf("%d %v name %q", a.Code, a.Errors(), a.Doc.Find("#name").AttrOr("value", ""))
	}
	a = s.post(s.As(access.LinkOfficer), "/contributors", url.Values{"name": {"Danuta Kowalczyk"}, "email": {uuid.NewString() + "@example.org"}, "areas": {s.Framework.Areas[4].Key}})
	if a.Code != 303 {
		t.Fatalf("%d %v %v", a.Code, a.Err, a.Errors())
	}
	if list := s.get(s.As(access.DASS), "/contributors"); !strings.Contains(list.Body, "Take back from Danuta Kowalczyk") {
		t.Error("the invited person is not listed")
	}
}

// Every page within its number of statements, whatever is written (two more are
// the session's and the person's).
func TestPages_Statements(t *testing.T) {
	s := newSite(t, dbtest.DB(t).Pool)
	s.save(access.DASS, s.prompt(0, 0), 0, "one")
	count := func(path string, most int64) {
		t.Helper()
		var a *pagetest.Answer
		if n := dbtest.Statements(func() { a = s.get(s.As(access.DASS), path) }); n > most || a.Code != 200 {
			t.Errorf("%s: %d statements, %d; want at most %d", path, n, a.Code, most)
		}
	}
	all := func() {
		for _, path := range []string{"", "/areas/" + s.Framework.Areas[0].Key, s.prompt(0, 0), s.prompt(0, 0) + "/versions?version=1",
			s.prompt(0, 0) + "/evidence", "/contributors", "/submit"} {
			count(path, 8)
		}
	}
	all()
	for i := range s.Framework.Areas {
		for j := range s.Framework.Areas[i].Prompts {
			if i+j > 0 {
				s.save(access.DASS, s.prompt(i, j), 0, "words")
			}
		}
	}
	for v := 1; v < 30; v++ {
		s.save(access.DASS, s.prompt(0, 0), v, "words "+strconv.Itoa(v))
	}
	all()
	if list := s.get(s.As(access.DASS), s.prompt(0, 0)+"/versions"); list.Doc.Find(".pc-task").Length() != 25 || list.Doc.Find(".pc-more a").Length() != 1 {
		t.Errorf("30 versions: %d on the first page", list.Doc.Find(".pc-task").Length())
	}
	s.post(s.As(access.DASS), "/submit", url.Values{})
	count("/submitted", 8)
	count("", 8)
}
