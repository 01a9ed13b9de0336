package bound

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/bound/highs"
	"peerchallenge/internal/planner/made"
)

// engine is one for all tests, with a cache that later runs find again.
var engine = highs.New(filepath.Join(os.TempDir(), "planner-highs-cache"))

func benchmarkProve(b *testing.B, councils, weeks int, limit float64, cbc string) {
	for seed := uint64(1); seed <= 3; seed++ {
		b.Run(fmt.Sprint("seed", seed), func(b *testing.B) {
			p := made.Region(seed, made.Usual(councils, weeks))
			for range b.N {
				begin := time.Now()
				got := planner.Propose(context.Background(), p, planner.Options{})
				b.ReportMetric(time.Since(begin).Seconds(), "search-s")
				b.ReportMetric(float64(got.Cost.Soft), "search-cost")
				r, err := Prove(context.Background(), engine, p, got.Plan, Options{Seconds: limit, CBC: cbc})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(r.Cost.Soft), "cost")
				b.ReportMetric(float64(r.Bound), "bound")
				b.ReportMetric(100*r.Gap(), "gap-%")
				b.ReportMetric(time.Since(begin).Seconds(), "all-s")
			}
		})
	}
}

func BenchmarkProve14(b *testing.B) { benchmarkProve(b, 14, 104, 60, "") }
func BenchmarkProve17(b *testing.B) { benchmarkProve(b, 17, 48, 60, "") }
func BenchmarkProve33(b *testing.B) { benchmarkProve(b, 33, 80, 30, "") }

func BenchmarkProve17CBC(b *testing.B) {
	path, err := exec.LookPath("cbc")
	if err != nil {
		b.Skip("cbc is not installed (apt-get install coinor-cbc)")
	}
	benchmarkProve(b, 17, 48, 60, path)
}
