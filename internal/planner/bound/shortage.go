package bound

import (
	"context"
	"math"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/bound/highs"
)

// Lack is something that a plan cannot have.
type Lack struct {
	Council string
	Role    planner.Role // "" for a date
	Count   int
}

// Shortage is what is missing at least when no plan keeps all hard rules: the least
// number of empty places, councils without a date and visits beyond a month's
// limit together, and one way to spread them.
type Shortage struct {
	Least int // proven: every plan lacks at least so much; 0 says nothing
	Lacks []Lack
	Extra int // visits beyond a month's limit, part of Least
}

// Short asks the elastic model what is missing at least. What it says is true of
// every plan; as it knows the fortnight by weeks only, a plan may lack more.
func Short(ctx context.Context, engine *highs.Engine, p planner.Problem) (Shortage, error) {
	l := newX(p, true)
	got, err := engine.Solve(ctx, l.Model, highs.Options{Gap: 0.999})
	if err != nil || math.IsInf(got.Bound, 0) {
		return Shortage{}, err
	}
	out := Shortage{Least: int(math.Ceil(got.Bound - 1e-6))}
	if got.Values == nil {
		return out, nil
	}
	for _, x := range l.lacks {
		if n := int(math.Round(got.Values[x.col])); n > 0 {
			out.Lacks = append(out.Lacks, Lack{l.t.Councils[x.council].ID, x.role, n})
		}
	}
	for _, col := range l.extra {
		out.Extra += int(math.Round(got.Values[col]))
	}
	return out, nil
}

// Impossible says whether it is proven that no plan keeps all hard rules; false
// says nothing.
func Impossible(ctx context.Context, engine *highs.Engine, p planner.Problem) (bool, error) {
	for _, build := range []func(planner.Problem, bool) *lmodel{newL, newX} {
		l := build(p, false)
		for i := range l.Cost {
			l.Cost[i] = 0 // any plan will do
		}
		got, err := engine.Solve(ctx, l.Model, highs.Options{})
		if err != nil || got.Status == highs.Infeasible {
			return got.Status == highs.Infeasible, err
		}
	}
	return false, nil
}
