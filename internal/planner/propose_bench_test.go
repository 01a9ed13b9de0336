package planner_test

import (
	"context"
	"testing"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/made"
)

func benchmarkPropose(b *testing.B, councils, weeks int) {
	p := made.Region(1, made.Usual(councils, weeks))
	for i := range b.N {
		got := planner.Propose(context.Background(), p, planner.Options{Seed: int64(i)})
		b.ReportMetric(float64(got.Cost.Hard), "hard")
		b.ReportMetric(float64(got.Cost.Soft), "soft")
		b.ReportMetric(float64(got.Steps)/b.Elapsed().Seconds()*float64(i+1), "steps/s")
	}
}

func BenchmarkPropose14(b *testing.B) { benchmarkPropose(b, 14, 104) }
func BenchmarkPropose33(b *testing.B) { benchmarkPropose(b, 33, 80) }
