package home_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/progress"
	"peerchallenge/internal/reminder"
	"peerchallenge/internal/task"
	"peerchallenge/web/home"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func routes(s *dbtest.Story) []page.Route {
	return home.Routes(&home.Handlers{Progress: &progress.Service{DB: s.DB, Clock: s.Clock}, Reminders: &reminder.Service{DB: s.DB, Clock: s.Clock}})
}

func open(t *testing.T, s *dbtest.Story, n int) {
	t.Helper()
	ctx := context.Background()
	err := db.InTx(ctx, s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		for i := range n {
			if err := task.OpenTx(ctx, tx, s.Clock.Now(), task.New{Challenge: s.Challenge, Kind: fmt.Sprintf("kind-%d", i), Title: fmt.Sprintf("Thing %d", i), Path: "/",
				Role: access.DASS, Waiting: s.People[access.Lead], Due: civil.NewDate(2027, 3, 10+i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Section 5, pages 01: the first ten, then "Show all"; who waits is named, and whoever
// waits sees for whom.
func TestHome_FirstTenThenAll(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	open(t, s, 13)
	got := pagetest.Get(t, routes(s), "/", s.As(access.DASS), s.Clock)
	text := strings.Join(strings.Fields(got.Doc.Find("main").Text()), " ")
	for _, want := range []string{"You have 13 things to do. One person is waiting for you. Nothing is late.", "Show all 13", access.Lead.Name()} {
		if !strings.Contains(text, want) {
			t.Errorf("home lacks %q:\n%s", want, text)
		}
	}
	if n := got.Doc.Find("main h2:contains('For you to do') + ul > li").Length(); n != 10 {
		t.Errorf("%d rows are open, want 10", n)
	}
	theirs := pagetest.Get(t, routes(s), "/", s.As(access.Lead), s.Clock).Doc.Find("main").Text()
	if !strings.Contains(theirs, "You are waiting for") || !strings.Contains(theirs, "With "+access.DASS.Name()) {
		t.Errorf("the lead's home: %s", theirs)
	}
}

// Issue 3, point 1: people see which reminders come.
func TestReminders_SayWhichComeAndWhen(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	open(t, s, 1)
	got := pagetest.Get(t, routes(s), "/account/reminders", s.As(access.DASS), s.Clock)
	if text := got.Doc.Find("main").Text(); got.Code != http.StatusOK || !strings.Contains(text, "Your next e-mail comes on Wednesday 3 March 2027.") {
		t.Errorf("%d: %s", got.Code, text)
	}
	got = pagetest.Get(t, routes(s), "/account/reminders", s.As(access.Contributor), s.Clock)
	if text := got.Doc.Find("main").Text(); !strings.Contains(text, "No e-mail is to come") || strings.Contains(text, "Thing") {
		t.Errorf("the contributor's: %s", text)
	}
}
