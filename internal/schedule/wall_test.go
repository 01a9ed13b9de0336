package schedule_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/schedule"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *schedule.Service {
	return &schedule.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}
}

func strangers(s *dbtest.Story) map[string]access.Actor {
	return map[string]access.Actor{"a director of another council": access.Person(s.Stranger),
		"a coordinator of another region": access.Person(s.Elsewhere), "the operator": dbtest.Operator, "the public": access.Public()}
}

// V1, V3: the calendar is the region's own, and only coordinators plan.
func TestCalendar_V3_NobodyButTheRegionsCoordinator(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	svc, ctx := service(s), context.Background()
	actors := strangers(s)
	for _, role := range dbtest.Everyone[1:] {
		actors[string(role)] = s.As(role)
	}
	for name, actor := range actors {
		if _, err := svc.CalendarPage(ctx, actor, s.Cycle); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s reads the calendar: %v", name, err)
		}
		if _, err := svc.PlaceVisit(ctx, actor, schedule.Placing{Cycle: s.Cycle, Council: s.Others[0], First: civil.MustParseISO("2027-06-08")}); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s places a visit: %v", name, err)
		}
		if _, err := svc.PreviewMove(ctx, actor, s.Challenge, civil.MustParseISO("2027-06-08")); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s previews a move: %v", name, err)
		}
		if err := svc.MoveVisit(ctx, actor, s.Challenge, schedule.Moving{First: civil.MustParseISO("2027-06-08"), Version: 1}); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s moves a visit: %v", name, err)
		}
		if err := svc.SetDate(ctx, actor, s.Challenge, "reading_opens", civil.MustParseISO("2027-04-19")); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s sets a date: %v", name, err)
		}
	}
	if _, err := svc.OpenCycle(ctx, s.As(access.DASS), cycle.Opening{Name: "x", FirstDay: civil.MustParseISO("2029-01-01"), LastDay: civil.MustParseISO("2029-12-31")}); !problem.Is(err, problem.NotFound) {
		t.Errorf("a director opens a cycle: %v", err)
	}
}

// V1: what the host answered, and why, is for the host and the region; no member
// of the team reads it, neither on the page nor past it.
func TestProposal_V1_AnswerIsForHostAndRegionOnly(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.Scheduled)
	svc, ctx := service(s), context.Background()
	if err := svc.AnswerProposal(ctx, s.As(access.DASS), s.Challenge, schedule.Reply{About: schedule.AboutTeam, Reason: "The lead used to work here", Version: 1}); err != nil {
		t.Fatal(err)
	}
	may := map[access.Role]bool{access.Coordinator: true, access.DASS: true, access.LinkOfficer: true}
	for _, role := range dbtest.Everyone {
		p, err := svc.ProposalPage(ctx, s.As(role), s.Challenge)
		if may[role] {
			if err != nil || len(p.Answers) != 1 || p.Answers[0].Reason != "The lead used to work here" {
				t.Errorf("%s should read the answer: %v, %v", role, p.Answers, err)
			}
			continue
		}
		if !problem.Is(err, problem.NotFound) {
			t.Errorf("%s reads the proposal: %v", role, err)
		}
		if n := rows(t, s, s.As(role)); n != 0 {
			t.Errorf("%s reads %d answers in the database", role, n)
		}
	}
	for name, actor := range strangers(s) {
		if _, err := svc.ProposalPage(ctx, actor, s.Challenge); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s reads the proposal: %v", name, err)
		}
	}
}

func rows(t *testing.T, s *dbtest.Story, actor access.Actor) (n int) {
	t.Helper()
	err := db.Read(context.Background(), s.DB, actor, func(tx pgx.Tx) error {
		return tx.QueryRow(context.Background(), `SELECT count(*) FROM proposal_answer`).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Only the host's director answers.
func TestAnswerProposal_OnlyTheDirector(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.Scheduled)
	for _, role := range dbtest.Everyone {
		if role == access.DASS {
			continue
		}
		if err := service(s).AnswerProposal(context.Background(), s.As(role), s.Challenge, schedule.Reply{Agree: true, Version: 1}); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s answers: %v", role, err)
		}
	}
}
