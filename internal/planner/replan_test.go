package planner_test

import (
	"context"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/planner/made"
)

// small is a region whose plans can all be listed: three councils, ten weeks,
// visits that begin on Tuesdays, teams of a lead and a senior manager.
func small(seed uint64) planner.Problem {
	shape := made.Usual(3, 10)
	shape.Leads, shape.Managers, shape.Councillors, shape.Experts, shape.PSWs = 3, 3, 0, 0, 0
	shape.Visits = planner.Places{Lead: 1, SeniorManager: 2}
	p := made.Region(seed, shape)
	p.Rules.Places = planner.Places{Lead: 1, SeniorManager: 1}
	p.Rules.StartDays = []time.Weekday{time.Tuesday}
	for i := range p.Councils {
		p.Councils[i].PreElection = nil
	}
	return p
}

// withdraw takes away one thing that the plan relies on.
func withdraw(r *rand.Rand, p *planner.Problem, plan planner.Plan) {
	v := plan.Visits[r.IntN(len(plan.Visits))]
	if r.IntN(2) == 0 {
		gone := v.Places[r.IntN(len(v.Places))].Person
		p.People = slices.DeleteFunc(slices.Clone(p.People), func(q planner.Person) bool { return q.ID == gone })
		// Somebody new, but not for this host: others have to change places.
		p.People = append(p.People, planner.Person{
			ID: "new", Name: "New", Role: planner.Lead, MaxVisits: 1,
			Links: []planner.Link{{Council: v.Council, Barring: true}},
		})
		return
	}
	for i := range p.Councils {
		if p.Councils[i].ID == v.Council {
			p.Councils[i].Closed = append(p.Councils[i].Closed, planner.Range{First: v.FirstDay.AddDays(-7), Last: v.FirstDay.AddDays(7)})
		}
	}
}

func TestReplan_ChangesNoMoreVisitsThanAnExhaustiveSearch(t *testing.T) {
	compared := 0
	need := map[int]int{}
	for seed := uint64(0); compared < 10 && seed < 200; seed++ {
		p := small(seed)
		before := planner.Propose(context.Background(), p, planner.Options{Steps: 5000})
		if before.Cost.Hard > 0 {
			continue
		}
		withdraw(rand.New(rand.NewPCG(seed, 9)), &p, before.Plan)
		p.Current = &before.Plan
		least, possible := fewestChanges(p)
		if !possible {
			continue
		}
		compared++
		need[least]++
		got, changes := planner.Replan(context.Background(), p, planner.Options{Steps: 20000})
		if got.Cost.Hard > 0 || len(changes) > least {
			t.Errorf("case %d: %d visits change (%+v), %d need to", seed, len(changes), got.Cost, least)
		}
	}
	if t.Logf("cases by visits that need to change: %v", need); compared < 10 {
		t.Fatalf("only %d cases could be compared", compared)
	}
}

// fewestChanges tries all plans in which one visit changes, then two, then three.
func fewestChanges(p planner.Problem) (int, bool) {
	n := len(p.Councils)
	options := make([][]planner.Visit, n)
	for i := range options {
		options[i] = sound(p, i)
	}
	for size := 0; size <= n; size++ {
		for set := range 1 << n {
			if bits.OnesCount(uint(set)) == size && anyPlan(p, options, p.Current.Clone(), set, 0) {
				return size, true
			}
		}
	}
	return 0, false
}

// sound are the visits of a council that break no rule by themselves.
func sound(p planner.Problem, i int) []planner.Visit {
	var out []planner.Visit
	for week := range 10 {
		for _, lead := range p.People {
			for _, manager := range p.People {
				if lead.Role != planner.Lead || manager.Role != planner.SeniorManager {
					continue
				}
				v := planner.Visit{Council: p.Councils[i].ID, FirstDay: p.First.AddDays(7*week + 1), Places: []planner.Place{
					{Role: planner.Lead, Person: lead.ID}, {Role: planner.SeniorManager, Person: manager.ID},
				}}
				alone := p
				alone.Councils = p.Councils[i : i+1]
				if check.Check(alone, planner.Plan{Visits: []planner.Visit{v}}).OK() {
					out = append(out, v)
				}
			}
		}
	}
	return out
}

// anyPlan tries every sound visit for the councils of a set, from the i-th on.
func anyPlan(p planner.Problem, options [][]planner.Visit, plan planner.Plan, set, i int) bool {
	if i == len(plan.Visits) {
		return check.Check(p, plan).OK()
	}
	if set>>i&1 == 0 {
		return anyPlan(p, options, plan, set, i+1)
	}
	for _, v := range options[i] {
		plan.Visits[i] = v
		if anyPlan(p, options, plan, set, i+1) {
			return true
		}
	}
	return false
}
