package clash

import (
	"context"
	"slices"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/bound"
	"peerchallenge/internal/planner/bound/highs"
	"peerchallenge/internal/planner/check"
)

// Options steer the explanation.
type Options struct {
	Seed   int64
	Steps  int           // of each search that tries a mend; 0 for a quarter of the default
	Engine *highs.Engine // asked where counting does not prove it; nil for never
}

// Shortfall is what the best plan lacks of one role, or of dates.
type Shortfall struct {
	Role     planner.Role // "" for dates
	Missing  int          // in the plan
	Councils []string     // where, by id
	Text     string       // "2 visits of experts by experience are missing: at Dudley and Walsall."
}

// Mended is the problem with as many more people as are missing, for one visit
// each. Where only people are missing it can be planned: they take the empty places.
func (s Shortfall) Mended(p planner.Problem) planner.Problem {
	if s.Role == "" {
		return p
	}
	return withHelpers(p, s.Role, s.Missing)
}

// Clash is a set of facts that cannot all hold, none of which can be left out.
type Clash struct {
	Text  string // "Walsall cannot host on any day on which a trained expert by experience can come."
	Facts []Fact
	Mends []Mend // each does away with this clash; best first

	core planner.Problem // with nothing but the facts
}

// Mend is a way out of a clash, tried by a search.
type Mend struct {
	Fact  Fact
	Frees bool // with this alone the cycle can be planned; otherwise other clashes remain
}

// Report says why a problem has no plan.
type Report struct {
	Shortfalls []Shortfall
	Least      int     // every plan breaks at least so many hard rules; 0 when that is not proven
	Clashes    []Clash // after the mend of each that is named first, the next
	Complete   bool    // with the first mend of every clash a plan was found
}

// Explain says why no plan of the problem keeps all hard rules; plan is the best
// that was found. Without the solver, or when ctx ends, it says what it can.
func Explain(ctx context.Context, p planner.Problem, plan planner.Plan, o Options) (Report, error) {
	if o.Steps == 0 {
		o.Steps = planner.DefaultSteps(p) / 4
	}
	r := Report{Shortfalls: shortfalls(p, plan)}
	if o.Engine != nil {
		short, err := bound.Short(ctx, o.Engine, p)
		if err != nil {
			return r, err
		}
		r.Least = short.Least
	}
	e := &explainer{ctx: ctx, o: o}
	for range 1 + len(p.Councils)*4 {
		c, next, free, ok := e.one(p)
		if e.err != nil || !ok {
			return r, e.err
		}
		r.Clashes = append(r.Clashes, c)
		if r.Complete = free; free {
			break
		}
		p = next
	}
	return r, nil
}

// shortfalls reads what a plan lacks.
func shortfalls(p planner.Problem, plan planner.Plan) []Shortfall {
	at := map[planner.Role]*Shortfall{}
	for _, b := range check.Check(p, plan).Breaches {
		if b.Kind != check.EmptyPlace && b.Kind != check.NoDate {
			continue
		}
		s := at[b.Role]
		if s == nil {
			s = &Shortfall{Role: b.Role}
			at[b.Role] = s
		}
		s.Missing += b.Count
		s.Councils = append(s.Councils, b.Council)
	}
	var out []Shortfall
	for _, role := range append([]planner.Role{""}, planner.Roles...) {
		if s := at[role]; s != nil {
			s.Text = shortText(p, *s)
			out = append(out, *s)
		}
	}
	return out
}

type explainer struct {
	ctx context.Context
	o   Options
	err error
}

// impossible says whether the problem is proven to have no plan, by counting only
// or by the solver too.
func (e *explainer) impossible(p planner.Problem, solver bool) bool {
	if counted(p) {
		return true
	}
	if !solver || e.o.Engine == nil || e.err != nil || e.ctx.Err() != nil {
		return false
	}
	got, err := bound.Impossible(e.ctx, e.o.Engine, p)
	e.err = err
	return got
}

// one finds one clash, the problem with its first mend, and whether that has a plan.
func (e *explainer) one(p planner.Problem) (c Clash, next planner.Problem, free, ok bool) {
	solver := false
	if !e.impossible(p, false) {
		if solver = true; !e.impossible(p, true) {
			return c, p, false, false
		}
	}
	c.Facts, c.core = e.filter(p, solver)
	c.Mends = e.mends(p, c.Facts)
	if e.ctx.Err() != nil || len(c.Mends) == 0 {
		return c, p, false, len(c.Facts) > 0 && e.ctx.Err() == nil
	}
	c.Text = clashText(p, c.Facts)
	best := c.Mends[0]
	return c, best.Fact.Without(p), best.Frees, true
}

// filter leaves out fact after fact, in growing and shrinking runs, while the rest
// is still proven impossible. What remains cannot be left out, one by one.
func (e *explainer) filter(p planner.Problem, solver bool) ([]Fact, planner.Problem) {
	facts := factsOf(p)
	kept := []Fact{}
	for size := max(1, len(facts)/2); len(facts) > 0 && e.ctx.Err() == nil; {
		n := min(size, len(facts))
		less := p
		for _, f := range facts[:n] {
			less = f.drop(less)
		}
		switch {
		case e.impossible(less, solver):
			p, facts = less, facts[n:]
			size = min(2*size, max(1, len(facts)))
		case n == 1:
			kept = append(kept, facts[0])
			facts = facts[1:]
		default:
			size = n / 2
		}
	}
	return kept, p
}

// mends tries the ways out of a clash, easiest first, and puts those that give a
// plan before those that only do away with the clash. A council that waits is
// named when nothing else helps.
func (e *explainer) mends(p planner.Problem, facts []Fact) []Mend {
	order := slices.Clone(facts)
	slices.SortStableFunc(order, func(a, b Fact) int { return a.rank - b.rank })
	var frees, helps []Mend
	for _, f := range order {
		if f.Kind == Visit && len(frees)+len(helps) > 0 {
			continue
		}
		if f.Kind == Need {
			f = e.howMany(p, f)
		}
		got := planner.Propose(e.ctx, f.Without(p), planner.Options{Seed: e.o.Seed, Steps: e.o.Steps, Valid: true})
		if e.ctx.Err() != nil {
			break
		}
		if got.Cost.Hard == 0 {
			frees = append(frees, Mend{f, true})
		} else {
			helps = append(helps, Mend{f, false}) // other clashes remain
		}
	}
	return append(frees, helps...)
}

// howMany finds how many more people of a role do: as many as a plan takes when
// each of them weighs more than anything else.
func (e *explainer) howMany(p planner.Problem, f Fact) Fact {
	p = f.Without(p)
	p.Rules.Weights.Weighed = 1000
	for i := range p.People {
		if isHelper(p.People[i]) {
			for _, c := range p.Councils {
				p.People[i].Links = append(p.People[i].Links, planner.Link{Council: c.ID})
			}
		} else {
			p.People[i].Links = slices.DeleteFunc(slices.Clone(p.People[i].Links), func(l planner.Link) bool { return !l.Barring })
		}
	}
	n := 0
	for _, v := range planner.Propose(e.ctx, p, planner.Options{Seed: e.o.Seed, Steps: e.o.Steps}).Plan.Visits {
		for _, place := range v.Places {
			if i := slices.IndexFunc(p.People, func(q planner.Person) bool { return q.ID == place.Person }); isHelper(p.People[i]) {
				n++
			}
		}
	}
	if n > 0 {
		f.More, f.Mend = n, moreText(f.Role, n)
		f.without = func(p planner.Problem) planner.Problem { return withHelpers(p, f.Role, n) }
	}
	return f
}
