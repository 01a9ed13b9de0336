package planner

// look is how many candidates are tried where a change leaves a place open.
const look = 8

// change alters the plan at random, in one of the ways that coordinators do. The
// log says what was done.
func (s *search) change() {
	dates, people := len(s.datable) > 0, len(s.free) > 0
	switch x := s.rng.below(100); {
	case people && (x < 50 || !dates):
		s.replace()
	case people && x < 75:
		s.swapPeople()
	case x < 92 || len(s.datable) < 2:
		s.redate()
	default:
		s.swapDates()
	}
}

// replace puts somebody else in a place. Somebody who then serves too often
// leaves another place, which is filled anew.
func (s *search) replace() {
	i := s.free[s.rng.below(len(s.free))]
	p := s.m.cand[i][s.rng.below(len(s.m.cand[i]))]
	if s.who[i] == p {
		return
	}
	held := len(s.at[p])
	s.set(i, p)
	if held < s.m.people[p].MaxVisits || held == 0 {
		return
	}
	j := s.at[p][s.rng.below(held)]
	if j == i || s.m.pinPlace[j] >= 0 {
		return
	}
	s.set(j, nobody)
	s.takeBest(j, s.m.cand[j], look)
}

// swapPeople lets two people of one role change places.
func (s *search) swapPeople() {
	m := s.m
	i := s.free[s.rng.below(len(s.free))]
	j := int32(s.rng.below(m.nC)*m.K) + i%int32(m.K)
	p, q := s.who[i], s.who[j]
	if p == q || m.pinPlace[j] >= 0 {
		return
	}
	if p >= 0 && m.barred[int(j)/m.K*m.nP+int(p)] || q >= 0 && m.barred[int(i)/m.K*m.nP+int(q)] {
		return
	}
	s.set(i, nobody)
	s.set(j, p)
	s.set(i, q)
}

// redate gives a visit another date, as often near the old one as anywhere, and
// other people where its people cannot come.
func (s *search) redate() {
	c := int(s.datable[s.rng.below(len(s.datable))])
	allowed := s.m.allowed[c]
	start := allowed[s.rng.below(len(allowed))]
	if s.start[c] >= 0 && s.rng.below(2) == 0 {
		near := int(s.start[c]) + s.rng.below(25) - 12
		if near < 0 || near >= s.m.nS || s.m.dateHard[c*s.m.nS+near] > 0 {
			return
		}
		start = int32(near)
	}
	if s.start[c] == start {
		return
	}
	s.move(c, start)
	s.mend(c)
}

// swapDates lets two visits change dates, where both may.
func (s *search) swapDates() {
	m := s.m
	a, b := int(s.datable[s.rng.below(len(s.datable))]), int(s.datable[s.rng.below(len(s.datable))])
	da, db := s.start[a], s.start[b]
	if da == db || da < 0 || db < 0 || m.dateHard[a*m.nS+int(db)] > 0 || m.dateHard[b*m.nS+int(da)] > 0 {
		return
	}
	s.move(a, db)
	s.move(b, da)
	s.mend(a)
	s.mend(b)
}

// mend replaces those in a visit who cannot come on its date, and fills what is empty.
func (s *search) mend(c int) {
	m := s.m
	for k := range m.K {
		i := int32(c*m.K + k)
		if m.pinPlace[i] >= 0 || len(m.cand[i]) == 0 {
			continue
		}
		if p := s.who[i]; p >= 0 && (s.nearOthers(c, p) > 0 || m.away[work(m.role[k])][int(p)*m.nS+int(s.start[c])]) {
			s.set(i, nobody)
		}
		if s.who[i] < 0 {
			s.takeBest(i, m.cand[i], look)
		}
	}
}

// random is splitmix64: small, quick, and the same on every machine and in every
// version of Go, which a plan's seed depends on.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number from 0 to n-1; 0 when n is 0.
func (r *random) below(n int) int {
	if n <= 1 {
		return 0
	}
	return int(uint64(uint32(r.next())) * uint64(n) >> 32)
}

// float is a number from 0 up to but not 1.
func (r *random) float() float64 { return float64(r.next()>>11) / (1 << 53) }
