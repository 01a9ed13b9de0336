package region_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
	"peerchallenge/web/region"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

type site struct {
	*testing.T
	*dbtest.Story
	routes []page.Route
	who    access.Actor
}

func open(t *testing.T) *site {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	return &site{t, s, region.Routes(&region.Handlers{Councils: &council.Service{DB: s.DB, Clock: s.Clock}}), s.As(access.Coordinator)}
}

func (s *site) get(path string) *pagetest.Answer {
	s.Helper()
	return pagetest.Get(s.T, s.routes, path, s.who, s.Clock)
}

func (s *site) post(path string, pairs ...string) *pagetest.Answer {
	s.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return pagetest.Post(s.T, s.routes, path, s.who, s.Clock, form)
}

func (s *site) must(a *pagetest.Answer, code int) *pagetest.Answer {
	s.Helper()
	if a.Code != code {
		s.Fatalf("status %d, want %d: %v\n%.2000s", a.Code, code, a.Err, a.Body)
	}
	return a
}

// V6: only coordinators; and a coordinator changes nothing of another region (V3).
func TestWall_OnlyCoordinatorsOfTheRegion(t *testing.T) {
	s := open(t)
	others := map[string]access.Actor{"nobody": access.Public(), "stranger": access.Person(s.Stranger), "operator": dbtest.Operator}
	for _, role := range dbtest.Everyone[1:] {
		others[string(role)] = s.As(role)
	}
	closed := []string{"council", s.Host.String(), "first-day", "1", "first-month", "6", "first-year", "2027", "reason", "Move"}
	election := []string{"council", s.Host.String(), "votes", "votes", "day-day", "10", "day-month", "6", "day-year", "2027"}
	school := []string{"councils", s.Host.String(), "first-day", "26", "first-month", "7", "first-year", "2027", "last-day", "3", "last-month", "9", "last-year", "2027", "name", "Summer"}
	for name, actor := range others {
		s.who = actor
		for _, a := range []*pagetest.Answer{s.get("/elections"), s.get("/elections/new"), s.get("/closed-dates"), s.post("/closed-dates", closed...), s.post("/elections/new", election...), s.post("/elections", "year", "2027"),
			s.get("/school-holidays"), s.post("/school-holidays", school...), s.post("/school-holidays/remove", "first", "2027-07-26", "last", "2027-09-03", "name", "Summer")} {
			if a.Code != 404 {
				t.Errorf("%s: %d, want 404", name, a.Code)
			}
		}
	}
	s.who = s.As(access.Coordinator)
	s.must(s.post("/closed-dates", closed...), 303)
	s.must(s.post("/school-holidays", school...), 303)
	remove := s.get("/closed-dates").Doc.Find("form[action$='/remove']").AttrOr("action", "")
	s.who = access.Person(s.Elsewhere)
	for _, a := range []*pagetest.Answer{s.post("/closed-dates", closed...), s.post("/elections/new", election...), s.post(remove),
		s.post("/school-holidays", school...), s.post("/school-holidays/remove", "first", "2027-07-26", "last", "2027-09-03", "name", "Summer")} {
		s.must(a, 404)
	}
}

// S3: what is not known is listed to be confirmed, and counts until then.
func TestElections_S3_ConfirmTheUnknown(t *testing.T) {
	s := open(t)
	a := s.must(s.get("/elections?year=2028"), 200)
	names := a.Doc.Find("input[type=radio]").Map(func(_ int, r *goquery.Selection) string { return r.AttrOr("name", "") })
	if len(names) != 8 || !strings.Contains(a.Body, "4 elections are not known") {
		t.Fatalf("radios %v, want two for each of the four councils", names)
	}
	if p := s.period(2028)[0]; !p.Applies() || !p.ToConfirm() || p.Entered {
		t.Errorf("%+v: an unknown election counts", p)
	}
	s.must(s.post("/elections", "year", "2028"), 422)
	s.must(s.post("/elections", "year", "2028", s.hostRadio(a), "perhaps"), 422)
	s.must(s.post("/elections", "year", "soon"), 400)
	s.must(s.post("/elections", "year", "2028", s.hostRadio(a), "does_not"), 303)
	if p := s.period(2028)[0]; p.Applies() || !p.Entered {
		t.Errorf("%+v: a confirmed “nobody votes” does not count", p)
	}
	if a = s.get("/elections?year=2028"); !strings.Contains(a.Body, "3 elections are not known") || !strings.Contains(a.Body, "Confirmed by a coordinator") {
		t.Error("the confirmed one is still listed to confirm")
	}
	s.must(s.get("/elections?year=nonsense"), 200)
	if n := dbtest.Statements(func() { s.must(s.get("/elections"), 200) }); n > 4 {
		t.Errorf("%d statements, want at most 4 beside the two for who asks", n)
	}
}

func (s *site) hostRadio(a *pagetest.Answer) string {
	name := ""
	a.Doc.Find("fieldset").Each(func(_ int, f *goquery.Selection) {
		if strings.Contains(f.Text(), "Hostshire") {
			name = f.Find("input").AttrOr("name", "")
		}
	})
	return name
}

func (s *site) period(year int) []council.Election {
	s.Helper()
	var out []council.Election
	err := db.Read(context.Background(), s.DB, s.who, func(tx pgx.Tx) error {
		var err error
		out, err = council.PreElectionTx(context.Background(), tx, s.Host, year)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return out
}

// S3: an election that was called later has a period of its own.
func TestElections_S3_CalledLater(t *testing.T) {
	s := open(t)
	form := []string{"council", s.Host.String(), "votes", "votes", "day-day", "14", "day-month", "10", "day-year", "2027"}
	s.must(s.get("/elections/new?council="+s.Host.String()+"&day=2027-10-14"), 200)
	s.must(s.post("/elections/new", form...), 303)
	all := s.period(2027)
	if len(all) != 2 || all[1].PollingDay != civil.NewDate(2027, 10, 14) || all[1].Start != civil.NewDate(2027, 9, 9) {
		t.Fatalf("periods %+v, want the ordinary one and one from 9 September", all)
	}
	if !all[1].Overlaps(civil.NewDate(2027, 9, 7), civil.NewDate(2027, 9, 9)) || all[1].Overlaps(civil.NewDate(2027, 9, 6), civil.NewDate(2027, 9, 8)) {
		t.Error("the period begins 25 working days before the poll")
	}
	form[3] = "does_not"
	s.must(s.post("/elections/new", form...), 303) // it was put off
	if p := s.period(2027)[1]; p.Applies() {
		t.Errorf("%+v still counts", p)
	}
	for name, bad := range map[string][]string{
		"nothing":    {},
		"no council": {"votes", "votes", "day-day", "14", "day-month", "10", "day-year", "2027"},
		"a Saturday": {"council", s.Host.String(), "votes", "votes", "day-day", "16", "day-month", "10", "day-year", "2027"},
		"long ago":   {"council", s.Host.String(), "votes", "votes", "day-day", "6", "day-month", "5", "day-year", "1999"},
		"no date":    {"council", s.Host.String(), "votes", "votes", "day-day", "31", "day-month", "2", "day-year", "2027"},
	} {
		if a := s.post("/elections/new", bad...); a.Code != 422 || len(a.Errors()) == 0 {
			t.Errorf("%s: %d %v, want 422", name, a.Code, a.Errors())
		}
	}
}

func TestClosedDates_AddedShownRemoved(t *testing.T) {
	s := open(t)
	s.must(s.post("/closed-dates", "council", s.Host.String(), "first-day", "12", "first-month", "4", "first-year", "2027", "last-day", "16", "last-month", "4", "last-year", "2027", "reason", "Ofsted’s inspection"), 303)
	a := s.must(s.get("/closed-dates"), 200)
	if !strings.Contains(a.Body, "12 to 16 April 2027") || !strings.Contains(a.Body, "Ofsted’s inspection") {
		t.Error("the closed dates are not shown")
	}
	remove := a.Doc.Find("form[action$='/remove']").AttrOr("action", "")
	s.must(s.post(remove), 303)
	s.must(s.post(remove), 404)
	if strings.Contains(s.get("/closed-dates").Body, "Ofsted") {
		t.Error("removed dates are still shown")
	}
}

func TestClosedDates_RefusalsKeepTheWords(t *testing.T) {
	s := open(t)
	a := s.must(s.post("/closed-dates", "council", s.Host.String(), "first-day", "2", "first-month", "6", "first-year", "2027", "last-day", "1", "last-month", "6", "last-year", "2027", "reason", "D’Arcy’s move"), 422)
	if !strings.Contains(a.Body, "D’Arcy’s move") || len(a.Errors()) != 1 || a.Doc.Find("option[selected]").AttrOr("value", "") != s.Host.String() {
		t.Errorf("words lost: %v", a.Errors())
	}
	for name, bad := range map[string][]string{
		"nothing":  {},
		"over":     {"council", s.Host.String(), "first-day", "1", "first-month", "2", "first-year", "2027", "reason", "x"},
		"too long": {"council", s.Host.String(), "first-day", "1", "first-month", "6", "first-year", "2027", "last-day", "1", "last-month", "7", "last-year", "2028", "reason", "x"},
		"no words": {"council", s.Host.String(), "first-day", "1", "first-month", "6", "first-year", "2027"},
		"an essay": {"council", s.Host.String(), "first-day", "1", "first-month", "6", "first-year", "2027", "reason", strings.Repeat("é", 301)},
	} {
		if a := s.post("/closed-dates", bad...); a.Code != 422 || len(a.Errors()) == 0 {
			t.Errorf("%s: %d %v, want 422", name, a.Code, a.Errors())
		}
	}
}

// S4: school holidays are entered once for all councils that have them, said to be
// unknown where nobody entered any, and taken away again.
func TestSchool_S4_EnteredForSeveralAtOnce(t *testing.T) {
	s := open(t)
	if a := s.must(s.get("/school-holidays"), 200); !strings.Contains(a.Body, "0 councils’ school holidays are known") {
		t.Error("does not say that none is known")
	}
	summer := []string{"first-day", "26", "first-month", "7", "first-year", "2027", "last-day", "3", "last-month", "9", "last-year", "2027", "name", "Summer"}
	s.must(s.post("/school-holidays", append(summer, "councils", s.Host.String(), "councils", s.Others[0].String())...), 303)
	a := s.must(s.get("/school-holidays"), 200)
	if !strings.Contains(a.Body, "26 July to 3 September 2027") || !strings.Contains(a.Body, "2 councils’ school holidays are known") || !strings.Contains(a.Body, "Not known, and so not kept free") {
		t.Errorf("%.3000s", a.Body)
	}
	s.must(s.post("/school-holidays", append(summer, "councils", "all")...), 303) // again, for all
	if a = s.get("/school-holidays"); strings.Count(a.Body, "26 July to 3 September 2027") != 2 || !strings.Contains(a.Body, "4 councils’ school holidays are known") {
		t.Error("entered twice is not once")
	}
	s.must(s.post("/school-holidays/remove", "first", "2027-07-26", "last", "2027-09-03", "name", "Summer"), 303)
	s.must(s.post("/school-holidays/remove", "first", "2027-07-26", "last", "2027-09-03", "name", "Summer"), 404)
	s.must(s.post("/school-holidays/remove", "first", "soon"), 404)
	if strings.Contains(s.get("/school-holidays").Body, "26 July") {
		t.Error("removed holidays are still shown")
	}
	for name, bad := range map[string][]string{
		"nothing":       {},
		"no council":    summer,
		"nonsense":      append(summer, "councils", "nonsense"),
		"an essay":      append(summer[:12:12], "name", strings.Repeat("é", 101), "councils", "all"),
		"backwards":     {"first-day", "3", "first-month", "9", "first-year", "2027", "last-day", "26", "last-month", "7", "last-year", "2027", "name", "Summer", "councils", "all"},
		"half the year": {"first-day", "3", "first-month", "4", "first-year", "2027", "last-day", "26", "last-month", "9", "last-year", "2027", "name", "Summer", "councils", "all"},
	} {
		if a := s.post("/school-holidays", bad...); a.Code != 422 || len(a.Errors()) == 0 {
			t.Errorf("%s: %d %v, want 422", name, a.Code, a.Errors())
		}
	}
}
