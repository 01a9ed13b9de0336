package planner

import "peerchallenge/internal/civil"

// readPlans notes who and when was in the current and the other plan.
func (m *model) readPlans() {
	m.curSize = make([]int, m.nC)
	for c := range m.curSize {
		m.curSize[c] = -1
	}
	m.curRole, m.othRole = m.noRoles(), m.noRoles()
	if m.p.Current != nil {
		m.each(*m.p.Current, func(c int, v Visit) {
			m.curSize[c] = len(v.Places)
			m.noteRoles(m.curRole, c, v)
			for s, d := range m.day {
				m.dateMoved[c*m.nS+s] = m.date(d) != v.FirstDay
			}
		})
	}
	if m.p.Other != nil {
		m.each(*m.p.Other, func(c int, v Visit) {
			m.noteRoles(m.othRole, c, v)
			for s, d := range m.day {
				if apart := v.FirstDay.DaysUntil(m.date(d)); !v.FirstDay.IsZero() && max(apart, -apart) < m.p.Rules.OtherPlanDays {
					m.dateCost[c*m.nS+s] += int32(m.p.Rules.Weights.Same)
				}
			}
		})
	}
}

func (m *model) noRoles() []int8 {
	out := make([]int8, m.nC*m.nP)
	for i := range out {
		out[i] = -1
	}
	return out
}

// each calls f for the first visit of every council that takes part.
func (m *model) each(p Plan, f func(c int, v Visit)) {
	done := map[int]bool{}
	for _, v := range p.Visits {
		if c, ours := m.byID[v.Council]; ours && !done[c] {
			done[c] = true
			f(c, v)
		}
	}
}

func (m *model) noteRoles(roles []int8, c int, v Visit) {
	for _, place := range v.Places {
		if p, known := m.personID[place.Person]; known {
			roles[c*m.nP+p] = int8(roleIndex(place.Role))
		}
	}
}

// pinnedDay is the date pinned for a council, zero for none.
func (m *model) pinnedDay(council string) civil.Date {
	for _, pin := range m.p.Pins {
		if pin.Council == council && !pin.FirstDay.IsZero() {
			return pin.FirstDay
		}
	}
	return civil.Date{}
}

// readPins finds the places that pins fix. A pin of somebody unknown is left
// out; one for which the challenge has no place is counted as broken.
func (m *model) readPins() {
	m.pinStart = make([]int, m.nC)
	m.pinPlace = make([]int32, m.nC*m.K)
	for i := range m.pinPlace {
		m.pinPlace[i] = -1
	}
	for c, council := range m.councils {
		m.pinStart[c] = -1
		if d := m.pinnedDay(council.ID); !d.IsZero() && !m.p.First.IsZero() {
			m.pinStart[c] = m.startOn(m.p.First.DaysUntil(d))
		}
	}
	for _, pin := range m.p.Pins {
		c, ours := m.byID[pin.Council]
		for _, place := range pin.Places {
			p, known := m.personID[place.Person]
			if ours && known && !m.pinPerson(c, int32(p), int8(roleIndex(place.Role))) {
				m.baseHard++
			}
		}
	}
}

// startOn is the index of a start day, -1 for none.
func (m *model) startOn(day int) int {
	for s, d := range m.day {
		if d == day {
			return s
		}
	}
	return -1
}

func (m *model) pinPerson(c int, p int32, role int8) bool {
	for k := range m.K {
		if m.role[k] == role && m.pinPlace[c*m.K+k] == p {
			return true // the same pin twice
		}
	}
	for k := range m.K {
		if m.role[k] == role && m.pinPlace[c*m.K+k] < 0 {
			m.pinPlace[c*m.K+k] = p
			return true
		}
	}
	return false
}

// readCandidates lists who could take each place on some day: of the role, not
// barred, offering at least one visit.
func (m *model) readCandidates() {
	m.cand = make([][]int32, m.nC*m.K)
	for c := range m.councils {
		for k, role := range m.role {
			if k > 0 && m.role[k-1] == role {
				m.cand[c*m.K+k] = m.cand[c*m.K+k-1]
				continue
			}
			for p := range m.people {
				if m.prole[p] == role && !m.barred[c*m.nP+p] && m.people[p].MaxVisits > 0 {
					m.cand[c*m.K+k] = append(m.cand[c*m.K+k], int32(p))
				}
			}
		}
	}
}

// plan writes a state of the search as a Plan.
func (m *model) plan(start []int32, who []int32) Plan {
	out := Plan{Visits: make([]Visit, m.nC)}
	for c, council := range m.councils {
		v := Visit{Council: council.ID}
		if start[c] >= 0 {
			v.FirstDay = m.date(m.day[start[c]])
		}
		for k, role := range m.role {
			if p := who[c*m.K+k]; p >= 0 {
				v.Places = append(v.Places, Place{Roles[role], m.people[p].ID})
			}
		}
		out.Visits[c] = v
	}
	return out
}
