package bound

import (
	"fmt"
	"math"
	"slices"

	"peerchallenge/internal/planner"
)

// dates: each host has one date (S1, S3, S4).
func (l *lmodel) dates(elastic bool) {
	for c := range l.slots {
		var one []term
		for i := range l.slots[c] {
			s := &l.slots[c][i]
			s.col = l.col(fmt.Sprintf("y_%d_%d", c, s.starts[0]), s.cost, 1, true)
			one = append(one, term{s.col, 1})
		}
		if elastic {
			one = append(one, term{l.lacking(c, "", 1), 1})
		}
		l.row(1, 1, one)
	}
}

func (l *lmodel) lacking(c int, role planner.Role, most int) int {
	col := l.col(fmt.Sprintf("lack_%d_%s", c, role), 0, float64(most), true)
	l.lacks = append(l.lacks, lack{c, role, col})
	return col
}

// teams: each role of each team has its people (T1 to T6).
func (l *lmodel) teams(elastic bool) {
	for c := range l.t.Councils {
		l.x = append(l.x, map[int]int{})
		for p := range l.t.People {
			if l.t.May(c, p) {
				l.x[c][p] = l.col(fmt.Sprintf("x_%d_%d", c, p), l.t.PersonCost(c, p), 1, true)
			}
		}
		for _, p := range l.t.Pinned(c) {
			if col, ok := l.x[c][p]; ok {
				l.Lower[col] = 1
			}
		}
		for _, role := range planner.Roles {
			need := l.p.Rules.Places.Of(role)
			if need == 0 {
				continue
			}
			terms := l.of(c, func(p int) bool { return l.t.People[p].Role == role })
			if elastic {
				terms = append(terms, term{l.lacking(c, role, need), 1})
			}
			l.row(float64(need), float64(need), terms)
		}
	}
}

// of is everybody of some kind who may go to a host, in order.
func (l *lmodel) of(c int, kind func(p int) bool) []term {
	var out []term
	for p := range l.t.People {
		if col, ok := l.x[c][p]; ok && kind(p) {
			out = append(out, term{col, 1})
		}
	}
	return out
}

// months: no month too full (S3).
func (l *lmodel) months(elastic bool) {
	limit := l.p.Rules.VisitsInMonth
	if limit <= 0 {
		return
	}
	in := map[int][]term{}
	last := 0
	for c := range l.slots {
		for _, s := range l.slots[c] {
			m := l.t.Month[s.starts[0]]
			in[m] = append(in[m], term{s.col, 1})
			last = max(last, m)
		}
	}
	for m := 0; m <= last; m++ {
		if len(in[m]) <= limit {
			continue
		}
		if elastic {
			col := l.col(fmt.Sprintf("extra_%d", m), 0, float64(len(in[m])), true)
			l.extra = append(l.extra, col)
			in[m] = append(in[m], term{col, -1})
		}
		l.row(-inf, float64(limit), in[m])
	}
}

// loads: nobody more often than offered (T7).
func (l *lmodel) loads() {
	for p, person := range l.t.People {
		var terms []term
		for c := range l.x {
			if col, ok := l.x[c][p]; ok {
				terms = append(terms, term{col, 1})
			}
		}
		if len(terms) > person.MaxVisits {
			l.row(-inf, float64(person.MaxVisits), terms)
		}
	}
}

// present: nobody in a team on a date when they are away (S3, T6).
func (l *lmodel) present() {
	for c := range l.x {
		for p := range l.t.People {
			col, ok := l.x[c][p]
			if !ok {
				continue
			}
			terms := sum(col)
			for _, s := range l.slots[c] {
				if !slices.ContainsFunc(s.starts, func(start int) bool { return !l.t.Away(p, start) }) {
					terms = append(terms, term{s.col, 1})
				}
			}
			if len(terms) > 1 {
				l.row(-inf, 1, terms)
			}
		}
	}
}

// atLeast adds a column that costs something and is at least sum(terms) + constant,
// and what it is when the others are known.
func (l *lmodel) atLeast(name string, cost, constant int, terms []term) int {
	if cost == 0 {
		return -1
	}
	col := l.col(name, cost, inf, false)
	l.row(float64(constant), inf, append([]term{{col, 1}}, negative(terms)...))
	l.aux = append(l.aux, func(v []float64) {
		got := float64(constant)
		for _, t := range terms {
			got += t.by * v[t.col]
		}
		v[col] = math.Max(v[col], got)
	})
	return col
}

func negative(terms []term) []term {
	out := make([]term, len(terms))
	for i, t := range terms {
		out[i] = term{t.col, -t.by}
	}
	return out
}

// experience: a team without anybody experienced costs (T8).
func (l *lmodel) experience() {
	for c := range l.x {
		some := l.of(c, func(p int) bool { return l.t.People[p].Experienced && l.t.People[p].Role != planner.PSW })
		l.atLeast(fmt.Sprintf("e_%d", c), l.p.Rules.Weights.Experience, 1, negative(some))
	}
}

// apart: managers, and PSWs, of one council cost for each beyond the first (T3, T6).
func (l *lmodel) apart() {
	w := l.p.Rules.Weights
	for _, kind := range []struct {
		role planner.Role
		cost int
	}{{planner.SeniorManager, w.Managers}, {planner.PSW, w.PSWs}} {
		if l.p.Rules.Places.Of(kind.role) < 2 {
			continue
		}
		for c := range l.x {
			for _, firm := range l.firms() {
				some := l.of(c, func(p int) bool { return l.t.People[p].Role == kind.role && l.t.People[p].Council == firm })
				if len(some) > 1 {
					l.atLeast(fmt.Sprintf("s_%d_%d", c, len(l.Cost)), kind.cost, -1, some)
				}
			}
		}
	}
}

// firms are the ids of all employers, in order of appearance.
func (l *lmodel) firms() []string {
	var out []string
	seen := map[string]bool{"": true}
	for _, p := range l.t.People {
		if !seen[p.Council] {
			seen[p.Council] = true
			out = append(out, p.Council)
		}
	}
	return out
}

// shares: what a council gives beyond what it receives costs, and more from the
// second visit on (T7).
func (l *lmodel) shares() {
	w := l.p.Rules.Weights
	for e := range l.t.Councils {
		var gives []term
		for c := range l.x {
			gives = append(gives, l.of(c, func(p int) bool {
				return l.t.Employer(p) == e && slices.Contains(l.p.Rules.Shared, l.t.People[p].Role)
			})...)
		}
		if l.t.Balance(e)+len(gives) > 0 {
			l.atLeast(fmt.Sprintf("u_%d", e), w.Share, l.t.Balance(e), gives)
			l.atLeast(fmt.Sprintf("v_%d", e), w.FarShare, l.t.Balance(e)-1, gives)
		}
	}
}

// mutual: two councils in each other's teams cost (T7).
func (l *lmodel) mutual() {
	w := l.p.Rules.Weights.Mutual
	if w == 0 {
		return
	}
	goes := make([]map[int]int, len(l.x)) // host: employer to column
	for c := range l.x {
		goes[c] = map[int]int{}
		for p := range l.t.People {
			e := l.t.Employer(p)
			x, ok := l.x[c][p]
			if !ok || e < 0 || e == c {
				continue
			}
			if _, known := goes[c][e]; !known {
				goes[c][e] = l.col(fmt.Sprintf("g_%d_%d", c, e), 0, 1, false)
			}
			g := goes[c][e]
			l.row(-inf, 0, []term{{x, 1}, {g, -1}})
			l.aux = append(l.aux, func(v []float64) { v[g] = math.Max(v[g], v[x]) })
		}
	}
	for a := range goes {
		for b := range a {
			ga, oka := goes[a][b]
			gb, okb := goes[b][a]
			if oka && okb {
				l.atLeast(fmt.Sprintf("z_%d_%d", a, b), w, -1, sum(ga, gb))
			}
		}
	}
}

// changes: a visit that is not as in the current plan costs.
func (l *lmodel) changes() {
	if l.p.Current == nil {
		return
	}
	w := l.p.Rules.Weights
	for c, council := range l.t.Councils {
		was, ok := l.p.Current.Visit(council.ID)
		if !ok {
			continue
		}
		for p, col := range l.x[c] {
			if !slices.Contains(was.Places, planner.Place{Role: l.t.People[p].Role, Person: l.t.People[p].ID}) {
				l.Cost[col] += float64(w.Invited)
			}
		}
		keep, all := l.keeping(c, was)
		if !all {
			l.constant += w.Changed
			continue
		}
		q := l.col(fmt.Sprintf("q_%d", c), w.Changed, 1, false)
		for _, col := range keep {
			l.row(1, inf, sum(q, col))
			l.aux = append(l.aux, func(v []float64) { v[q] = math.Max(v[q], 1-v[col]) })
		}
	}
}

// keeping are the columns that must all be 1 for a visit to be as it was; all is
// false when it cannot be.
func (l *lmodel) keeping(c int, was planner.Visit) (cols []int, all bool) {
	start := l.currentStart(c)
	for _, s := range l.slots[c] {
		if len(s.starts) == 1 && s.starts[0] == start {
			cols = append(cols, s.col)
		}
	}
	if len(cols) == 0 || len(was.Places) != l.p.Rules.Places.All() {
		return nil, false
	}
	for p, person := range l.t.People {
		if slices.Contains(was.Places, planner.Place{Role: person.Role, Person: person.ID}) {
			col, ok := l.x[c][p]
			if !ok {
				return nil, false
			}
			cols = append(cols, col)
		}
	}
	return cols, len(cols) == 1+len(was.Places)
}
