package finding_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/dbtest"
	service "peerchallenge/internal/finding"
	"peerchallenge/web/finding"
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

// onSite is the last day on site, 13 May 2027 at 3pm.
func onSite(t *testing.T) site {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.Reading)
	s.MoveTo(access.OnSite)
	s.Clock.Set(time.Date(2027, 5, 13, 15, 0, 0, 0, clock.London))
	svc := &service.Service{DB: s.DB, Clock: s.Clock, BaseURL: "http://test"}
	return site{s, t, svc, finding.Routes(&finding.Handlers{Findings: svc})}
}

func (s site) path(rest string) string { return "/challenges/" + s.Challenge.String() + rest }

func (s site) get(role access.Role, rest string) *pagetest.Answer {
	return pagetest.Get(s.t, s.routes, s.path(rest), s.As(role), s.Clock)
}

func (s site) post(role access.Role, rest string, form url.Values) *pagetest.Answer {
	return pagetest.Post(s.t, s.routes, s.path(rest), s.As(role), s.Clock, form)
}

func (s site) want(a *pagetest.Answer, code int) *pagetest.Answer {
	s.t.Helper()
	if a.Code != code {
		s.t.Fatalf("got %d (%v), want %d: %s", a.Code, a.Err, code, a.Body)
	}
	return a
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func (s site) add(title string) uuid.UUID {
	s.t.Helper()
	f, err := s.svc.Add(ctx, s.As(access.SeniorManager), s.Challenge, service.New{AreaKey: s.Framework.Areas[0].Key, Kind: service.Strength, Title: title, Text: "Text of " + title})
	if err != nil {
		s.t.Fatal(err)
	}
	return f
}

func (s site) text(a *pagetest.Answer, selector string) string {
	return strings.Join(strings.Fields(a.Doc.Find(selector).Text()), " ")
}

// V2, V6, V8: to everybody outside the team every page and every form of the
// team's is simply not there: the same 404 with nothing in it.
func TestWall_Pages(t *testing.T) {
	s := onSite(t)
	f := s.add("Carers are heard").String()
	s.Add(access.Invitee)
	for _, role := range []access.Role{access.Coordinator, access.DASS, access.LinkOfficer, access.Contributor, access.SeniorLeader, access.HostPSW, access.VisitingPSW} {
		for _, r := range s.routes {
			path := strings.NewReplacer("/challenges/{challenge}", "", "{finding}", f, "{evidence}", f, "{question}", f).Replace(r.Pattern)
			var a *pagetest.Answer
			if r.Method == "GET" {
				a = s.get(role, path)
			} else {
				a = s.post(role, path, values("title", "x", "text", "y", "version", "1000001", "body", "z", "source", "read", "kind", "strength",
					"area", s.Framework.Areas[0].Key, "words", "w", "question", "q", "answer-"+f, "a", "position", "agree"))
			}
			if a.Code != 404 || a.Body != "" {
				t.Errorf("%s %s as %s: %d %q", r.Method, path, role, a.Code, a.Body)
			}
		}
	}
}

func TestNotes_PhoneFirst(t *testing.T) {
	s := onSite(t)
	a := s.want(s.get(access.Expert, "/notes"), 200)
	token, _ := a.Doc.Find("input[name=sent_once]").Attr("value")
	if s.text(a, "main h2") != "Add a noteThe team’s notes" || token == "" || !strings.Contains(s.text(a, "main"), "not who said it") {
		t.Errorf("the form is not first: %s", s.text(a, "main"))
	}
	bad := s.want(s.post(access.Expert, "/notes", values("body", "They wait.", "sent_once", token, "lived", "yes")), 422)
	if kept, _ := bad.Doc.Find("input[name=sent_once]").Attr("value"); kept != token || strings.TrimSpace(bad.Doc.Find("textarea").Text()) != "They wait." || len(bad.Errors()) != 1 {
		t.Errorf("words or token lost: %s", bad.Body)
	}
	if _, checked := bad.Doc.Find("#lived").Attr("checked"); !checked {
		t.Error("the tick was lost")
	}
	for range 2 { // sent twice is one note
		s.want(s.post(access.Expert, "/notes", values("body", "They wait.", "source", "heard", "sent_once", token, "lived", "yes")), 303)
	}
	a = s.want(s.get(access.Lead, "/notes"), 200)
	if a.Doc.Find("article").Length() != 1 || !strings.Contains(s.text(a, "article"), "From lived experience") {
		t.Errorf("notes: %s", s.text(a, "article"))
	}
	s.want(s.get(access.Lead, "/notes?before=nonsense"), 404)
	s.MoveTo(access.Final)
	late := s.want(s.post(access.Expert, "/notes", values("body", "Too late", "source", "heard")), 409)
	if !strings.Contains(late.Body, "stage “Final”") || !strings.Contains(s.text(late, ".govuk-inset-text"), "Too late") {
		t.Errorf("closed: %s", s.text(late, "main"))
	}
}

func TestFindings_List(t *testing.T) {
	s := onSite(t)
	f := s.add("Carers are heard")
	a := s.want(s.get(access.Lead, "/findings"), 200)
	if a.Doc.Find("svg.pc-balance__svg").Length() != 1 || a.Doc.Find(".pc-side__item").Length() != len(s.Framework.Areas) {
		t.Error("balance or areas missing")
	}
	if card := s.text(a, "#finding-"+f.String()); !strings.Contains(card, "No evidence yet") || !strings.Contains(card, "Senior manager") {
		t.Errorf("card %q", card)
	}
	if !strings.Contains(s.text(a, ".pc-who"), "sees nothing until you present") {
		t.Errorf("who can see: %s", s.text(a, ".pc-who"))
	}
	other := s.want(s.get(access.Lead, "/findings?area="+s.Framework.Areas[1].Key), 200)
	if !strings.Contains(other.Body, "No strengths written here yet.") {
		t.Error("an empty group says so")
	}
	s.want(s.get(access.Lead, "/findings?area=no_such"), 404)
	preview := s.want(s.get(access.Expert, "/findings/preview"), 200)
	if !strings.Contains(s.text(preview, ".pc-panel"), "Carers are heard") || strings.Contains(preview.Body, s.path("/present\"")) {
		t.Error("the preview warns, and offers presenting only to the lead")
	}
}

func TestFindings_Add(t *testing.T) {
	s := onSite(t)
	s.want(s.get(access.Expert, "/findings/new?area="+s.Framework.Areas[2].Key), 200)
	bad := s.want(s.post(access.Expert, "/findings/new", values("text", "\nKept words", "kind", "recommendation", "area", s.Framework.Areas[0].Key)), 422)
	if len(bad.Errors()) != 2 || bad.Doc.Find("textarea[name=text]").Text() == "" || !strings.HasPrefix(bad.Doc.Find("title").Text(), "Error: ") {
		t.Errorf("errors %v", bad.Errors())
	}
	s.want(s.post(access.Expert, "/findings/new", values("kind", "recommendation", "title", "t", "area", s.Framework.Areas[0].Key, "answers", "x")), 404)
	ok := s.want(s.post(access.Expert, "/findings/new", values("kind", "strength", "title", "A strength", "area", s.Framework.Areas[0].Key)), 303)
	if !strings.HasPrefix(ok.Location, s.path("/findings/")) {
		t.Errorf("location %s", ok.Location)
	}
}

// F3: on a conflict the page shows both texts, keeping both first, and each
// button does what it says.
func TestEdit_BothTexts(t *testing.T) {
	s := onSite(t)
	for keep, want := range map[string]string{"both": "Theirs\n\nMine", "mine": "Mine", "theirs": "Theirs"} {
		f := s.add("Carers are heard")
		one := "/findings/" + f.String()
		form := s.want(s.get(access.Lead, one), 200)
		version, _ := form.Doc.Find("input[name=version]").Attr("value")
		edit := func(text string) url.Values {
			return values("title", "Carers are heard", "title_was", "Carers are heard", "text", text, "version", version)
		}
		s.want(s.post(access.Expert, one, edit("Theirs")), 303)
		clash := s.want(s.post(access.Lead, one, edit("Mine")), 409)
		if first := clash.Doc.Find("main button").First().Text(); first != "Keep both" {
			t.Errorf("first button %q", first)
		}
		if strings.TrimSpace(clash.Doc.Find("textarea[name=text]").Text()) != "Mine" || !strings.Contains(clash.Body, "Expert by experience") {
			t.Error("the page does not show both")
		}
		again := values("keep", keep, "text", "Mine")
		for _, hidden := range []string{"version", "title", "title_was", "theirs"} {
			v, _ := clash.Doc.Find("main input[name=" + hidden + "]").Attr("value")
			again.Set(hidden, v)
		}
		s.want(s.post(access.Lead, one, again), 303)
		p, err := s.svc.Show(ctx, s.As(access.Lead), s.Challenge, f)
		if err != nil || p.Record.Text != want {
			t.Errorf("keep %s: %q %v", keep, p.Record.Text, err)
		}
	}
}

func TestEdit_TitleClashAndErrors(t *testing.T) {
	s := onSite(t)
	f := s.add("Old")
	one := "/findings/" + f.String()
	base := strconv.Itoa(service.Base{Title: 1, Text: 1}.Number())
	s.want(s.post(access.Expert, one, values("title", "Theirs", "title_was", "Old", "text", "Text of Old", "version", base)), 303)
	clash := s.want(s.post(access.Lead, one, values("title", "Mine", "title_was", "Old", "text", "Text of Old", "version", base)), 409)
	if v, _ := clash.Doc.Find("input[name=title]").Attr("value"); v != "Mine" || !strings.Contains(clash.Body, "Theirs: Theirs") {
		t.Errorf("titles: %s", s.text(clash, "main"))
	}
	bad := s.want(s.post(access.Lead, one, values("title", " ", "text", "Kept", "version", base)), 422)
	if strings.TrimSpace(bad.Doc.Find("#text").Text()) != "Kept" || len(bad.Errors()) != 1 {
		t.Errorf("errors %v", bad.Errors())
	}
	s.want(s.get(access.Lead, "/findings/"+uuid.NewString()), 404)
	s.want(s.get(access.Lead, "/findings/nonsense"), 404)
}

func TestAutosave(t *testing.T) {
	s := onSite(t)
	one := "/findings/" + s.add("Carers are heard").String()
	form := s.want(s.get(access.Lead, one), 200)
	if auto, _ := form.Doc.Find("form[data-autosave]").Attr("data-autosave"); auto != s.path(one+"/autosave") {
		t.Fatalf("autosave %q", auto)
	}
	version, _ := form.Doc.Find("input[name=version]").Attr("value")
	typed := values("title", "Carers are heard", "title_was", "Carers are heard", "text", "Typed", "version", version)
	ok := s.want(s.post(access.Lead, one+"/autosave", typed), 200)
	if ok.Body != `{"saved":"3pm","version":1000002}`+"\n" || ok.Header.Get("Content-Type") != "application/json" {
		t.Errorf("answer %s", ok.Body)
	}
	typed.Set("text", "Typed by another, on the old version")
	s.want(s.post(access.Expert, one+"/autosave", typed), 409)
	typed.Set("title", "")
	s.want(s.post(access.Expert, one+"/autosave", typed), 422)
	typed.Set("version", "nonsense")
	typed.Set("title", "x")
	s.want(s.post(access.Expert, one+"/autosave", typed), 409)
	s.want(s.post(access.Lead, "/report/autosave", values("text", "Summary", "version", "0")), 200)
	s.want(s.post(access.Lead, "/report/autosave", values("text", "Other", "version", "0")), 409)
}

// F2, F4, F5: what stands around a finding, and each refusal keeps the words.
func TestAround(t *testing.T) {
	s := onSite(t)
	one := "/findings/" + s.add("Carers are heard").String()
	bad := s.want(s.post(access.Expert, one+"/evidence", values("words", "My own words")), 422)
	if strings.TrimSpace(bad.Doc.Find("#words").Text()) != "My own words" {
		t.Error("own words lost")
	}
	s.want(s.post(access.Expert, one+"/evidence", values("words", "My own words", "source", "seen")), 303)
	s.want(s.post(access.Expert, one+"/questions", values("question", " ")), 422)
	s.want(s.post(access.Expert, one+"/questions", values("question", "Everywhere?")), 303)
	s.want(s.post(access.Expert, one+"/positions", values("position", "differ")), 422)
	s.want(s.post(access.Expert, one+"/positions", values("position", "differ", "position-words", "Not for young carers")), 303)
	s.want(s.post(access.Expert, one+"/lived-experience", values("lived", "yes")), 303)
	s.want(s.post(access.Expert, one+"/withdraw", nil), 403)
	a := s.want(s.get(access.Lead, one), 200)
	main := s.text(a, "main")
	for _, words := range []string{"One source only", "My own words", "Everywhere?", "(expert by experience) sees it differently", "Rests on lived experience", "An expert by experience asks for a change"} {
		if !strings.Contains(main, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	if strings.Contains(main, "Withdraw the question") {
		t.Error("only who asked may withdraw a question")
	}
	answer, _ := a.Doc.Find("form[action$='/answer']").Attr("action")
	field, _ := a.Doc.Find("form[action$='/answer'] textarea").Attr("name")
	answer = strings.TrimPrefix(answer, s.path(""))
	s.want(s.post(access.Lead, answer, values(field, "")), 422)
	s.want(s.post(access.Lead, answer, values(field, "In two groups.")), 303)
	late := s.want(s.post(access.Lead, answer, values(field, "Answered twice")), 409)
	if !strings.Contains(late.Body, "Somebody else changed this") || !strings.Contains(late.Body, "Answered twice") {
		t.Error("a second answer is refused in words, with its own kept")
	}
	remove, _ := a.Doc.Find("form[action$='/remove']").Attr("action")
	s.want(s.post(access.Lead, strings.TrimPrefix(remove, s.path("")), nil), 303)
	s.want(s.post(access.Lead, one+"/withdraw", nil), 303)
	s.want(s.post(access.Lead, one+"/restore", nil), 303)
}

// The summary that came too late is not lost.
func TestReport_Closed(t *testing.T) {
	s := onSite(t)
	s.MoveTo(access.Final)
	late := s.want(s.post(access.Lead, "/report", values("text", "Late summary", "version", "0")), 409)
	if !strings.Contains(s.text(late, ".govuk-inset-text"), "Late summary") {
		t.Error("the words are lost")
	}
}

// F6: from presenting to the draft report, as lead and as director; the
// presented page does not change when the finding does.
func TestJourney_PresentAndHandOver(t *testing.T) {
	s := onSite(t)
	f := s.add("Carers are heard")
	s.Clock.Set(s.Clock.Now().AddDate(0, 0, -1))
	early := s.want(s.get(access.Lead, "/present"), 200)
	if early.Doc.Find("form[action$='/present']").Length() != 0 || !strings.Contains(early.Body, "Thursday 13 May 2027, the last day on site") {
		t.Error("presenting is offered too early")
	}
	s.want(s.post(access.Lead, "/present", nil), 409)
	s.Clock.Set(s.Clock.Now().AddDate(0, 0, 1))
	check := s.want(s.get(access.Lead, "/present"), 200)
	if !strings.Contains(check.Body, "You cannot take this back.") || !strings.Contains(s.text(check, ".pc-panel"), "No evidence yet") {
		t.Error("the check page warns")
	}
	s.want(s.get(access.DASS, "/presented"), 404)
	s.want(s.post(access.Lead, "/present", nil), 303)
	s.want(s.post(access.Lead, "/present", nil), 409)
	before := s.want(s.get(access.DASS, "/presented"), 200)
	edited := values("title", "Changed", "title_was", "Carers are heard", "text", "Changed", "version", "1000001")
	s.want(s.post(access.Lead, "/findings/"+f.String(), edited), 303)
	if after := s.want(s.get(access.DASS, "/presented"), 200); after.Body != before.Body {
		t.Error("what was presented changed")
	}
	s.want(s.get(access.Coordinator, "/presented"), 404)

	s.want(s.post(access.Lead, "/report/hand-over", nil), 422)
	s.want(s.post(access.Expert, "/report", values("text", "What we found.", "version", "0")), 303)
	clash := s.want(s.post(access.Lead, "/report", values("text", "Mine.", "version", "0")), 409)
	if !strings.Contains(clash.Body, "What we found.") || !strings.Contains(clash.Body, "Mine.") {
		t.Error("both summaries are not shown")
	}
	if p := s.want(s.get(access.Lead, "/report"), 200); !strings.Contains(s.text(p, ".pc-panel"), "The draft can be handed over") {
		t.Errorf("report: %s", s.text(p, ".pc-panel"))
	}
	s.want(s.get(access.Expert, "/report/hand-over"), 404)
	s.want(s.get(access.DASS, "/draft-report"), 404)
	s.want(s.get(access.Lead, "/report/hand-over"), 200)
	s.want(s.post(access.Lead, "/report/hand-over", nil), 303)
	s.draft(f)
}

// draft looks at the draft report as those who may read it.
func (s site) draft(f uuid.UUID) {
	s.t.Helper()
	dass := s.want(s.get(access.DASS, "/draft-report"), 200)
	href, _ := dass.Doc.Find("[id='finding/" + f.String() + "'] a").Attr("href")
	if href != s.path("/comments/new?passage=finding%2F"+f.String()) || dass.Doc.Find("#summary").Length() != 1 {
		s.t.Errorf("link to comment %q", href)
	}
	if !strings.Contains(dass.Body, "You can comment until Thursday 27 May 2027 at 11:59pm") {
		s.t.Errorf("window: %s", s.text(dass, ".pc-panel"))
	}
	if team := s.want(s.get(access.Expert, "/draft-report"), 200); strings.Contains(team.Body, "comments/new") {
		s.t.Error("the team does not comment on its own draft")
	}
	s.want(s.get(access.Coordinator, "/draft-report"), 404)
	late := s.want(s.post(access.Lead, "/findings/new", values("title", "Late title", "text", "Late words", "kind", "strength", "area", s.Framework.Areas[0].Key)), 409)
	if !strings.Contains(late.Body, "Late words") || !strings.Contains(late.Body, "no finding can be added") {
		s.t.Error("words that came too late are lost")
	}
	record := s.want(s.get(access.Lead, "/findings/"+f.String()), 200)
	if record.Doc.Find("#reason").Length() != 1 || record.Doc.Find("form[data-autosave]").Length() != 0 {
		s.t.Error("after the draft a reason is asked for, and nothing saves itself without one")
	}
	s.Clock.Set(s.Clock.Now().AddDate(0, 1, 0))
	if closed := s.want(s.get(access.DASS, "/draft-report"), 200); strings.Contains(closed.Body, "comments/new") {
		s.t.Error("comments are offered after the window")
	}
}

// Pages take at most 10 statements, session and person among them: 8 here.
func TestPages_Statements(t *testing.T) {
	s := onSite(t)
	f := s.add("Carers are heard")
	for _, path := range []string{"/notes", "/findings", "/findings/new", "/findings/preview", "/findings/" + f.String(), "/present", "/report"} {
		if n := dbtest.Statements(func() { s.want(s.get(access.Lead, path), 200) }); n > 8 {
			t.Errorf("%s takes %d statements", path, n)
		}
	}
}

// The words of the code stay in the code, and no page says a mark too many.
func TestPages_Words(t *testing.T) {
	s := onSite(t)
	f := s.add("Carers are heard")
	for _, path := range []string{"/notes", "/findings", "/findings/new", "/findings/preview", "/findings/" + f.String(), "/present", "/report"} {
		text := strings.ToLower(s.text(s.want(s.get(access.Lead, path), 200), "main"))
		for _, word := range []string{"room", " key", "sealed", "ledger", "verdict", "weakness", "!"} {
			if strings.Contains(text, word) {
				t.Errorf("%s says %q", path, word)
			}
		}
	}
}
