// Package made invents regions: councils, people and dates as they are in England,
// with the real bank holidays, from a seed. Tests and measurements of the planner
// use them; nothing of it reaches a user.
package made

import (
	"fmt"
	"math/rand/v2"
	"time"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
)

// Shape says how large a region is and how hard it is to plan.
type Shape struct {
	Councils int
	Weeks    int        // of the cycle
	First    civil.Date // its first day; zero for 5 April 2027
	// How many people of each role there are, and how often each may serve.
	Leads, Councillors, Managers, Experts, PSWs int
	Visits                                      planner.Places

	// Tight makes people away about half of the time and has every host wish for
	// some months: a region that is hard to plan well.
	Tight bool
}

// Usual is a region of n councils with as many people for each council as the
// region of 14 councils and 56 people has: 4 leads, 12 councillors, 18 senior
// managers, 8 experts by experience, 14 PSWs.
func Usual(n, weeks int) Shape {
	up := func(of14 int) int { return max(2, (of14*n+13)/14) }
	return Shape{
		Councils: n, Weeks: weeks, Leads: up(4), Councillors: up(12), Managers: up(18), Experts: up(8), PSWs: up(14),
		Visits: planner.Places{Lead: 4, Councillor: 2, SeniorManager: 2, Expert: 2, PSW: 3},
	}
}

// Region is the region of that shape and seed, the same each time.
func Region(seed uint64, s Shape) planner.Problem {
	r := rand.New(rand.NewPCG(seed, 20261126))
	first := s.First
	if first.IsZero() {
		first = civil.NewDate(2027, time.April, 5)
	}
	p := planner.Problem{Rules: planner.DefaultRules(), First: first, Last: first.AddDays(7*s.Weeks - 1)}
	for d := first.AddDays(-60); !d.After(p.Last); d = d.AddDays(1) {
		if _, _, holiday := civil.Holiday(d); holiday {
			p.BankHolidays = append(p.BankHolidays, d)
		}
	}
	p.SchoolHolidays = SchoolHolidays(p.First, p.Last)
	for i := range s.Councils {
		p.Councils = append(p.Councils, council(r, i, s, p.First, p.Last))
	}
	people(r, &p, s)
	return p
}

// SchoolHolidays are roughly those of English schools.
func SchoolHolidays(first, last civil.Date) []planner.Range {
	var out []planner.Range
	for y := first.Year() - 1; y <= last.Year()+1; y++ {
		for _, h := range []planner.Range{
			{First: civil.NewDate(y, time.February, 15), Last: civil.NewDate(y, time.February, 19), Why: "half-term"},
			{First: civil.NewDate(y, time.April, 1), Last: civil.NewDate(y, time.April, 14), Why: "Easter"},
			{First: civil.NewDate(y, time.May, 27), Last: civil.NewDate(y, time.June, 2), Why: "half-term"},
			{First: civil.NewDate(y, time.July, 22), Last: civil.NewDate(y, time.September, 3), Why: "summer"},
			{First: civil.NewDate(y, time.October, 24), Last: civil.NewDate(y, time.October, 30), Why: "half-term"},
			{First: civil.NewDate(y, time.December, 20), Last: civil.NewDate(y+1, time.January, 3), Why: "Christmas"},
		} {
			if h.Holds(first, last) {
				out = append(out, h)
			}
		}
	}
	return out
}

func council(r *rand.Rand, i int, s Shape, first, last civil.Date) planner.Council {
	c := planner.Council{ID: fmt.Sprintf("c%d", i), Name: fmt.Sprintf("Council %d", i+1)}
	n, days := s.Councils, first.DaysUntil(last)
	for range 1 + r.IntN(2) {
		from := first.AddDays(r.IntN(days))
		c.Closed = append(c.Closed, planner.Range{First: from, Last: from.AddDays(7 * (2 + r.IntN(5))), Why: "restructuring"})
	}
	for y := first.Year(); y <= last.Year(); y++ {
		poll := civil.NewDate(y, time.May, 1+(11-int(civil.NewDate(y, time.May, 1).Weekday()))%7)
		if r.IntN(2) == 0 {
			c.PreElection = append(c.PreElection, planner.PreElection{Range: planner.Range{First: poll.AddDays(-38), Last: poll, Why: "local election"}})
		}
	}
	if r.IntN(2) == 0 || s.Tight {
		m := r.IntN(12)
		for j := range 4 {
			c.PreferredMonths = append(c.PreferredMonths, planner.Month{Month: (m+j)%12 + 1})
		}
	}
	if r.IntN(3) == 0 {
		c.LastChallenge = first.AddDays(-r.IntN(700))
	}
	if r.IntN(6) == 0 {
		from := first.AddDays(r.IntN(days))
		c.Assessments = []planner.Range{{First: from, Last: from.AddDays(60), Why: "CQC assessment"}}
	}
	c.Neighbours = []string{fmt.Sprintf("c%d", (i+1)%n), fmt.Sprintf("c%d", (i+n-1)%n)}
	c.GaveEarlier, c.ReceivedEarlier = 4+r.IntN(3), 5
	return c
}

func people(r *rand.Rand, p *planner.Problem, s Shape) {
	for _, group := range []struct {
		role planner.Role
		n    int
	}{
		{planner.Lead, s.Leads}, {planner.Councillor, s.Councillors}, {planner.SeniorManager, s.Managers},
		{planner.Expert, s.Experts}, {planner.PSW, s.PSWs},
	} {
		turn := r.IntN(max(1, s.Councils))
		for i := range group.n {
			q := planner.Person{
				ID: fmt.Sprintf("%s%d", group.role, i), Name: fmt.Sprintf("%s %d", group.role, i+1), Role: group.role,
				Experienced: r.IntN(3) == 0, MaxVisits: s.Visits.Of(group.role),
			}
			employed := group.role != planner.Lead && group.role != planner.Expert
			if employed && s.Councils > 0 {
				q.Council = p.Councils[(turn+i)%s.Councils].ID
			}
			absences(r, p, &q, s.Tight)
			if s.Councils > 0 && r.IntN(4) == 0 {
				q.Links = append(q.Links, planner.Link{
					Council: p.Councils[r.IntN(s.Councils)].ID, Barring: r.IntN(3) == 0,
					Ended: p.First.AddMonths(-r.IntN(60)), Reason: "worked there",
				})
			}
			p.People = append(p.People, q)
		}
	}
}

func absences(r *rand.Rand, p *planner.Problem, q *planner.Person, tight bool) {
	days := p.First.DaysUntil(p.Last)
	often, long := days/60, 17
	if tight {
		often, long = days/40, 42
	}
	for range often {
		from := p.First.AddDays(r.IntN(days))
		q.Unavailable = append(q.Unavailable, planner.Range{First: from, Last: from.AddDays(4 + r.IntN(long))})
	}
}
