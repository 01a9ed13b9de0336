package proposing_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/proposing"
)

// One button: dates and full teams for every council, kept with its cost.
func TestSuggest_S1_T1_T6_ProposesEveryCouncil(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	b := proposed(t, s, proposing.One)
	if b.run == nil || b.run.State != "done" || len(b.proposals) != 1 {
		t.Fatalf("run %+v, %d proposals", b.run, len(b.proposals))
	}
	got := b.proposals[0]
	if v := check.Check(b.problem, got.Plan); !v.OK() || v.Cost != got.Cost {
		t.Errorf("breaks %+v", v.Breaches)
	}
	if len(got.Plan.Visits) != 4 {
		t.Errorf("%d visits", len(got.Plan.Visits))
	}
	for _, v := range got.Plan.Visits {
		if len(v.Places) != 7 {
			t.Errorf("%s has %d places filled", v.Council, len(v.Places))
		}
	}
	as(t, s, s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		n, err := db.Value[int](ctx, tx, `SELECT count(*)::int FROM plan_run WHERE facts IS NOT NULL`)
		if n != 0 {
			t.Errorf("%d ended runs keep their facts", n)
		}
		return err
	})
}

// When nothing fits, the run says what clashes instead of "no solution" (T4).
func TestSuggest_T4_SaysWhatClashes(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	as(t, s, s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE person SET post = 'Retired' WHERE region_id = $1 AND post = 'Expert by experience'`, s.Region)
		return err
	})
	b := proposed(t, s, proposing.One)
	if b.report() == nil || len(b.report().Clashes) == 0 {
		t.Fatalf("report %+v of run %+v", b.report(), b.run)
	}
	if c := b.report().Clashes[0]; c.Text == "" || len(c.Facts) == 0 || len(c.Ways) == 0 {
		t.Errorf("%+v", c)
	}
	if len(b.proposals) != 1 {
		t.Error("the best plan so far is not kept")
	}
}

// A second run of a cycle waits for nobody: it is refused while one goes on.
func TestSuggest_OneAtATime(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	if _, err := svc.Suggest(ctx, coordinator, s.Cycle, proposing.Asking{Kind: proposing.One}); err != nil {
		t.Fatal(err)
	}
	if _, err := svc.Suggest(ctx, coordinator, s.Cycle, proposing.Asking{Kind: proposing.One}); !problem.Is(err, problem.Conflict) {
		t.Errorf("a second run: %v", err)
	}
	if err := svc.StopRun(ctx, coordinator, s.Cycle); err != nil {
		t.Fatal(err)
	}
	if did, err := worker(s).Next(ctx); err != nil || !did {
		t.Fatalf("worked %v: %v", did, err)
	}
	b := boardOf(t, s)
	if b.run.State != "stopped" {
		t.Errorf("%+v", b.run)
	}
}

// A process that is killed loses nothing that was found: the run is shown as
// stopped, its proposal stays.
func TestWorker_KilledProcessKeepsTheBest(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	ctx := context.Background()
	b := proposed(t, s, proposing.One)
	as(t, s, access.Job("plan"), func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE plan_run SET state = 'proving', ended_at = NULL`)
		return err
	})
	if err := worker(s).CloseLeft(ctx); err != nil {
		t.Fatal(err)
	}
	after := boardOf(t, s)
	if after.run.State != "stopped" || after.run.Words == "" || after.run.Live() {
		t.Errorf("run %+v", after.run)
	}
	if diff := cmp.Diff(b.proposals[0].Plan.Visits[0].Places, after.proposals[0].Plan.Visits[0].Places); diff != "" {
		t.Error(diff)
	}
}

// Bad input: a cycle of another region, no such kind, and a region in which nobody
// is known are refused in plain words.
func TestSuggest_Refuses(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	if _, err := svc.Suggest(ctx, coordinator, s.Challenge, proposing.Asking{Kind: proposing.One}); !problem.Is(err, problem.NotFound) {
		t.Errorf("no such cycle: %v", err)
	}
	if _, err := svc.Suggest(ctx, coordinator, s.Cycle, proposing.Asking{Kind: "three"}); !problem.Is(err, problem.Invalid) {
		t.Errorf("no such kind: %v", err)
	}
	if _, err := svc.Suggest(ctx, coordinator, s.Cycle, proposing.Asking{Kind: proposing.Around, Base: s.Challenge}); !problem.Is(err, problem.NotFound) {
		t.Errorf("no such proposal: %v", err)
	}
}
