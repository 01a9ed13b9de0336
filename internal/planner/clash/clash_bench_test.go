package clash

import (
	"context"
	"testing"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/made"
)

// Fourteen councils whose experts serve once each, without and with the solver.
func BenchmarkExplain14(b *testing.B) {
	p := made.Region(1, made.Usual(14, 104))
	for i := range p.People {
		if p.People[i].Role == planner.Expert {
			p.People[i].MaxVisits = 1
		}
	}
	best := planner.Propose(context.Background(), p, planner.Options{})
	for name, o := range map[string]Options{"counting": {}, "solver": {Engine: engine}} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				r, err := Explain(context.Background(), p, best.Plan, o)
				if err != nil || len(r.Clashes) == 0 {
					b.Fatalf("%+v, %v", r, err)
				}
				b.ReportMetric(float64(len(r.Clashes)), "clashes")
				b.ReportMetric(float64(len(r.Clashes[0].Facts)), "facts")
				b.ReportMetric(float64(r.Least), "least")
			}
		})
	}
}
