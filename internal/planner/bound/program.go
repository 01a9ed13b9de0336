package bound

import (
	"math"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/bound/highs"
)

// program is a linear model under construction.
type program struct {
	highs.Model
	names []string // of columns, for exports
}

// col adds a column from 0 to upper and gives its number.
func (g *program) col(name string, cost int, upper float64, whole bool) int {
	g.names = append(g.names, name)
	g.Cost = append(g.Cost, float64(cost))
	g.Lower = append(g.Lower, 0)
	g.Upper = append(g.Upper, upper)
	g.Integer = append(g.Integer, whole)
	return len(g.Cost) - 1
}

// term is a column times a number.
type term struct {
	col int
	by  float64
}

// row adds lower ≤ sum of terms ≤ upper.
func (g *program) row(lower, upper float64, terms []term) {
	g.Start = append(g.Start, int32(len(g.Index)))
	g.RowLower, g.RowUpper = append(g.RowLower, lower), append(g.RowUpper, upper)
	for _, t := range terms {
		g.Index = append(g.Index, int32(t.col))
		g.Value = append(g.Value, t.by)
	}
}

var inf = math.Inf(1)

// sum is the columns, each once.
func sum(cols ...int) []term {
	out := make([]term, len(cols))
	for i, c := range cols {
		out[i] = term{c, 1}
	}
	return out
}

// slot is some starts of one host that count as one date: those of one week and
// month, or one start alone.
type slot struct {
	starts []int
	cost   int
	col    int
}

// lmodel is the model l, or stage 2, of a problem.
type lmodel struct {
	program
	p     planner.Problem
	t     planner.Table
	slots [][]slot          // by host
	x     []map[int]int     // by host: person to column
	aux   []func([]float64) // set the counting columns from the others, in order

	constant int // cost that every plan has
	lacks    []lack
	extra    []int // columns for visits beyond a month's limit
}

// lack is a column that counts empty places, in the elastic model.
type lack struct {
	council int
	role    planner.Role // "" for the date
	col     int
}

// newL builds l. The elastic model counts what is missing instead of asking for all.
func newL(p planner.Problem, elastic bool) *lmodel {
	l := &lmodel{p: p, t: planner.NewTable(p)}
	for c := range l.t.Councils {
		l.slots = append(l.slots, l.weeks(c))
	}
	l.build(elastic)
	return l
}

func (l *lmodel) build(elastic bool) {
	l.dates(elastic)
	l.teams(elastic)
	l.months(elastic)
	l.loads()
	l.present()
	if elastic {
		for i := range l.Cost { // only what is missing counts
			l.Cost[i] = 0
		}
		for _, x := range l.lacks {
			l.Cost[x.col] = 1
		}
		for _, x := range l.extra {
			l.Cost[x] = 1
		}
		return
	}
	l.experience()
	l.apart()
	l.shares()
	l.mutual()
	l.changes()
}

// weeks groups the starts a host may have by week and month; the current plan's
// date stays alone, for keeping it is worth something.
func (l *lmodel) weeks(c int) []slot {
	type key struct{ week, month, alone int }
	at := map[key]int{}
	monday := (int(l.p.First.Weekday()) + 6) % 7 // weeks begin on Monday
	var out []slot
	was := l.currentStart(c)
	for _, s := range l.t.Allowed(c) {
		k := key{week: (l.t.Days[s] + monday + 7000) / 7, month: l.t.Month[s]}
		if s == was {
			k.alone = 1
		}
		i, known := at[k]
		if !known {
			i = len(out)
			at[k] = i
			out = append(out, slot{cost: math.MaxInt32})
		}
		out[i].starts = append(out[i].starts, s)
		out[i].cost = min(out[i].cost, l.t.DateCost(c, s))
	}
	return out
}

// currentStart is the start of a host's date in the current plan, -1 for none.
func (l *lmodel) currentStart(c int) int {
	if l.p.Current == nil {
		return -1
	}
	v, _ := l.p.Current.Visit(l.t.Councils[c].ID)
	for s, d := range l.t.Starts {
		if d == v.FirstDay {
			return s
		}
	}
	return -1
}
