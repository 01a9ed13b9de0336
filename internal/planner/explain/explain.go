// Package explain says in plain English what is good about a plan and what is not:
// which wishes are met, for each that is not, why, and what each council gives and
// receives. The why is tried, not guessed: the wish is made a rule, the search goes
// on from the plan, and what it then finds missed instead is the price.
package explain

import (
	"context"
	"fmt"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
)

// Options steer the explanation.
type Options struct {
	Seed  int64
	Steps int // of the search for each goal that is missed; 0 is a tenth of the default
}

// Wish is a wish of a host about its date (S4).
type Wish struct {
	Council string // id
	Goal    planner.Goal
	Met     bool
	Text    string // "Walsall: 3 to 5 March 2027 is in a month the council would like."
	Missed  *Missed
}

// Missed is a soft goal that a plan misses, and why.
type Missed struct {
	check.Miss
	Why       string        // one or two plain English sentences
	Possible  bool          // a plan was found that meets it and breaks no hard rule
	Price     int           // what that plan costs more; 0 or less: it is as good
	Elsewhere []string      // what that plan misses and this one does not, as sentences
	Instead   *planner.Plan // that plan; nil when there is none
}

// Share is what one council gives and receives (T7).
type Share struct {
	check.Given
	Text string
}

// Report is all there is to say about a plan.
type Report struct {
	Cost     planner.Cost
	Breaches []check.Breach // broken hard rules
	Wishes   []Wish         // of hosts, met and missed, by council
	Missed   []Missed       // everything that is missed, wishes of hosts among it
	Shares   []Share        // by council
	Complete bool           // no why is left out because ctx ended
}

// Explain explains a plan. When ctx ends it says what it knows; goals whose why
// was not looked into then have none.
func Explain(ctx context.Context, p planner.Problem, plan planner.Plan, o Options) Report {
	if o.Steps == 0 {
		o.Steps = max(1, planner.DefaultSteps(p)/10)
	}
	v := check.Check(p, plan)
	r := Report{Cost: v.Cost, Breaches: v.Breaches, Shares: shares(p, plan), Complete: true}
	e := &explainer{ctx: ctx, o: o, p: p, plan: plan, was: v}
	for _, miss := range v.Misses {
		m := Missed{Miss: miss}
		if ctx.Err() == nil {
			e.why(&m)
		}
		r.Complete = r.Complete && ctx.Err() == nil
		r.Missed = append(r.Missed, m)
	}
	r.Wishes = wishes(p, plan, r.Missed)
	return r
}

// Nearness says how near a plan is to the best possible, in one sentence. bound is
// a proven lower bound on the soft cost of every plan.
func Nearness(cost planner.Cost, bound int, proven bool) string {
	switch {
	case cost.Hard > 0:
		return "This plan does not keep every rule."
	case proven:
		return "This is proven: no plan that keeps every rule misses fewer goals, by the region's weights."
	case cost.Soft <= 0 || bound <= 0:
		return "How near this plan is to the best possible is not known."
	}
	return fmt.Sprintf("At most %d %% of what this plan misses could be avoided: by the region’s weights it misses %d, and no plan misses less than %d.",
		(100*(cost.Soft-bound)+cost.Soft-1)/cost.Soft, cost.Soft, bound)
}

func shares(p planner.Problem, plan planner.Plan) []Share {
	var out []Share
	for _, g := range check.Shares(p, plan) {
		text := fmt.Sprintf("%s gives %s and receives %s.", p.CouncilName(g.Council), visits(g.Gives), visits(g.Receives))
		if g.GaveEarlier+g.ReceivedEarlier > 0 {
			text += fmt.Sprintf(" In earlier cycles it gave %d and received %d.", g.GaveEarlier, g.ReceivedEarlier)
		}
		out = append(out, Share{g, text})
	}
	return out
}

func visits(n int) string {
	if n == 1 {
		return "1 visit of a person"
	}
	return fmt.Sprintf("%d visits of people", n)
}
