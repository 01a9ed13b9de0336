package planner

import (
	"slices"
	"time"

	"peerchallenge/internal/civil"
)

// model is a Problem in numbers: councils, people, places and days are indices,
// and everything that does not depend on the plan has been looked up once.
type model struct {
	p        Problem
	councils []Council // each id once
	people   []Person  // each id once
	byID     map[string]int
	personID map[string]int

	nC, nP, nS, K int
	role          []int8  // role of the k-th place of a visit, as an index into Roles
	host          []int32 // c*K+k: c
	roleAt        []int8  // c*K+k: role of the place
	apart         [8]int  // by role: cost of two people of one council (T3, T6)
	day           []int   // first day of the s-th start, counted from the cycle's first day
	month         []int   // its month, counted from the first start's year
	months        int     // how many months there are
	dateHard      []int16 // c*nS+s: broken hard rules of that date for that host (S1, S3)
	dateCost      []int32 // c*nS+s: what the date costs (S4, other plan)
	dateMoved     []bool  // c*nS+s: the date is not the current plan's
	allowed       [][]int32

	away    [2][]bool // p*nS+s: cannot come on site; cannot do the practice review
	barred  []bool    // c*nP+p (T1 to T6)
	pcost   []int32   // c*nP+p: what the person costs there (T3, T5)
	curRole []int8    // c*nP+p: role in the current plan, -1 for none
	othRole []int8    // c*nP+p: role in the other plan
	curSize []int     // c: places in the current plan, -1 when it has no such visit

	prole    []int8    // role of each person
	employer []int     // participating council of each person, -1 for none
	firm     []int     // number of the employer, also of another region; -1 for none
	cand     [][]int32 // c*K+k: who could take the place on some day
	shared   [8]bool
	balance  []int // c: given less received, before the first visit of the cycle (T7)

	pinStart []int   // c: start fixed by a pin, -1 for none
	pinPlace []int32 // c*K+k: person fixed by a pin, -1 for none
	weekday  int     // of the cycle's first day
	baseHard int     // pins that no plan can keep
}

const (
	onSite = 0
	review = 1
)

// psw is the index of the role whose work is the practice review.
var psw = int8(slices.Index(Roles, PSW))

func newModel(p Problem) *model {
	m := &model{p: p, weekday: int(p.First.Weekday())}
	m.readNames()
	m.readPlaces()
	m.readStarts()
	m.readDates()
	m.readAbsences()
	m.readTies()
	m.readPlans()
	m.readPins()
	m.readCandidates()
	return m
}

// readNames keeps the first of each id.
func (m *model) readNames() {
	m.byID, m.personID = map[string]int{}, map[string]int{}
	for _, c := range m.p.Councils {
		if _, twice := m.byID[c.ID]; !twice {
			m.byID[c.ID] = len(m.councils)
			m.councils = append(m.councils, c)
		}
	}
	firms := map[string]int{"": -1}
	for _, q := range m.p.People {
		if _, twice := m.personID[q.ID]; twice {
			continue
		}
		m.personID[q.ID] = len(m.people)
		m.people = append(m.people, q)
		if _, known := firms[q.Council]; !known {
			firms[q.Council] = len(firms)
		}
		m.firm = append(m.firm, firms[q.Council])
		m.prole = append(m.prole, int8(roleIndex(q.Role)))
		employer := -1
		if c, ours := m.byID[q.Council]; ours {
			employer = c
		}
		m.employer = append(m.employer, employer)
	}
	m.nC, m.nP = len(m.councils), len(m.people)
}

func (m *model) readPlaces() {
	for r, role := range Roles {
		for range m.p.Rules.Places.Of(role) {
			m.role = append(m.role, int8(r))
		}
		m.shared[r] = slices.Contains(m.p.Rules.Shared, role)
	}
	m.K = len(m.role)
	m.apart[roleIndex(SeniorManager)] = m.p.Rules.Weights.Managers
	m.apart[psw] = m.p.Rules.Weights.PSWs
	for i := range m.nC * m.K {
		m.host = append(m.host, int32(i/m.K))
		m.roleAt = append(m.roleAt, m.role[i%m.K])
	}
	for _, c := range m.councils {
		m.balance = append(m.balance, c.GaveEarlier-c.ReceivedEarlier-m.p.Rules.SharedPlaces())
	}
}

// readStarts lists the days a visit can begin on: those of the calendar, and
// those that pins and the current plan name, which may break rules.
func (m *model) readStarts() {
	days := map[int]bool{}
	working := m.working()
	first, last := m.span(m.p.Earliest(), m.p.Last)
	for d := first; d+m.days()-1 <= last; d++ {
		if m.mayStart(m.date(d)) && m.allWorking(working, d) {
			days[d] = true
		}
	}
	for _, pin := range m.p.Pins {
		m.addStart(days, pin.Council, pin.FirstDay)
	}
	if m.p.Current != nil {
		for _, v := range m.p.Current.Visits {
			m.addStart(days, v.Council, v.FirstDay)
		}
	}
	for d := range days {
		m.day = append(m.day, d)
	}
	slices.Sort(m.day)
	m.nS = len(m.day)
	for _, d := range m.day {
		first := m.date(d)
		m.month = append(m.month, (first.Year()-m.date(m.day[0]).Year())*12+int(first.Month())-1)
	}
	if m.nS > 0 {
		m.months = m.month[m.nS-1] + 1
	}
}

func (m *model) addStart(days map[int]bool, council string, d civil.Date) {
	if _, ours := m.byID[council]; ours && !d.IsZero() && !m.p.First.IsZero() {
		days[m.p.First.DaysUntil(d)] = true
	}
}

// span is first and last as days of the cycle; empty when they make no sense.
func (m *model) span(first, last civil.Date) (int, int) {
	if m.p.First.IsZero() || last.IsZero() || m.p.First.DaysUntil(last) > maxCycleDays {
		return 0, -1
	}
	return m.p.First.DaysUntil(first), m.p.First.DaysUntil(last)
}

func (m *model) date(d int) civil.Date { return m.p.First.AddDays(d) }
func (m *model) days() int             { return max(m.p.Rules.OnSiteDays, 1) }

func (m *model) mayStart(d civil.Date) bool {
	return len(m.p.Rules.StartDays) == 0 || slices.Contains(m.p.Rules.StartDays, d.Weekday())
}

// working tells the bank holidays as days of the cycle.
func (m *model) working() map[int]bool {
	holidays := map[int]bool{}
	for _, d := range m.p.BankHolidays {
		holidays[m.p.First.DaysUntil(d)] = true
	}
	return holidays
}

func (m *model) allWorking(holidays map[int]bool, d int) bool {
	for i := d; i < d+m.days(); i++ {
		if !m.isWorking(holidays, i) {
			return false
		}
	}
	return true
}

func (m *model) isWorking(holidays map[int]bool, d int) bool {
	w := (m.weekday + d%7 + 7) % 7
	return w != int(time.Saturday) && w != int(time.Sunday) && !holidays[d]
}

// interval is a Range in days of the cycle.
type interval struct{ first, last int }

func (m *model) interval(r Range) interval {
	i := interval{-1 << 30, 1 << 30}
	if !r.First.IsZero() {
		i.first = m.p.First.DaysUntil(r.First)
	}
	if !r.Last.IsZero() {
		i.last = m.p.First.DaysUntil(r.Last)
	}
	return i
}

func (m *model) intervals(rs []Range) []interval {
	var out []interval
	for _, r := range rs {
		out = append(out, m.interval(r))
	}
	return out
}

// meets says whether any day from first to last is in one of the intervals.
func meets(in []interval, first, last int) bool {
	for _, i := range in {
		if last >= i.first && first <= i.last {
			return true
		}
	}
	return false
}
