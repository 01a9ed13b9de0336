package calendar_test

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/schedule"
	"peerchallenge/web/calendar"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *schedule.Service {
	return &schedule.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}
}

func routes(s *dbtest.Story) []page.Route {
	return calendar.Routes(&calendar.Handlers{Schedule: service(s)})
}

func get(t *testing.T, s *dbtest.Story, actor access.Actor, path string) *pagetest.Answer {
	t.Helper()
	return pagetest.Get(t, routes(s), path, actor, s.Clock)
}

func post(t *testing.T, s *dbtest.Story, actor access.Actor, path string, pairs ...string) *pagetest.Answer {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return pagetest.Post(t, routes(s), path, actor, s.Clock, form)
}

func look(t *testing.T, name string, a *pagetest.Answer) {
	t.Helper()
	if dir := os.Getenv("LOOK"); dir != "" {
		if err := os.WriteFile(dir+"/"+name+".html", []byte(a.Body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func day(name, iso string) []string {
	d := civil.MustParseISO(iso)
	p := strings.Split(d.String(), "-")
	return []string{name + "-day", p[2], name + "-month", p[1], name + "-year", p[0]}
}

// V3, V6: the calendar is not there for anybody but the region's coordinator,
// even behind the gate.
func TestPages_V3_OnlyTheCoordinator(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	one := "/challenges/" + s.Challenge.String()
	actors := map[string]access.Actor{"stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere), "operator": dbtest.Operator}
	for _, role := range dbtest.Everyone {
		actors[string(role)] = s.As(role)
	}
	for name, actor := range actors {
		for _, path := range []string{"/calendar/" + s.Cycle.String(), "/calendar/" + s.Cycle.String() + "/place", one + "/move", one + "/set-date"} {
			want := 404
			if name == "coordinator" {
				want = 200
			}
			if got := get(t, s, actor, path).Code; got != want {
				t.Errorf("%s opens %s: %d, want %d", name, path, got, want)
			}
		}
		if got := get(t, s, actor, "/calendar").Code; (got == 200) != (name == "coordinator" || name == "elsewhere") {
			t.Errorf("%s opens /calendar: %d", name, got)
		}
	}
	if a := get(t, s, access.Person(s.Elsewhere), "/calendar"); strings.Contains(a.Body, "Hostshire") {
		t.Error("another region's calendar shows our host")
	}
}

// S1, S3: placing a visit, the words kept when it cannot be.
func TestPlace_S1_S3(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	coordinator, path := s.As(access.Coordinator), "/calendar/"+s.Cycle.String()+"/place"
	council := []string{"council", s.Others[0].String()}
	a := post(t, s, coordinator, path, append(day("first", "2027-06-05"), council...)...)
	look(t, "place", a)
	if a.Code != 422 || len(a.Errors()) == 0 || !strings.Contains(a.Errors()[0], "weekend") || a.Doc.Find("input[name=first-day]").AttrOr("value", "") != "05" {
		t.Errorf("a Saturday: %d %v", a.Code, a.Errors())
	}
	if a := post(t, s, coordinator, path, append([]string{"first-day", "31", "first-month", "6", "first-year", "2027"}, council...)...); a.Code != 422 {
		t.Errorf("31 June: %d", a.Code)
	}
	if a := post(t, s, coordinator, path, append(day("first", "2027-06-08"), council...)...); a.Code != 303 {
		t.Fatalf("placing: %d %v %v", a.Code, a.Errors(), a.Err)
	}
	c := get(t, s, coordinator, "/calendar")
	look(t, "calendar", c)
	if got := c.Doc.Find("svg rect.pc-cal-visit").Length(); got < 2 {
		t.Errorf("%d visits in the picture", got)
	}
	if c.Doc.Find("[style]").Length() != 0 {
		t.Error("a style attribute is stopped by the policy of the page")
	}
	if got := c.Doc.Find(".pc-cal__large tbody tr").Length(); got != 2 {
		t.Errorf("%d visits in the table", got)
	}
}

// S3: an election that is called after a visit was placed is a clash with a
// number, in the list and in the picture, and with a way out.
func TestCalendar_S3_ElectionCalledLater(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	err := db.InTx(t.Context(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO council_election (council_id, polling_day, votes, entered_by, entered_at) VALUES ($1, '2027-05-13', 'votes', $2, $3)`,
			s.Host, s.People[access.Coordinator], s.Clock.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	a := get(t, s, s.As(access.Coordinator), "/calendar")
	look(t, "calendar-clash", a)
	if got := a.Doc.Find(".pc-panel--stop ol li").Text(); !strings.Contains(got, "election of 13 May 2027") {
		t.Errorf("the list says %q", got)
	}
	if a.Doc.Find("svg .pc-cal-mark--number").Last().Text() != "1" || a.Doc.Find(".pc-cal__large svg[role=img] .pc-cal-clash").Length() != 1 {
		t.Error("the clash is not in the picture")
	}
	if href := a.Doc.Find(".pc-panel--stop a").AttrOr("href", ""); href != "/challenges/"+s.Challenge.String()+"/move" {
		t.Errorf("the way out leads to %q", href)
	}
	if a.Doc.Find(".pc-tag--red").Length() == 0 {
		t.Error("the table does not say Clash")
	}
}

// S4: school holidays that somebody entered are drawn, and a visit in them is noted,
// which is no clash.
func TestCalendar_S4_SchoolHolidaysAreNoted(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	err := (&council.Service{DB: s.DB, Clock: s.Clock}).AddSchoolHoliday(t.Context(), s.As(access.Coordinator),
		council.NewSchoolHoliday{Councils: []uuid.UUID{s.Host}, FirstDay: civil.MustParseISO("2027-05-13"), LastDay: civil.MustParseISO("2027-05-21"), Name: "Early half term"})
	if err != nil {
		t.Fatal(err)
	}
	a := get(t, s, s.As(access.Coordinator), "/calendar")
	if a.Doc.Find("svg[role=img] .pc-cal-school").Length() != 1 || !strings.Contains(a.Body, "the visit is in the school holidays (Early half term)") {
		t.Error("not drawn, or not noted")
	}
	if a.Doc.Find(".pc-panel--stop").Length() != 0 {
		t.Error("a wish is told as a clash")
	}
}

// S5: first what it changes, and nothing moves; then it moves.
func TestMove_S5_PreviewThenConfirm(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	coordinator, path := s.As(access.Coordinator), "/challenges/"+s.Challenge.String()+"/move"
	look(t, "move", get(t, s, coordinator, path))
	a := post(t, s, coordinator, path, day("first", "2027-06-15")...)
	look(t, "preview", a)
	if a.Code != 200 || !strings.Contains(a.Body, "15 to 17 June 2027") || !strings.Contains(a.Body, "Move the visit and tell 10 people") {
		t.Fatalf("the preview: %d %v\n%s", a.Code, a.Err, a.Doc.Find("main").Text())
	}
	if v, err := service(s).CalendarPage(t.Context(), coordinator, s.Cycle); err != nil || v.Visits[0].First != civil.MustParseISO("2027-05-11") {
		t.Fatalf("a preview moved the visit: %v %v", v.Visits, err)
	}
	version := a.Doc.Find("input[name=version]").AttrOr("value", "")
	confirm := append(day("first", "2027-06-15"), "confirm", "yes", "version", version)
	if a := post(t, s, coordinator, path, append(day("first", "2027-04-20"), "confirm", "yes", "version", version)...); a.Code != 422 || a.Doc.Find("input[name=agreed]").Length() != 1 {
		t.Errorf("before an election without agreement: %d %v", a.Code, a.Errors())
	}
	if a := post(t, s, coordinator, path, confirm...); a.Code != 303 {
		t.Fatalf("moving: %d %v %v", a.Code, a.Errors(), a.Err)
	}
	if a := post(t, s, coordinator, path, append(day("first", "2027-06-22"), "confirm", "yes", "version", version)...); a.Code != 409 {
		t.Errorf("moving on old dates: %d", a.Code)
	}
}

// S5: whoever is to set new dates for a postponed visit can have them suggested too.
func TestMove_S5_APostponedVisitLeadsToReplanning(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	path := "/challenges/" + s.Challenge.String() + "/move"
	replan := "main a[href='/calendar/" + s.Cycle.String() + "/places']"
	if get(t, s, s.As(access.Coordinator), path).Doc.Find(replan).Length() != 0 {
		t.Error("nothing is postponed")
	}
	err := db.InTx(t.Context(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE challenge SET ended = $2, ended_reason = 'An assessment' WHERE id = $1`, s.Challenge, challenge.Postponed)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if a := get(t, s, s.As(access.Coordinator), path); a.Doc.Find(replan).Length() != 1 {
		t.Errorf("%d: no way to have a date suggested", a.Code)
	}
}

// S2: a date by hand.
func TestSetDate_S2(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	coordinator, path := s.As(access.Coordinator), "/challenges/"+s.Challenge.String()+"/set-date"
	look(t, "set-date", get(t, s, coordinator, path+"?kind="+string(challenge.ReadingOpens)))
	if a := post(t, s, coordinator, path, append(day("day", "2027-06-19"), "kind", string(challenge.ReadingOpens))...); a.Code != 422 || len(a.Errors()) == 0 {
		t.Errorf("after the visit: %d", a.Code)
	}
	if a := post(t, s, coordinator, path, append(day("day", "2027-04-19"), "kind", string(challenge.ReadingOpens))...); a.Code != 303 {
		t.Errorf("setting: %d %v", a.Code, a.Err)
	}
}

// S1: opening a cycle; the same name twice is refused at the name.
func TestOpen_S1(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	form := append(append([]string{"name", "2028 to 2030"}, day("first", "2028-09-01")...), day("last", "2030-08-31")...)
	opened := post(t, s, s.As(access.Coordinator), "/calendar/open", form...)
	if opened.Code != 303 {
		t.Fatalf("opening: %d %v %v", opened.Code, opened.Errors(), opened.Err)
	}
	a := post(t, s, s.As(access.Coordinator), "/calendar/open", form...)
	look(t, "open", a)
	if a.Code != 422 || a.Doc.Find("input[name=name]").AttrOr("value", "") != "2028 to 2030" {
		t.Errorf("twice: %d %v", a.Code, a.Errors())
	}
	if a := get(t, s, s.As(access.Coordinator), opened.Location); a.Code != 200 || !strings.Contains(a.Body, "No dates yet") || !strings.Contains(a.Body, opened.Location+"/gathering") {
		t.Errorf("an empty cycle: %d", a.Code)
	}
	if a := get(t, s, s.As(access.Coordinator), "/calendar"); a.Code != 200 || !strings.Contains(a.Body, "Calendar of the cycle 2026 to 2028") {
		t.Errorf("the cycle under way comes first: %d", a.Code)
	}
}
