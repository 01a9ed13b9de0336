package planner

import (
	"slices"

	"peerchallenge/internal/civil"
)

// readDates works out, for every host and start, the hard rules broken and the
// wishes missed by the date alone.
func (m *model) readDates() {
	m.dateHard = make([]int16, m.nC*m.nS)
	m.dateCost = make([]int32, m.nC*m.nS)
	m.dateMoved = make([]bool, m.nC*m.nS)
	m.allowed = make([][]int32, m.nC)
	general := m.generalDates()
	budget := m.budgetCosts()
	for c, council := range m.councils {
		closed, election := m.intervals(council.Closed), m.elections(council)
		assessments, school := m.intervals(council.Assessments), m.intervals(m.p.SchoolOf(council))
		recent := -1 << 30
		if !council.LastChallenge.IsZero() {
			recent = m.p.First.DaysUntil(council.LastChallenge.AddMonths(m.p.Rules.MonthsBetween))
		}
		pinned := m.pinnedDay(council.ID)
		for s, d := range m.day {
			i, last := c*m.nS+s, d+m.days()-1
			m.dateHard[i] = general[s] + count(meets(closed, d, last)) + count(meets(election, d, last)) +
				count(m.date(d).Before(m.p.Earliest()) && !m.date(d).Before(m.p.First) && m.date(d) != pinned)
			cost := budget[s] + m.monthCost(council, m.date(d))
			cost += weigh(meets(school, d, last), m.p.Rules.Weights.School)
			cost += weigh(d < recent, m.p.Rules.Weights.Recent)
			cost += weigh(meets(assessments, d, last), m.p.Rules.Weights.Assessment)
			m.dateCost[i] = int32(cost)
			if m.dateHard[i] == 0 {
				m.allowed[c] = append(m.allowed[c], int32(s))
			}
		}
	}
}

func count(yes bool) int16 {
	if yes {
		return 1
	}
	return 0
}

func weigh(missed bool, weight int) int {
	if missed {
		return weight
	}
	return 0
}

// generalDates counts, for each start, the rules it breaks for every host:
// outside the cycle, not all working days, not a day to begin on (S1, S3).
func (m *model) generalDates() []int16 {
	out := make([]int16, m.nS)
	holidays := m.working()
	length := m.p.First.DaysUntil(m.p.Last)
	for s, d := range m.day {
		out[s] = count(d < 0 || d+m.days()-1 > length) + count(!m.allWorking(holidays, d)) + count(!m.mayStart(m.date(d)))
	}
	return out
}

// budgetCosts are the costs by start that are the same for all: budget setting (S4).
func (m *model) budgetCosts() []int {
	out := make([]int, m.nS)
	for s, d := range m.day {
		budget := m.isBudget(m.date(d)) || m.isBudget(m.date(d+m.days()-1))
		out[s] = weigh(budget, m.p.Rules.Weights.Budget)
	}
	return out
}

func (m *model) isBudget(d civil.Date) bool {
	return slices.Contains(m.p.Rules.BudgetMonths, int(d.Month()))
}

func (m *model) monthCost(c Council, d civil.Date) int {
	liked := len(c.PreferredMonths) == 0 || slices.ContainsFunc(c.PreferredMonths, func(x Month) bool { return x.Is(d) })
	return weigh(!liked, m.p.Rules.Weights.Months)
}

func (m *model) elections(c Council) []interval {
	var out []interval
	for _, e := range c.PreElection {
		if !e.Agreed {
			out = append(out, m.interval(e.Range))
		}
	}
	return out
}

// readAbsences finds on which starts each person cannot come on site (S3), and on
// which a PSW has too few working days free for the practice review (S2, T6).
func (m *model) readAbsences() {
	m.away[onSite] = make([]bool, m.nP*m.nS)
	m.away[review] = make([]bool, m.nP*m.nS)
	holidays := m.working()
	for p, person := range m.people {
		gone := m.intervals(person.Unavailable)
		free := m.freeDays(holidays, gone)
		for s, d := range m.day {
			m.away[onSite][p*m.nS+s] = meets(gone, d, d+m.days()-1)
			m.away[review][p*m.nS+s] = free(d-7*m.p.Rules.ReviewStarts, d-7*m.p.Rules.ReviewEnds) < m.p.Rules.ReviewDays
		}
	}
}

// freeDays gives a function that counts somebody's free working days from first
// to last, by sums from the earliest day that matters.
func (m *model) freeDays(holidays map[int]bool, gone []interval) func(first, last int) int {
	if m.nS == 0 {
		return func(int, int) int { return 0 }
	}
	from := m.day[0] - 7*max(m.p.Rules.ReviewStarts, m.p.Rules.ReviewEnds, 0)
	sums := make([]int, m.day[m.nS-1]-from+2+7*max(-m.p.Rules.ReviewEnds, 0))
	for i := 1; i < len(sums); i++ {
		d := from + i - 1
		sums[i] = sums[i-1] + int(count(m.isWorking(holidays, d) && !meets(gone, d, d)))
	}
	return func(first, last int) int {
		if last < first {
			return 0
		}
		return sums[last-from+1] - sums[first-from]
	}
}

// readTies finds who may not go where, and what it costs where they may (T3, T5).
func (m *model) readTies() {
	m.barred = make([]bool, m.nC*m.nP)
	m.pcost = make([]int32, m.nC*m.nP)
	for p, person := range m.people {
		for c, council := range m.councils {
			i := c*m.nP + p
			m.barred[i] = person.Council == council.ID
			if person.Council != "" && m.employer[p] < 0 {
				m.pcost[i] += int32(m.p.Rules.Weights.Outside)
			}
		}
		weighed := map[int]bool{}
		for _, l := range person.Links {
			c, ours := m.byID[l.Council]
			switch {
			case !ours:
			case l.Barring:
				m.barred[c*m.nP+p] = true
			case m.linkCounts(l) && !weighed[c]:
				weighed[c] = true
				m.pcost[c*m.nP+p] += int32(m.p.Rules.Weights.Weighed)
			}
		}
	}
}

// linkCounts says whether a link to be weighed is not yet forgotten (T5).
func (m *model) linkCounts(l Link) bool {
	return l.Ended.IsZero() || l.Ended.AddMonths(12*m.p.Rules.ConflictYears).After(m.p.First)
}
