package planner

// state is a plan while it is searched, with the running counts from which the
// cost of a change follows without looking at the rest of the plan.
type state struct {
	m          *model
	hard, soft int

	start []int32 // c: index of the start, -1 for none
	day   []int32 // c: its day; without a date, a day that is near no other
	who   []int32 // c*K+k: person, -1 for nobody

	at       [][]int32 // p: places held, as c*K+k
	perMonth []int     // visits in each month (S3)
	pair     []int16   // c*nC+e: people of council e in the team of c (T7)
	balance  []int     // c: given less received (T7)
	expert   []int16   // c: people on site who have done it before (T8)
	filled   []int16   // c: places filled
	kept     []int16   // c: places as in the current plan

	log []change // what to undo
}

// change is one elementary step: a place that was filled or emptied, or a date.
type change struct {
	place int32 // c*K+k, or -1-c for a date
	was   int32
}

const nobody = -1

func newState(m *model) *state {
	s := &state{
		m: m, start: fill(m.nC, nobody), who: fill(m.nC*m.K, nobody), at: make([][]int32, m.nP),
		perMonth: make([]int, m.months), pair: make([]int16, m.nC*m.nC),
		balance: append([]int(nil), m.balance...), expert: make([]int16, m.nC),
		filled: make([]int16, m.nC), kept: make([]int16, m.nC),
	}
	for c := range m.nC {
		s.day = append(s.day, noDay(c))
	}
	s.hard = m.baseHard + m.nC*(1+m.K)
	s.soft = m.nC * m.p.Rules.Weights.Experience
	for c := range m.nC {
		s.soft += s.shareCost(s.balance[c]) + s.changedCost(c)
	}
	return s
}

// noDay is far from every real day and from every other council's noDay.
func noDay(c int) int32 { return int32(-1-c) << 20 }

func fill(n int, v int32) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = v
	}
	return out
}

// shareCost is what a balance of given less received costs (T7): convex, so that
// what is given beyond is spread.
func (s *state) shareCost(balance int) int {
	w := &s.m.p.Rules.Weights
	return max(balance, 0)*w.Share + max(balance-1, 0)*w.FarShare
}

// changedCost is the cost of a visit's not being as in the current plan.
func (s *state) changedCost(c int) int {
	size := s.m.curSize[c]
	if size < 0 {
		return 0
	}
	w := &s.m.p.Rules.Weights
	invited := int(s.filled[c]-s.kept[c]) * w.Invited
	same := int(s.kept[c]) == size && int(s.filled[c]) == size && s.start[c] >= 0 && !s.m.dateMoved[c*s.m.nS+int(s.start[c])]
	if same {
		return invited
	}
	return invited + w.Changed
}

// set puts p, or nobody, in a place.
func (s *state) set(place, p int32) {
	was := s.who[place]
	if was == p {
		return
	}
	s.log = append(s.log, change{place, was})
	if was >= 0 {
		s.leave(place)
	}
	if p >= 0 {
		s.join(place, p)
	}
}

// join counts what follows from somebody's taking an empty place.
func (s *state) join(place, p int32) {
	m, c, role := s.m, int(s.m.host[place]), s.m.roleAt[place]
	s.hard += s.personHard(place, p) - 1
	s.soft += s.tieCost(place, p)
	s.at[p] = append(s.at[p], place)
	s.who[place] = p
	if e := m.employer[p]; e >= 0 {
		s.send(c, e, role, 1)
	}
	if m.people[p].Experienced && role != psw {
		if s.expert[c] == 0 {
			s.soft -= m.p.Rules.Weights.Experience
		}
		s.expert[c]++
	}
	s.keep(c, role, p, 1)
}

// leave is the opposite of join.
func (s *state) leave(place int32) {
	m, c, role := s.m, int(s.m.host[place]), s.m.roleAt[place]
	p := s.who[place]
	s.who[place] = nobody
	list := s.at[p]
	for i, other := range list {
		if other == place {
			list[i] = list[len(list)-1]
			s.at[p] = list[:len(list)-1]
			break
		}
	}
	s.hard -= s.personHard(place, p) - 1
	s.soft -= s.tieCost(place, p)
	if e := m.employer[p]; e >= 0 {
		s.send(c, e, role, -1)
	}
	if m.people[p].Experienced && role != psw {
		s.expert[c]--
		if s.expert[c] == 0 {
			s.soft += m.p.Rules.Weights.Experience
		}
	}
	s.keep(c, role, p, -1)
}

// personHard counts the hard rules that somebody outside a place would break in
// it, given the other places they hold.
func (s *state) personHard(place, p int32) int {
	m, c, role := s.m, int(s.m.host[place]), s.m.roleAt[place]
	broken := 0
	if m.prole[p] != role {
		broken++
	}
	if m.barred[c*m.nP+int(p)] {
		broken++
	}
	if s.start[c] >= 0 && m.away[work(role)][int(p)*m.nS+int(s.start[c])] {
		broken++
	}
	if len(s.at[p]) >= m.people[p].MaxVisits {
		broken++
	}
	return broken + s.tooNear(place, p)
}

// work is what a role's days are for: on site or practice review.
func work(role int8) int {
	if role == psw {
		return review
	}
	return onSite
}

// tooNear counts the other places of p within a fortnight of this one (S3).
func (s *state) tooNear(place, p int32) int {
	host := s.m.host
	c := host[place]
	day, apart := s.day[c], int32(s.m.p.Rules.DaysBetween)
	broken := 0
	for _, other := range s.at[p] {
		o := host[other]
		if other == place {
			continue
		}
		if between := day - s.day[o]; o == c || between < apart && -between < apart {
			broken++
		}
	}
	return broken
}

// tieCost is what p costs in a place beside those who hold the others (T3, T5, T6).
func (s *state) tieCost(place, p int32) int {
	m, c, role := s.m, int(s.m.host[place]), s.m.roleAt[place]
	cost := int(m.pcost[c*m.nP+int(p)])
	if m.othRole[c*m.nP+int(p)] == role {
		cost += m.p.Rules.Weights.Same
	}
	apart := int(m.apart[role])
	if apart == 0 || m.firm[p] < 0 {
		return cost
	}
	for i := int32(c * m.K); i < int32((c+1)*m.K); i++ {
		if q := s.who[i]; m.roleAt[i] == role && q >= 0 && i != place && m.firm[q] == m.firm[p] {
			return cost + apart
		}
	}
	return cost
}

// send counts one person of council e more (1) or fewer (-1) in the team of c (T7).
func (s *state) send(c, e int, role int8, by int) {
	m := s.m
	if m.shared[role] {
		s.soft -= s.shareCost(s.balance[e])
		s.balance[e] += by
		s.soft += s.shareCost(s.balance[e])
	}
	if c == e {
		return
	}
	there, back := &s.pair[c*m.nC+e], s.pair[e*m.nC+c]
	before := *there > 0
	*there += int16(by)
	if after := *there > 0; after != before && back > 0 {
		s.soft += by * m.p.Rules.Weights.Mutual
	}
}

// keep counts one place more or fewer, and whether it is as in the current plan.
func (s *state) keep(c int, role int8, p int32, by int16) {
	s.soft -= s.changedCost(c)
	s.filled[c] += by
	if s.m.curRole[c*s.m.nP+int(p)] == role {
		s.kept[c] += by
	}
	s.soft += s.changedCost(c)
}

// move gives a visit another date; its people stay.
func (s *state) move(c int, start int32) {
	if s.start[c] == start {
		return
	}
	s.log = append(s.log, change{int32(-1 - c), s.start[c]})
	s.count(c, -1)
	s.start[c], s.day[c] = start, noDay(c)
	if start >= 0 {
		s.day[c] = int32(s.m.day[start])
	}
	s.count(c, 1)
}

// count adds (1) or takes away (-1) what the date of c costs.
func (s *state) count(c, sign int) {
	m := s.m
	s.soft += sign * s.changedCost(c)
	if s.start[c] < 0 {
		s.hard += sign // no date (S1); the start state has counted it
		return
	}
	at, start := c*m.nS+int(s.start[c]), int(s.start[c])
	s.hard += sign * int(m.dateHard[at])
	s.soft += sign * int(m.dateCost[at])
	n := &s.perMonth[m.month[start]]
	if limit := m.p.Rules.VisitsInMonth; limit > 0 {
		s.hard -= max(*n-limit, 0)
		s.hard += max(*n+sign-limit, 0)
	}
	*n += sign
	for k := range m.K {
		place := int32(c*m.K + k)
		p := s.who[place]
		if p < 0 {
			continue
		}
		if m.away[work(m.role[k])][int(p)*m.nS+start] {
			s.hard += sign
		}
		s.hard += sign * s.nearOthers(c, p)
	}
}

// nearOthers counts the places of p in other visits within a fortnight of c's date.
func (s *state) nearOthers(c int, p int32) int {
	host := s.m.host
	day, apart := s.day[c], int32(s.m.p.Rules.DaysBetween)
	near := 0
	for _, other := range s.at[p] {
		o := host[other]
		if between := day - s.day[o]; int(o) != c && between < apart && -between < apart {
			near++
		}
	}
	return near
}

// cost is the state's cost as the checker counts it.
func (s *state) cost() Cost { return Cost{s.hard, s.soft} }

// undo takes back all changes since the log had n entries.
func (s *state) undo(n int) {
	for i := len(s.log) - 1; i >= n; i-- {
		ch := s.log[i]
		if ch.place < 0 {
			s.move(int(-1-ch.place), ch.was)
		} else {
			s.set(ch.place, ch.was)
		}
	}
	s.log = s.log[:n]
}
