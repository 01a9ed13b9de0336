package explain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
)

type explainer struct {
	ctx  context.Context
	o    Options
	p    planner.Problem
	plan planner.Plan
	was  check.Verdict
}

// why makes a missed goal a rule, as nearly as can be, and looks at what then comes out.
func (e *explainer) why(m *Missed) {
	forced, possible := e.force(m.Miss)
	if !possible {
		m.Why = "No day on which the council can host would meet it."
		return
	}
	got := planner.Propose(e.ctx, forced, planner.Options{Seed: e.o.Seed, Steps: e.o.Steps, Start: &e.plan})
	v := check.Check(e.p, got.Plan)
	switch {
	case v.Cost.Hard > e.was.Cost.Hard:
		m.Why = "No plan was found that meets it and keeps every rule. The nearest fails here: " + firstNew(e.was, v)
	case stillMissed(v, m.Miss):
		m.Why = "No plan was found that meets it."
	default:
		m.Possible, m.Instead = true, &got.Plan
		m.Price = v.Cost.Soft - e.was.Cost.Soft
		m.Elsewhere = newMisses(e.was, v)
		m.Why = m.priced()
	}
}

func (m *Missed) priced() string {
	instead := ""
	if n := len(m.Elsewhere); n > 0 {
		instead = " Instead: " + strings.Join(m.Elsewhere[:min(n, 3)], " ")
		if n > 3 {
			instead += fmt.Sprintf(" And %d more.", n-3)
		}
	}
	if m.Price <= 0 {
		return "It could be met in a plan that is as good." + instead
	}
	return fmt.Sprintf("Meeting it would miss goals that weigh %d more.", m.Price) + instead
}

// firstNew is the first breach that only the second verdict has.
func firstNew(was, is check.Verdict) string {
	for _, b := range is.Breaches {
		if !slices.ContainsFunc(was.Breaches, func(o check.Breach) bool { return o.Text == b.Text }) {
			return b.Text
		}
	}
	return "more rules would be broken."
}

// newMisses are the sentences of what only the second verdict misses.
func newMisses(was, is check.Verdict) []string {
	var out []string
	for _, m := range is.Misses {
		if !slices.ContainsFunc(was.Misses, func(o check.Miss) bool { return o.Text == m.Text }) {
			out = append(out, m.Text)
		}
	}
	return out
}

// stillMissed says whether a verdict misses the same goal at the same council as much.
func stillMissed(v check.Verdict, m check.Miss) bool {
	return slices.ContainsFunc(v.Misses, func(o check.Miss) bool {
		return o.Goal == m.Goal && o.Council == m.Council && o.Other == m.Other && o.Count >= m.Count && (m.Person == "" || o.Person == m.Person)
	})
}

// force is the problem in which a goal cannot be missed, or, where no rule says
// that, weighs so much that it is missed only when it must be. It is not possible
// when the host has no day left.
func (e *explainer) force(m check.Miss) (p planner.Problem, possible bool) {
	p = e.p
	var avoid []planner.Range
	switch c := council(p, m.Council); m.Goal {
	case planner.GoalMonths:
		avoid = runs(p, func(d civil.Date) bool {
			return !slices.ContainsFunc(c.PreferredMonths, func(x planner.Month) bool { return x.Is(d) })
		})
	case planner.GoalSchool:
		avoid = p.SchoolOf(c)
	case planner.GoalBudget:
		avoid = runs(p, func(d civil.Date) bool { return slices.Contains(p.Rules.BudgetMonths, int(d.Month())) })
	case planner.GoalRecent:
		avoid = []planner.Range{{Last: c.LastChallenge.AddMonths(p.Rules.MonthsBetween).AddDays(-1)}}
	case planner.GoalAssessment:
		avoid = c.Assessments
	case planner.GoalWeighed, planner.GoalOutside, planner.GoalManagers, planner.GoalPSWs:
		return barred(p, m.Council, func(q planner.Person) bool { return q.ID == m.Person }), true
	case planner.GoalMutual:
		return barred(p, m.Council, func(q planner.Person) bool { return q.Council == m.Other }), true
	case planner.GoalShare, planner.GoalFarShare:
		p.Rules.Weights.Share *= 50
		return p, true
	case planner.GoalExperience:
		p.Rules.Weights.Experience *= 50
		return p, true
	default:
		return p, true
	}
	p = closed(p, m.Council, avoid)
	t := planner.NewTable(p)
	for i, c := range t.Councils {
		possible = possible || c.ID == m.Council && len(t.Allowed(i)) > 0
	}
	return p, possible
}

func council(p planner.Problem, id string) planner.Council {
	for _, c := range p.Councils {
		if c.ID == id {
			return c
		}
	}
	return planner.Council{}
}

// runs are the days of the cycle for which is holds, as ranges.
func runs(p planner.Problem, is func(civil.Date) bool) []planner.Range {
	var out []planner.Range
	for d := p.First; !d.After(p.Last); d = d.AddDays(1) {
		n := len(out)
		switch {
		case !is(d):
		case n > 0 && out[n-1].Last.AddDays(1) == d:
			out[n-1].Last = d
		default:
			out = append(out, planner.Range{First: d, Last: d})
		}
	}
	return out
}

// closed is the problem with further closed dates of a council.
func closed(p planner.Problem, id string, ranges []planner.Range) planner.Problem {
	p.Councils = slices.Clone(p.Councils)
	for i, c := range p.Councils {
		if c.ID == id {
			p.Councils[i].Closed = append(slices.Clone(c.Closed), ranges...)
		}
	}
	return p
}

// barred is the problem with some people barred from a council.
func barred(p planner.Problem, id string, who func(planner.Person) bool) planner.Problem {
	p.People = slices.Clone(p.People)
	for i, q := range p.People {
		if who(q) {
			p.People[i].Links = append(slices.Clone(q.Links), planner.Link{Council: id, Barring: true})
		}
	}
	return p
}
