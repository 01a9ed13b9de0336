package plan_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/proposing"
)

// made is a story with one proposal, and a council's visit in it.
func made(t *testing.T) (*dbtest.Story, plan.Page, plan.Visit) {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	b := proposed(t, s, proposing.One)
	p := pageOf(t, s, b.Proposals[0].ID)
	i := slices.IndexFunc(p.Visits, func(v plan.Visit) bool { return v.Council == s.Others[1].String() })
	return s, p, p.Visits[i]
}

func pageOf(t *testing.T, s *dbtest.Story, proposal uuid.UUID) plan.Page {
	t.Helper()
	p, err := service(s).ProposalPage(context.Background(), s.As(access.Coordinator), s.Cycle, proposal)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func edit(v plan.Visit, first string, version int) plan.Edit {
	return plan.Edit{Council: uuid.MustParse(v.Council), First: day(first), Places: v.Places, Version: version}
}

func visitOf(p plan.Page, council string) plan.Visit {
	return p.Visits[slices.IndexFunc(p.Visits, func(v plan.Visit) bool { return v.Council == council })]
}

// A change shows what it breaks before it is saved (S3), and is taken back.
func TestChange_S3_ChecksBeforeSavingAndIsTakenBack(t *testing.T) {
	t.Parallel()
	s, p, v := made(t)
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	e := edit(v, "2027-12-25", p.Proposal.Version) // a Saturday and a bank holiday
	preview, err := svc.PreviewChange(ctx, coordinator, s.Cycle, p.Proposal.ID, e)
	if err != nil {
		t.Fatal(err)
	}
	if len(preview.Breaks) == 0 || preview.Stale {
		t.Errorf("breaks %v", preview.Breaks)
	}
	if got := pageOf(t, s, p.Proposal.ID); got.Proposal.Version != p.Proposal.Version {
		t.Error("a preview has saved something")
	}
	if err := svc.SaveChange(ctx, coordinator, s.Cycle, p.Proposal.ID, e); err != nil {
		t.Fatal(err)
	}
	after := pageOf(t, s, p.Proposal.ID)
	if after.Verdict.OK() || visitOf(after, v.Council).FirstDay != e.First || after.Proposal.By == "" {
		t.Errorf("after: %+v by %q", after.Verdict.Cost, after.Proposal.By)
	}
	if err := svc.TakeBack(ctx, coordinator, s.Cycle, p.Proposal.ID, after.Proposal.Version); err != nil {
		t.Fatal(err)
	}
	back := pageOf(t, s, p.Proposal.ID)
	if diff := cmp.Diff(p.Verdict.Cost, back.Verdict.Cost); diff != "" || back.Proposal.Version != p.Proposal.Version+2 {
		t.Errorf("taken back: version %d, cost %s", back.Proposal.Version, diff)
	}
	if err := svc.TakeBack(ctx, coordinator, s.Cycle, p.Proposal.ID, back.Proposal.Version); !problem.Is(err, problem.Closed) {
		t.Errorf("nothing more to take back: %v", err)
	}
}

// Two coordinators: the second to save is told, and nothing of the first is lost.
// A Thursday is a day on which no plan begins a visit by itself.
func TestChange_TwoAtOnceIsAConflict(t *testing.T) {
	t.Parallel()
	s, p, v := made(t)
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	first, second := edit(v, "2027-11-11", p.Proposal.Version), edit(v, "2027-11-18", p.Proposal.Version)
	if err := svc.SaveChange(ctx, coordinator, s.Cycle, p.Proposal.ID, first); err != nil {
		t.Fatal(err)
	}
	if err := svc.SaveChange(ctx, coordinator, s.Cycle, p.Proposal.ID, second); !problem.Is(err, problem.Conflict) {
		t.Errorf("the second: %v", err)
	}
	if err := svc.TakeBack(ctx, coordinator, s.Cycle, p.Proposal.ID, p.Proposal.Version); !problem.Is(err, problem.Conflict) {
		t.Errorf("taking back an old version: %v", err)
	}
	preview, err := svc.PreviewChange(ctx, coordinator, s.Cycle, p.Proposal.ID, second)
	if err != nil {
		t.Fatal(err)
	}
	if !preview.Stale || preview.Now.FirstDay != first.First || preview.Yours.FirstDay != second.First {
		t.Errorf("stale %v, now %s, yours %s", preview.Stale, preview.Now.FirstDay, preview.Yours.FirstDay)
	}
}

// Bad input is refused at its field; nothing is written.
func TestChange_Refuses(t *testing.T) {
	t.Parallel()
	s, p, v := made(t)
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	twice := edit(v, "2027-11-11", p.Proposal.Version)
	twice.Places = append(slices.Clone(twice.Places), twice.Places[0])
	wrong := edit(v, "2027-11-11", p.Proposal.Version)
	wrong.Places = []planner.Place{{Role: planner.Lead, Person: s.Challenge.String()}}
	for name, e := range map[string]plan.Edit{"after the cycle": edit(v, "2029-11-09", p.Proposal.Version), "twice": twice, "nobody": wrong,
		"no difference": {Council: uuid.MustParse(v.Council), First: v.FirstDay, Places: v.Places, Version: p.Proposal.Version}} {
		if err := svc.SaveChange(ctx, coordinator, s.Cycle, p.Proposal.ID, e); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := svc.SaveChange(ctx, coordinator, s.Cycle, p.Proposal.ID, plan.Edit{Council: s.Challenge, Version: p.Proposal.Version}); !problem.Is(err, problem.NotFound) {
		t.Errorf("no such council: %v", err)
	}
	if got := pageOf(t, s, p.Proposal.ID); got.Proposal.Version != p.Proposal.Version {
		t.Error("something was written")
	}
}

// What is pinned stays in the next plan, which says which visits differ.
func TestPin_NextPlanKeepsItAndSaysWhatDiffers(t *testing.T) {
	t.Parallel()
	s, p, v := made(t)
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	if err := svc.SaveChange(ctx, coordinator, s.Cycle, p.Proposal.ID, edit(v, "2028-03-07", p.Proposal.Version)); err != nil {
		t.Fatal(err)
	}
	lead := v.In(planner.Lead)[0]
	pinning := plan.Pinning{Council: uuid.MustParse(v.Council), Date: true, People: []string{lead}, Version: p.Proposal.Version + 1}
	if err := svc.PinVisit(ctx, coordinator, s.Cycle, p.Proposal.ID, pinning); err != nil {
		t.Fatal(err)
	}
	if _, err := asking(s).Suggest(ctx, coordinator, s.Cycle, proposing.Asking{Kind: proposing.Around, Base: p.Proposal.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := worker(s).Next(ctx); err != nil {
		t.Fatal(err)
	}
	b, err := svc.PlansPage(ctx, coordinator, s.Cycle)
	if err != nil {
		t.Fatal(err)
	}
	next := pageOf(t, s, b.Proposals[0].ID)
	got := visitOf(next, v.Council)
	if got.FirstDay != day("2028-03-07") || got.In(planner.Lead)[0] != lead || !got.DatePinned {
		t.Errorf("pinned visit: %s, lead %v", got.FirstDay, got.In(planner.Lead))
	}
	if next.BaseOf != p.Proposal.Number {
		t.Errorf("made around plan %d", next.BaseOf)
	}
	if next.FactsChanged() {
		t.Errorf("nothing has changed since: %+v when made, %+v now", next.Proposal.Cost, next.Cost)
	}
	for _, c := range next.Against {
		if c.Council == v.Council && c.Moved() {
			t.Error("the pinned date is told as changed")
		}
	}
	pinning.Date, pinning.People = false, nil
	if err := svc.PinVisit(ctx, coordinator, s.Cycle, p.Proposal.ID, pinning); err != nil {
		t.Fatal(err)
	}
	if visitOf(pageOf(t, s, next.Proposal.ID), v.Council).DatePinned {
		t.Error("still pinned")
	}
}
