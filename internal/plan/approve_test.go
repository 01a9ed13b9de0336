package plan_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/proposing"
	"peerchallenge/internal/team"
)

// count is a number of rows as the program's own jobs or the coordinator see them.
func count(t *testing.T, s *dbtest.Story, actor access.Actor, sql string, args ...any) (n int) {
	t.Helper()
	as(t, s, actor, func(ctx context.Context, tx pgx.Tx) (err error) {
		n, err = db.Value[int](ctx, tx, sql, args...)
		return err
	})
	return n
}

// Approving begins every visit and asks everybody, once; it cannot be taken back,
// and the host of a new visit sees its dates.
func TestApprove_S1_T1_T10_BeginsVisitsAndAsks(t *testing.T) {
	t.Parallel()
	s, p, _ := made(t)
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	before, err := svc.ApprovePage(ctx, coordinator, s.Cycle, p.Proposal.ID)
	if err != nil {
		t.Fatal(err)
	}
	if before.Why != "" || len(before.Begin) != 3 || len(before.Move) != 0 || len(before.Promise) != 3 {
		t.Errorf("%q: %d begin, %d move, %d wait for a promise", before.Why, len(before.Begin), len(before.Move), len(before.Promise))
	}
	if err := svc.Approve(ctx, coordinator, s.Cycle, p.Proposal.ID, p.Proposal.Version); err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, coordinator, `SELECT count(*)::int FROM challenge WHERE cycle_id = $1`, s.Cycle); n != 4 {
		t.Errorf("%d challenges", n)
	}
	asked := count(t, s, coordinator, `SELECT count(*)::int FROM team_member WHERE state = 'proposed'`)
	if asked != len(before.Ask) || asked == 0 {
		t.Errorf("%d asked, %d foretold", asked, len(before.Ask))
	}
	if n := count(t, s, access.Job("mail"), `SELECT count(*)::int FROM mail WHERE kind = 'team.proposed'`); n != asked {
		t.Errorf("%d invitations by mail", n)
	}
	if n := count(t, s, coordinator, `SELECT count(*)::int FROM team_member WHERE role = 'expert' AND state = 'proposed'`); n != 0 {
		t.Errorf("%d experts are asked before anything is promised (T10)", n)
	}
	if n := count(t, s, access.Person(s.Stranger), `SELECT count(*)::int FROM challenge WHERE host_council_id = $1`, s.Others[2]); n != 1 {
		t.Error("the host does not see its own dates")
	}
	if err := svc.Approve(ctx, coordinator, s.Cycle, p.Proposal.ID, p.Proposal.Version); !problem.Is(err, problem.Closed) {
		t.Errorf("twice: %v", err)
	}
	if err := svc.TakeBack(ctx, coordinator, s.Cycle, p.Proposal.ID, p.Proposal.Version); !problem.Is(err, problem.Closed) {
		t.Errorf("taken back: %v", err)
	}
	after := pageOf(t, s, p.Proposal.ID)
	if len(after.Changes) != 3 { // the experts are still to be asked
		t.Errorf("what was told differs from what was approved in %d visits", len(after.Changes))
	}
}

// T10: what is promised once for the cycle is enough for every visit of it.
func TestApprove_T10_OnePromiseForTheCycle(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	as(t, s, coordinator, func(ctx context.Context, tx pgx.Tx) error {
		for _, sql := range []string{`INSERT INTO gathering (cycle_id, region_id, answer_by, opened_by, opened_at) VALUES ($1, $2, '2027-12-01', app_actor(), now())`,
			`INSERT INTO person_offer (cycle_id, person_id, region_id, council_id, role, skills, experienced, max_visits, offered_by, offered_at)
				SELECT $1, id, region_id, council_id, CASE WHEN post LIKE 'Expert%' THEN 'expert' WHEN post LIKE 'Associate%' THEN 'lead' WHEN post LIKE 'Cabinet%' THEN 'councillor'
					WHEN post LIKE 'Principal%' THEN 'psw' ELSE 'senior_manager' END, '', false, 3, app_actor(), now() FROM person WHERE region_id = $2 AND post ~ '^(Expert by|Associate|Cabinet|Principal|Head of|Assistant)'`,
			`INSERT INTO person_promise (cycle_id, person_id, region_id, hours, payment, expenses, benefits, buddy, support, format, written_by, written_at)
				SELECT cycle_id, person_id, region_id, '1', '1', '1', '1', '1', '1', 'web', app_actor(), now() FROM person_offer WHERE cycle_id = $1 AND region_id = $2 AND role = 'expert'`} {
			if _, err := tx.Exec(ctx, sql, s.Cycle, s.Region); err != nil {
				return err
			}
		}
		return nil
	})
	p := pageOf(t, s, proposed(t, s, proposing.One).Proposals[0].ID)
	a, err := svc.ApprovePage(ctx, coordinator, s.Cycle, p.Proposal.ID)
	if err != nil || a.Why != "" || len(a.Promise) != 0 {
		t.Fatalf("%q, %d wait for a promise, %v", a.Why, len(a.Promise), err)
	}
	if err := svc.Approve(ctx, coordinator, s.Cycle, p.Proposal.ID, p.Proposal.Version); err != nil {
		t.Fatal(err)
	}
	asked := count(t, s, coordinator, `SELECT count(*)::int FROM team_member WHERE role = 'expert' AND state = 'proposed'`)
	if n := count(t, s, coordinator, `SELECT count(*)::int FROM team_member m JOIN expert_promise x USING (challenge_id, person_id) WHERE m.role = 'expert' AND m.state = 'proposed'`); asked < 3 || n != asked {
		t.Errorf("%d experts asked, %d of them with what is promised", asked, n)
	}
}

// A plan that breaks a rule is not approved, nor one that somebody has changed
// since; and where one thing is refused, nothing is done.
func TestApprove_AllOrNothing(t *testing.T) {
	t.Parallel()
	s, p, v := made(t)
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	if err := svc.Approve(ctx, coordinator, s.Cycle, p.Proposal.ID, p.Proposal.Version+1); !problem.Is(err, problem.Conflict) {
		t.Errorf("another version: %v", err)
	}
	// a part at the host that the planner is not told of
	lead := uuid.MustParse(v.In(planner.Lead)[0])
	as(t, s, coordinator, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO role_holding (id, person_id, role, scope, scope_id, starts_on) VALUES (gen_random_uuid(), $1, 'dass', 'council', $2, '2027-01-01')`, lead, v.Council)
		return err
	})
	if err := svc.Approve(ctx, coordinator, s.Cycle, p.Proposal.ID, p.Proposal.Version); !problem.Is(err, problem.Closed) {
		t.Errorf("somebody with a part at the host: %v", err)
	}
	if n := count(t, s, coordinator, `SELECT count(*)::int FROM challenge WHERE cycle_id = $1`, s.Cycle); n != 1 {
		t.Errorf("%d challenges after a refusal", n)
	}
	if n := count(t, s, access.Job("mail"), `SELECT count(*)::int FROM mail`); n != 0 {
		t.Errorf("%d mails after a refusal", n)
	}
	if err := svc.SaveChange(ctx, coordinator, s.Cycle, p.Proposal.ID, edit(v, "2027-12-25", p.Proposal.Version)); err != nil {
		t.Fatal(err)
	}
	if err := svc.Approve(ctx, coordinator, s.Cycle, p.Proposal.ID, p.Proposal.Version+1); !problem.Is(err, problem.Closed) {
		t.Errorf("a plan that breaks a rule: %v", err)
	}
}

// After a no the next best are offered; asking one is one step.
func TestPlaces_T3_AfterADeclineTheNextBest(t *testing.T) {
	t.Parallel()
	s, p, v := made(t)
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	if err := svc.Approve(ctx, coordinator, s.Cycle, p.Proposal.ID, p.Proposal.Version); err != nil {
		t.Fatal(err)
	}
	k := kept(t, s, v.Council)
	if len(k.Waiting) == 0 || k.Waiting[0].Due.IsZero() || len(k.Declined) != 0 {
		t.Fatalf("waiting %+v", k.Waiting)
	}
	no := v.In(planner.Councillor)[0]
	if err := (&team.Service{DB: s.DB, Clock: s.Clock}).DeclineInvitation(ctx, access.Person(uuid.MustParse(no)), k.Challenge, "No time"); err != nil {
		t.Fatal(err)
	}
	k = kept(t, s, v.Council)
	i := slices.IndexFunc(k.Free, func(f plan.FreePlace) bool { return f.Role == planner.Councillor })
	if i < 0 || len(k.Declined) != 1 || len(k.Free[i].Next) == 0 {
		t.Fatalf("free %+v, declined %v", k.Free, k.Declined)
	}
	next := k.Free[i].Next[0].Person
	if next == no {
		t.Error("who said no is offered again")
	}
	ask := plan.NextAsk{Challenge: k.Challenge, Person: uuid.MustParse(next), Role: planner.Councillor}
	if err := svc.AskPerson(ctx, coordinator, s.Cycle, ask); err != nil {
		t.Fatal(err)
	}
	if err := svc.AskPerson(ctx, coordinator, s.Cycle, ask); !problem.Is(err, problem.Invalid) {
		t.Errorf("twice: %v", err)
	}
	if k = kept(t, s, v.Council); slices.ContainsFunc(k.Free, func(f plan.FreePlace) bool { return f.Role == planner.Councillor }) {
		t.Error("the place is still free")
	}
	ask.Challenge = s.Cycle
	if err := svc.AskPerson(ctx, coordinator, s.Cycle, ask); !problem.Is(err, problem.NotFound) {
		t.Errorf("no such challenge: %v", err)
	}
}

func kept(t *testing.T, s *dbtest.Story, council string) plan.Kept {
	t.Helper()
	k, err := service(s).PlacesPage(context.Background(), s.As(access.Coordinator), s.Cycle)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(k.Visits, func(v plan.Kept) bool { return v.Council == council })
	if i < 0 {
		t.Fatal("the visit is not there")
	}
	return k.Visits[i]
}

// Section 3: a postponed visit is planned anew, on other days even where the old ones
// were pinned, and nothing else moves (S5).
func TestReplan_S5_PostponedOnlyMovesItself(t *testing.T) {
	t.Parallel()
	s, p, v := made(t)
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	if err := svc.PinVisit(ctx, coordinator, s.Cycle, p.Proposal.ID, plan.Pinning{Council: uuid.MustParse(v.Council), Date: true, Version: p.Proposal.Version}); err != nil {
		t.Fatal(err)
	}
	if err := svc.Approve(ctx, coordinator, s.Cycle, p.Proposal.ID, p.Proposal.Version); err != nil {
		t.Fatal(err)
	}
	id := kept(t, s, v.Council).Challenge
	as(t, s, coordinator, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE challenge SET ended = $2, ended_reason = 'An assessment' WHERE id = $1`, id, challenge.Postponed)
		return err
	})
	k, err := svc.PlacesPage(ctx, coordinator, s.Cycle)
	if err != nil || len(k.Replan) == 0 {
		t.Fatalf("%v, %v", k.Replan, err)
	}
	b := proposed(t, s, proposing.Around)
	next := pageOf(t, s, b.Proposals[0].ID)
	if !next.Verdict.OK() {
		t.Errorf("breaks %+v", next.Verdict.Breaches)
	}
	for _, c := range next.Changes {
		if c.Moved() && c.Council != v.Council {
			t.Errorf("%s moves", c.Council)
		}
	}
	got, room := visitOf(next, v.Council), !v.Last.AddWeeks(12).After(next.Problem.Last)
	if overlaps := !got.FirstDay.After(v.Last) && !got.Last.Before(v.FirstDay); overlaps || room && got.FirstDay.Before(v.FirstDay) {
		t.Errorf("postponed from %s, and again on %s", v.FirstDay, got.FirstDay)
	}
	a, err := svc.ApprovePage(ctx, coordinator, s.Cycle, next.Proposal.ID)
	if err != nil || len(a.Move) != 1 || a.Move[0].Council != v.Council || len(a.Begin) != 0 {
		t.Fatalf("%d move, %d begin, %v", len(a.Move), len(a.Begin), err)
	}
	if err := svc.Approve(ctx, coordinator, s.Cycle, next.Proposal.ID, next.Proposal.Version); err != nil {
		t.Fatal(err)
	}
	if got := kept(t, s, v.Council); got.Postponed || got.FirstDay != a.Move[0].FirstDay {
		t.Errorf("postponed %v, on %s", got.Postponed, got.FirstDay)
	}
}
