package check

import (
	"fmt"
	"slices"
	"time"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
)

// visits checks each visit by itself: its date, then who is in it.
func (c *checker) visits() {
	for _, id := range c.order {
		v := c.first[id]
		v.Council = id
		if v.FirstDay.IsZero() {
			c.breach(Breach{Kind: NoDate, Rule: "S1", Council: id, Count: 1}, "%s has no date in the cycle.", c.name(id))
		} else {
			c.date(c.councils[id], v)
		}
		c.places(v)
		for _, place := range v.Places {
			if q, known := c.people[place.Person]; known {
				c.person(v, place.Role, q)
			}
		}
	}
}

// date checks S1 and S3.
func (c *checker) date(host planner.Council, v planner.Visit) {
	first, last := v.FirstDay, c.last(v)
	when := days(v, last)
	b := Breach{Rule: "S3", Council: host.ID, Count: 1}
	if first.Before(c.p.First) || last.After(c.p.Last) {
		b := b
		b.Kind, b.Rule = OutsideCycle, "S1"
		c.breach(b, "%s: %s is outside the cycle, %s.", host.Name, when, civil.Range(c.p.First, c.p.Last))
	}
	if early := c.p.NotBefore; early.After(c.p.First) && first.Before(early) && !first.Before(c.p.First) && first != c.pinned(host.ID) {
		b.Kind = TooEarly
		c.breach(b, "%s: %s is before %s, the earliest day for a new date.", host.Name, when, early.Long())
	}
	for d := first; !d.After(last); d = d.AddDays(1) {
		if w := d.Weekday(); w == time.Saturday || w == time.Sunday || slices.Contains(c.p.BankHolidays, d) {
			b.Kind = NotWorking
			c.breach(b, "%s: %s is a weekend or bank holiday.", host.Name, d.LongWeekday())
			break
		}
	}
	if starts := c.p.Rules.StartDays; len(starts) > 0 && !slices.Contains(starts, first.Weekday()) {
		b.Kind = StartDay
		c.breach(b, "%s: visits do not begin on a %s.", host.Name, first.Weekday())
	}
	if r, closed := overlapping(host.Closed, first, last); closed {
		b.Kind = Closed
		c.breach(b, "%s cannot host on %s%s.", host.Name, when, because(r.Why))
	}
	for _, e := range host.PreElection {
		if !e.Agreed && overlap(e.Range, first, last) {
			b.Kind = Election
			c.breach(b, "%s: %s is in the council's pre-election period%s.", host.Name, when, because(e.Why))
			break
		}
	}
}

// places checks that each role has as many people as the challenge needs.
func (c *checker) places(v planner.Visit) {
	for _, role := range planner.Roles {
		known, need := 0, c.p.Rules.Places.Of(role)
		for _, place := range v.Places {
			if _, ok := c.people[place.Person]; ok && place.Role == role {
				known++
			}
		}
		b := Breach{Rule: ruleOf(role), Council: v.Council, Role: role}
		if n := need - known; n > 0 {
			b.Kind, b.Count = EmptyPlace, n
			c.breach(b, "%s: %d %s missing.", c.name(v.Council), n, RoleName(role, n))
		}
		if n := known - need; n > 0 {
			b.Kind, b.Count = TooMany, n
			c.breach(b, "%s: %d %s too many.", c.name(v.Council), n, RoleName(role, n))
		}
	}
	for _, place := range v.Places {
		b := Breach{Council: v.Council, Person: place.Person, Role: place.Role, Count: 1}
		if _, ok := c.people[place.Person]; !ok {
			b.Kind, b.Rule = NobodyKnown, ruleOf(place.Role)
			c.breach(b, "%s: nobody is known as %s.", c.name(v.Council), place.Person)
		} else if !slices.Contains(planner.Roles, place.Role) {
			b.Kind = TooMany
			c.breach(b, "%s: there is no role %q.", c.name(v.Council), place.Role)
		}
	}
}

// ruleOf is the rule that asks for a role.
func ruleOf(r planner.Role) string {
	return map[planner.Role]string{
		planner.Lead: "T1", planner.Councillor: "T2", planner.SeniorManager: "T3", planner.Expert: "T4", planner.PSW: "T6",
	}[r]
}

// person checks one person in one place (T1 to T6, S3).
func (c *checker) person(v planner.Visit, role planner.Role, q planner.Person) {
	host := c.name(v.Council)
	b := Breach{Rule: ruleOf(role), Council: v.Council, Person: q.ID, Role: role, Count: 1}
	if q.Role != role {
		b.Kind = WrongRole
		c.breach(b, "%s: %s is offered as %s, not as %s.", host, q.Name, RoleName(q.Role, 1), RoleName(role, 1))
	}
	link := slices.IndexFunc(q.Links, func(l planner.Link) bool { return l.Barring && l.Council == v.Council })
	if q.Council == v.Council {
		b.Kind = OwnCouncil
		c.breach(b, "%s: %s works for the host.", host, q.Name)
	} else if link >= 0 {
		b.Kind, b.Rule = Barred, "T5"
		c.breach(b, "%s: %s has a conflict of interest that bars%s.", host, q.Name, because(q.Links[link].Reason))
	}
	if !v.FirstDay.IsZero() {
		c.free(v, role, q)
	}
}

// free checks that somebody can come: on site for all days; for the practice
// review, on enough working days in its weeks (S2, T6).
func (c *checker) free(v planner.Visit, role planner.Role, q planner.Person) {
	b := Breach{Kind: Unavailable, Rule: "S3", Council: v.Council, Person: q.ID, Role: role, Count: 1}
	last := c.last(v)
	if role != planner.PSW {
		if r, gone := overlapping(q.Unavailable, v.FirstDay, last); gone {
			c.breach(b, "%s: %s cannot come on %s%s.", c.name(v.Council), q.Name, days(v, last), because(r.Why))
		}
		return
	}
	from, to := v.Review(c.p.Rules)
	free := 0
	for d := from; !d.After(to); d = d.AddDays(1) {
		_, gone := overlapping(q.Unavailable, d, d)
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday && !gone && !slices.Contains(c.p.BankHolidays, d) {
			free++
		}
	}
	if free < c.p.Rules.ReviewDays {
		b.Rule = "T6"
		c.breach(b, "%s: %s is free on %d working days of the practice review, %s; %d are needed.",
			c.name(v.Council), q.Name, free, civil.Range(from, to), c.p.Rules.ReviewDays)
	}
}

// months checks that no month has more visits than the region allows (S3).
func (c *checker) months() {
	type month struct {
		year int
		m    time.Month
	}
	n := map[month]int{}
	limit := c.p.Rules.VisitsInMonth
	c.eachDated(func(_ planner.Council, v planner.Visit) {
		at := month{v.FirstDay.Year(), v.FirstDay.Month()}
		n[at]++
		if limit > 0 && n[at] > limit {
			c.breach(Breach{Kind: FullMonth, Rule: "S3", Council: v.Council, Count: 1},
				"%s %d already has %d visits; %s would be one more.", at.m, at.year, n[at]-1, c.name(v.Council))
		}
	})
}

// loads checks how often and how closely each person serves (S3, T7).
func (c *checker) loads() {
	serves := map[string][]planner.Visit{}
	for _, id := range c.order {
		for _, place := range c.first[id].Places {
			serves[place.Person] = append(serves[place.Person], c.first[id])
		}
	}
	for _, id := range c.persons {
		mine := serves[id]
		if n, most := len(mine), max(c.people[id].MaxVisits, 0); n > most {
			c.breach(Breach{Kind: TooOften, Rule: "T7", Person: id, Count: n - most},
				"%s is to serve %s and has offered %d.", c.who(id), times(n), most)
		}
		for i, v := range mine {
			for _, w := range mine[:i] {
				c.near(id, w, v)
			}
		}
	}
}

// near checks two places of one person.
func (c *checker) near(person string, v, w planner.Visit) {
	if v.Council == w.Council {
		c.breach(Breach{Kind: TwiceHere, Rule: "S3", Council: v.Council, Person: person, Count: 1},
			"%s: %s has two places.", c.name(v.Council), c.who(person))
		return
	}
	if v.FirstDay.IsZero() || w.FirstDay.IsZero() {
		return
	}
	apart := v.FirstDay.DaysUntil(w.FirstDay)
	if apart < 0 {
		apart = -apart
	}
	if apart < c.p.Rules.DaysBetween {
		words := fmt.Sprintf("only %d days apart", apart)
		if apart < c.p.Rules.OnSiteDays {
			words = "on the same days"
		}
		c.breach(Breach{Kind: Fortnight, Rule: "S3", Council: w.Council, Person: person, Count: 1},
			"%s would be at %s and %s %s.", c.who(person), c.name(v.Council), c.name(w.Council), words)
	}
}

// pinned is the date that is pinned for a council, zero for none.
func (c *checker) pinned(council string) civil.Date {
	for _, pin := range c.p.Pins {
		if pin.Council == council && !pin.FirstDay.IsZero() {
			return pin.FirstDay
		}
	}
	return civil.Date{}
}

// pins checks that the plan keeps what the coordinator fixed. What is fixed for
// nobody known does not count.
func (c *checker) pins() {
	for _, id := range c.order {
		v := c.first[id]
		if d := c.pinned(id); !d.IsZero() && v.FirstDay != d {
			c.breach(Breach{Kind: Unpinned, Council: id, Count: 1}, "%s is pinned to %s.", c.name(id), d.Long())
		}
		seen := map[planner.Place]bool{}
		for _, pin := range c.p.Pins {
			for _, place := range pin.Places {
				_, known := c.people[place.Person]
				if pin.Council != id || !known || seen[place] {
					continue
				}
				seen[place] = true
				if !slices.Contains(v.Places, place) {
					c.breach(Breach{Kind: Unpinned, Council: id, Person: place.Person, Role: place.Role, Count: 1},
						"%s: %s is pinned as %s.", c.name(id), c.who(place.Person), RoleName(place.Role, 1))
				}
			}
		}
	}
}
