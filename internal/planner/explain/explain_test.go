package explain

import (
	"context"
	"strings"
	"testing"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/planner/made"
)

// What is said about each missed goal holds: the plan instead meets it, keeps the
// rules, and costs the price more.
func TestExplain_PricesAreThoseOfRealPlans(t *testing.T) {
	priced, whys := 0, 0
	for seed := range uint64(40) {
		p := made.Region(seed, made.Usual(6, 30))
		got := planner.Propose(context.Background(), p, planner.Options{Steps: 8000})
		if got.Cost.Hard > 0 {
			continue
		}
		r := Explain(context.Background(), p, got.Plan, Options{Steps: 3000})
		if !r.Complete || r.Cost != got.Cost {
			t.Errorf("region %d: complete %v, cost %+v", seed, r.Complete, r.Cost)
		}
		for _, m := range r.Missed {
			whys++
			if m.Why == "" {
				t.Errorf("region %d: no why for %q", seed, m.Text)
			}
			if m.Instead == nil {
				continue
			}
			priced++
			v := check.Check(p, *m.Instead)
			if !v.OK() || v.Cost.Soft-got.Cost.Soft != m.Price || stillMissed(v, m.Miss) {
				t.Errorf("region %d: %q: instead costs %+v, price %d", seed, m.Text, v.Cost, m.Price)
			}
		}
	}
	if t.Logf("%d missed goals, %d priced", whys, priced); priced < 10 {
		t.Error("too few were priced for this to show much")
	}
}

// day is a Tuesday.
var day = civil.MustParseISO("2027-06-08")

// tiny has one host with wishes, and a lead for it.
func tiny() planner.Problem {
	p := made.Region(1, made.Usual(1, 20))
	p.Rules.Places = planner.Places{Lead: 1}
	p.Councils[0] = planner.Council{ID: "c0", Name: "Walsall", PreferredMonths: []planner.Month{{Month: 6}, {Month: 7}}}
	p.People = []planner.Person{{ID: "lead0", Name: "Lee", Role: planner.Lead, MaxVisits: 1, Experienced: true}}
	return p
}

func plan(first civil.Date) planner.Plan {
	return planner.Plan{Visits: []planner.Visit{{Council: "c0", FirstDay: first, Places: []planner.Place{{Role: planner.Lead, Person: "lead0"}}}}}
}

func TestExplain_SaysWhichWishesAreMetAndWhyNot(t *testing.T) {
	p := tiny()
	r := Explain(context.Background(), p, plan(day), Options{})
	if len(r.Wishes) != 3 || len(r.Missed) != 0 || r.Wishes[0].Text != "Walsall: 8 to 10 June 2027 is in a month the council would like." {
		t.Errorf("%+v", r)
	}
	r = Explain(context.Background(), p, plan(day.AddDays(-28)), Options{})
	if w := r.Wishes[0]; w.Met || w.Missed == nil || !w.Missed.Possible || w.Missed.Price >= 0 {
		t.Errorf("a wish that could be met: %+v", w)
	}
	p.Councils[0].Closed = []planner.Range{{First: civil.MustParseISO("2027-06-01"), Last: civil.MustParseISO("2027-07-31")}}
	r = Explain(context.Background(), p, plan(day.AddDays(-28)), Options{})
	if m := r.Missed[0]; m.Possible || m.Why != "No day on which the council can host would meet it." {
		t.Errorf("no day would do: %+v", m)
	}
	p = tiny()
	p.People[0].Unavailable = []planner.Range{{First: civil.MustParseISO("2027-05-30"), Last: civil.MustParseISO("2027-07-31")}}
	r = Explain(context.Background(), p, plan(day.AddDays(-28)), Options{})
	if m := r.Missed[0]; m.Possible || !strings.Contains(m.Why, "1 challenge lead missing") {
		t.Errorf("nobody could come: %+v", m)
	}
}

func TestNearness(t *testing.T) {
	for want, got := range map[string]string{
		"keep every rule":  Nearness(planner.Cost{Hard: 1}, 0, false),
		"proven":           Nearness(planner.Cost{Soft: 5}, 5, true),
		"is not known":     Nearness(planner.Cost{Soft: 5}, 0, false),
		"At most 28 % of ": Nearness(planner.Cost{Soft: 43}, 31, false),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}
