package planner

import (
	"fmt"
	"slices"

	"peerchallenge/internal/civil"
)

// Problem is everything that a plan of one region's cycle depends on: the
// region's numbers, the facts about councils and people, and what the
// coordinator has fixed. Days are civil dates (Europe/London). Ids are the
// caller's own; they only have to be different. Functions here never change it.
type Problem struct {
	Rules Rules

	// First and Last are the cycle's first and last day; all days on site lie
	// between them, both included (S1).
	First, Last civil.Date

	// NotBefore is the first day on which a visit that is not pinned may begin: a
	// region that replans cannot send people out last week. The zero Date means First.
	NotBefore civil.Date

	// BankHolidays are days on which nobody is on site (S3), and none that count for
	// a practice review: those of the weeks before First, too. Weekends are known.
	BankHolidays []civil.Date

	// SchoolHolidays are those of every council's schools, avoided where possible (S4).
	SchoolHolidays []Range

	Councils []Council // each is visited once (S1)
	People   []Person
	Pins     []Pin

	// Current is the plan that people have been told of; nil for a new cycle. With
	// it, a proposal changes as few visits as possible (goal GoalChanged).
	Current *Plan

	// Other is a plan to differ from, for a second proposal; nil for none.
	Other *Plan
}

// Council is one participating council: a host once in the cycle (S1), and the
// employer of people it offers.
type Council struct {
	ID   string
	Name string // as people say it: "Walsall"

	Closed      []Range       // days it cannot host (S3)
	PreElection []PreElection // its pre-election periods (S3)
	Assessments []Range       // an external assessment is near: avoided where possible (S4)

	// SchoolHolidays are those of its own schools, beside those of every council (S4).
	SchoolHolidays []Range

	PreferredMonths []Month    // months it would like; none means any (S4)
	LastChallenge   civil.Date // last day of its latest challenge; zero for none known (S4)
	Neighbours      []string   // ids of councils it borders on: flagged, never barred

	// GaveEarlier and ReceivedEarlier count person-visits of the roles in
	// Rules.Shared over earlier cycles (T7).
	GaveEarlier, ReceivedEarlier int
}

// Range is some days, both ends included; a zero First or Last is open on that side.
type Range struct {
	First, Last civil.Date
	Why         string // for sentences: "budget council"; may be empty
}

// Holds says whether any day from first to last is in the range.
func (r Range) Holds(first, last civil.Date) bool {
	return (r.First.IsZero() || !last.Before(r.First)) && (r.Last.IsZero() || !first.After(r.Last))
}

// PreElection is the period before a council's poll, both ends included. Nobody
// is on site there then, unless host and region have agreed to it (S3).
type PreElection struct {
	Range
	Agreed bool
}

// Month is a month of a year; with Year 0, that month of every year.
type Month struct {
	Year  int // 2027, or 0
	Month int // 1 is January
}

// Is says whether d lies in the month.
func (m Month) Is(d civil.Date) bool {
	return int(d.Month()) == m.Month && (m.Year == 0 || m.Year == d.Year())
}

// Role is what somebody does in a challenge.
type Role string

// The roles (T1 to T4, T6). A person has one of them in a cycle.
const (
	Lead          Role = "lead"           // T1
	Councillor    Role = "councillor"     // T2
	SeniorManager Role = "senior_manager" // T3
	Expert        Role = "expert"         // expert by experience, T4
	PSW           Role = "psw"            // principal social worker, for the practice review, T6
)

// Roles are all roles, in the order of product rules T1 to T6.
var Roles = []Role{Lead, Councillor, SeniorManager, Expert, PSW}

// Person is somebody who has been offered for the cycle.
type Person struct {
	ID   string
	Name string

	// Council is the id of the employing council; "" for somebody of no council. An
	// id that is not in Problem.Councils is a council of another region (T3).
	Council string

	Role        Role
	Experienced bool // has done a challenge before (T8)
	MaxVisits   int  // how often at most in this cycle, as offered (T7)

	Unavailable []Range // days on which they cannot come
	Links       []Link  // with councils that might host them (T5)
}

// Link is a tie between a person and a council (T5). That somebody works for a
// council is known from Person.Council and needs no link.
type Link struct {
	Council string // id
	Barring bool   // never in that council's team; otherwise it is to be weighed, and costs

	// Ended is when a link to be weighed ended, such as the last day of a former
	// employment: after Rules.ConflictYears before the cycle's first day it no
	// longer counts. Zero means that it goes on.
	Ended civil.Date

	Reason string // for sentences: "worked there until 2025", "has declined this visit"
}

// Pin is something of one council's visit that the coordinator has fixed. A
// proposal keeps every pin, also one that breaks a rule, and the checker says so.
type Pin struct {
	Council  string     // id of the host
	FirstDay civil.Date // the first day on site; zero leaves the date free
	Places   []Place    // people who stay; other places are free
}

// PinVisit fixes all that a visit has: its date and everybody in it. Places that
// are still empty may be filled.
func PinVisit(v Visit) Pin {
	return Pin{Council: v.Council, FirstDay: v.FirstDay, Places: append([]Place(nil), v.Places...)}
}

// CouncilName is the name of the council with this id, or the id itself.
func (p Problem) CouncilName(id string) string {
	for _, c := range p.Councils {
		if c.ID == id {
			return c.Name
		}
	}
	return id
}

// PersonName is the name of the person with this id, or the id itself.
func (p Problem) PersonName(id string) string {
	for _, q := range p.People {
		if q.ID == id {
			return q.Name
		}
	}
	return id
}

// Earliest is the first day on which a visit that is not pinned may begin.
func (p Problem) Earliest() civil.Date {
	if p.NotBefore.After(p.First) {
		return p.NotBefore
	}
	return p.First
}

// Faults are things in the problem that cannot be meant, each in one plain
// sentence: an id twice, a cycle that ends before it begins, a person of no known
// role. Propose works on such a problem all the same (of two with the same id the
// first counts; what refers to nobody is left out), so these are for the page.
func (p Problem) Faults() []string {
	f := &faults{}
	if p.First.IsZero() || p.Last.IsZero() {
		f.add("The cycle needs a first and a last day.")
	} else if p.Last.Before(p.First) {
		f.add("The cycle ends on %s, before it begins on %s.", p.Last.Long(), p.First.Long())
	} else if days := p.First.DaysUntil(p.Last); days > maxCycleDays {
		f.add("The cycle has %d days; at most %d can be planned.", days, maxCycleDays)
	}
	if len(p.Councils) == 0 {
		f.add("No council takes part.")
	}
	councils := map[string]bool{}
	for _, c := range p.Councils {
		f.once(councils, "council", c.ID, c.Name)
		for _, r := range c.Closed {
			f.order("Closed days of "+c.Name, r)
		}
		for _, r := range c.SchoolHolidays {
			f.order("School holidays of "+c.Name, r)
		}
	}
	f.people(p, councils)
	for _, pin := range p.Pins {
		if !councils[pin.Council] {
			f.add("Something is pinned for a council that does not take part (%s).", pin.Council)
		}
	}
	return f.list
}

// maxCycleDays keeps a mistyped year from costing the memory of a century.
const maxCycleDays = 10 * 366

type faults struct{ list []string }

func (f *faults) add(format string, args ...any) {
	f.list = append(f.list, fmt.Sprintf(format, args...))
}

func (f *faults) once(seen map[string]bool, what, id, name string) {
	if id == "" {
		f.add("A %s (%s) has no id.", what, name)
	} else if seen[id] {
		f.add("There are two of %s %s (%s); the first counts.", what, name, id)
	}
	seen[id] = true
}

func (f *faults) order(whose string, r Range) {
	if !r.First.IsZero() && !r.Last.IsZero() && r.Last.Before(r.First) {
		f.add("%s: %s is before %s.", whose, r.Last.Long(), r.First.Long())
	}
}

func (f *faults) people(p Problem, councils map[string]bool) {
	people := map[string]bool{}
	for _, q := range p.People {
		f.once(people, "person", q.ID, q.Name)
		if roleIndex(q.Role) < 0 {
			f.add("%s has no role that is known (%q).", q.Name, q.Role)
		}
		if q.MaxVisits < 0 {
			f.add("%s offers %d visits.", q.Name, q.MaxVisits)
		}
		for _, r := range q.Unavailable {
			f.order("Days on which "+q.Name+" cannot come", r)
		}
	}
	offered := map[string]bool{}
	for _, q := range p.People {
		offered[q.Council] = true
	}
	for _, c := range p.Councils {
		if !offered[c.ID] && councils[c.ID] {
			f.add("%s offers nobody.", c.Name)
		}
	}
}

// roleIndex is the place of a role in Roles, -1 for none.
func roleIndex(r Role) int {
	for i, known := range Roles {
		if known == r {
			return i
		}
	}
	return -1
}

// SchoolOf are the school holidays that count for a council's visit.
func (p Problem) SchoolOf(c Council) []Range {
	if len(c.SchoolHolidays) == 0 {
		return p.SchoolHolidays
	}
	return slices.Concat(p.SchoolHolidays, c.SchoolHolidays)
}
