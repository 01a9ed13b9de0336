package check_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/planner/made"
)

// random is a region of some size with some trouble in it: fewer people, pins, a
// current plan, another proposal.
func random(seed uint64) planner.Problem {
	r := rand.New(rand.NewPCG(seed, 4))
	shape := made.Usual(2+r.IntN(6), 20+r.IntN(60))
	if r.IntN(4) == 0 {
		shape.Experts = 1 + r.IntN(2)
	}
	p := made.Region(seed, shape)
	p.Rules.VisitsInMonth = r.IntN(4)
	if from := p.First.AddDays(r.IntN(300)); r.IntN(2) == 0 {
		p.Councils[0].SchoolHolidays = []planner.Range{{First: from, Last: from.AddDays(40), Why: "schools of its own"}}
	}
	if r.IntN(3) == 0 {
		p.People[r.IntN(len(p.People))].Council = "elsewhere"
	}
	first := planner.Propose(context.Background(), p, planner.Options{Seed: int64(seed), Steps: 2000}).Plan
	if r.IntN(3) == 0 {
		p.Current = &first
		p.NotBefore = p.First.AddDays(r.IntN(100))
		p.People = append(p.People[:0:0], p.People[r.IntN(3):]...)
	}
	if r.IntN(3) == 0 {
		p.Other = &first
	}
	for range r.IntN(4) {
		p.Pins = append(p.Pins, randomPin(r, p))
	}
	return p
}

// randomPin fixes anything, also what breaks rules.
func randomPin(r *rand.Rand, p planner.Problem) planner.Pin {
	pin := planner.Pin{Council: p.Councils[r.IntN(len(p.Councils))].ID}
	if r.IntN(2) == 0 {
		pin.FirstDay = p.First.AddDays(r.IntN(p.First.DaysUntil(p.Last)) - 3)
	}
	for range r.IntN(3) {
		q := p.People[r.IntN(len(p.People))]
		role := q.Role
		if r.IntN(5) == 0 {
			role = planner.Roles[r.IntN(5)]
		}
		pin.Places = append(pin.Places, planner.Place{Role: role, Person: q.ID})
	}
	return pin
}

// Two pieces of code that share nothing but the rules count the same.
func TestCheck_CountsWhatTheSearchCounts(t *testing.T) {
	broken := 0
	for seed := range uint64(300) {
		p := random(seed)
		got := planner.Propose(context.Background(), p, planner.Options{Seed: int64(seed), Steps: 3000})
		if v := check.Check(p, got.Plan); v.Cost != got.Cost {
			t.Errorf("region %d: the checker says %+v, the search %+v\n%s", seed, v.Cost, got.Cost, sentences(v))
		}
		if got.Cost.Hard > 0 {
			broken++
		}
	}
	t.Logf("%d of 300 plans break hard rules", broken)
}

func sentences(v check.Verdict) (out string) {
	for _, b := range v.Breaches {
		out += b.Text + "\n"
	}
	for _, m := range v.Misses {
		out += m.Text + "\n"
	}
	return out
}
