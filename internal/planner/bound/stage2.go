package bound

import (
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
