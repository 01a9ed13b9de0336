package check

import (
	"slices"

	"peerchallenge/internal/planner"
)

// Effect is what a change of a plan does, for showing it before it is saved (S5).
type Effect struct {
	Before, After planner.Cost
	Broken        []Breach // hard rules broken after, not before
	Mended        []Breach // broken before, not after
	Missed        []Miss   // goals missed after, not before
	Won           []Miss   // missed before, not after
}

// Compare judges two plans of one problem and says what differs.
func Compare(p planner.Problem, before, after planner.Plan) Effect {
	b, a := Check(p, before), Check(p, after)
	return Effect{
		Before: b.Cost, After: a.Cost,
		Broken: onlyIn(a.Breaches, b.Breaches), Mended: onlyIn(b.Breaches, a.Breaches),
		Missed: onlyIn(a.Misses, b.Misses), Won: onlyIn(b.Misses, a.Misses),
	}
}

// onlyIn is what of a is not in b, each as often as it is there.
func onlyIn[T comparable](a, b []T) []T {
	var out []T
	rest := slices.Clone(b)
	for _, x := range a {
		if i := slices.Index(rest, x); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			out = append(out, x)
		}
	}
	return out
}
