package plan_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// The region's numbers are framework data; the starter's are the planner's own, and
// so are those of a version from before there were any.
func TestRules_StarterFrameworkIsThePlannersDefault(t *testing.T) {
	p := reference.StarterFramework().Planning
	w := planner.DefaultRules().Weights
	for _, g := range planner.Goals {
		if p.Weights[string(g)] != w.Of(g) {
			t.Errorf("%s weighs %d in the starter framework, %d in the planner", g, p.Weights[string(g)], w.Of(g))
		}
	}
	if len(p.Weights) != len(planner.Goals) {
		t.Errorf("%d weights for %d goals", len(p.Weights), len(planner.Goals))
	}
}

func problemOf(t *testing.T, s *dbtest.Story) planner.Problem {
	t.Helper()
	var p planner.Problem
	as(t, s, s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) (err error) {
		p, err = plan.ProblemTx(ctx, tx, s.Cycle, day("2027-03-01"))
		return err
	})
	return p
}

// S1, S3: a visit that is agreed or near keeps its date; who is asked stays known.
func TestProblem_S1_S3_WhatIsThereStays(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	addPool(t, s)
	p := problemOf(t, s)
	if len(p.Councils) != 4 || len(p.Faults()) != 0 {
		t.Errorf("%d councils, faults %v", len(p.Councils), p.Faults())
	}
	if len(p.Pins) != 1 || p.Pins[0].Council != s.Host.String() || p.Pins[0].FirstDay != day("2027-05-11") {
		t.Errorf("pins %+v", p.Pins)
	}
	if p.Current == nil || len(p.Current.Visits) != 1 || len(p.Current.Visits[0].Places) != 5 {
		t.Errorf("current %+v", p.Current)
	}
	if p.NotBefore != day("2027-05-24") {
		t.Errorf("not before %s", p.NotBefore)
	}
}

// A visit that has been stays as it is, whatever it lacked, and its people have
// that visit less to give (T7).
func TestProblem_T7_HistoryBreaksNothing(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	addPool(t, s)
	s.MoveTo(access.Drafting)
	p := problemOf(t, s)
	if p.Current != nil {
		t.Errorf("current %+v", p.Current)
	}
	for _, q := range p.People {
		if q.ID == s.People[access.Lead].String() && q.MaxVisits != 2 {
			t.Errorf("the lead has %d visits left of 3", q.MaxVisits)
		}
	}
	b := proposed(t, s, plan.One)
	page, err := service(s).ProposalPage(context.Background(), s.As(access.Coordinator), s.Cycle, b.Proposals[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if !page.Verdict.OK() {
		t.Errorf("breaks %+v", page.Verdict.Breaches)
	}
}

// One button: dates and full teams for every council, kept with its cost.
func TestSuggest_S1_T1_T6_ProposesEveryCouncil(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	addPool(t, s)
	b := proposed(t, s, plan.One)
	if b.Run == nil || b.Run.State != "done" || len(b.Proposals) != 1 {
		t.Fatalf("run %+v, %d proposals", b.Run, len(b.Proposals))
	}
	page, err := service(s).ProposalPage(context.Background(), s.As(access.Coordinator), s.Cycle, b.Proposals[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if !page.Verdict.OK() || len(page.Visits) != 4 || page.FactsChanged() {
		t.Errorf("breaks %+v", page.Verdict.Breaches)
	}
	for _, v := range page.Visits {
		if len(v.Seats) != 7 || len(v.Empty) != 0 {
			t.Errorf("%s has %d places filled", v.Name, len(v.Seats))
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

// Two that truly differ can be laid side by side.
func TestSuggest_TwoDiffer(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	addPool(t, s)
	b := proposed(t, s, plan.Two)
	if len(b.Proposals) != 2 {
		t.Fatalf("%d proposals", len(b.Proposals))
	}
	one, other, apart, err := service(s).ComparePage(context.Background(), s.As(access.Coordinator), s.Cycle, b.Proposals[1].ID, b.Proposals[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if apart.Dates+apart.Places == 0 || !one.Verdict.OK() || !other.Verdict.OK() {
		t.Errorf("apart %+v", apart)
	}
}

// When nothing fits, the run says what clashes instead of "no solution" (T4).
func TestSuggest_T4_SaysWhatClashes(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	addPool(t, s)
	as(t, s, s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE person SET post = 'Retired' WHERE region_id = $1 AND post = 'Expert by experience'`, s.Region)
		return err
	})
	b := proposed(t, s, plan.One)
	if b.Report == nil || len(b.Report.Clashes) == 0 {
		t.Fatalf("report %+v of run %+v", b.Report, b.Run)
	}
	if c := b.Report.Clashes[0]; c.Text == "" || len(c.Facts) == 0 || len(c.Ways) == 0 {
		t.Errorf("%+v", c)
	}
	if len(b.Proposals) != 1 {
		t.Error("the best plan so far is not kept")
	}
}

// A second run of a cycle waits for nobody: it is refused while one goes on.
func TestSuggest_OneAtATime(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	addPool(t, s)
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	if _, err := svc.Suggest(ctx, coordinator, s.Cycle, plan.Asking{Kind: plan.One}); err != nil {
		t.Fatal(err)
	}
	if _, err := svc.Suggest(ctx, coordinator, s.Cycle, plan.Asking{Kind: plan.One}); !problem.Is(err, problem.Conflict) {
		t.Errorf("a second run: %v", err)
	}
	if err := svc.StopRun(ctx, coordinator, s.Cycle); err != nil {
		t.Fatal(err)
	}
	if did, err := worker(s).Next(ctx); err != nil || !did {
		t.Fatalf("worked %v: %v", did, err)
	}
	b, err := svc.PlansPage(ctx, coordinator, s.Cycle)
	if err != nil || b.Run.State != "stopped" {
		t.Errorf("%+v, %v", b.Run, err)
	}
}

// A process that is killed loses nothing that was found: the run is shown as
// stopped, its proposal stays.
func TestWorker_KilledProcessKeepsTheBest(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	addPool(t, s)
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	b := proposed(t, s, plan.One)
	as(t, s, access.Job("plan"), func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE plan_run SET state = 'proving', ended_at = NULL`)
		return err
	})
	if err := worker(s).CloseLeft(ctx); err != nil {
		t.Fatal(err)
	}
	after, err := svc.PlansPage(ctx, coordinator, s.Cycle)
	if err != nil {
		t.Fatal(err)
	}
	if after.Run.State != "stopped" || after.Run.Words == "" || after.Run.Live() {
		t.Errorf("run %+v", after.Run)
	}
	if diff := cmp.Diff(b.Proposals[0].Plan.Visits[0].Places, after.Proposals[0].Plan.Visits[0].Places); diff != "" {
		t.Error(diff)
	}
}

// Bad input: a cycle of another region, no such kind, and a region in which nobody
// is known are refused in plain words.
func TestSuggest_Refuses(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	if _, err := svc.Suggest(ctx, coordinator, s.Challenge, plan.Asking{Kind: plan.One}); !problem.Is(err, problem.NotFound) {
		t.Errorf("no such cycle: %v", err)
	}
	if _, err := svc.Suggest(ctx, coordinator, s.Cycle, plan.Asking{Kind: "three"}); !problem.Is(err, problem.Invalid) {
		t.Errorf("no such kind: %v", err)
	}
	if _, err := svc.Suggest(ctx, coordinator, s.Cycle, plan.Asking{Kind: plan.Around, Base: s.Challenge}); !problem.Is(err, problem.NotFound) {
		t.Errorf("no such proposal: %v", err)
	}
}
