package proposing_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/proposing"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *proposing.Service {
	return &proposing.Service{DB: s.DB, Clock: s.Clock}
}

func worker(s *dbtest.Story) *proposing.Worker {
	return &proposing.Worker{DB: s.DB, Clock: s.Clock, Log: slog.New(slog.DiscardHandler), Steps: 20000}
}

func as(t *testing.T, s *dbtest.Story, actor access.Actor, f func(ctx context.Context, tx pgx.Tx) error) {
	t.Helper()
	ctx := context.Background()
	if err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error { return f(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}

// board is what there is of a cycle's plans.
type board struct {
	t         *testing.T
	run       *proposing.Run
	proposals []proposing.Proposal
	problem   planner.Problem
}

// report is what the newest run says about why nothing fits; nil when it says nothing.
func (b board) report() *proposing.Report {
	b.t.Helper()
	if b.run == nil || b.run.Report == nil {
		return nil
	}
	var r proposing.Report
	if err := json.Unmarshal(b.run.Report, &r); err != nil {
		b.t.Fatal(err)
	}
	return &r
}

func boardOf(t *testing.T, s *dbtest.Story) board {
	t.Helper()
	b := board{t: t}
	as(t, s, s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) (err error) {
		if b.run, err = proposing.LatestTx(ctx, tx, s.Cycle); err != nil {
			return err
		}
		if b.proposals, err = proposing.ProposalsTx(ctx, tx, s.Cycle); err != nil {
			return err
		}
		f, err := planfacts.ReadTx(ctx, tx, s.Cycle, civil.Of(s.Clock.Now()))
		b.problem = f.Problem()
		return err
	})
	return b
}

// proposed asks for a plan and makes it.
func proposed(t *testing.T, s *dbtest.Story, kind proposing.Kind) board {
	t.Helper()
	ctx := context.Background()
	if _, err := service(s).Suggest(ctx, s.As(access.Coordinator), s.Cycle, proposing.Asking{Kind: kind}); err != nil {
		t.Fatal(err)
	}
	if did, err := worker(s).Next(ctx); err != nil || !did {
		t.Fatalf("worked %v: %v", did, err)
	}
	return boardOf(t, s)
}

// V1, V3: nobody but the region's coordinators asks for a plan, stops one, or learns
// how far it is; past the service, the database shows them no row.
func TestProposing_V3_NobodyButTheRegionsCoordinators(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	proposed(t, s, proposing.One)
	svc, ctx := service(s), context.Background()
	actors := map[string]access.Actor{"a director of another council": access.Person(s.Stranger), "a coordinator of another region": access.Person(s.Elsewhere),
		"the operator": dbtest.Operator, "the public": access.Public()}
	for _, role := range dbtest.Everyone[1:] {
		actors[string(role)] = s.As(role)
	}
	for name, actor := range actors {
		if _, err := svc.Suggest(ctx, actor, s.Cycle, proposing.Asking{Kind: proposing.One}); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s may suggest: %v", name, err)
		}
		if err := svc.StopRun(ctx, actor, s.Cycle); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s may stop: %v", name, err)
		}
		if _, _, err := svc.HowFar(ctx, actor, s.Cycle); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s may ask how far it is: %v", name, err)
		}
		as(t, s, actor, func(ctx context.Context, tx pgx.Tx) error {
			n, err := db.Value[int](ctx, tx, `SELECT (SELECT count(*) FROM plan_run)::int + (SELECT count(*) FROM plan_proposal) + (SELECT count(*) FROM plan_revision)`)
			if n != 0 {
				t.Errorf("%s reads %d rows", name, n)
			}
			return err
		})
	}
}
