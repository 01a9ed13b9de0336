package plan_test

import (
	"context"
	"log/slog"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/proposing"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/team"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *plan.Service {
	return &plan.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org",
		Schedule: &schedule.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"},
		Team:     &team.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}}
}

func asking(s *dbtest.Story) *proposing.Service {
	return &proposing.Service{DB: s.DB, Clock: s.Clock}
}

func worker(s *dbtest.Story) *proposing.Worker {
	return &proposing.Worker{DB: s.DB, Clock: s.Clock, Log: slog.New(slog.DiscardHandler), Steps: 20000}
}

func day(s string) civil.Date { return civil.MustParseISO(s) }

func as(t *testing.T, s *dbtest.Story, actor access.Actor, f func(ctx context.Context, tx pgx.Tx) error) {
	t.Helper()
	ctx := context.Background()
	if err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error { return f(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}

// proposed asks for a plan and makes it.
func proposed(t *testing.T, s *dbtest.Story, kind proposing.Kind) plan.Board {
	t.Helper()
	ctx := context.Background()
	if _, err := asking(s).Suggest(ctx, s.As(access.Coordinator), s.Cycle, proposing.Asking{Kind: kind}); err != nil {
		t.Fatal(err)
	}
	if did, err := worker(s).Next(ctx); err != nil || !did {
		t.Fatalf("worked %v: %v", did, err)
	}
	b, err := service(s).PlansPage(ctx, s.As(access.Coordinator), s.Cycle)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// V1, V3: planning is the region's own. Nobody but its coordinators reads or does
// any of it; past the service, the database shows them no row.
func TestPlan_V3_NobodyButTheRegionsCoordinators(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	b := proposed(t, s, proposing.One)
	svc, ctx, made := service(s), context.Background(), b.Proposals[0].ID
	as(t, s, s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO plan_pin (cycle_id, region_id, council_id, first_day, pinned_by, pinned_at) VALUES ($1, $2, $3, '2027-11-09', $4, $5)`,
			s.Cycle, s.Region, s.Others[0], s.People[access.Coordinator], s.Clock.Now())
		return err
	})
	actors := map[string]access.Actor{"a director of another council": access.Person(s.Stranger), "a coordinator of another region": access.Person(s.Elsewhere),
		"the operator": dbtest.Operator, "the public": access.Public()}
	for _, role := range dbtest.Everyone[1:] {
		actors[string(role)] = s.As(role)
	}
	for name, actor := range actors {
		for what, err := range refusals(ctx, svc, actor, s, made) {
			if !problem.Is(err, problem.NotFound) {
				t.Errorf("%s may %s: %v", name, what, err)
			}
		}
		as(t, s, actor, func(ctx context.Context, tx pgx.Tx) error {
			for _, table := range []string{"plan_run", "plan_proposal", "plan_revision", "plan_pin"} {
				n, err := db.Value[int](ctx, tx, `SELECT count(*)::int FROM `+table)
				if err != nil {
					return err
				}
				if n != 0 {
					t.Errorf("%s reads %d rows of %s", name, n, table)
				}
			}
			return nil
		})
	}
}

// refusals are what each verb and page says to an actor.
func refusals(ctx context.Context, svc *plan.Service, actor access.Actor, s *dbtest.Story, made uuid.UUID) map[string]error {
	out := map[string]error{}
	_, out["read the board"] = svc.PlansPage(ctx, actor, s.Cycle)
	_, out["read a proposal"] = svc.ProposalPage(ctx, actor, s.Cycle, made)
	_, _, _, out["compare"] = svc.ComparePage(ctx, actor, s.Cycle, made, made)
	_, out["open the form"] = svc.ChangeForm(ctx, actor, s.Cycle, made, s.Others[1])
	_, out["check a change"] = svc.PreviewChange(ctx, actor, s.Cycle, made, plan.Edit{Council: s.Others[1], Version: 1})
	out["save a change"] = svc.SaveChange(ctx, actor, s.Cycle, made, plan.Edit{Council: s.Others[1], Version: 1})
	out["take back"] = svc.TakeBack(ctx, actor, s.Cycle, made, 1)
	out["pin"] = svc.PinVisit(ctx, actor, s.Cycle, made, plan.Pinning{Council: s.Others[1], Date: true, Version: 1})
	_, out["find"] = svc.Find(ctx, actor, s.Cycle, plan.Question{Council: s.Host, Role: "lead"})
	_, out["see conflicts"] = svc.ConflictsPage(ctx, actor, s.Cycle)
	_, out["check before approving"] = svc.ApprovePage(ctx, actor, s.Cycle, made)
	out["approve"] = svc.Approve(ctx, actor, s.Cycle, made, 1)
	_, out["see places"] = svc.PlacesPage(ctx, actor, s.Cycle)
	out["ask the next"] = svc.AskPerson(ctx, actor, s.Cycle, plan.NextAsk{Challenge: s.Challenge, Person: s.Stranger, Role: "lead"})
	_, out["print"] = svc.CyclePage(ctx, actor, s.Cycle, uuid.Nil)
	return out
}
