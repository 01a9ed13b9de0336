package followup_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/followup"
	"peerchallenge/internal/report"
	web "peerchallenge/web/followup"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// desk is a story whose report is final, with the pages of this feature.
type desk struct {
	*dbtest.Story
	follow *followup.Service
	routes []page.Route
	rec    uuid.UUID
}

func newDesk(t *testing.T, more int) *desk {
	t.Helper()
	b := dbtest.Tx(t)
	s := dbtest.NewStory(t, b)
	d := &desk{Story: s, follow: &followup.Service{DB: b, Clock: s.Clock, Render: web.Part}}
	d.routes = web.Routes(&web.Handlers{FollowUp: d.follow})
	f, r := &finding.Service{DB: b, Clock: s.Clock}, &report.Service{DB: b, Clock: s.Clock}
	s.MoveTo(access.Reading)
	area := s.Framework.Areas[0].Key
	about, err := f.Add(ctx, s.As(access.Expert), s.Challenge, finding.New{AreaKey: area, Kind: finding.Consideration, Title: "Carers wait <40 days>", Text: "They wait."})
	d.must(err)
	for i := range more {
		rec, err := f.Add(ctx, s.As(access.Expert), s.Challenge, finding.New{AreaKey: area, Kind: finding.Recommendation, Title: "Answer carers sooner " + strconv.Itoa(i), Text: "Within 28 days.", Answers: about})
		d.must(err)
		d.rec = rec
	}
	s.MoveTo(access.Drafting)
	_, _, err = f.SaveSummary(ctx, s.As(access.Lead), s.Challenge, 0, "A council that knows its people.", "")
	d.must(err)
	d.later(time.Hour)
	d.must(f.HandOverDraft(ctx, s.As(access.Lead), s.Challenge))
	d.later(30 * 24 * time.Hour)
	s.MoveTo(access.Finalising)
	d.later(time.Hour)
	for _, role := range []access.Role{access.Lead, access.Councillor, access.SeniorManager, access.Expert} {
		d.must(r.SignOff(ctx, s.As(role), s.Challenge, report.Own{Kind: report.Signed}))
	}
	d.later(time.Hour)
	d.must(r.Finalise(ctx, s.As(access.Lead), s.Challenge))
	d.must(d.follow.Start(ctx, s.As(access.DASS), s.Challenge))
	return d
}

func (d *desk) must(err error) {
	d.T.Helper()
	if err != nil {
		d.T.Fatal(err)
	}
}

func (d *desk) later(x time.Duration) { d.Clock.Set(d.Clock.Now().Add(x)) }

func (d *desk) path(part string) string { return "/challenges/" + d.Challenge.String() + "/" + part }

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
		d.T.Errorf("%s: want %d, got %d %v", what, code, a.Code, a.Err)
	}
	return a
}

// V2, V6: who may not draft finds no form; who reads finds no draft.
func TestWall_V2_FormsAreTheHosts(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1)
	rec := d.rec.String()
	forms := []string{"response/" + rec, "response/hand-over", "plan/" + rec + "/actions/new", "plan/" + rec + "/measures/new", "plan/hand-over"}
	d.want("drafting", d.post(access.LinkOfficer, "response/"+rec, url.Values{"decision": {"in_part"}, "reason": {"A marmalade reason"}, "version": {"1"}}), http.StatusSeeOther)
	for _, role := range []access.Role{access.Lead, access.Expert, access.Coordinator, access.HostPSW, access.SeniorLeader, access.Contributor, access.VisitingPSW} {
		for _, form := range forms {
			d.want(string(role)+" "+form, d.get(role, form), http.StatusNotFound)
		}
		if a := d.get(role, "response"); strings.Contains(a.Body, "marmalade") {
			t.Errorf("%s reads a draft", role)
		}
	}
	for _, part := range []string{"response", "plan", "progress", "what-came"} {
		a := pagetest.Get(t, d.routes, d.path(part), access.Person(d.Stranger), d.Clock)
		d.want("stranger "+part, a, http.StatusNotFound)
	}
	d.want("the link officer hands over", d.get(access.LinkOfficer, "response/hand-over"), http.StatusNotFound)
}

// U1: errors keep the words; what was checked is handed over once.
func TestResponse_U1_KeepsWordsAndHandsOver(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1)
	part := "response/" + d.rec.String()
	a := d.want("no decision", d.post(access.DASS, part, url.Values{"reason": {"Because <b>"}, "version": {"1"}}), http.StatusUnprocessableEntity)
	if a.Doc.Find("textarea[name=reason]").Text() != "Because <b>" || len(a.Errors()) != 1 {
		t.Errorf("words or errors are lost: %v", a.Errors())
	}
	d.want("not in full, no reason", d.post(access.DASS, part, url.Values{"decision": {"not"}, "version": {"1"}}), http.StatusUnprocessableEntity)
	d.want("saved", d.post(access.DASS, part, url.Values{"decision": {"not"}, "reason": {"We did it."}, "version": {"1"}}), http.StatusSeeOther)
	a = d.want("an older version", d.post(access.LinkOfficer, part, url.Values{"decision": {"accepted"}, "reason": {"Mine"}, "version": {"1"}}), http.StatusConflict)
	if a.Doc.Find("textarea[name=reason]").Text() != "Mine" || !strings.Contains(a.Body, "We did it.") {
		t.Error("both texts should stand on the page")
	}
	check := d.want("check", d.get(access.DASS, "response/hand-over"), http.StatusOK)
	version, _ := check.Doc.Find("input[name=version]").Attr("value")
	d.want("handed over", d.post(access.DASS, "response/hand-over", url.Values{"version": {version}}), http.StatusSeeOther)
	read := d.want("the lead reads", d.get(access.Lead, "response"), http.StatusOK)
	if !strings.Contains(read.Body, "We did it.") || !strings.Contains(read.Body, "stands as written") {
		t.Error("the lead does not read the reason, or that it stands as written")
	}
}

// U2, U3: action, measure and progress through the forms; the picture and its table
// say the same.
func TestProgress_U3_FromPlanToPicture(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1)
	rec := d.rec.String()
	d.want("respond", d.post(access.DASS, "response/"+rec, url.Values{"decision": {"accepted"}, "version": {"1"}}), http.StatusSeeOther)
	action := url.Values{"words": {"Ring them"}, "owner_name": {"Head of carers"}, "due-day": {"30"}, "due-month": {"2"}, "due-year": {"2027"}, "evidence": {"They say so"}}
	a := d.want("no such day", d.post(access.DASS, "plan/"+rec+"/actions/new", action), http.StatusUnprocessableEntity)
	if v, _ := a.Doc.Find("input[name=due-day]").Attr("value"); v != "30" || a.Doc.Find("textarea[name=words]").Text() != "Ring them" {
		t.Error("what was typed is lost")
	}
	action.Set("due-month", "9")
	d.want("add an action", d.post(access.DASS, "plan/"+rec+"/actions/new", action), http.StatusSeeOther)
	measure := url.Values{"name": {"Answered in time"}, "definition": {"Share"}, "unit": {"percent"}, "source": {"Ours"}, "better": {"higher"}, "baseline": {"62%"}, "period": {"April 2027"},
		"on-day": {"30"}, "on-month": {"4"}, "on-year": {"2027"}, "low": {"40"}}
	d.want("half a range", d.post(access.DASS, "plan/"+rec+"/measures/new", measure), http.StatusUnprocessableEntity)
	measure.Set("high", "90")
	d.want("add a measure", d.post(access.DASS, "plan/"+rec+"/measures/new", measure), http.StatusSeeOther)
	version, _ := d.get(access.DASS, "plan/hand-over").Doc.Find("input[name=version]").Attr("value")
	d.want("hand over", d.post(access.DASS, "plan/hand-over", url.Values{"version": {version}}), http.StatusSeeOther)
	p, err := d.follow.ProgressPage(ctx, d.As(access.DASS), d.Challenge)
	d.must(err)
	d.Clock.Set(p.Checks[0].DueOn.Time().Add(10 * time.Hour))
	d.MoveTo(access.FollowUp)
	form := d.want("form", d.get(access.DASS, "progress/1/"+rec), http.StatusOK)
	m, _ := form.Doc.Find("input[name=measure]").Attr("value")
	words := url.Values{"state": {"slipped"}, "words": {"Later <i>"}, "measure": {m}, "value-" + m: {"70"}, "period-" + m: {"October 2027"}, "version": {"0"}}
	d.want("no new date", d.post(access.DASS, "progress/1/"+rec, words), http.StatusUnprocessableEntity)
	words.Set("state", "on_track")
	d.want("save", d.post(access.DASS, "progress/1/"+rec, words), http.StatusSeeOther)
	d.want("the lead’s", d.post(access.Lead, "progress/1/"+rec, url.Values{"state": {"on_track"}, "words": {"We agree"}, "version": {"0"}}), http.StatusSeeOther)
	for _, role := range []access.Role{access.DASS, access.Lead} {
		version, _ := d.get(role, "progress/1/record").Doc.Find("input[name=version]").Attr("value")
		d.want(string(role)+" records", d.post(role, "progress/1/record", url.Values{"version": {version}}), http.StatusSeeOther)
	}
	read := d.want("read", d.get(access.HostPSW, "progress"), http.StatusOK)
	svg := read.Doc.Find("svg.pc-series__svg")
	if svg.Length() != 1 || svg.AttrOr("role", "") != "img" || !strings.Contains(svg.Find("desc").Text(), "6 months: 70 (region 40 to 90)") || strings.Contains(read.Body, "style=") {
		t.Errorf("the picture: %s", svg.Find("desc").Text())
	}
	if !strings.Contains(read.Doc.Find("table").Text(), "October 2027") || !strings.Contains(read.Body, "Later &lt;i&gt;") || !strings.Contains(read.Body, "We agree") {
		t.Error("the table, or both sides’ words, are missing")
	}
	lost := d.want("too late", d.post(access.DASS, "progress/1/"+rec, url.Values{"state": {"achieved"}, "words": {"Typed too late"}, "version": {"1"}}), http.StatusConflict)
	if !strings.Contains(lost.Body, "Typed too late") {
		t.Error("words typed too late are lost")
	}
	for _, role := range []access.Role{access.Lead, access.Expert, access.VisitingPSW} {
		d.want(string(role)+" is told", d.get(role, "what-came"), http.StatusOK)
	}
	d.want("not yet", d.get(access.DASS, "progress/publish"), http.StatusConflict)
}

// The same number of statements for 1 and 25 recommendations, at most 10 with the two of
// session and person.
func TestPages_StatementsStayFew(t *testing.T) {
	count := func(n int) map[string]int64 {
		d := newDesk(t, n)
		out := map[string]int64{}
		for _, part := range []string{"response", "plan", "progress", "what-came"} {
			for _, role := range []access.Role{access.DASS, access.Lead} {
				if part != "what-came" || role == access.Lead {
					out[part+" "+string(role)] = dbtest.Statements(func() { d.want(part, d.get(role, part), http.StatusOK) })
				}
			}
		}
		return out
	}
	one, many := count(1), count(25)
	for page, n := range one {
		if n > 8 || many[page] != n {
			t.Errorf("%s: %d statements for one, %d for 25", page, n, many[page])
		}
	}
}

// F9: the public part has no script and no style, and its words are escaped.
func TestPart_F9_StandsAlone(t *testing.T) {
	value := 70.0
	html, err := web.Part(followup.Public{Council: "Hostshire", PublishedOn: civil.NewDate(2027, 11, 20), Mark: "abc",
		Checks: []followup.PublicCheck{{Number: 1, On: civil.NewDate(2027, 11, 19), Silent: "lead", Items: []followup.PublicItem{{Number: 1, Title: "<script>", Host: &followup.Item{State: followup.Slipped, Words: "Later", NewDate: civil.NewDate(2028, 3, 1), Reason: "Staff"}}}}},
		Tracks: []followup.Track{{Measure: followup.Measure{Name: "Waiting", Unit: "days", Better: "lower"}, Points: []followup.Point{{Label: "Baseline", Value: &value, Base: true}, {Label: "6 months"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	s := string(html)
	for _, want := range []string{"Delayed", "1 March 2028", "Did not answer.", "No newer value", "&lt;script&gt;", "the lead did not answer"} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is not there", want)
		}
	}
	if strings.Contains(s, "<script") || strings.Contains(s, "style=") {
		t.Error("script or style in the public part")
	}
}
