package visit_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/dbtest"
	service "peerchallenge/internal/visit"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
	"peerchallenge/web/visit"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var day1 = civil.NewDate(2027, 5, 11)

type site struct {
	*dbtest.Story
	t      *testing.T
	svc    *service.Service
	routes []page.Route
}

func newSite(t *testing.T) site {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	svc := &service.Service{DB: s.DB, Clock: s.Clock, BaseURL: "http://test"}
	return site{s, t, svc, visit.Routes(&visit.Handlers{Visits: svc})}
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

func (s site) text(a *pagetest.Answer, selector string) string {
	return strings.Join(strings.Fields(a.Doc.Find(selector).Text()), " ")
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func (s site) form(title, audience string) url.Values {
	return values("kind", "group", "audience", audience, "title", title, "size", "six_to_eight", "day", day1.String(), "starts", "10am", "ends", "11",
		"place", "Civic Hall", "room", "Oak", "travel", "0", "lead", s.People[access.Councillor].String(), "notes", s.People[access.Expert].String(), "version", "1")
}

// add puts a session in by the page and gives its id.
func (s site) add(title, audience string) uuid.UUID {
	s.t.Helper()
	a := s.want(s.post(access.LinkOfficer, "/programme/new", s.form(title, audience)), 303)
	return uuid.MustParse(a.Location[strings.LastIndex(a.Location, "/")+1:])
}

func (s site) onSite() {
	s.t.Helper()
	s.want(s.post(access.LinkOfficer, "/programme/share", values()), 303)
	s.MoveTo(access.Reading)
	s.MoveTo(access.OnSite)
	s.Clock.Set(time.Date(2027, 5, 11, 9, 40, 0, 0, clock.London))
}

// O5, O6, V6: each page and each form is simply not there for whoever may not.
func TestWall_Pages(t *testing.T) {
	s := newSite(t)
	id := s.add("front-door team", "front_line").String()
	s.want(s.post(access.LinkOfficer, "/programme/"+id+"/organiser", values("organiser", s.People[access.Contributor].String())), 303)
	s.onSite()
	may := map[string][]access.Role{
		"GET /programme":        append([]access.Role{access.DASS, access.LinkOfficer, access.SeniorLeader, access.Coordinator, access.VisitingPSW}, access.Team...),
		"GET /programme/mine":   access.Team,
		"GET /programme/wanted": {access.Lead}, "POST /programme/wanted": {access.Lead},
		"GET /programme/new": {access.DASS, access.LinkOfficer}, "POST /programme/new": {access.DASS, access.LinkOfficer},
		"GET /programme/share": {access.DASS, access.LinkOfficer}, "POST /programme/share": {access.DASS, access.LinkOfficer},
		"POST /programme/number":         {access.DASS, access.LinkOfficer, access.Lead},
		"GET /programme/{session}":       append([]access.Role{access.DASS, access.LinkOfficer, access.VisitingPSW, access.Contributor}, access.Team...),
		"GET /programme/{session}/edit":  {access.DASS, access.LinkOfficer},
		"POST /programme/{session}/edit": {access.DASS, access.LinkOfficer}, "POST /programme/{session}/take-out": {access.DASS, access.LinkOfficer},
		"POST /programme/{session}/organiser": {access.DASS, access.LinkOfficer}, "POST /programme/{session}/members": {access.Lead},
		"POST /programme/{session}/questions": access.Team, "POST /programme/{session}/questions/{asked}/take-away": {},
		"GET /programme/{session}/invitations": {access.Contributor}, "POST /programme/{session}/invitations": {access.Contributor},
		"POST /programme/{session}/invitations/expected":              {access.Contributor},
		"POST /programme/{session}/invitations/{invitation}/answer":   {},
		"POST /programme/{session}/invitations/{invitation}/take-off": {},
		"GET /programme/{session}/briefing":                           append([]access.Role{access.DASS, access.LinkOfficer, access.VisitingPSW, access.Contributor}, access.Team...),
		"POST /programme/{session}/briefing":                          {access.DASS, access.LinkOfficer, access.Contributor},
		"GET /today":                                                  access.Team, "GET /told": access.Team,
		"GET /daily": append([]access.Role{access.DASS}, access.Team...), "POST /daily/{day}/heard": {access.Lead},
		"POST /daily/{day}/topics": {access.Lead}, "POST /daily/{day}/line": {access.DASS},
	}
	for _, r := range s.routes {
		if r.Gate != page.OnChallenge {
			continue
		}
		pattern := strings.TrimPrefix(r.Pattern, "/challenges/{challenge}")
		allowed, listed := may[r.Method+" "+pattern]
		if !listed {
			t.Errorf("%s %s is not in the table", r.Method, pattern)
		}
		path := strings.NewReplacer("{session}", id, "{asked}", uuid.NewString(), "{invitation}", uuid.NewString(), "{day}", day1.String()).Replace(pattern)
	next:
		for _, role := range dbtest.Everyone {
			for _, a := range allowed {
				if a == role {
					continue next
				}
			}
			var a *pagetest.Answer
			if r.Method == "GET" {
				a = s.get(role, path)
			} else {
				form := s.form("x", "front_line")
				form.Set("wanted", "carers")
				form.Set("phone", "01632 960 114")
				form.Set("words", "Why?")
				form.Set("topics", "Money")
				form.Set("line", "Yes")
				a = s.post(role, path, form)
			}
			if a.Code != 404 || a.Body != "" {
				t.Errorf("%s %s as %s: %d", r.Method, pattern, role, a.Code)
			}
		}
		for _, role := range allowed {
			if _, has := s.People[role]; has && r.Method == "GET" {
				if a := s.get(role, path); a.Code == 404 {
					t.Errorf("%s as %s is not there", pattern, role)
				}
			}
		}
	}
}

// O5: nothing on a page lets anybody find a number by subtraction: a leader's page
// shows no number of people at all, and no page a total beside its parts.
func TestOutline_O5_NothingBySubtraction(t *testing.T) {
	s := newSite(t)
	for i, audience := range []string{"front_line", "carers"} {
		id := s.add("group "+audience, audience).String()
		s.want(s.post(access.LinkOfficer, "/programme/"+id+"/organiser", values("organiser", s.People[access.Contributor].String())), 303)
		if audience == "carers" {
			s.want(s.post(access.Contributor, "/programme/"+id+"/invitations/expected", values("coming", "7", "needs", "Breaks")), 303)
		} else {
			for range 6 + i {
				s.want(s.post(access.Contributor, "/programme/"+id+"/invitations", values("name", "Danuta Kowalczyk")), 303)
			}
		}
	}
	s.onSite()
	a := s.want(s.get(access.SeniorLeader, "/programme"), 200)
	main := s.text(a, "main")
	for _, secret := range []string{"Danuta", "7 people", "6 people", "13 people", "Civic Hall", "Oak", "Breaks", "Expert by experience", "in all", "total"} {
		if strings.Contains(main, secret) {
			t.Errorf("a senior leader reads %q: %s", secret, main)
		}
	}
	if !strings.Contains(main, "Six to eight people") || !strings.Contains(main, "10am to 11am") {
		t.Errorf("time, kind and size band: %s", main)
	}
	for _, role := range []access.Role{access.DASS, access.LinkOfficer, access.Lead, access.Coordinator} {
		all := s.text(s.want(s.get(role, "/programme"), 200), "main")
		for _, secret := range []string{"Danuta", "13 people", "in all", "total"} {
			if strings.Contains(all, secret) {
				t.Errorf("%s reads %q beside the parts: %s", role, secret, all)
			}
		}
	}
}

// O1: errors keep every word, and the group's other size asks for a reason.
func TestAdd_O1_ErrorsKeepTheWords(t *testing.T) {
	s := newSite(t)
	form := s.form("direct payments", "draw_on_care")
	form.Set("size", "two_to_five")
	form.Set("ends", "later")
	a := s.want(s.post(access.LinkOfficer, "/programme/new", form), 422)
	if len(a.Errors()) != 2 || !strings.HasPrefix(a.Doc.Find("title").Text(), "Error: ") {
		t.Errorf("errors %v", a.Errors())
	}
	for name, want := range map[string]string{"title": "direct payments", "ends": "later", "place": "Civic Hall"} {
		if got, _ := a.Doc.Find("input[name=" + name + "]").Attr("value"); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	s.want(s.get(access.DASS, "/programme/new"), 200)
}

// Two of the host change one session: the second keeps the words and is told.
func TestEdit_SecondIsToldAndKeepsTheWords(t *testing.T) {
	s := newSite(t)
	id := s.add("front-door team", "front_line").String()
	form := s.form("hospital team", "front_line")
	s.want(s.post(access.DASS, "/programme/"+id+"/edit", form), 303)
	form.Set("title", "duty team")
	a := s.want(s.post(access.LinkOfficer, "/programme/"+id+"/edit", form), 409)
	if got, _ := a.Doc.Find("input[name=title]").Attr("value"); got != "duty team" {
		t.Errorf("title %q", got)
	}
}

// O2: the briefing promises what it must, in the words of the rule, on paper and on
// the open page, which has no script and is not for search engines.
func TestBriefing_O2_SaysWhatItMust(t *testing.T) {
	s := newSite(t)
	id := s.add("unpaid carers", "carers").String()
	sheet := s.want(s.get(access.LinkOfficer, "/programme/"+id+"/briefing"), 200)
	link := strings.TrimSpace(sheet.Doc.Find("main .pc-words").First().Text())
	path := strings.TrimPrefix(link, "http://test")
	open := pagetest.Get(t, s.routes, path, access.Public(), s.Clock)
	for name, a := range map[string]*pagetest.Answer{"sheet": sheet, "open page": s.want(open, 200)} {
		words := s.text(a, "main")
		for _, must := range []string{"What this is", "Who will be in the room", "nobody’s care, support, payments or job", "Managers may know that you came",
			"never told what was said", "The one exception", "What will come of it", "afterwards", "not an inspection"} {
			if !strings.Contains(words, must) {
				t.Errorf("the %s does not say %q", name, must)
			}
		}
	}
	if open.Doc.Find("script").Length() != 0 || open.Header.Get("X-Robots-Tag") != "noindex, nofollow" || open.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Error("the open page has a script, or may be found by search engines")
	}
	bad := s.want(pagetest.Post(t, s.routes, path, access.Public(), s.Clock, values("text", "My number is 01632 960 187")), 422)
	if !strings.Contains(bad.Doc.Find("textarea").Text(), "01632") {
		t.Error("the words were lost")
	}
	done := s.want(pagetest.Post(t, s.routes, path, access.Public(), s.Clock, values("text", "Letters are too small.")), 303)
	s.want(pagetest.Get(t, s.routes, done.Location, access.Public(), s.Clock), 200)
	s.want(pagetest.Get(t, s.routes, "/briefings/nothing-of-the-kind", access.Public(), s.Clock), 404)
	s.onSite()
	if told := s.text(s.want(s.get(access.Expert, "/told"), 200), "main"); !strings.Contains(told, "Letters are too small.") {
		t.Errorf("the team does not read it: %s", told)
	}
}

// Section 4, 02: the note first, the day's sessions with now and next, and when the
// next is when there is none.
func TestToday_ForAPhoneInACorridor(t *testing.T) {
	s := newSite(t)
	id := s.add("front-door team", "front_line").String()
	s.onSite()
	s.want(s.post(access.Expert, "/programme/"+id+"/questions", values("words", "Who answers first?")), 303)
	a := s.want(s.get(access.Expert, "/today"), 200)
	main := s.text(a, "main")
	if first := s.text(a, "main .govuk-button"); !strings.HasPrefix(first, "Add a note") {
		t.Errorf("the first button is %q", first)
	}
	for _, must := range []string{"Tuesday 11 May, day 1 of 3", "10am to 11amNext", "Group: front-door team", "Civic Hall, Oak", "You take notes", "Questions to ask (1)", "Note for this session", "Raise a serious concern"} {
		if !strings.Contains(main, must) {
			t.Errorf("not on the page: %q in %s", must, main)
		}
	}
	s.Clock.Set(time.Date(2027, 5, 11, 10, 5, 0, 0, clock.London))
	if main := s.text(s.want(s.get(access.Expert, "/today"), 200), "main"); !strings.Contains(main, "10am to 11amNow") {
		t.Error("not said to be now")
	}
	if main := s.text(s.want(s.get(access.SeniorManager, "/today"), 200), "main"); !strings.Contains(main, "No sessions for you today") {
		t.Errorf("empty: %s", main)
	}
	if form := a.Doc.Find("form[data-send]"); form.Length() != 1 || form.Find("input[name=sent_once]").Length() != 1 {
		t.Error("the note's form cannot be kept on the phone")
	}
}

// O4: errors of one day's topics keep the words and lead to the field.
func TestDaily_O4_ErrorsKeepTheWords(t *testing.T) {
	s := newSite(t)
	s.add("front-door team", "front_line")
	s.onSite()
	a := s.want(s.post(access.Lead, "/daily/2027-05-11/topics", values("version", "0", "topics", "What the group of carers said")), 422)
	if strings.TrimSpace(a.Doc.Find("textarea#topics").Text()) != "What the group of carers said" || len(a.Errors()) != 1 {
		t.Errorf("errors %v", a.Errors())
	}
	s.want(s.post(access.Lead, "/daily/2027-05-11/topics", values("version", "0", "topics", "Waiting times")), 303)
	s.want(s.post(access.DASS, "/daily/2027-05-11/line", values("line", "We know.")), 303)
	s.want(s.post(access.Lead, "/daily/2027-05-11/heard", values("heard", s.People[access.Expert].String(), "heard", s.People[access.Lead].String())), 303)
	seen := s.text(s.want(s.get(access.DASS, "/daily"), 200), "main")
	if !strings.Contains(seen, "Waiting times") || !strings.Contains(seen, "We know.") || strings.Contains(seen, "were heard") {
		t.Errorf("the director reads %s", seen)
	}
	s.want(s.post(access.Lead, "/daily/nonsense/topics", values("topics", "x")), 404)
}
