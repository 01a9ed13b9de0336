package selfassessment_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/selfassessment"
)

func riskService(s *dbtest.Story) *selfassessment.Service {
	return &selfassessment.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}
}

// A4: what is saved is a version; two who write at once lose nothing.
func TestSaveRisk_A4_NothingLost(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, dass, officer := context.Background(), riskService(s), s.As(access.DASS), s.As(access.LinkOfficer)
	if err := svc.SaveRisk(ctx, dass, s.Challenge, "RA1.1", selfassessment.RiskText{Level: "A", Words: "More concerns than last year"}); err != nil {
		t.Fatal(err)
	}
	if err := svc.SaveRisk(ctx, officer, s.Challenge, "RA1.1", selfassessment.RiskText{Words: "Mine"}); !problem.Is(err, problem.Conflict) {
		t.Errorf("saved over another's text: %v", err)
	}
	if err := svc.SaveRisk(ctx, officer, s.Challenge, "RA1.1", selfassessment.RiskText{Base: 1, Level: "G", Words: "Mine"}); err != nil {
		t.Fatal(err)
	}
	v, err := svc.RiskOne(ctx, dass, s.Challenge, "RA1.1")
	if err != nil || v.Item.Answer.Words != "Mine" || len(v.Versions) != 1 || v.Versions[0].Words != "More concerns than last year" || v.Versions[0].Level != "A" {
		t.Errorf("kept: %+v, %v", v.Versions, err)
	}
	for name, x := range map[string]selfassessment.RiskText{"level": {Base: 2, Level: "X"}, "document": {Base: 2, Document: uuid.New()}} {
		if err := svc.SaveRisk(ctx, dass, s.Challenge, "RA1.1", x); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := svc.SaveRisk(ctx, dass, s.Challenge, "RA9.9", selfassessment.RiskText{}); !problem.Is(err, problem.NotFound) {
		t.Errorf("no such thing to consider: %v", err)
	}
}

// A4, V2, V6: the host's own; a contributor only when given it; in the table as on
// the page.
func TestRisk_A4_V2_WhoReads(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), riskService(s)
	if err := svc.SaveRisk(ctx, s.As(access.DASS), s.Challenge, "RA1.1", selfassessment.RiskText{Words: "Ours"}); err != nil {
		t.Fatal(err)
	}
	s.MoveTo(access.Reading)
	readers := map[access.Role]bool{access.DASS: true, access.LinkOfficer: true}
	see := func(actor access.Actor) bool {
		_, err := svc.Risk(ctx, actor, s.Challenge)
		_, one := svc.RiskOne(ctx, actor, s.Challenge, "RA1.1")
		if (err == nil) != (one == nil) || (err != nil && !problem.Is(err, problem.NotFound)) {
			t.Errorf("%v, %v", err, one)
		}
		return err == nil
	}
	for _, role := range dbtest.Everyone {
		if got := see(s.As(role)); got != readers[role] {
			t.Errorf("%s reads the tool: %v", role, got)
		}
	}
	for _, actor := range []access.Actor{access.Person(s.Stranger), access.Person(s.Elsewhere), dbtest.Operator, access.Public()} {
		if see(actor) {
			t.Error("a stranger reads the tool")
		}
	}
	contributor := s.People[access.Contributor]
	if err := svc.SaveRisk(ctx, s.As(access.Contributor), s.Challenge, "RA1.2", selfassessment.RiskText{Words: "x"}); !problem.Is(err, problem.NotFound) {
		t.Errorf("a contributor writes what they were not given: %v", err)
	}
	err := svc.Invite(ctx, s.As(access.DASS), s.Challenge, selfassessment.Invitation{Person: contributor, Areas: []string{selfassessment.RiskPart}})
	if err != nil {
		t.Fatal(err)
	}
	if !see(s.As(access.Contributor)) {
		t.Error("a contributor who was given the tool does not see it")
	}
	if err := svc.SaveRisk(ctx, s.As(access.Contributor), s.Challenge, "RA1.2", selfassessment.RiskText{Words: "From the team"}); err != nil {
		t.Error(err)
	}
}

// A4, A5: one submission seals both; the team reads what was written, in words,
// and nothing can be changed afterwards.
func TestSubmit_A4_SealsTheToolWithTheRest(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), riskService(s)
	if err := svc.SaveRisk(ctx, s.As(access.DASS), s.Challenge, "RA1.1", selfassessment.RiskText{Level: "A", Words: "As submitted"}); err != nil {
		t.Fatal(err)
	}
	if err := svc.Submit(ctx, s.As(access.DASS), s.Challenge); err != nil {
		t.Fatal(err)
	}
	if err := svc.SaveRisk(ctx, s.As(access.DASS), s.Challenge, "RA1.1", selfassessment.RiskText{Base: 1, Words: "Later"}); !problem.Is(err, problem.Closed) {
		t.Errorf("changed after submitting: %v", err)
	}
	if _, err := svc.Submitted(ctx, s.As(access.Lead), s.Challenge); err == nil {
		if v, _ := svc.Submitted(ctx, s.As(access.Lead), s.Challenge); len(v.Risks) != 0 {
			t.Error("the team reads it before reading day")
		}
	}
	s.MoveTo(access.Reading)
	v, err := svc.Submitted(ctx, s.As(access.Expert), s.Challenge)
	if err != nil || len(v.Risks) != 1 || v.Risks[0].Text != "As submitted" || v.Risks[0].Level != "Some risk, being managed" {
		t.Errorf("the team reads %+v, %v", v.Risks, err)
	}
}
