package bound

import (
	"fmt"
	"math"

	"peerchallenge/internal/planner"
)

// stage2 is the exact model for given weeks: days of those weeks and teams, with
// the fortnight between two visits of one person (S3).
func stage2(l *lmodel, v []float64) *lmodel {
	two := &lmodel{p: l.p, t: l.t}
	for c := range l.slots {
		var days []slot
		for _, s := range l.slots[c] {
			if v[s.col] > 0.5 {
				for _, start := range s.starts {
					days = append(days, slot{starts: []int{start}, cost: l.t.DateCost(c, start)})
				}
			}
		}
		two.slots = append(two.slots, days)
	}
	two.build(false)
	two.fortnight()
	return two
}

// fortnight adds a row for two visits of one person on days too near each other.
func (l *lmodel) fortnight() {
	for a := range l.x {
		for b := range a {
			near, far := l.nearDays(a, b)
			if len(near) == 0 {
				continue
			}
			for p := range l.t.People {
				xa, oka := l.x[a][p]
				xb, okb := l.x[b][p]
				if !oka || !okb {
					continue
				}
				if !far {
					l.row(-inf, 1, sum(xa, xb))
					continue
				}
				for _, days := range near {
					l.row(-inf, 3, sum(xa, xb, days[0], days[1]))
				}
			}
		}
	}
}

// nearDays are the pairs of dates of two hosts that one person cannot both do; far
// says that there are other pairs.
func (l *lmodel) nearDays(a, b int) (near [][2]int, far bool) {
	for _, sa := range l.slots[a] {
		for _, sb := range l.slots[b] {
			apart := l.t.Days[sa.starts[0]] - l.t.Days[sb.starts[0]]
			if max(apart, -apart) < l.p.Rules.DaysBetween {
				near = append(near, [2]int{sa.col, sb.col})
			} else {
				far = true
			}
		}
	}
	return near, far
}

// plan reads a solution whose slots are single days.
func (l *lmodel) plan(v []float64) planner.Plan {
	var out planner.Plan
	for c, council := range l.t.Councils {
		visit := planner.Visit{Council: council.ID}
		for _, s := range l.slots[c] {
			if v[s.col] > 0.5 {
				visit.FirstDay = l.t.Starts[s.starts[0]]
			}
		}
		for _, role := range planner.Roles {
			for p, person := range l.t.People {
				if col, ok := l.x[c][p]; ok && person.Role == role && v[col] > 0.5 {
					visit.Places = append(visit.Places, planner.Place{Role: role, Person: person.ID})
				}
			}
		}
		out.Visits = append(out.Visits, visit)
	}
	return out
}

// hint is a plan as values of all columns, nil when the plan does not fit the model.
func (l *lmodel) hint(plan planner.Plan) []float64 {
	v := make([]float64, len(l.Cost))
	for c, council := range l.t.Councils {
		visit, _ := plan.Visit(council.ID)
		dated := false
		for _, s := range l.slots[c] {
			for _, start := range s.starts {
				if l.t.Starts[start] == visit.FirstDay {
					v[s.col], dated = 1, true
				}
			}
		}
		if !dated {
			return nil
		}
		for p, person := range l.t.People {
			if !visit.Has(person.ID) {
				continue
			}
			col, ok := l.x[c][p]
			if !ok {
				return nil
			}
			v[col] = 1
		}
	}
	for _, set := range l.aux {
		set(v)
	}
	for i := range v {
		v[i] = math.Max(v[i], l.Lower[i])
	}
	return v
}

// newX is l with as much of the fortnight as weeks can say: for every two hosts a
// number that is 1 when their weeks are certainly too near for one person. Its
// bound is never worse than l's, and it takes longer.
func newX(p planner.Problem, elastic bool) *lmodel {
	l := newL(p, elastic)
	for a := range l.slots {
		for b := range a {
			l.closeness(a, b)
		}
	}
	return l
}

// closeness is the number of two hosts, and what it means for those who could go to both.
func (l *lmodel) closeness(a, b int) {
	var both []int
	for p := range l.t.People {
		if _, ok := l.x[a][p]; ok {
			if _, ok := l.x[b][p]; ok {
				both = append(both, p)
			}
		}
	}
	if len(both) == 0 {
		return
	}
	near := l.col(fmt.Sprintf("near_%d_%d", a, b), 0, 1, false)
	l.aux = append(l.aux, func(v []float64) {
		for _, s := range l.slots[a] {
			for _, r := range l.slots[b] {
				if l.allNear(s, r) {
					v[near] = math.Max(v[near], v[s.col]+v[r.col]-1)
				}
			}
		}
	})
	for _, s := range l.slots[a] {
		terms := []term{{s.col, 1}, {near, -1}}
		for _, r := range l.slots[b] {
			if l.allNear(s, r) {
				terms = append(terms, term{r.col, 1})
			}
		}
		if len(terms) > 2 {
			l.row(-inf, 1, terms)
		}
	}
	for _, p := range both {
		l.row(-inf, 2, sum(l.x[a][p], l.x[b][p], near))
	}
}

// allNear says that every two days of two slots are too near for one person.
func (l *lmodel) allNear(a, b slot) bool {
	apart := func(s, t int) int { return max(l.t.Days[s]-l.t.Days[t], l.t.Days[t]-l.t.Days[s]) }
	firstA, lastA := a.starts[0], a.starts[len(a.starts)-1]
	firstB, lastB := b.starts[0], b.starts[len(b.starts)-1]
	return max(apart(firstA, lastB), apart(lastA, firstB)) < l.p.Rules.DaysBetween
}
