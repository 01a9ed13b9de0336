package scope_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/scope"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *scope.Service {
	return &scope.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}
}

func proposal(base int) scope.Proposal {
	return scope.Proposal{Base: base, What: "How people get help early", Focus: "The front door", Questions: []string{"Do people wait too long?", "Do carers know what is there?"}}
}

func propose(t *testing.T, s *dbtest.Story, base int) {
	t.Helper()
	if err := service(s).Propose(context.Background(), s.As(access.DASS), s.Challenge, proposal(base)); err != nil {
		t.Fatal(err)
	}
}

func newest(t *testing.T, s *dbtest.Story, actor access.Actor) *scope.Version {
	t.Helper()
	p, err := service(s).Page(context.Background(), actor, s.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	return p.Newest()
}

// Section 3: the director proposes, the lead agrees, both are recorded.
func TestAgree_Section3_BothSidesRecorded(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	propose(t, s, 0)
	if v := newest(t, s, s.As(access.Coordinator)); v.Version != 1 || v.HostBy == nil || v.TeamBy != nil || v.Agreed() {
		t.Errorf("proposed: %+v", v)
	}
	if err := svc.Agree(ctx, s.As(access.Lead), s.Challenge, 1); err != nil {
		t.Fatal(err)
	}
	v := newest(t, s, s.As(access.Expert))
	if !v.Agreed() || !strings.Contains(*v.TeamBy, "lead") || !strings.Contains(*v.HostBy, "DASS") {
		t.Errorf("agreed: %+v", v)
	}
	if err := svc.Agree(ctx, s.As(access.Lead), s.Challenge, 1); !problem.Is(err, problem.Conflict) {
		t.Errorf("agreed twice: %v", err)
	}
}

// Section 3: agreeing to an old version is a conflict, and a change after
// agreement is a new version to be agreed again.
func TestAgree_Section3_OldVersionIsAConflict(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	propose(t, s, 0)
	if err := svc.Agree(ctx, s.As(access.Lead), s.Challenge, 1); err != nil {
		t.Fatal(err)
	}
	propose(t, s, 1)
	if newest(t, s, s.As(access.DASS)).Agreed() {
		t.Error("a new version counts as agreed")
	}
	if err := svc.Agree(ctx, s.As(access.Lead), s.Challenge, 1); !problem.Is(err, problem.Conflict) {
		t.Errorf("agreed to the old version: %v", err)
	}
	if err := svc.Propose(ctx, s.As(access.DASS), s.Challenge, proposal(1)); !problem.Is(err, problem.Conflict) {
		t.Errorf("proposed on an old version: %v", err)
	}
	p, err := svc.Page(ctx, s.As(access.Lead), s.Challenge)
	if err != nil || len(p.Versions) != 2 || !p.Versions[1].Agreed() {
		t.Errorf("the version agreed before is not kept: %+v, %v", p.Versions, err)
	}
}

// Two who propose and agree at once: the agreement is to what was read.
func TestAgree_Section3_RaceWithAChange(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.DB(t).Pool)
	ctx, svc := context.Background(), service(s)
	propose(t, s, 0)
	errs := make(chan error, 2)
	go func() { errs <- svc.Agree(ctx, s.As(access.Lead), s.Challenge, 1) }()
	go func() { errs <- svc.Propose(ctx, s.As(access.DASS), s.Challenge, proposal(1)) }()
	for range 2 {
		if err := <-errs; err != nil && !problem.Is(err, problem.Conflict) {
			t.Error(err)
		}
	}
	if v := newest(t, s, s.As(access.Lead)); v.Version != 2 || v.Agreed() {
		t.Errorf("version %d, agreed %v", v.Version, v.Agreed())
	}
}

// Words are checked at their fields: one to six questions.
func TestPropose_Section3_Fields(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for field, change := range map[string]func(*scope.Proposal){
		"what":       func(p *scope.Proposal) { p.What = "" },
		"focus":      func(p *scope.Proposal) { p.Focus = strings.Repeat("a", 2001) },
		"question-1": func(p *scope.Proposal) { p.Questions = nil },
		"question-2": func(p *scope.Proposal) { p.Questions[1] = strings.Repeat("a", 301) },
	} {
		p := proposal(0)
		change(&p)
		err := service(s).Propose(context.Background(), s.As(access.DASS), s.Challenge, p)
		if q, ok := err.(*problem.Problem); !ok || q.Kind != problem.Invalid || q.Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	seven := proposal(0)
	seven.Questions = make([]string, 7)
	if err := service(s).Propose(context.Background(), s.As(access.DASS), s.Challenge, seven); !problem.Is(err, problem.Invalid) {
		t.Errorf("seven questions: %v", err)
	}
}

// V1, V6: read by everybody on the challenge and nobody else; proposed by the
// director, agreed by the lead.
func TestScope_V1_WhoReadsAndActs(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	propose(t, s, 0)
	for name, actor := range map[string]access.Actor{"stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere), "operator": dbtest.Operator, "public": access.Public()} {
		if _, err := svc.Page(ctx, actor, s.Challenge); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s reads it: %v", name, err)
		}
		if n := count(t, s, actor); n != 0 {
			t.Errorf("%s reads %d rows", name, n)
		}
		if err := svc.Comment(ctx, actor, s.Challenge, "x"); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s comments: %v", name, err)
		}
	}
	for _, role := range dbtest.Everyone {
		if newest(t, s, s.As(role)) == nil {
			t.Errorf("%s does not read it", role)
		}
		if err := svc.Propose(ctx, s.As(role), s.Challenge, proposal(99)); role != access.DASS && !problem.Is(err, problem.NotFound) {
			t.Errorf("%s proposes: %v", role, err)
		}
		if err := svc.Agree(ctx, s.As(role), s.Challenge, 99); role != access.Lead && !problem.Is(err, problem.NotFound) {
			t.Errorf("%s agrees: %v", role, err)
		}
	}
	s.MoveTo(access.OnSite)
	if err := svc.Propose(ctx, s.As(access.DASS), s.Challenge, proposal(1)); !problem.Is(err, problem.Closed) {
		t.Errorf("changed on site: %v", err)
	}
}

// The lead's comment asks the director, and stays.
func TestComment_Section3(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	if err := svc.Comment(ctx, s.As(access.Lead), s.Challenge, "Too wide"); !problem.Is(err, problem.Conflict) {
		t.Errorf("commented on nothing: %v", err)
	}
	propose(t, s, 0)
	if err := svc.Comment(ctx, s.As(access.Lead), s.Challenge, "Could you say more about carers?"); err != nil {
		t.Fatal(err)
	}
	propose(t, s, 1)
	p, err := svc.Page(ctx, s.As(access.Coordinator), s.Challenge)
	if err != nil || len(p.Remarks) != 1 || p.Remarks[0].Version != 1 {
		t.Errorf("comments: %+v, %v", p.Remarks, err)
	}
}

// A record page takes at most ten statements, of which its frame takes two.
func TestPage_CountsStatements(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.DB(t).Pool)
	ask := func() int64 {
		return dbtest.Statements(func() { newest(t, s, s.As(access.Lead)) })
	}
	none := ask()
	for i := range 5 {
		propose(t, s, i)
	}
	if many := ask(); none != many || many > 8 {
		t.Errorf("%d statements for none, %d for five versions", none, many)
	}
}

func count(t *testing.T, s *dbtest.Story, actor access.Actor) (n int) {
	t.Helper()
	err := db.Read(context.Background(), s.DB, actor, func(tx pgx.Tx) (err error) {
		n, err = db.Value[int](context.Background(), tx, `SELECT count(*) FROM scope_version`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
