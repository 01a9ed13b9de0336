package check

import (
	"slices"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
)

// wishes checks S4 and the soft halves of T3, T5, T6 and T8, visit by visit.
func (c *checker) wishes() {
	for _, id := range c.order {
		v := c.first[id]
		v.Council = id
		if !v.FirstDay.IsZero() {
			c.dateWishes(c.councils[id], v)
		}
		c.teamWishes(v)
	}
}

func (c *checker) dateWishes(host planner.Council, v planner.Visit) {
	first, last := v.FirstDay, c.last(v)
	when := days(v, last)
	m := Miss{Rule: "S4", Council: host.ID, Count: 1}
	if len(host.PreferredMonths) > 0 && !slices.ContainsFunc(host.PreferredMonths, func(x planner.Month) bool {
		return x.Month == int(first.Month()) && (x.Year == 0 || x.Year == first.Year())
	}) {
		m.Goal = planner.GoalMonths
		c.miss(m, "%s: %s is not in a month the council would like.", host.Name, when)
	}
	if r, in := overlapping(c.p.SchoolOf(host), first, last); in {
		m.Goal = planner.GoalSchool
		c.miss(m, "%s: %s is in the school holidays%s.", host.Name, when, because(r.Why))
	}
	if c.budget(first) || c.budget(last) {
		m.Goal = planner.GoalBudget
		c.miss(m, "%s: %s is when councils set their budgets.", host.Name, when)
	}
	if before := host.LastChallenge; !before.IsZero() && first.Before(before.AddMonths(c.p.Rules.MonthsBetween)) {
		m.Goal = planner.GoalRecent
		c.miss(m, "%s: %s is less than %d months after its last challenge, %s.", host.Name, when, c.p.Rules.MonthsBetween, before.Long())
	}
	if r, near := overlapping(host.Assessments, first, last); near {
		m.Goal = planner.GoalAssessment
		c.miss(m, "%s: an external assessment is near on %s%s.", host.Name, when, because(r.Why))
	}
}

func (c *checker) budget(d civil.Date) bool {
	for _, m := range c.p.Rules.BudgetMonths {
		if int(d.Month()) == m {
			return true
		}
	}
	return false
}

// teamWishes checks who goes: links to weigh, other regions, councils apart,
// somebody experienced.
func (c *checker) teamWishes(v planner.Visit) {
	experienced := false
	from := map[planner.Role]map[string]int{planner.SeniorManager: {}, planner.PSW: {}}
	for _, place := range v.Places {
		q, known := c.people[place.Person]
		if !known {
			continue
		}
		c.links(v, q)
		if _, ours := c.councils[q.Council]; q.Council != "" && !ours {
			c.miss(Miss{Goal: planner.GoalOutside, Rule: "T3", Council: v.Council, Person: q.ID, Count: 1},
				"%s: %s comes from another region.", c.name(v.Council), q.Name)
		}
		experienced = experienced || q.Experienced && place.Role != planner.PSW
		if from[place.Role] == nil || q.Council == "" {
			continue
		}
		if from[place.Role][q.Council]++; from[place.Role][q.Council] > 1 {
			c.together(v, place.Role, q)
		}
	}
	if !experienced {
		c.miss(Miss{Goal: planner.GoalExperience, Rule: "T8", Council: v.Council, Count: 1},
			"%s: nobody in the team has done it before.", c.name(v.Council))
	}
}

// links notes a link that is to be weighed, once for each person (T5).
func (c *checker) links(v planner.Visit, q planner.Person) {
	for _, l := range q.Links {
		if l.Barring || l.Council != v.Council {
			continue
		}
		if l.Ended.IsZero() || c.p.First.Before(l.Ended.AddMonths(12*c.p.Rules.ConflictYears)) {
			c.miss(Miss{Goal: planner.GoalWeighed, Rule: "T5", Council: v.Council, Person: q.ID, Count: 1},
				"%s: %s has a link to be weighed%s.", c.name(v.Council), q.Name, because(l.Reason))
			return
		}
	}
}

func (c *checker) together(v planner.Visit, role planner.Role, q planner.Person) {
	goal, rule := planner.GoalManagers, "T3"
	if role == planner.PSW {
		goal, rule = planner.GoalPSWs, "T6"
	}
	c.miss(Miss{Goal: goal, Rule: rule, Council: v.Council, Person: q.ID, Count: 1},
		"%s: more than one of the %s comes from %s.", c.name(v.Council), RoleName(role, 2), c.name(q.Council))
}

// Given is what a council gives and receives, in person-visits of the shared roles (T7).
type Given struct {
	Council string
	// Gives counts its people's places in this plan; Receives the places of its own
	// challenge.
	Gives, Receives              int
	GaveEarlier, ReceivedEarlier int
}

// Beyond is what it gives, over all cycles, beyond what it receives; negative when less.
func (g Given) Beyond() int {
	return g.Gives + g.GaveEarlier - g.Receives - g.ReceivedEarlier
}

// Shares says for each council, in order, what it gives and receives (T7).
func Shares(p planner.Problem, plan planner.Plan) []Given {
	return newChecker(p, plan).given()
}

func (c *checker) given() []Given {
	gives := map[string]int{}
	for _, id := range c.order {
		for _, place := range c.first[id].Places {
			if q, known := c.people[place.Person]; known && slices.Contains(c.p.Rules.Shared, place.Role) {
				gives[q.Council]++
			}
		}
	}
	receives := 0
	for _, role := range c.p.Rules.Shared {
		receives += c.p.Rules.Places.Of(role)
	}
	var out []Given
	for _, id := range c.order {
		x := c.councils[id]
		out = append(out, Given{id, gives[id], receives, x.GaveEarlier, x.ReceivedEarlier})
	}
	return out
}

// shares checks that nobody's council gives beyond what it receives (T7).
func (c *checker) shares() {
	for _, g := range c.given() {
		beyond := g.Beyond()
		if beyond <= 0 {
			continue
		}
		c.miss(Miss{Goal: planner.GoalShare, Rule: "T7", Council: g.Council, Count: beyond},
			"%s gives %d more than it receives, over all cycles.", c.name(g.Council), beyond)
		if beyond > 1 {
			c.miss(Miss{Goal: planner.GoalFarShare, Rule: "T7", Council: g.Council, Count: beyond - 1},
				"%s gives far more than it receives.", c.name(g.Council))
		}
	}
}

// mutual checks that no two councils review each other (T7).
func (c *checker) mutual() {
	goes := map[[2]string]bool{} // from, to
	for _, id := range c.order {
		for _, place := range c.first[id].Places {
			if q, known := c.people[place.Person]; known {
				goes[[2]string{q.Council, id}] = true
			}
		}
	}
	for i, a := range c.order {
		for _, b := range c.order[:i] {
			if goes[[2]string{a, b}] && goes[[2]string{b, a}] {
				c.miss(Miss{Goal: planner.GoalMutual, Rule: "T7", Council: b, Other: a, Count: 1},
					"%s and %s would review each other.", c.name(b), c.name(a))
			}
		}
	}
}

// against compares with the current plan and with the other proposal.
func (c *checker) against() {
	if c.p.Current != nil {
		told := visitsOf(*c.p.Current)
		for _, id := range c.order {
			if was, ok := told[id]; ok {
				c.changed(was, c.first[id])
			}
		}
	}
	if c.p.Other != nil {
		others := visitsOf(*c.p.Other)
		for _, id := range c.order {
			if other, ok := others[id]; ok {
				c.same(other, c.first[id])
			}
		}
	}
}

// visitsOf is the first visit of each council.
func visitsOf(p planner.Plan) map[string]planner.Visit {
	out := map[string]planner.Visit{}
	for _, v := range p.Visits {
		if _, twice := out[v.Council]; !twice {
			out[v.Council] = v
		}
	}
	return out
}

func (c *checker) changed(was, is planner.Visit) {
	kept, filled := 0, 0
	for _, place := range is.Places {
		if q, known := c.people[place.Person]; known {
			filled++
			if slices.Contains(was.Places, place) {
				kept++
			} else {
				c.miss(Miss{Goal: planner.GoalInvited, Council: was.Council, Person: q.ID, Count: 1},
					"%s: %s is new.", c.name(was.Council), q.Name)
			}
		}
	}
	if was.FirstDay != is.FirstDay || kept != len(was.Places) || filled != kept || is.FirstDay.IsZero() {
		c.miss(Miss{Goal: planner.GoalChanged, Council: was.Council, Count: 1},
			"%s: the visit is not as people have been told.", c.name(was.Council))
	}
}

func (c *checker) same(other, is planner.Visit) {
	n := 0
	if !other.FirstDay.IsZero() && !is.FirstDay.IsZero() {
		apart := other.FirstDay.DaysUntil(is.FirstDay)
		if apart < c.p.Rules.OtherPlanDays && -apart < c.p.Rules.OtherPlanDays {
			n++
		}
	}
	for _, place := range is.Places {
		if _, known := c.people[place.Person]; known && slices.Contains(other.Places, place) {
			n++
		}
	}
	if n > 0 {
		c.miss(Miss{Goal: planner.GoalSame, Council: other.Council, Count: n},
			"%s: %d things are as in the other proposal.", c.name(other.Council), n)
	}
}
