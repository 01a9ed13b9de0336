package task_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/task"
	"peerchallenge/internal/task/tasktest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// T5, V6: that somebody declared a link, or was asked and answered, is not on the
// overview of everybody: an open invitation is, a task of one's own is.
func TestForChallenge_T5_LinksAndAnswersAreNotEverybodys(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, now := context.Background(), s.Clock.Now()
	err := db.InTx(ctx, s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		for _, n := range []task.New{{Kind: "weigh-link", Role: access.Coordinator}, {Kind: "invitation", Subject: "asked", Person: s.People[access.Expert]},
			{Kind: "invitation", Subject: "answered", Person: s.People[access.Councillor]}, {Kind: "documents", Role: access.LinkOfficer}} {
			n.Challenge, n.Title = s.Challenge, n.Kind+" "+n.Subject
			if err := task.OpenTx(ctx, tx, now, n); err != nil {
				return err
			}
		}
		return task.DoneTx(ctx, tx, s.As(access.Coordinator), now, s.Challenge, "invitation", "answered")
	})
	if err != nil {
		t.Fatal(err)
	}
	for role, want := range map[access.Role]map[string]bool{
		access.DASS:        {"invitation asked": true, "documents ": true},
		access.Contributor: {"invitation asked": true, "documents ": true},
		access.Councillor:  {"invitation asked": true, "invitation answered": true, "documents ": true},
		access.Coordinator: {"invitation asked": true, "weigh-link ": true, "documents ": true},
	} {
		err := db.Read(ctx, s.DB, s.As(role), func(tx pgx.Tx) error {
			list, err := tasktest.OfChallenge(ctx, tx, s.Challenge)
			got := map[string]bool{}
			for _, x := range list {
				got[x.Title] = true
			}
			for _, title := range []string{"invitation asked", "invitation answered", "weigh-link ", "documents "} {
				if got[title] != want[title] {
					t.Errorf("%s reads %q: %v, want %v", role, title, got[title], want[title])
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What was never done on a challenge that is closed is nobody's to do any more; what
// comes after the last check is.
func TestTasks_OfAClosedChallenge(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, now := context.Background(), s.Clock.Now()
	err := db.InTx(ctx, s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		for _, kind := range []string{"documents", "survey"} {
			if err := task.OpenTx(ctx, tx, now, task.New{Challenge: s.Challenge, Kind: kind, Title: kind, Role: access.LinkOfficer}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, stage := range []access.Stage{access.FollowUp, access.Closed} {
		s.MoveTo(stage)
		err := db.Read(ctx, s.DB, s.As(access.LinkOfficer), func(tx pgx.Tx) error {
			all, err := tasktest.OfChallenge(ctx, tx, s.Challenge)
			if err != nil {
				return err
			}
			home, err := task.HomeTx(ctx, tx, now)
			got := map[string]int{}
			for _, x := range append(all, home...) {
				got[x.Kind]++
			}
			want := map[access.Stage]int{access.FollowUp: 2, access.Closed: 0}[stage]
			if got["survey"] != 2 || got["documents"] != want {
				t.Errorf("at %s: %v", stage, got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
