package planner

import (
	"context"
	"slices"

	"peerchallenge/internal/civil"
)

// Change is what differs in one council's visit between two plans.
type Change struct {
	Council  string
	From, To civil.Date // first day on site before and after; equal when the date stays, zero for none
	Leave    []Place    // places whose person goes
	Join     []Place    // places taken by somebody new
}

// Moved says that the date differs.
func (c Change) Moved() bool { return c.From != c.To }

// Changes are the visits that differ between two plans, in the order of the second,
// then those that only the first has.
func Changes(before, after Plan) []Change {
	var out []Change
	for _, v := range after.Visits {
		was, _ := before.Visit(v.Council)
		out = appendChange(out, was, v)
	}
	for _, was := range before.Visits {
		if _, still := after.Visit(was.Council); !still {
			out = appendChange(out, was, Visit{Council: was.Council})
		}
	}
	return out
}

func appendChange(out []Change, was, is Visit) []Change {
	c := Change{
		Council: is.Council, From: was.FirstDay, To: is.FirstDay,
		Leave: without(was.Places, is.Places), Join: without(is.Places, was.Places),
	}
	if !c.Moved() && len(c.Leave)+len(c.Join) == 0 {
		return out
	}
	return append(out, c)
}

// without is what of a is not in b.
func without(a, b []Place) []Place {
	var out []Place
	for _, p := range a {
		if !slices.Contains(b, p) {
			out = append(out, p)
		}
	}
	return out
}

// Replan mends a plan that the world has overtaken: somebody has withdrawn, a host
// has closed dates, a pin was set. Problem.Current is the plan that people have
// been told of; the proposal breaks no rule if that can be, and changes as few
// visits as possible, then as few people. The changes say which.
func Replan(ctx context.Context, p Problem, o Options) (Proposal, []Change) {
	got := Propose(ctx, p, o)
	if p.Current == nil {
		return got, nil
	}
	return got, Changes(*p.Current, got.Plan)
}

// Difference is how far two plans are apart.
type Difference struct {
	Dates, OfDates   int // visits at least Rules.OtherPlanDays apart, of those dated in both
	Places, OfPlaces int // places of the second whose person is another, of all it fills
}

// Differ compares two plans.
func Differ(r Rules, a, b Plan) Difference {
	var d Difference
	for _, v := range b.Visits {
		was, _ := a.Visit(v.Council)
		if !was.FirstDay.IsZero() && !v.FirstDay.IsZero() {
			d.OfDates++
			if apart := was.FirstDay.DaysUntil(v.FirstDay); max(apart, -apart) >= r.OtherPlanDays {
				d.Dates++
			}
		}
		d.OfPlaces += len(v.Places)
		d.Places += len(without(v.Places, was.Places))
	}
	return d
}

// Alternatives makes two proposals that truly differ. The second keeps away from the
// first's dates and people as long as that costs less than the goals it misses, by
// the region's weight for GoalSame. Costs are without that weight, so that the
// two compare.
func Alternatives(ctx context.Context, p Problem, o Options) (first, second Proposal, apart Difference) {
	p.Other = nil
	first = Propose(ctx, p, o)
	away := p
	away.Other = &first.Plan
	o.Seed++
	second = Propose(ctx, away, o)
	second.Cost = newModel(p).costOf(second.Plan)
	return first, second, Differ(p.Rules, first.Plan, second.Plan)
}

// costOf is the cost of a plan that a search has made.
func (m *model) costOf(plan Plan) Cost {
	s := newState(m)
	m.each(plan, func(c int, v Visit) {
		if start := m.startOn(m.p.First.DaysUntil(v.FirstDay)); !v.FirstDay.IsZero() && start >= 0 {
			s.move(c, int32(start))
		}
		for _, place := range v.Places {
			for k, role := range m.role {
				if p, known := m.personID[place.Person]; known && Roles[role] == place.Role && s.who[c*m.K+k] < 0 {
					s.set(int32(c*m.K+k), int32(p))
					break
				}
			}
		}
	})
	return s.cost()
}
