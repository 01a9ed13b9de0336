package plan_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/live"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/proposing"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
	webplan "peerchallenge/web/plan"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *plan.Service {
	return &plan.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org",
		Schedule: &schedule.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"},
		Team:     &team.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}}
}

func routes(s *dbtest.Story) []page.Route {
	return webplan.Routes(&webplan.Handlers{Plans: service(s), Proposing: &proposing.Service{DB: s.DB, Clock: s.Clock}, Hub: &live.Hub{Log: slog.New(slog.DiscardHandler)}})
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

// planned is a story with a proposal, and the addresses of the plans and of it.
func planned(t *testing.T, kind string) (s *dbtest.Story, board, one string) {
	t.Helper()
	s = dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	board, one = plannedFor(t, s, kind)
	return s, board, one
}

func plannedFor(t *testing.T, s *dbtest.Story, kind string) (board, one string) {
	t.Helper()
	board = "/calendar/" + s.Cycle.String() + "/plans"
	if a := post(t, s, s.As(access.Coordinator), board, "kind", kind); a.Code != 303 || a.Location != board {
		t.Fatalf("%d to %q: %v", a.Code, a.Location, a.Err)
	}
	w := &proposing.Worker{DB: s.DB, Clock: s.Clock, Log: slog.New(slog.DiscardHandler), Steps: 20000}
	if did, err := w.Next(context.Background()); err != nil || !did {
		t.Fatalf("worked %v: %v", did, err)
	}
	href, ok := get(t, s, s.As(access.Coordinator), board).Doc.Find("main a[href^='" + board + "/']").First().Attr("href")
	if !ok {
		t.Fatal("no plan to open")
	}
	return board, href
}

func zipped(t *testing.T, a *pagetest.Answer) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(a.Body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// V3, V6: to everybody but the region's coordinators none of it is there.
func TestPages_V3_OnlyTheCoordinators(t *testing.T) {
	t.Parallel()
	s, board, one := planned(t, "one")
	actors := map[string]access.Actor{"stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere), "operator": dbtest.Operator}
	for _, role := range dbtest.Everyone {
		actors[string(role)] = s.As(role)
	}
	for name, actor := range actors {
		want := 404
		if name == "coordinator" {
			want = 200
		}
		for _, path := range []string{board, board + "/progress", one, board + "/compare?one=" + one[len(board)+1:] + "&other=" + one[len(board)+1:], one + "/change?council=" + s.Others[1].String(),
			"/calendar/" + s.Cycle.String() + "/print", "/calendar/" + s.Cycle.String() + "/cycle.xlsx",
			one + "/approve", "/calendar/" + s.Cycle.String() + "/places",
			"/calendar/" + s.Cycle.String() + "/find", "/calendar/" + s.Cycle.String() + "/find?role=lead&council=" + s.Host.String(), "/calendar/" + s.Cycle.String() + "/conflicts"} {
			if got := get(t, s, actor, path).Code; got != want {
				t.Errorf("%s opens %s: %d, want %d", name, path, got, want)
			}
		}
		if want == 404 {
			for _, path := range []string{board, board + "/stop", one + "/change", one + "/undo", one + "/pin", one + "/approve"} {
				if got := post(t, s, actor, path, "kind", "one", "council", s.Others[1].String(), "version", "1").Code; got != want {
					t.Errorf("%s posts %s: %d, want %d", name, path, got, want)
				}
			}
		}
	}
}

// The page says in plain English what is good about a plan, with a picture, the
// same as a table, and as a list for a phone; it asks the database a fixed number of
// times.
func TestShow_S4_T7_PlainEnglishWithPictureTableAndList(t *testing.T) { // not parallel: it counts statements
	s, board, one := planned(t, "one")
	var a *pagetest.Answer
	n := dbtest.Statements(func() { a = get(t, s, s.As(access.Coordinator), one) })
	look(t, "plan", a)
	if n > 10 {
		t.Errorf("%d statements", n)
	}
	if got := a.Doc.Find(".pc-panel__title").Text(); got != "This plan keeps every rule" {
		t.Errorf("panel %q", got)
	}
	if a.Doc.Find("svg[role=img]").Length() != 2 || a.Doc.Find("#table tbody tr").Length() != 4 || a.Doc.Find(".pc-cal__small dl > div").Length() != 4 {
		t.Errorf("%d pictures, %d rows, %d lines", a.Doc.Find("svg[role=img]").Length(), a.Doc.Find("#table tbody tr").Length(), a.Doc.Find(".pc-cal__small dl > div").Length())
	}
	if size := zipped(t, a); size > 60000 {
		t.Errorf("%d bytes compressed", size)
	}
	if got, want := a.Doc.Find(".pc-cal-follow-up").Length(), followUpsToDraw(t, s, a)+1; got != want { // and the legend (S2)
		t.Errorf("%d follow-ups drawn, want %d", got, want)
	}
	for _, words := range []string{"What each council gives and receives", "Wishes not met", "Days to keep free", "School holidays are not known for any council"} {
		if !strings.Contains(a.Body, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	look(t, "board", get(t, s, s.As(access.Coordinator), board))
}

// followUpsToDraw counts the days of follow-ups in the table that lie in the pictures,
// twelve months each from the first of the cycle on.
func followUpsToDraw(t *testing.T, s *dbtest.Story, a *pagetest.Answer) (n int) {
	t.Helper()
	var first civil.Date
	err := db.Read(t.Context(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) (err error) {
		first, err = db.Value[civil.Date](t.Context(), tx, `SELECT first_day FROM cycle WHERE id = $1`, s.Cycle)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	end := civil.NewDate(first.Year(), first.Month(), 1).AddMonths(12 * a.Doc.Find("svg[role=img]").Length())
	days := a.Doc.Find("#table tbody tr td:nth-of-type(3) li")
	if days.Length() < 8 { // of four visits two at least
		t.Errorf("%d days of follow-ups in the table", days.Length())
	}
	for _, text := range days.EachIter() {
		day, err := time.Parse("2 January 2006", strings.TrimSpace(text.Text()))
		if err != nil {
			t.Error(err)
		}
		if civil.NewDate(day.Year(), day.Month(), day.Day()).Before(end) {
			n++
		}
	}
	return n
}

// A change is shown before it is saved; what was typed is kept when it cannot be.
func TestChange_CheckThenSave_KeepsWords(t *testing.T) {
	t.Parallel()
	s, _, one := planned(t, "one")
	c := s.As(access.Coordinator)
	council := s.Others[1].String()
	form := get(t, s, c, one+"/change?council="+council)
	look(t, "change", form)
	lead, _ := form.Doc.Find("select[name=lead] option[selected]").Attr("value")
	version, _ := form.Doc.Find("input[name=version]").Attr("value")
	typed := []string{"council", council, "version", version, "lead", lead, "first-day", "25", "first-month", "12", "first-year", "2027"}
	bad := post(t, s, c, one+"/change", append(typed[:4:4], "first-day", "31", "first-month", "2", "first-year", "2027", "lead", lead)...)
	if v, _ := bad.Doc.Find("input[name=first-day]").Attr("value"); bad.Code != 422 || v != "31" || bad.Doc.Find(".govuk-error-summary a[href='#first']").Length() != 1 {
		t.Errorf("a day that is none: %d, day %q", bad.Code, v)
	}
	checked := post(t, s, c, one+"/change", append(typed, "step", "save")...) // saved unseen: it is checked first
	look(t, "change-checked", checked)
	if checked.Code != 200 || checked.Doc.Find(".pc-panel--stop li").Length() == 0 {
		t.Errorf("%d, %d rules", checked.Code, checked.Doc.Find(".pc-panel--stop li").Length())
	}
	seen, _ := checked.Doc.Find("input[name=checked]").Attr("value")
	if a := post(t, s, c, one+"/change", append(typed, "step", "save", "checked", seen)...); a.Code != 303 || a.Location != one {
		t.Errorf("saved: %d %s %v", a.Code, a.Location, a.Err)
	}
	again := post(t, s, c, one+"/change", append(typed[:4:4], "first-day", "9", "first-month", "11", "first-year", "2027", "lead", lead, "step", "check")...)
	look(t, "change-conflict", again)
	if v, _ := again.Doc.Find("input[name=first-day]").Attr("value"); again.Code != 409 || v != "9" || !strings.Contains(again.Body, "25 to 27 December 2027") {
		t.Errorf("an old version: %d, day %q; both must be there", again.Code, v)
	}
	shown := get(t, s, c, one)
	version, _ = shown.Doc.Find("form[action$='/undo'] input[name=version]").Attr("value")
	if a := post(t, s, c, one+"/undo", "version", "1"); a.Code != 409 {
		t.Errorf("taking back an old version: %d", a.Code)
	}
	if a := post(t, s, c, one+"/undo", "version", version); a.Code != 303 {
		t.Errorf("taking back: %d", a.Code)
	}
}

// Bad input: no such id, version or kind is an answer of ours, never an error.
func TestPages_BadInput(t *testing.T) {
	t.Parallel()
	s, board, one := planned(t, "one")
	c := s.As(access.Coordinator)
	for path, want := range map[string]int{board + "/nonsense": 404, board + "/" + uuid.NewString(): 404, board + "/compare": 404, board + "/compare?one=x&other=y": 404,
		one + "/change": 404, one + "/change?council=" + uuid.NewString(): 404, "/calendar/" + uuid.NewString() + "/plans": 404} {
		if got := get(t, s, c, path).Code; got != want {
			t.Errorf("GET %s: %d, want %d", path, got, want)
		}
	}
	for i, p := range [][]string{{board, "kind", "three"}, {board, "kind", ""}, {one + "/pin", "council", s.Others[1].String(), "version", "99"}, {one + "/undo", "version", "-1"}} {
		if got := post(t, s, c, p[0], p[1:]...).Code; got != 422 && got != 409 {
			t.Errorf("post %d to %s: %d", i, p[0], got)
		}
	}
	if a := post(t, s, c, board, "kind", "two"); a.Code != 303 {
		t.Fatal(a.Code)
	}
	if a := post(t, s, c, board, "kind", "one"); a.Code != 409 {
		t.Errorf("a second run: %d", a.Code)
	}
	a := get(t, s, c, board+"/progress")
	if a.Code != 200 || !strings.Contains(a.Body, `"done":false`) {
		t.Errorf("progress: %d %s", a.Code, a.Body)
	}
}

// S4: school holidays that somebody entered are drawn and listed for the council
// whose they are; for the others the page says that they are not known.
func TestShow_S4_SchoolHolidaysDrawnAndListed(t *testing.T) {
	t.Parallel()
	s, _, one := planned(t, "one")
	err := (&council.Service{DB: s.DB, Clock: s.Clock}).AddSchoolHoliday(context.Background(), s.As(access.Coordinator),
		council.NewSchoolHoliday{Councils: s.Others[:1], FirstDay: civil.MustParseISO("2027-10-25"), LastDay: civil.MustParseISO("2027-10-29"), Name: "Half term"})
	if err != nil {
		t.Fatal(err)
	}
	a := get(t, s, s.As(access.Coordinator), one)
	if n := a.Doc.Find("svg[role=img] .pc-cal-school").Length(); n != 1 {
		t.Errorf("%d school holidays drawn", n)
	}
	if !strings.Contains(a.Body, "25 to 29 October 2027: Half term") || strings.Count(a.Body, "Not known") != 3 || !strings.Contains(a.Body, "School holidays are not known for") {
		t.Error("not listed, or not said to be unknown for the others")
	}
}

// A page that is open follows the plan, as its reader: the stream is there for whom
// the plan is (V1), and its first word is how the plan stands now.
func TestLive_V1_StampAndNews(t *testing.T) {
	t.Parallel()
	s, _, one := planned(t, "one")
	c := s.As(access.Coordinator)
	line := get(t, s, c, one).Doc.Find("[data-live]")
	stamp := line.AttrOr("data-stamp", "")
	if a := get(t, s, c, one+"/live"); a.Code != 200 || !strings.Contains(a.Body, "data: "+stamp+"\n") {
		t.Errorf("%d %q, the page has %q", a.Code, a.Body, stamp)
	}
	if a := get(t, s, c, one+"/news?since="+stamp); !strings.Contains(a.Body, `"words":""`) {
		t.Errorf("news without any: %s", a.Body)
	}
	council := s.Others[1].String()
	if a := post(t, s, c, one+"/pin", "council", council, "version", "1", "pin", "date"); a.Code != 303 && a.Code != 409 {
		t.Fatal(a.Code)
	}
	version, _ := get(t, s, c, one+"/change?council="+council).Doc.Find("input[name=version]").Attr("value")
	post(t, s, c, one+"/pin", "council", council, "version", version, "pin", "date")
	if a := get(t, s, c, one+"/news?since="+stamp); !strings.Contains(a.Body, "What is pinned has changed.") {
		t.Errorf("news of a pin: %s", a.Body)
	}
	for _, odd := range []string{"", "nonsense", "-1-x-y", "99999999999999999999-true-0", "1"} {
		if a := get(t, s, c, one+"/news?since="+url.QueryEscape(odd)); a.Code != 200 {
			t.Errorf("news since %q: %d", odd, a.Code)
		}
	}
	for name, actor := range map[string]access.Actor{"stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere), "lead": s.As(access.Lead)} {
		for _, more := range []string{"/live", "/news"} {
			if a := get(t, s, actor, one+more); a.Code != 404 {
				t.Errorf("%s opens %s: %d", name, more, a.Code)
			}
		}
	}
}

// Moving a visit in the picture leads to the form that checks it, with the people as
// they are; nothing is saved by it. A visit whose time is over cannot be moved.
func TestPicture_S5_MovingLeadsToTheCheck(t *testing.T) {
	t.Parallel()
	s, _, one := planned(t, "one")
	c := s.As(access.Coordinator)
	marks := get(t, s, c, one).Doc.Find("svg [data-drag]")
	if marks.Length() != 4 {
		t.Fatalf("%d visits can be moved", marks.Length())
	}
	to := ""
	marks.Each(func(_ int, m *goquery.Selection) {
		if href := m.AttrOr("data-drag", ""); strings.Contains(href, s.Others[1].String()) {
			to = href
		}
	})
	a := get(t, s, c, to+"&first=2027-12-25")
	people := a.Doc.Find("select option[selected]").Length()
	if day := a.Doc.Find("input[name=first-day]").AttrOr("value", ""); a.Code != 200 || day != "25" || people != 7 || a.Doc.Find(".pc-panel--stop li").Length() == 0 || a.Doc.Find("button[value=save]").Length() != 1 {
		t.Errorf("%d, day %q, %d people, %q", a.Code, day, people, a.Doc.Find(".pc-panel--stop").Text())
	}
	if again := get(t, s, c, one).Doc.Find("svg [data-drag='" + to + "']"); again.Length() != 1 { // the same version
		t.Error("moving has saved something")
	}
	anywhere, _, _ := strings.Cut(to, "&version")
	for path, want := range map[string]int{to + "&first=2035-01-01": 422, anywhere + "&version=99&first=2027-11-11": 409, anywhere + "&version=x&first=2027-11-11": 404,
		strings.Replace(to, s.Others[1].String(), s.Challenge.String(), 1) + "&first=2027-11-11": 404, to + "&first=soon": 200} {
		if got := get(t, s, c, path).Code; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	if got := get(t, s, s.As(access.Lead), to+"&first=2027-11-11").Code; got != 404 {
		t.Errorf("a lead: %d", got)
	}
}
