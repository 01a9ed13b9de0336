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

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/id"
	"peerchallenge/internal/plan"
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
	return webplan.Routes(&webplan.Handlers{Plans: service(s)})
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

// addPool gives the region people for every part.
func addPool(t *testing.T, s *dbtest.Story) {
	t.Helper()
	err := db.InTx(context.Background(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		add := func(council *uuid.UUID, post string, n int) error {
			for range n {
				who := id.New()
				if _, err := tx.Exec(context.Background(), `INSERT INTO person (id, name, region_id, council_id, post, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
					who, post+" "+who.String()[30:], s.Region, council, post, s.Clock.Now()); err != nil {
					return err
				}
			}
			return nil
		}
		for _, council := range append([]uuid.UUID{s.Host}, s.Others...) {
			for post, n := range map[string]int{"Head of commissioning": 2, "Cabinet member for adults": 1, "Principal social worker": 2} {
				if err := add(&council, post, n); err != nil {
					return err
				}
			}
		}
		if err := add(nil, "Associate of the regional office", 3); err != nil {
			return err
		}
		return add(nil, "Expert by experience", 3)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// planned is a story with a proposal, and the addresses of the plans and of it.
func planned(t *testing.T, kind string) (s *dbtest.Story, board, one string) {
	t.Helper()
	s = dbtest.NewStory(t, dbtest.Tx(t))
	addPool(t, s)
	board, one = plannedFor(t, s, kind)
	return s, board, one
}

func plannedFor(t *testing.T, s *dbtest.Story, kind string) (board, one string) {
	t.Helper()
	board = "/calendar/" + s.Cycle.String() + "/plans"
	if a := post(t, s, s.As(access.Coordinator), board, "kind", kind); a.Code != 303 || a.Location != board {
		t.Fatalf("%d to %q: %v", a.Code, a.Location, a.Err)
	}
	w := &plan.Worker{DB: s.DB, Clock: s.Clock, Log: slog.New(slog.DiscardHandler), Steps: 20000}
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
	for _, words := range []string{"What each council gives and receives", "Wishes not met"} {
		if !strings.Contains(a.Body, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	look(t, "board", get(t, s, s.As(access.Coordinator), board))
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
