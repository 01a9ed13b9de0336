package bound

import (
	"context"
	"math"
	"sync/atomic"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/bound/highs"
	"peerchallenge/internal/planner/check"
)

// Options steer a proof.
type Options struct {
	Seconds float64 // for the whole proof; 0 leaves it to the context
	CBC     string  // path of CBC's program, to be used for the bound; "" for none

	// OnBound, when set, is called with each bound that is better than the one before.
	OnBound func(bound int)
}

// Result is what is known about a problem and a plan.
type Result struct {
	Plan   planner.Plan // the plan given, or a better one that was met
	Cost   planner.Cost // of Plan, by the checker
	Bound  int          // no plan without broken hard rules has a smaller Soft cost
	Proven bool         // Plan breaks no hard rule and costs Bound: none is better
	Stage  string       // what gave the bound: "dates", "relaxed", "weeks", "fortnights"
}

// Gap is how much better a plan could be at most, as a share of the cost: 0 when
// proven, 1 when nothing is known.
func (r Result) Gap() float64 {
	if r.Proven || r.Cost.Soft <= 0 {
		return 0
	}
	return math.Min(1, float64(r.Cost.Soft-r.Bound)/float64(r.Cost.Soft))
}

// Prove finds a bound for the problem and says whether the plan is proven best,
// looking for a better one on its way. When ctx or the seconds end it returns what
// it has. An error means that the solver failed; the result holds all the same.
func Prove(ctx context.Context, engine *highs.Engine, p planner.Problem, plan planner.Plan, o Options) (Result, error) {
	if o.Seconds > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, seconds(o.Seconds))
		defer cancel()
	}
	pr := newProof(engine, p, plan, o)
	if pr.done(ctx) {
		return pr.r, nil
	}
	err := pr.relaxed(ctx, func(bound float64) bool {
		pr.raise(bound, "relaxed")
		return pr.done(ctx)
	})
	if err != nil {
		return pr.r, err
	}
	return pr.r, pr.run(ctx)
}

// Best searches for a plan and proves it as far as it can. The first bound is found
// beside the search, which ends when it meets it: the same plan, sooner.
func Best(ctx context.Context, engine *highs.Engine, p planner.Problem, search planner.Options, o Options) (Result, error) {
	if o.Seconds > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, seconds(o.Seconds))
		defer cancel()
	}
	pr := newProof(engine, p, planner.Plan{}, o)
	var known atomic.Int64
	known.Store(int64(pr.r.Bound))
	searching, enough := context.WithCancel(ctx)
	defer enough()
	bounding, enoughBound := context.WithCancel(ctx)
	defer enoughBound()
	relaxed, failed := math.Inf(-1), error(nil)
	side := make(chan struct{})
	go func() {
		defer close(side)
		failed = pr.relaxed(bounding, func(bound float64) bool {
			relaxed = math.Max(relaxed, bound)
			known.Store(max(known.Load(), int64(math.Ceil(bound-1e-6))))
			return searching.Err() != nil
		})
	}()
	tell := search.OnProgress
	search.OnProgress = func(g planner.Progress) {
		if tell != nil {
			tell(g)
		}
		if g.Best.Hard == 0 && int64(g.Best.Soft) <= known.Load() {
			enough()
		}
	}
	got := planner.Propose(searching, p, search)
	pr.take(got.Plan)
	if pr.r.Cost.Hard > 0 || int64(pr.r.Cost.Soft) <= known.Load() {
		enoughBound()
	}
	<-side
	pr.raise(relaxed, "relaxed")
	if failed != nil || pr.done(ctx) || pr.r.Cost.Hard > 0 {
		return pr.r, failed
	}
	return pr.r, pr.run(ctx)
}

func newProof(engine *highs.Engine, p planner.Problem, plan planner.Plan, o Options) *proof {
	pr := &proof{engine: engine, o: o, l: newL(p, false)}
	pr.take(plan)
	pr.raise(float64(pr.l.t.Floor().Soft), "dates")
	return pr
}

type proof struct {
	engine *highs.Engine
	o      Options
	l      *lmodel
	r      Result
}

// raise takes a bound when it is better: costs are whole, so it is rounded up.
func (pr *proof) raise(bound float64, stage string) {
	if math.IsInf(bound, 0) || math.IsNaN(bound) {
		return
	}
	if b := int(math.Ceil(bound - 1e-6)); b > pr.r.Bound || pr.r.Stage == "" {
		pr.r.Bound, pr.r.Stage = b, stage
		if pr.o.OnBound != nil {
			pr.o.OnBound(b)
		}
	}
	pr.settle()
}

// take has the checker cost a plan.
func (pr *proof) take(plan planner.Plan) {
	pr.r.Plan, pr.r.Cost = plan, check.Check(pr.l.p, plan).Cost
	pr.settle()
}

func (pr *proof) settle() {
	pr.r.Proven = pr.r.Cost.Hard == 0 && pr.r.Cost.Soft == pr.r.Bound
}

func (pr *proof) done(ctx context.Context) bool { return pr.r.Proven || ctx.Err() != nil }

// relaxed finds the bounds of l without whole numbers: first without mutual
// reviews, which make most of l's size and seldom raise the bound, then with. tell
// takes each, and says whether that is enough.
func (pr *proof) relaxed(ctx context.Context, tell func(bound float64) bool) error {
	lite := &lmodel{p: pr.l.p, t: pr.l.t}
	lite.p.Rules.Weights.Mutual = 0
	for c := range pr.l.slots {
		lite.slots = append(lite.slots, lite.weeks(c))
	}
	lite.build(false)
	for _, l := range []*lmodel{lite, pr.l} {
		got, err := pr.engine.Solve(ctx, l.Model, highs.Options{Relax: true})
		if err != nil || got.Status != highs.Optimal || tell(got.Bound+float64(l.constant)) {
			return err
		}
	}
	return nil
}

// run asks for l's bound and stage 2's plan, then, while there is time, for x's,
// which knows most of the fortnights.
func (pr *proof) run(ctx context.Context) error {
	if pr.done(ctx) {
		return nil
	}
	if pr.o.CBC != "" && pr.cbc(ctx) {
		return nil
	}
	if err := pr.solve(ctx, pr.l, "weeks"); err != nil || pr.done(ctx) {
		return err
	}
	return pr.solve(ctx, newX(pr.l.p, false), "fortnights")
}

// solve asks one model for its bound, and stage 2 for a plan in the weeks it chose.
func (pr *proof) solve(ctx context.Context, l *lmodel, stage string) error {
	var hint []float64
	if pr.r.Cost.Hard == 0 {
		hint = l.hint(pr.r.Plan)
	}
	weeks, err := pr.engine.Solve(ctx, l.Model, highs.Options{Gap: 0.999, Hint: hint})
	if err != nil {
		return err
	}
	pr.raise(weeks.Bound+float64(l.constant), stage)
	if pr.done(ctx) || weeks.Values == nil {
		return nil
	}
	return pr.second(ctx, l, weeks.Values)
}

// second looks for days and teams in the weeks that a model chose.
func (pr *proof) second(ctx context.Context, l *lmodel, weeks []float64) error {
	two := stage2(l, weeks)
	got, err := pr.engine.Solve(ctx, two.Model, highs.Options{Gap: 0.999})
	if err != nil || got.Values == nil {
		return err
	}
	plan := two.plan(got.Values)
	if cost := check.Check(pr.l.p, plan).Cost; cost.Less(pr.r.Cost) {
		pr.r.Plan, pr.r.Cost = plan, cost
		pr.settle()
	}
	return nil
}
