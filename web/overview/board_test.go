package overview_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/task"
	"peerchallenge/web/page/pagetest"
)

// openTask gives the host's director something to do by a day.
func openTask(t *testing.T, s *dbtest.Story, title, due string) {
	t.Helper()
	err := db.InTx(context.Background(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		return task.OpenTx(context.Background(), tx, s.Clock.Now(), task.New{Challenge: s.Challenge, Kind: strings.ReplaceAll(strings.ToLower(title), " ", "-"),
			Title: title, Role: access.DASS, Path: "/", Due: civil.MustParseISO(due)})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// V6, V8: the view of all challenges is the coordinators'; to others it is not there.
func TestBoard_V6_OnlyForCoordinators(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for _, role := range dbtest.Everyone[1:] {
		if got := pagetest.Get(t, routes(s), "/progress", s.As(role), s.Clock); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", role, got.Code)
		}
	}
	if got := pagetest.Get(t, routes(s), "/progress", access.Person(s.Elsewhere), s.Clock); got.Code != http.StatusOK || strings.Contains(got.Body, "Hostshire") {
		t.Errorf("another region's coordinator: %d; names it: %v", got.Code, strings.Contains(got.Body, "Hostshire"))
	}
}

// Issue 3, point 1: who is stuck, why, for how long.
func TestBoard_SaysWhoIsHeldUpWhyAndForHowLong(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	text := func() string {
		t.Helper()
		got := pagetest.Get(t, routes(s), "/progress", s.As(access.Coordinator), s.Clock)
		if got.Code != http.StatusOK {
			t.Fatalf("%d: %v", got.Code, got.Err)
		}
		return strings.Join(strings.Fields(got.Doc.Find("main").Text()), " ")
	}
	openTask(t, s, "Name a link officer", "2027-03-12")
	for _, want := range []string{"1 challenge is held up.", "since 1 March 2027, today", "Nobody has begun: name a link officer", "Waiting for: two senior managers of other councils", "4 of 8 done, 1 late", "self-assessment due"} {
		if got := text(); !strings.Contains(got, want) {
			t.Errorf("the page lacks %q:\n%s", want, got)
		}
	}
	s.Clock.Set(time.Date(2027, 3, 16, 9, 0, 0, 0, clock.London))
	if want := "Late: name a link officer (" + access.DASS.Name(); !strings.Contains(text(), want) || !strings.Contains(text(), "due Friday 12 March 2027, 4 days ago; nobody has begun") {
		t.Errorf("the page lacks %q:\n%s", want, text())
	}
}

// A postponed challenge stands there with its reason and is not held up.
func TestBoard_Section3_PostponedSaysWhy(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	openTask(t, s, "Name a link officer", "2027-02-12")
	err := db.InTx(context.Background(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		return db.ExecOne(context.Background(), tx, `UPDATE challenge SET ended = 'postponed', ended_reason = 'A flood' WHERE id = $1`, s.Challenge)
	})
	if err != nil {
		t.Fatal(err)
	}
	got := pagetest.Get(t, routes(s), "/progress", s.As(access.Coordinator), s.Clock)
	if text := got.Doc.Find("main").Text(); !strings.Contains(text, "Postponed. Reason: A flood") || !strings.Contains(text, "Nothing is held up.") {
		t.Errorf("the page: %s", text)
	}
}

// Section 3: the overview counts what the stage waits for in words, with who is to
// act; done lines that say the same are one.
func TestShow_Section3_GettingReady(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	got := pagetest.Get(t, routes(s), "/challenges/"+s.Challenge.String(), s.As(access.DASS), s.Clock)
	text := strings.Join(strings.Fields(got.Doc.Find("main").Text()), " ")
	for _, want := range []string{"Getting ready", "4 of 8 done, 1 late", "The self-assessment is submitted" + access.DASS.Name(), "Two senior managers of other councils"} {
		if !strings.Contains(text, want) {
			t.Errorf("the overview lacks %q:\n%s", want, text)
		}
	}
	if link := got.Doc.Find(`a[href$="/self-assessment"]`); link.Length() == 0 {
		t.Error("the director has no link to what is theirs to do")
	}
}

// At most 6 statements for a list, the same for one challenge and for many tasks.
func TestBoard_FewStatements(t *testing.T) {
	d := dbtest.DB(t)
	s := dbtest.NewStory(t, d.Pool)
	count := func() int64 {
		return dbtest.Statements(func() { pagetest.Get(t, routes(s), "/progress", s.As(access.Coordinator), s.Clock) })
	}
	one := count()
	for _, title := range []string{"A", "B", "C", "D", "E", "F", "G"} {
		openTask(t, s, title, "2027-03-05")
	}
	if many := count(); one > 6 || many != one {
		t.Errorf("%d statements, then %d", one, many)
	}
}
