package report_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/report"
	"peerchallenge/internal/scope"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
	web "peerchallenge/web/report"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// desk is a story at finalising, with the pages of this feature.
type desk struct {
	*dbtest.Story
	reports *report.Service
	routes  []page.Route
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	b := dbtest.Tx(t)
	s := dbtest.NewStory(t, b)
	d := &desk{Story: s, reports: &report.Service{DB: b, Clock: s.Clock, Render: web.Page}}
	d.routes = web.Routes(&web.Handlers{Reports: d.reports})
	f := &finding.Service{DB: b, Clock: s.Clock}
	scopes := &scope.Service{DB: b, Clock: s.Clock, BaseURL: "https://example.org"}
	d.must(scopes.Propose(ctx, s.As(access.DASS), s.Challenge, scope.Proposal{What: "How carers get help.", Questions: []string{"What helps carers early?"}}))
	s.MoveTo(access.Reading)
	for i, n := range []finding.New{
		{Kind: finding.Strength, Title: "Budgets are explained every month", Text: "Staff could say what theirs is."},
		{Kind: finding.Consideration, Title: "Carers wait <40 days>", Text: "They wait.\n\nSome wait longer."},
	} {
		n.AreaKey = s.Framework.Areas[i].Key
		added, err := f.Add(ctx, s.As(access.Expert), s.Challenge, n)
		d.must(err)
		if n.Kind == finding.Consideration {
			_, err = f.Add(ctx, s.As(access.Expert), s.Challenge, finding.New{AreaKey: n.AreaKey, Kind: finding.Recommendation,
				Title: "Answer carers sooner", Text: "Within 28 days.", Answers: added})
			d.must(err)
		}
	}
	s.MoveTo(access.Drafting)
	_, _, err := f.SaveSummary(ctx, s.As(access.Lead), s.Challenge, 0, "The council knows its people.", "")
	d.must(err)
	d.later(time.Hour)
	d.must(f.HandOverDraft(ctx, s.As(access.Lead), s.Challenge))
	d.later(24 * time.Hour)
	s.MoveTo(access.Finalising)
	_, _, err = f.SaveSummary(ctx, s.As(access.Lead), s.Challenge, 1, "The council knows its people well.", "A member asked for it.")
	d.must(err)
	d.later(time.Hour)
	return d
}

func (d *desk) must(err error) {
	d.T.Helper()
	if err != nil {
		d.T.Fatal(err)
	}
}

func (d *desk) later(by time.Duration) { d.Clock.Set(d.Clock.Now().Add(by)) }

func (d *desk) path(part string) string { return "/challenges/" + d.Challenge.String() + part }

func (d *desk) get(role access.Role, part string) *pagetest.Answer {
	d.T.Helper()
	return pagetest.Get(d.T, d.routes, d.path(part), d.As(role), d.Clock)
}

func (d *desk) post(role access.Role, part string, form url.Values) *pagetest.Answer {
	d.T.Helper()
	return pagetest.Post(d.T, d.routes, d.path(part), d.As(role), d.Clock, form)
}

func (d *desk) want(what string, a *pagetest.Answer, code int) *pagetest.Answer {
	d.T.Helper()
	if a.Code != code {
		d.T.Errorf("%s: want %d, got %d (%v)", what, code, a.Code, a.Err)
	}
	return a
}

var (
	team      = []access.Role{access.Lead, access.Councillor, access.SeniorManager, access.Expert}
	outsiders = []access.Role{access.Coordinator, access.DASS, access.LinkOfficer, access.Contributor, access.SeniorLeader, access.HostPSW, access.VisitingPSW}
)

func (d *desk) final() {
	d.T.Helper()
	for _, role := range team {
		d.want("sign off", d.post(role, "/sign-off", url.Values{"kind": {"signed"}, "confirm": {"yes"}}), http.StatusSeeOther)
	}
	d.want("finalise", d.post(access.Lead, "/finalise", nil), http.StatusSeeOther)
}

// V2, V6: every page of the team's end looks absent to everybody else.
func TestPages_V2_AbsentOutsideTheTeam(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, role := range outsiders {
		for _, part := range []string{"/sign-off", "/wording", "/finalise", "/final-report"} {
			d.want(string(role)+" "+part, d.get(role, part), http.StatusNotFound)
		}
		d.want(string(role)+" signs", d.post(role, "/sign-off", url.Values{"kind": {"signed"}, "confirm": {"yes"}}), http.StatusNotFound)
		d.want(string(role)+" checks", d.post(role, "/sign-off", url.Values{"kind": {"signed"}}), http.StatusNotFound)
		d.want(string(role)+" finalises", d.post(role, "/finalise", nil), http.StatusNotFound)
	}
	for _, role := range []access.Role{access.Councillor, access.Expert} {
		d.want(string(role)+" finalise", d.get(role, "/finalise"), http.StatusNotFound)
		d.want(string(role)+" publish", d.get(role, "/publish"), http.StatusNotFound)
		d.want(string(role)+" reminds", d.post(role, "/sign-off/remind", url.Values{"person": {d.People[access.Lead].String()}}), http.StatusNotFound)
	}
	d.want("director, too early", d.get(access.DASS, "/publish"), http.StatusConflict)
}

// F8: the form keeps every word, asks again before recording, and can be changed.
func TestSignOff_F8_CheckAndRecord(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.want("nothing chosen", d.post(access.Expert, "/sign-off", url.Values{"words": {"Keep <this>"}}), http.StatusUnprocessableEntity)
	if len(a.Errors()) != 1 || a.Doc.Find("textarea[name=words]").Text() != "Keep <this>" || !strings.HasPrefix(a.Doc.Find("title").Text(), "Error: ") {
		t.Errorf("want one error and the words kept, got %q", a.Errors())
	}
	form := url.Values{"kind": {"reservation"}, "words": {"The wait is longer.\nI heard it."}, "who": {"unnamed"}}
	a = d.want("check", d.post(access.Expert, "/sign-off", form), http.StatusOK)
	if !strings.Contains(a.Body, "without your name") || a.Doc.Find("input[name=confirm]").Length() != 1 {
		t.Error("want who reads it, and a button that records")
	}
	if again := d.get(access.Expert, "/sign-off"); strings.Contains(again.Body, "You recorded a reservation") {
		t.Error("checking recorded it")
	}
	form.Set("change", "yes")
	a = d.want("change", d.post(access.Expert, "/sign-off", form), http.StatusOK)
	if a.Doc.Find("textarea[name=words]").Text() != "The wait is longer.\nI heard it." || a.Doc.Find("input[name=who][checked]").AttrOr("value", "") != "unnamed" {
		t.Error("want the form with the words and the choice")
	}
	form.Set("confirm", "yes")
	d.want("record", d.post(access.Expert, "/sign-off", form), http.StatusSeeOther)
	a = d.want("page", d.get(access.Lead, "/sign-off"), http.StatusOK)
	if !strings.Contains(a.Body, "Reservation") || strings.Contains(a.Body, "The wait is longer") {
		t.Error("want the tag, and nobody else's words in the list")
	}
}

// F8: the wording page says in words what was taken out and added, and why.
func TestWording_F8_WordsNotColours(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.want("wording", d.get(access.Expert, "/wording"), http.StatusOK)
	if got := a.Doc.Find("#summary ins").Text(); !strings.Contains(got, "[added: ") {
		t.Errorf("want the added word said, got %q", got)
	}
	if !strings.Contains(a.Doc.Find("#summary").Text(), "A member asked for it.") {
		t.Error("want the reason")
	}
}

// F8: what is missing is said; a refused button is a 409, not a 500.
func TestFinalise_F8_SaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.want("page", d.get(access.Lead, "/finalise"), http.StatusOK)
	if a.Doc.Find(".pc-panel--stop li").Length() != len(team) || a.Doc.Find("form[action$=finalise]").Length() != 0 {
		t.Errorf("want one line for each member and no button: %s", a.Doc.Find(".pc-panel--stop").Text())
	}
	d.want("pressed all the same", d.post(access.Lead, "/finalise", nil), http.StatusConflict)
	d.want("reminder", d.post(access.Lead, "/sign-off/remind", url.Values{"person": {d.People[access.Expert].String()}}), http.StatusSeeOther)
	d.want("second today", d.post(access.Lead, "/sign-off/remind", url.Values{"person": {d.People[access.Expert].String()}}), http.StatusConflict)
	d.want("silence too early", d.post(access.Lead, "/sign-off/silent", url.Values{"person": {d.People[access.Expert].String()}}), http.StatusConflict)
	d.want("nobody", d.post(access.Lead, "/sign-off/silent", url.Values{"person": {"x"}}), http.StatusNotFound)
	d.final()
	d.want("final report", d.get(access.HostPSW, "/final-report"), http.StatusOK)
	d.want("link officer", d.get(access.LinkOfficer, "/final-report"), http.StatusNotFound)
	d.want("after final", d.post(access.Expert, "/sign-off", url.Values{"kind": {"signed"}, "confirm": {"yes"}}), http.StatusConflict)
}

// F9: the director checks exactly what the public would read, then publishes it once.
func TestPublish_F9_CheckThenPublish(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.final()
	for _, role := range append([]access.Role{access.Coordinator, access.SeniorLeader, access.HostPSW}, team...) {
		d.want(string(role), d.get(role, "/publish"), http.StatusNotFound)
		d.want(string(role), d.post(role, "/publish", nil), http.StatusNotFound)
		d.want(string(role), d.post(role, "/publish/confirm", nil), http.StatusNotFound)
	}
	d.want("form", d.get(access.DASS, "/publish"), http.StatusOK)
	long := d.want("too long", d.post(access.DASS, "/publish", url.Values{"response": {strings.Repeat("a", 5001)}}), http.StatusUnprocessableEntity)
	if len(long.Doc.Find("textarea[name=response]").Text()) != 5001 {
		t.Error("the words were not kept")
	}
	check := d.want("check", d.post(access.DASS, "/publish", url.Values{"response": {"Thank you."}}), http.StatusOK)
	for _, words := range []string{"Budgets are explained every month", "Answer carers sooner", "The council knows its people well.", "Thank you.", "cannot take this back"} {
		if !strings.Contains(check.Body, words) {
			t.Errorf("the check does not show %q", words)
		}
	}
	confirm := hidden(check.Doc.Find("form[action$=confirm]"))
	d.want("publish", d.post(access.DASS, "/publish/confirm", confirm), http.StatusSeeOther)
	again := d.want("again", d.post(access.DASS, "/publish/confirm", confirm), http.StatusConflict)
	if again.Doc.Find("textarea[name=response]").Text() != "Thank you." || again.Doc.Find("textarea[name=what-changed]").Length() != 1 {
		t.Error("want the form of a corrected version with the words kept")
	}
	if got := d.want("final", d.get(access.DASS, "/final-report"), http.StatusOK); !strings.Contains(got.Body, "Publish a corrected version") {
		t.Error("want the way to a corrected version")
	}
}

func hidden(form *goquery.Selection) url.Values {
	values := url.Values{}
	form.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) { values.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	return values
}

// F10, F2, F5: the published page stands alone, says what it is, and shows every
// recommendation open.
func TestPage_F10_StandsAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.final()
	p, err := d.reports.PublishPage(ctx, d.As(access.DASS), d.Challenge, report.Publication{Response: "We thank the team."})
	d.must(err)
	html, err := web.Page(p.Preview)
	d.must(err)
	if name := os.Getenv("PAGE_OUT"); name != "" {
		d.must(os.WriteFile(name, html, 0o600))
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(html)))
	d.must(err)
	if n := doc.Find("script, [nonce], [style], [onclick], iframe, form, details").Length(); n != 0 {
		t.Errorf("want nothing that runs, asks or hides, got %d", n)
	}
	sheet := doc.Find("link[rel=stylesheet]").AttrOr("href", "")
	if sheet != "/static/app.css" {
		t.Errorf("the sheet %q would be gone after the next build", sheet)
	}
	for _, id := range []string{"#summary", "#recommendations", "#findings", "#team", "#response", "#how", "#versions"} {
		if doc.Find("h2"+id).Length() != 1 || doc.Find("a[href='"+id+"']").Length() != 1 {
			t.Errorf("%s: want the part and its line in the contents", id)
		}
	}
	text := doc.Find("main").Text()
	for _, words := range []string{"This is not an inspection and gives no rating.", "1. Answer carers sooner", "Carers wait <40 days>",
		"First progress due November 2027.", "The team visited on 11 to 13 May 2027.", "We thank the team."} {
		if !strings.Contains(text, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	if strings.Contains(text, "A member asked for it.") {
		t.Error("reasons between draft and final are the council's to read, not the public's")
	}
}
