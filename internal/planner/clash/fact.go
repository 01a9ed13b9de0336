package clash

import (
	"fmt"
	"slices"
	"strings"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
)

// Kind says what a fact is about.
type Kind string

// The kinds of facts and rules that can clash.
const (
	Visit    Kind = "visit"    // S1: a council is to be visited
	Need     Kind = "need"     // T1 to T6: teams need people of a role, and nobody else is offered
	Closed   Kind = "closed"   // S3: a council's closed dates
	Election Kind = "election" // S3: its pre-election periods
	Month    Kind = "month"    // S3: so many visits a month
	Apart    Kind = "apart"    // S3: the fortnight between visits of one person
	Offer    Kind = "offer"    // T7: how often somebody has offered to serve
	Away     Kind = "away"     // somebody's dates
	Conflict Kind = "conflict" // T5: somebody's barring links
	Pinned   Kind = "pinned"   // what the coordinator has fixed
	Early    Kind = "early"    // no new date before a day
	Cycle    Kind = "cycle"    // S1: the cycle's last day
)

// Fact is one rule or fact of a clash.
type Fact struct {
	Kind    Kind
	Rule    string // product rule id
	Council string // id, where it is about one
	Person  string // id, where it is about one
	Role    planner.Role
	More    int    // for Need, in a mend: how many more visits of people of the role do
	Text    string // a plain English sentence: how things are
	Mend    string // a plain English sentence: what would do away with it

	without func(planner.Problem) planner.Problem // the problem without it
	rank    int                                   // which mends to try first: small is easiest
}

// Without is the problem mended: as if the fact did not hold.
func (f Fact) Without(p planner.Problem) planner.Problem { return f.without(p) }

// drop is the problem without the fact, in the least number of people: a role that
// needs nobody, rather than one for which there are enough.
func (f Fact) drop(p planner.Problem) planner.Problem {
	if f.Kind != Need {
		return f.without(p)
	}
	switch f.Role {
	case planner.Lead:
		p.Rules.Places.Lead = 0
	case planner.Councillor:
		p.Rules.Places.Councillor = 0
	case planner.SeniorManager:
		p.Rules.Places.SeniorManager = 0
	case planner.Expert:
		p.Rules.Places.Expert = 0
	case planner.PSW:
		p.Rules.Places.PSW = 0
	}
	return p
}

// factsOf lists everything in a problem that could be otherwise. First come those
// that the filter should leave out first, for the shortest story: roles, then
// people's facts, then councils.
func factsOf(p planner.Problem) []Fact {
	var out []Fact
	for _, role := range planner.Roles {
		if n := p.Rules.Places.Of(role); n > 0 {
			out = append(out, needFact(p, role, n))
		}
	}
	for _, q := range p.People {
		out = append(out, personFacts(p, q)...)
	}
	out = append(out, ruleFacts(p)...)
	for i := range p.Pins {
		out = append(out, pinFact(p, i))
	}
	for _, c := range p.Councils {
		out = append(out, councilFacts(c)...)
	}
	return out
}

func needFact(p planner.Problem, role planner.Role, n int) Fact {
	offered := 0
	for _, q := range p.People {
		if q.Role == role && q.MaxVisits > 0 {
			offered++
		}
	}
	return Fact{
		Kind: Need, Rule: ruleOf(role), Role: role, rank: 1,
		Text: fmt.Sprintf("Each team needs %d %s, and %d %s offered.", n, check.RoleName(role, n), offered, plural(offered, "is", "are")),
		Mend: fmt.Sprintf("Another %s who is free and has no conflicts.", check.RoleName(role, 1)),
		without: func(p planner.Problem) planner.Problem {
			return withHelpers(p, role, len(p.Councils)*n)
		},
	}
}

// helper is how the ids of people begin who are made up to try a mend.
const helper = "another person: "

func isHelper(q planner.Person) bool { return strings.HasPrefix(q.ID, helper) }

// withHelpers adds n people of a role who can go anywhere at any time, once each.
func withHelpers(p planner.Problem, role planner.Role, n int) planner.Problem {
	people := slices.Clone(p.People)
	for i := range n {
		people = append(people, planner.Person{
			ID: fmt.Sprintf("%s%s-%d", helper, role, i+1), Name: fmt.Sprintf("another %s", check.RoleName(role, 1)), Role: role, MaxVisits: 1,
		})
	}
	p.People = people
	return p
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func ruleOf(r planner.Role) string {
	return [...]string{"T1", "T2", "T3", "T4", "T6"}[slices.Index(planner.Roles, r)]
}

// changePerson is the problem with one person changed.
func changePerson(id string, change func(*planner.Person)) func(planner.Problem) planner.Problem {
	return func(p planner.Problem) planner.Problem {
		p.People = slices.Clone(p.People)
		for i := range p.People {
			if p.People[i].ID == id {
				change(&p.People[i])
			}
		}
		return p
	}
}

func personFacts(p planner.Problem, q planner.Person) []Fact {
	var out []Fact
	add := func(f Fact) {
		f.Person, f.Role = q.ID, q.Role
		out = append(out, f)
	}
	if q.MaxVisits < len(p.Councils) {
		add(Fact{
			Kind: Offer, Rule: "T7", rank: 3,
			Text:    fmt.Sprintf("%s offers %d %s.", q.Name, q.MaxVisits, plural(q.MaxVisits, "visit", "visits")),
			Mend:    fmt.Sprintf("%s serves more often.", q.Name),
			without: changePerson(q.ID, func(q *planner.Person) { q.MaxVisits = len(p.Councils) }),
		})
	}
	if len(q.Unavailable) > 0 {
		add(Fact{
			Kind: Away, Rule: "S3", rank: 4,
			Text:    fmt.Sprintf("%s cannot come on %s.", q.Name, ranges(q.Unavailable)),
			Mend:    fmt.Sprintf("%s can come on other dates.", q.Name),
			without: changePerson(q.ID, func(q *planner.Person) { q.Unavailable = nil }),
		})
	}
	if slices.ContainsFunc(q.Links, func(l planner.Link) bool { return l.Barring }) {
		add(Fact{
			Kind: Conflict, Rule: "T5", rank: 9,
			Text:    fmt.Sprintf("%s has a conflict of interest with %s.", q.Name, barring(p, q)),
			Mend:    fmt.Sprintf("%s turns out to have no conflict of interest.", q.Name),
			without: changePerson(q.ID, func(q *planner.Person) { q.Links = nil }),
		})
	}
	return out
}

func barring(p planner.Problem, q planner.Person) string {
	var names []string
	for _, l := range q.Links {
		if l.Barring {
			names = append(names, p.CouncilName(l.Council))
		}
	}
	return list(names)
}

func ruleFacts(p planner.Problem) []Fact {
	r := p.Rules
	var out []Fact
	if r.VisitsInMonth > 0 {
		out = append(out, Fact{
			Kind: Month, Rule: "S3", rank: 5,
			Text:    fmt.Sprintf("The region has at most %d %s a month.", r.VisitsInMonth, plural(r.VisitsInMonth, "visit", "visits")),
			Mend:    "More visits in a month.",
			without: func(p planner.Problem) planner.Problem { p.Rules.VisitsInMonth = 0; return p },
		})
	}
	if r.DaysBetween > 0 {
		out = append(out, Fact{
			Kind: Apart, Rule: "S3", rank: 8,
			Text:    fmt.Sprintf("Nobody has two visits within %d days.", r.DaysBetween),
			Mend:    "Less time between two visits of one person.",
			without: func(p planner.Problem) planner.Problem { p.Rules.DaysBetween = 0; return p },
		})
	}
	if p.NotBefore.After(p.First) {
		out = append(out, Fact{
			Kind: Early, rank: 7,
			Text:    fmt.Sprintf("No new date is before %s.", p.NotBefore.Long()),
			Mend:    "Dates at shorter notice.",
			without: func(p planner.Problem) planner.Problem { p.NotBefore = civil.Date{}; return p },
		})
	}
	out = append(out, Fact{
		Kind: Cycle, Rule: "S1", rank: 6,
		Text:    fmt.Sprintf("The cycle runs from %s.", civil.Range(p.First, p.Last)),
		Mend:    "A longer cycle.",
		without: func(p planner.Problem) planner.Problem { p.Last = p.Last.AddMonths(12); return p },
	})
	return out
}

func pinFact(p planner.Problem, i int) Fact {
	pin := p.Pins[i]
	what := []string{}
	if !pin.FirstDay.IsZero() {
		what = append(what, pin.FirstDay.Long())
	}
	for _, place := range pin.Places {
		what = append(what, p.PersonName(place.Person))
	}
	return Fact{
		Kind: Pinned, Council: pin.Council, rank: 0,
		Text: fmt.Sprintf("%s is pinned to %s.", p.CouncilName(pin.Council), list(what)),
		Mend: fmt.Sprintf("Unpin %s.", p.CouncilName(pin.Council)),
		without: func(p planner.Problem) planner.Problem {
			p.Pins = slices.Clone(p.Pins)
			if i := slices.IndexFunc(p.Pins, func(q planner.Pin) bool { return samePin(q, pin) }); i >= 0 {
				p.Pins[i] = planner.Pin{Council: pin.Council} // fixes nothing
			}
			return p
		},
	}
}

func samePin(a, b planner.Pin) bool {
	return a.Council == b.Council && a.FirstDay == b.FirstDay && slices.Equal(a.Places, b.Places)
}

func councilFacts(c planner.Council) []Fact {
	change := func(f func(*planner.Council)) func(planner.Problem) planner.Problem {
		return func(p planner.Problem) planner.Problem {
			p.Councils = slices.Clone(p.Councils)
			for i := range p.Councils {
				if p.Councils[i].ID == c.ID {
					f(&p.Councils[i])
				}
			}
			return p
		}
	}
	var out []Fact
	if len(c.Closed) > 0 {
		out = append(out, Fact{
			Kind: Closed, Rule: "S3", Council: c.ID, rank: 2,
			Text: fmt.Sprintf("%s cannot host on %s.", c.Name, ranges(c.Closed)), Mend: fmt.Sprintf("%s can host on other dates.", c.Name),
			without: change(func(c *planner.Council) { c.Closed = nil }),
		})
	}
	var elections []planner.Range
	for _, e := range c.PreElection {
		if !e.Agreed {
			elections = append(elections, e.Range)
		}
	}
	if len(elections) > 0 {
		out = append(out, Fact{
			Kind: Election, Rule: "S3", Council: c.ID, rank: 5,
			Text:    fmt.Sprintf("%s has its pre-election period on %s.", c.Name, ranges(elections)),
			Mend:    fmt.Sprintf("%s and the region agree to a visit in the pre-election period.", c.Name),
			without: change(func(c *planner.Council) { c.PreElection = nil }),
		})
	}
	return append(out, Fact{
		Kind: Visit, Rule: "S1", Council: c.ID, rank: 10,
		Text: fmt.Sprintf("%s is to be visited in this cycle.", c.Name), Mend: fmt.Sprintf("%s waits for the next cycle.", c.Name),
		without: func(p planner.Problem) planner.Problem {
			p.Councils = slices.DeleteFunc(slices.Clone(p.Councils), func(x planner.Council) bool { return x.ID == c.ID })
			return p
		},
	})
}

// ranges writes at most three ranges of days.
func ranges(rs []planner.Range) string {
	var words []string
	for i, r := range rs {
		if i == 3 {
			words = append(words, fmt.Sprintf("%d more", len(rs)-i))
			break
		}
		switch {
		case r.First.IsZero() && r.Last.IsZero():
			words = append(words, "any day")
		case r.First.IsZero():
			words = append(words, "any day to "+r.Last.Long())
		case r.Last.IsZero():
			words = append(words, "any day from "+r.First.Long())
		default:
			words = append(words, civil.Range(r.First, r.Last))
		}
	}
	return list(words)
}

// list writes "a, b and c".
func list(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		out := words[0]
		for _, w := range words[1 : n-1] {
			out += ", " + w
		}
		return out + " and " + words[n-1]
	}
}
