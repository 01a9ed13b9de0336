package plan_test

import (
	"context"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/proposing"
)

// A visit that has been stays as it is, whatever it lacked (T7).
func TestProposalPage_T7_HistoryBreaksNothing(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	s.MoveTo(access.Drafting)
	b := proposed(t, s, proposing.One)
	page, err := service(s).ProposalPage(context.Background(), s.As(access.Coordinator), s.Cycle, b.Proposals[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if !page.Verdict.OK() {
		t.Errorf("breaks %+v", page.Verdict.Breaches)
	}
}

// One proposal as its page shows it: a full team for every council.
func TestProposalPage_S1_T1_T6_EveryCouncil(t *testing.T) {
	t.Parallel()
	_, page, _ := made(t)
	if !page.Verdict.OK() || len(page.Visits) != 4 || page.FactsChanged() {
		t.Errorf("breaks %+v", page.Verdict.Breaches)
	}
	for _, v := range page.Visits {
		if len(v.Seats) != 7 || len(v.Empty) != 0 {
			t.Errorf("%s has %d places filled", v.Name, len(v.Seats))
		}
	}
}

// Two that truly differ can be laid side by side.
func TestSuggest_TwoDiffer(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	b := proposed(t, s, proposing.Two)
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
