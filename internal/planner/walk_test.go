package planner_test

import (
	"testing"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/planner/made"
)

// After every change, good or bad, kept or undone, the running cost is what the
// checker counts from the rules.
func TestWalk_RunningCostIsTheCheckers(t *testing.T) {
	for seed := range uint64(30) {
		p := made.Region(seed, made.Usual(2+int(seed%5), 30))
		p.Rules.VisitsInMonth = 1
		if seed%2 == 0 {
			told := planner.Plan{}
			planner.Walk(p, 5, 40, func(plan planner.Plan, _ planner.Cost) { told = plan })
			p.Current, p.Other = &told, &told
			p.NotBefore = p.First.AddDays(30)
		}
		if seed%3 == 0 {
			p.Pins = []planner.Pin{{Council: "c1", FirstDay: p.First.AddDays(int(seed))}, {Council: "c0", Places: []planner.Place{
				{Role: planner.PSW, Person: "psw0"}, {Role: planner.Lead, Person: "councillor0"},
			}}}
		}
		if seed%7 == 0 {
			p.People[len(p.People)-1].Council = "another region"
			p.Rules.OnSiteDays, p.Rules.StartDays = 1, nil
		}
		planner.Walk(p, int64(seed), 150, func(plan planner.Plan, cost planner.Cost) {
			if v := check.Check(p, plan); v.Cost != cost && !t.Failed() {
				t.Errorf("region %d: the checker says %+v, the running count %+v", seed, v.Cost, cost)
			}
		})
	}
}

func TestRange_Holds(t *testing.T) {
	d := civil.MustParseISO("2027-06-08")
	for _, c := range []struct {
		r    planner.Range
		want bool
	}{
		{planner.Range{}, true},
		{planner.Range{First: d.AddDays(2)}, true},
		{planner.Range{First: d.AddDays(3)}, false},
		{planner.Range{Last: d}, true},
		{planner.Range{Last: d.AddDays(-1)}, false},
		{planner.Range{First: d.AddDays(1), Last: d.AddDays(1)}, true},
	} {
		if got := c.r.Holds(d, d.AddDays(2)); got != c.want {
			t.Errorf("%+v: %v", c.r, got)
		}
	}
}

func TestChanges_SaysWhatDiffers(t *testing.T) {
	d := civil.MustParseISO("2027-06-08")
	lead := func(id string) []planner.Place { return []planner.Place{{Role: planner.Lead, Person: id}} }
	before := planner.Plan{Visits: []planner.Visit{{"a", d, lead("x")}, {"b", d, lead("y")}, {"c", d, nil}}}
	after := planner.Plan{Visits: []planner.Visit{{"a", d, lead("x")}, {"b", d.AddDays(28), lead("z")}}}
	got := planner.Changes(before, after)
	if len(got) != 2 || got[0].Council != "b" || !got[0].Moved() || got[0].Leave[0].Person != "y" || got[0].Join[0].Person != "z" {
		t.Errorf("%+v", got)
	}
	if got[1].Council != "c" || !got[1].To.IsZero() {
		t.Errorf("a visit that is gone: %+v", got[1])
	}
	rules := planner.DefaultRules()
	if diff := planner.Differ(rules, before, after); diff != (planner.Difference{Dates: 1, OfDates: 2, Places: 1, OfPlaces: 2}) {
		t.Errorf("%+v", diff)
	}
}
