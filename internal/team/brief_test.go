package team_test

import (
	"context"
	"testing"
	"time"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
)

func yes() *bool { v := true; return &v }
func no() *bool  { v := false; return &v }

func onSite(t *testing.T) *dbtest.Story {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.OnSite)
	s.Clock.Set(time.Date(2027, 5, 11, 8, 0, 0, 0, clock.London))
	return s
}

// T2: asked on day 1, not before; answered once; "yes" asks nobody to decide.
func TestAnswerBrief_T2_OnDayOne(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, me := context.Background(), service(s), s.As(access.Councillor)
	if err := svc.AnswerBrief(ctx, me, s.Challenge, yes(), ""); !problem.Is(err, problem.Closed) {
		t.Errorf("answered while preparing: %v", err)
	}
	s.MoveTo(access.OnSite)
	if err := svc.AnswerBrief(ctx, me, s.Challenge, yes(), ""); !problem.Is(err, problem.Closed) {
		t.Errorf("the stage was moved on early, and day 1 is still to come: %v", err)
	}
	s.Clock.Set(time.Date(2027, 5, 11, 8, 0, 0, 0, clock.London))
	if err := svc.AnswerBrief(ctx, me, s.Challenge, nil, ""); field(t, err) != "stands" {
		t.Errorf("neither yes nor no: %v", err)
	}
	if err := svc.AnswerBrief(ctx, me, s.Challenge, yes(), ""); err != nil {
		t.Fatal(err)
	}
	if err := svc.AnswerBrief(ctx, me, s.Challenge, no(), ""); !problem.Is(err, problem.Conflict) {
		t.Errorf("answered twice: %v", err)
	}
	if len(mails(t, s, s.People[access.Lead], "team.brief-lost")) != 0 {
		t.Error("the lead is asked to decide after yes")
	}
	if err := svc.DecideBrief(ctx, s.As(access.Lead), s.Challenge, team.Leaves, ""); !problem.Is(err, problem.Conflict) {
		t.Errorf("decided about a brief that stands: %v", err)
	}
}

// T2: "no" tells lead and coordinator, who decide; it is recorded with who and why.
func TestDecideBrief_T2_LeadOrCoordinator(t *testing.T) {
	t.Parallel()
	s := onSite(t)
	ctx, svc := context.Background(), service(s)
	if err := svc.AnswerBrief(ctx, s.As(access.Councillor), s.Challenge, no(), "The portfolio moved in April"); err != nil {
		t.Fatal(err)
	}
	for _, role := range []access.Role{access.Lead, access.Coordinator} {
		if len(mails(t, s, s.People[role], "team.brief-lost")) != 1 {
			t.Errorf("%s was not told", role)
		}
		p, err := svc.BriefPage(ctx, s.As(role), s.Challenge)
		if err != nil || !p.CanDecide || p.Open() == nil || p.Open().Words != "The portfolio moved in April" {
			t.Errorf("%s reads %+v, %v", role, p.Open(), err)
		}
	}
	if err := svc.DecideBrief(ctx, s.As(access.Lead), s.Challenge, team.GoesOn, ""); field(t, err) != "words" {
		t.Errorf("goes on without a reason: %v", err)
	}
	if err := svc.DecideBrief(ctx, s.As(access.Councillor), s.Challenge, team.GoesOn, "I want to"); !problem.Is(err, problem.NotFound) {
		t.Errorf("the councillor decides: %v", err)
	}
	if err := svc.DecideBrief(ctx, s.As(access.Lead), s.Challenge, team.GoesOn, "Was briefed until last month"); err != nil {
		t.Fatal(err)
	}
	if err := svc.DecideBrief(ctx, s.As(access.Coordinator), s.Challenge, team.Leaves, ""); !problem.Is(err, problem.Conflict) {
		t.Errorf("decided twice: %v", err)
	}
	p, err := svc.BriefPage(ctx, s.As(access.Coordinator), s.Challenge)
	if err != nil || len(p.Given) != 1 || p.Given[0].DecidedBy == nil || p.Given[0].DecisionWords != "Was briefed until last month" {
		t.Errorf("recorded: %+v, %v", p.Given, err)
	}
}

// T2, V1: the answer is for the councillor, the lead and the coordinator; absent
// for everybody else, in the table as on the page.
func TestBrief_T2_V1_WhoReads(t *testing.T) {
	t.Parallel()
	s := onSite(t)
	ctx, svc := context.Background(), service(s)
	if err := svc.AnswerBrief(ctx, s.As(access.Councillor), s.Challenge, no(), ""); err != nil {
		t.Fatal(err)
	}
	actors := others(s)
	for _, role := range dbtest.Everyone {
		actors[string(role)] = s.As(role)
	}
	readers := map[string]bool{"councillor": true, "lead": true, "coordinator": true}
	for name, actor := range actors {
		_, err := svc.BriefPage(ctx, actor, s.Challenge)
		n := count(t, s, actor, "councillor_brief")
		if readers[name] && (err != nil || n != 1) {
			t.Errorf("%s should read it: %v, %d rows", name, err, n)
		}
		if !readers[name] && (!problem.Is(err, problem.NotFound) || n != 0) {
			t.Errorf("%s reads it: %v, %d rows", name, err, n)
		}
	}
}

// T2: who leaves is taken off by the coordinator, and the task goes with it.
func TestDecideBrief_T2_Leaves(t *testing.T) {
	t.Parallel()
	s := onSite(t)
	ctx, svc := context.Background(), service(s)
	if err := svc.AnswerBrief(ctx, s.As(access.Councillor), s.Challenge, no(), ""); err != nil {
		t.Fatal(err)
	}
	if err := svc.DecideBrief(ctx, s.As(access.Lead), s.Challenge, team.Leaves, ""); err != nil {
		t.Fatal(err)
	}
	open := "task WHERE kind = 'brief-lost' AND done_at IS NULL"
	if n := count(t, s, s.As(access.Coordinator), open); n != 1 {
		t.Errorf("%d tasks for the coordinator, want 1", n)
	}
	leave(t, s, access.Councillor)
	if n := count(t, s, s.As(access.Coordinator), open); n != 0 {
		t.Errorf("%d tasks stay open", n)
	}
}
