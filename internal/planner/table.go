package planner

import "peerchallenge/internal/civil"

// Table is a Problem in numbers, for solvers: what is allowed and what it costs,
// by index of council, person and start. A start is a day on which a visit can
// begin. Pins, the current and the other plan are taken into account.
type Table struct {
	Councils []Council    // each id once, in the problem's order
	People   []Person     // each id once
	Starts   []civil.Date // days on which some visit can begin, in order
	Days     []int        // the same in days from the cycle's first day
	Month    []int        // the month of each start, as a running number

	m *model
}

// NewTable looks everything up once.
func NewTable(p Problem) Table {
	m := newModel(p)
	t := Table{Councils: m.councils, People: m.people, Days: m.day, Month: m.month, m: m}
	for _, d := range m.day {
		t.Starts = append(t.Starts, m.date(d))
	}
	return t
}

// Allowed are the starts that a council may have: those that break no rule, or
// the pinned one, whatever it breaks.
func (t Table) Allowed(c int) []int {
	if s := t.m.pinStart[c]; s >= 0 {
		return []int{s}
	}
	out := make([]int, len(t.m.allowed[c]))
	for i, s := range t.m.allowed[c] {
		out[i] = int(s)
	}
	return out
}

// DateCost is what a start costs a host (S4).
func (t Table) DateCost(c, start int) int { return int(t.m.dateCost[c*t.m.nS+start]) }

// DateHard counts the hard rules a start breaks for a host (S1, S3).
func (t Table) DateHard(c, start int) int { return int(t.m.dateHard[c*t.m.nS+start]) }

// Away says that somebody cannot do their own role's work for a visit that begins on a start.
func (t Table) Away(p, start int) bool {
	if t.m.prole[p] < 0 {
		return true
	}
	return t.m.away[work(t.m.prole[p])][p*t.m.nS+start]
}

// May says that somebody may take a place of their role at a host: offered at
// all, not barred (T1 to T6).
func (t Table) May(c, p int) bool {
	return t.m.prole[p] >= 0 && !t.m.barred[c*t.m.nP+p] && t.m.people[p].MaxVisits > 0
}

// PersonCost is what somebody costs at a host, whoever else goes (T3, T5, and
// being in the other proposal).
func (t Table) PersonCost(c, p int) int {
	cost := int(t.m.pcost[c*t.m.nP+p])
	if t.m.prole[p] >= 0 && t.m.othRole[c*t.m.nP+p] == t.m.prole[p] {
		cost += t.m.p.Rules.Weights.Same
	}
	return cost
}

// Employer is the index of somebody's council, -1 when it does not take part.
func (t Table) Employer(p int) int { return t.m.employer[p] }

// Balance is what a council has given less what it has received before the first
// visit of the cycle, its own challenge counted as received (T7).
func (t Table) Balance(c int) int { return t.m.balance[c] }

// Pinned are the people pinned in a visit.
func (t Table) Pinned(c int) []int {
	var out []int
	for k := range t.m.K {
		if p := t.m.pinPlace[c*t.m.K+k]; p >= 0 {
			out = append(out, int(p))
		}
	}
	return out
}

// Floor is a cost that every plan has: what its cheapest dates cost.
func (t Table) Floor() Cost { return t.m.floor() }
