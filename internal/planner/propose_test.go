package planner_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/planner/clash"
	"peerchallenge/internal/planner/made"
)

// A thousand regions: the checker finds no broken hard rule and the same cost. The
// odd region that is made impossible has to be proven so.
func TestPropose_KeepsEveryHardRule(t *testing.T) {
	costs, impossible := 0, 0
	for seed := range uint64(1000) {
		n := 5 + int(seed%5)
		p := made.Region(seed, made.Usual(n, 40+4*n))
		got := planner.Propose(context.Background(), p, planner.Options{Seed: int64(seed), Steps: 300 * n})
		v := check.Check(p, got.Plan)
		if got.Cost.Hard > 0 {
			impossible++
			if r, _ := clash.Explain(context.Background(), p, got.Plan, clash.Options{Steps: 3000}); len(r.Clashes) == 0 {
				t.Errorf("region %d: %s", seed, v.Breaches[0].Text)
			}
		}
		if v.Cost != got.Cost {
			t.Errorf("region %d: the checker says %+v, the search %+v", seed, v.Cost, got.Cost)
		}
		costs += got.Cost.Soft
	}
	if t.Logf("%d regions are impossible, soft cost of all: %d", impossible, costs); impossible > 10 {
		t.Error("too many regions are impossible for this to show much")
	}
}

// Councils that offer the same and start even give the same, give or take one (T7).
func TestPropose_SharesTheLoad(t *testing.T) {
	for seed := range uint64(20) {
		n := 5 + int(seed%4)
		shape := made.Usual(n, 80)
		shape.Councillors, shape.Managers, shape.PSWs = n, 2*n, 2*n
		p := made.Region(seed, shape)
		for i := range p.Councils {
			p.Councils[i].GaveEarlier, p.Councils[i].ReceivedEarlier = 0, 0
		}
		got := planner.Propose(context.Background(), p, planner.Options{Seed: int64(seed), Steps: 3000 * n})
		least, most := 1000, 0
		for _, g := range check.Shares(p, got.Plan) {
			least, most = min(least, g.Gives), max(most, g.Gives)
		}
		if most-least > 1 {
			t.Errorf("region %d: one council gives %d, another %d", seed, least, most)
		}
	}
}

func TestPropose_SameSeedSamePlan(t *testing.T) {
	p := made.Region(5, made.Usual(14, 60))
	o := planner.Options{Seed: 7, Steps: 30000}
	first := planner.Propose(context.Background(), p, o)
	o.OnProgress = func(planner.Progress) {}
	second := planner.Propose(context.Background(), p, o)
	if !reflect.DeepEqual(first, second) {
		t.Error("the same seed and steps gave two plans")
	}
	o.Seed = 8
	if other := planner.Propose(context.Background(), p, o); reflect.DeepEqual(first.Plan, other.Plan) {
		t.Error("another seed gave the same plan: the seed counts for nothing")
	}
}

func TestPropose_StopsWithItsContextAndKeepsTheBest(t *testing.T) {
	p := made.Region(3, made.Usual(14, 104))
	ctx, cancel := context.WithCancel(context.Background())
	var last planner.Progress
	got := planner.Propose(ctx, p, planner.Options{Steps: 1 << 40, OnProgress: func(pr planner.Progress) {
		if last = pr; pr.Step > 20000 {
			cancel()
		}
	}})
	if !got.Stopped || got.Steps > 25000 {
		t.Errorf("stopped %v after %d steps", got.Stopped, got.Steps)
	}
	if got.Cost != last.Best || check.Check(p, got.Plan).Cost != got.Cost {
		t.Errorf("best so far was %+v, returned %+v", last.Best, got.Cost)
	}
	if got = planner.Propose(ctx, p, planner.Options{}); len(got.Plan.Visits) != 14 || !got.Stopped {
		t.Errorf("stopped before it began: %d visits", len(got.Plan.Visits))
	}
}

func TestPropose_KeepsPins(t *testing.T) {
	p := made.Region(11, made.Usual(6, 60))
	free := planner.Propose(context.Background(), p, planner.Options{Steps: 5000})
	p.Pins = []planner.Pin{
		planner.PinVisit(free.Plan.Visits[2]),
		{Council: "c1", FirstDay: p.First.AddDays(1)}, // whatever that breaks
		{Council: "c3", Places: []planner.Place{{Role: planner.Lead, Person: "lead0"}}},
	}
	got := planner.Propose(context.Background(), p, planner.Options{Seed: 3, Steps: 5000})
	if !reflect.DeepEqual(got.Plan.Visits[2], free.Plan.Visits[2]) {
		t.Errorf("a pinned visit became %+v", got.Plan.Visits[2])
	}
	if got.Plan.Visits[1].FirstDay != p.First.AddDays(1) || !got.Plan.Visits[3].Has("lead0") {
		t.Error("a pinned date or person was not kept")
	}
	for _, b := range check.Check(p, got.Plan).Breaches {
		if b.Kind == check.Unpinned {
			t.Error(b.Text)
		}
	}
}

func TestAlternatives_TrulyDiffer(t *testing.T) {
	for seed := range uint64(5) {
		p := made.Region(seed, made.Usual(8, 80))
		first, second, apart := planner.Alternatives(context.Background(), p, planner.Options{Steps: 20000})
		if first.Cost.Hard+second.Cost.Hard > 0 || check.Check(p, second.Plan).Cost != second.Cost {
			t.Errorf("region %d: costs %+v and %+v", seed, first.Cost, second.Cost)
		}
		if 2*apart.Dates < apart.OfDates || 2*apart.Places < apart.OfPlaces {
			t.Errorf("region %d: only %+v differ", seed, apart)
		}
	}
}

func TestPropose_TakesAnything(t *testing.T) {
	day := civil.MustParseISO("2027-05-04")
	for name, spoil := range map[string]func(*planner.Problem){
		"nothing":        func(p *planner.Problem) { *p = planner.Problem{} },
		"no council":     func(p *planner.Problem) { p.Councils = nil },
		"nobody":         func(p *planner.Problem) { p.People = nil },
		"no dates":       func(p *planner.Problem) { p.First, p.Last = civil.Date{}, civil.Date{} },
		"ends too early": func(p *planner.Problem) { p.Last = p.First.AddDays(-30) },
		"a century":      func(p *planner.Problem) { p.Last = p.First.AddMonths(1200) },
		"ids twice":      func(p *planner.Problem) { p.Councils[1].ID, p.People[1].ID = "c0", p.People[0].ID },
		"no such role":   func(p *planner.Problem) { p.People[0].Role = "mayor" },
		"days reversed":  func(p *planner.Problem) { p.Councils[0].Closed = []planner.Range{{First: day, Last: day.AddDays(-5)}} },
		"negative offer": func(p *planner.Problem) { p.People[0].MaxVisits = -1 },
		"pin of nobody": func(p *planner.Problem) {
			p.Pins = []planner.Pin{{Council: "x"}, {Council: "c0", Places: []planner.Place{{Role: "lead", Person: "x"}}}}
		},
		"too many pinned": func(p *planner.Problem) { p.Pins = tooManyPins() },
		"other plans": func(p *planner.Problem) {
			p.Current, p.Other = &planner.Plan{}, &planner.Plan{Visits: make([]planner.Visit, 2)}
		},
		"review after": func(p *planner.Problem) { p.Rules.ReviewStarts, p.Rules.ReviewEnds = -2, -6 },
	} {
		t.Run(name, func(t *testing.T) {
			p := made.Region(1, made.Usual(3, 40))
			spoil(&p)
			got := planner.Propose(context.Background(), p, planner.Options{Steps: 3000})
			if v := check.Check(p, got.Plan); v.Cost != got.Cost {
				t.Errorf("the checker says %+v, the search %+v", v.Cost, got.Cost)
			}
			if faulty := !slices.Contains([]string{"too many pinned", "other plans", "review after"}, name); faulty && len(p.Faults()) == 0 {
				t.Errorf("nothing is said about it")
			}
		})
	}
}

func tooManyPins() []planner.Pin {
	return []planner.Pin{{Council: "c0", Places: []planner.Place{
		{Role: planner.Lead, Person: "lead0"}, {Role: planner.Lead, Person: "lead1"}, {Role: planner.Lead, Person: "lead0"},
	}}}
}

func TestPropose_FourHundredCouncils(t *testing.T) {
	p := made.Region(1, made.Usual(400, 60))
	p.Rules.VisitsInMonth = 40
	got := planner.Propose(context.Background(), p, planner.Options{Steps: 3000})
	if v := check.Check(p, got.Plan); v.Cost != got.Cost || len(got.Plan.Visits) != 400 {
		t.Errorf("%d visits, cost %+v, by the checker %+v", len(got.Plan.Visits), got.Cost, v.Cost)
	}
}

func TestCandidates_RanksWithReasons(t *testing.T) {
	p := made.Region(4, made.Usual(5, 60))
	p.People = []planner.Person{
		{ID: "own", Name: "Own", Council: "c2", Role: planner.SeniorManager, MaxVisits: 2},
		{ID: "busy", Name: "Busy", Council: "c0", Role: planner.SeniorManager, MaxVisits: 2},
		{ID: "near", Name: "Near", Council: "c1", Role: planner.SeniorManager, MaxVisits: 1, Experienced: true},
		{ID: "link", Name: "Link", Council: "c4", Role: planner.SeniorManager, MaxVisits: 1, Links: []planner.Link{{Council: "c2", Reason: "worked there until 2026"}}},
		{ID: "lead", Name: "Lead", Role: planner.Lead, MaxVisits: 2},
	}
	p.Councils[2].Closed, p.Councils[2].PreElection = nil, nil
	day := civil.MustParseISO("2027-06-08")
	plan := planner.Plan{Visits: []planner.Visit{
		{Council: "c2", FirstDay: day},
		{Council: "c3", FirstDay: day.AddDays(7), Places: []planner.Place{{Role: planner.SeniorManager, Person: "busy"}}},
	}}
	got := planner.Candidates(p, plan, "c2", planner.SeniorManager, day.AddDays(-5), day.AddDays(5))
	var order []string
	for _, c := range got {
		order = append(order, c.Person)
		t.Log(c)
		if len(c.Against) == 0 {
			t.Errorf("nothing is said against %s", c.Person)
		}
	}
	if !slices.Equal(order, []string{"near", "link", "own", "busy"}) {
		t.Errorf("ranked %v", order)
	}
	if !got[0].Can || !got[1].Can || got[2].Can || got[3].Can || got[0].On != day {
		t.Errorf("%+v", got)
	}
	if none := planner.Candidates(p, plan, "nowhere", planner.Lead, day, day); none != nil {
		t.Errorf("for a council that does not take part: %+v", none)
	}
}
