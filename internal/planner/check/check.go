// Package check judges a plan of a cycle by the rules S1 to S4 and T1 to T8: what
// it breaks, what wishes it misses, and what that costs. It is written from the
// rules and shares no code with the search of package planner, so that a mistake
// in one shows in the other. It works on any plan, also one made by hand, half
// filled or absurd.
package check

import (
	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
)

// Kind says which hard rule is broken.
type Kind string

// The hard rules that a plan can break.
const (
	NoDate       Kind = "no_date"       // S1: a council without a visit or a date
	TwiceVisited Kind = "twice_visited" // S1: a second visit of one council
	NotInCycle   Kind = "not_in_cycle"  // a visit of a council that does not take part
	OutsideCycle Kind = "outside_cycle" // S1: days on site before the first or after the last day
	TooEarly     Kind = "too_early"     // before Problem.NotBefore, and not pinned there
	NotWorking   Kind = "not_working"   // S3: a weekend or bank holiday
	StartDay     Kind = "start_day"     // not a day of the week on which visits begin
	Closed       Kind = "closed"        // S3: the host's closed dates
	Election     Kind = "pre_election"  // S3: the host's pre-election period, not agreed
	FullMonth    Kind = "full_month"    // S3: more visits in a month than the region allows
	Fortnight    Kind = "fortnight"     // S3: two visits of one person too near each other
	TwiceHere    Kind = "twice_here"    // one person in two places of one visit
	Unavailable  Kind = "unavailable"   // somebody who cannot come on that date
	TooOften     Kind = "too_often"     // T7: more visits than offered
	WrongRole    Kind = "wrong_role"    // T1 to T6: a place of another role than the person's
	OwnCouncil   Kind = "own_council"   // T1 to T6: works for the host
	Barred       Kind = "barred"        // T5: a barring link with the host
	EmptyPlace   Kind = "empty_place"   // T1 to T4, T6: a place that nobody has
	TooMany      Kind = "too_many"      // more people in a role than there are places
	NobodyKnown  Kind = "unknown"       // somebody who is not in the problem
	Unpinned     Kind = "unpinned"      // a pin that the plan does not keep
)

// Breach is one broken hard rule.
type Breach struct {
	Kind    Kind
	Rule    string       // product rule id: "S3"
	Council string       // id of the host; "" for a month or a person's load
	Person  string       // id; "" when it is about nobody
	Role    planner.Role // for places
	Count   int          // how often: three empty places, two visits too many
	Text    string       // one plain English sentence
}

// Miss is one place where a soft goal is missed.
type Miss struct {
	Goal    planner.Goal
	Rule    string
	Council string // host, or the council that gives; "" when it is about nobody
	Other   string // the other council of a mutual review
	Person  string
	Count   int
	Cost    int    // Count times the goal's weight
	Text    string // one plain English sentence
}

// Verdict is what Check finds.
type Verdict struct {
	Breaches []Breach
	Misses   []Miss
	Cost     planner.Cost // the same that Propose gives for its plan
}

// OK says that no hard rule is broken.
func (v Verdict) OK() bool { return v.Cost.Hard == 0 }

// Of is the cost of one goal.
func (v Verdict) Of(g planner.Goal) int {
	sum := 0
	for _, m := range v.Misses {
		if m.Goal == g {
			sum += m.Cost
		}
	}
	return sum
}

// Check judges a plan.
func Check(p planner.Problem, plan planner.Plan) Verdict {
	c := newChecker(p, plan)
	c.visits()
	c.months()
	c.loads()
	c.pins()
	c.wishes()
	c.shares()
	c.mutual()
	c.against()
	for _, b := range c.v.Breaches {
		c.v.Cost.Hard += b.Count
	}
	for _, m := range c.v.Misses {
		c.v.Cost.Soft += m.Cost
	}
	return c.v
}

// checker holds the problem by id, and the visits that count: the first of each
// council that takes part.
type checker struct {
	p        planner.Problem
	plan     planner.Plan
	councils map[string]planner.Council
	order    []string // ids of councils, each once
	people   map[string]planner.Person
	persons  []string // ids of people, each once
	first    map[string]planner.Visit
	v        Verdict
}

func newChecker(p planner.Problem, plan planner.Plan) *checker {
	c := &checker{
		p: p, plan: plan, councils: map[string]planner.Council{},
		people: map[string]planner.Person{}, first: map[string]planner.Visit{},
	}
	for _, x := range p.Councils {
		if _, twice := c.councils[x.ID]; !twice {
			c.councils[x.ID] = x
			c.order = append(c.order, x.ID)
		}
	}
	for _, x := range p.People {
		if _, twice := c.people[x.ID]; !twice {
			c.people[x.ID] = x
			c.persons = append(c.persons, x.ID)
		}
	}
	for _, v := range plan.Visits {
		if _, ours := c.councils[v.Council]; !ours {
			c.breach(Breach{Kind: NotInCycle, Rule: "S1", Council: v.Council, Count: 1}, "%s has a visit but does not take part in the cycle.", v.Council)
		} else if _, twice := c.first[v.Council]; twice {
			c.breach(Breach{Kind: TwiceVisited, Rule: "S1", Council: v.Council, Count: 1}, "%s has more than one visit in the cycle.", c.name(v.Council))
		} else {
			c.first[v.Council] = v
		}
	}
	return c
}

// last is a visit's last day on site.
func (c *checker) last(v planner.Visit) civil.Date {
	if c.p.Rules.OnSiteDays <= 1 {
		return v.FirstDay
	}
	return v.FirstDay.AddDays(c.p.Rules.OnSiteDays - 1)
}

// eachDated calls f for every council that has a date, in order.
func (c *checker) eachDated(f func(planner.Council, planner.Visit)) {
	for _, id := range c.order {
		if v := c.first[id]; !v.FirstDay.IsZero() {
			f(c.councils[id], v)
		}
	}
}

// overlap says whether two ranges of days have a day in common; a zero date of r
// is open.
func overlap(r planner.Range, first, last civil.Date) bool {
	if !r.Last.IsZero() && r.Last.Compare(first) < 0 {
		return false
	}
	return r.First.IsZero() || r.First.Compare(last) <= 0
}

// overlapping is the first of some ranges that has a day in common with a visit.
func overlapping(rs []planner.Range, first, last civil.Date) (planner.Range, bool) {
	for _, r := range rs {
		if overlap(r, first, last) {
			return r, true
		}
	}
	return planner.Range{}, false
}
