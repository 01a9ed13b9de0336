package bound

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/bound/highs"
	"peerchallenge/internal/planner/made"
)

// engine is one for all tests, with a cache that later runs find again.
var engine = highs.New(filepath.Join(os.TempDir(), "planner-highs-cache"))

// benchmarkBest tells when the first valid plan was there, when all ended, and the
// processor's time, for machines that others use too.
func benchmarkBest(b *testing.B, shape made.Shape, limit float64, cbc string) {
	if _, err := engine.Solve(context.Background(), highs.Model{}, highs.Options{}); err != nil {
		b.Fatal(err) // compiled before the clock runs
	}
	for seed := uint64(1); seed <= 3; seed++ {
		b.Run(fmt.Sprint("seed", seed), func(b *testing.B) {
			p := made.Region(seed, shape)
			for range b.N {
				begin, cpu, valid := time.Now(), cpuSeconds(), 0.0
				search := planner.Options{OnProgress: func(g planner.Progress) {
					if valid == 0 && g.Best.Hard == 0 {
						valid = time.Since(begin).Seconds()
					}
				}}
				r, err := Best(context.Background(), engine, p, search, Options{Seconds: limit, CBC: cbc})
				if err != nil || r.Cost.Hard > 0 {
					b.Fatal(r.Cost, err)
				}
				b.ReportMetric(valid, "valid-s")
				b.ReportMetric(time.Since(begin).Seconds(), "all-s")
				b.ReportMetric(cpuSeconds()-cpu, "cpu-s")
				b.ReportMetric(float64(r.Cost.Soft), "cost")
				b.ReportMetric(float64(r.Bound), "bound")
				b.ReportMetric(100*r.Gap(), "gap-%")
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}

// cpuSeconds is the processor's time this process has used.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

func tight(s made.Shape) made.Shape {
	s.Tight = true
	return s
}

func BenchmarkBest14(b *testing.B)      { benchmarkBest(b, made.Usual(14, 104), 60, "") }
func BenchmarkBest14Tight(b *testing.B) { benchmarkBest(b, tight(made.Usual(14, 104)), 60, "") }
func BenchmarkBest14Year(b *testing.B)  { benchmarkBest(b, made.Usual(14, 48), 60, "") }
func BenchmarkBest33(b *testing.B)      { benchmarkBest(b, made.Usual(33, 80), 30, "") }
func BenchmarkBest33Tight(b *testing.B) { benchmarkBest(b, tight(made.Usual(33, 80)), 30, "") }

func BenchmarkBest14YearCBC(b *testing.B) {
	path, err := exec.LookPath("cbc")
	if err != nil {
		b.Skip("cbc is not installed (apt-get install coinor-cbc)")
	}
	benchmarkBest(b, made.Usual(14, 48), 60, path)
}

// Nine regions, two at a time as on two cores: first all plans, then all proofs.
func BenchmarkNineRegions(b *testing.B) {
	for range b.N {
		begin := time.Now()
		plans := make([]planner.Proposal, 9)
		both(9, func(i int) {
			plans[i] = planner.Propose(context.Background(), made.Region(uint64(i), made.Usual(17, 48)), planner.Options{})
		})
		b.ReportMetric(time.Since(begin).Seconds(), "valid-s")
		cost, bound, proven := make([]int, 9), make([]int, 9), make([]int, 9)
		both(9, func(i int) {
			r, err := Prove(context.Background(), engine, made.Region(uint64(i), made.Usual(17, 48)), plans[i].Plan, Options{Seconds: 50})
			if err != nil || r.Cost.Hard > 0 {
				b.Error(r.Cost, err)
			}
			cost[i], bound[i] = r.Cost.Soft, r.Bound
			if r.Proven {
				proven[i] = 1
			}
		})
		b.ReportMetric(float64(sumOf(cost)), "cost")
		b.ReportMetric(float64(sumOf(bound)), "bound")
		b.ReportMetric(float64(sumOf(proven)), "proven")
		b.ReportMetric(time.Since(begin).Seconds(), "all-s")
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(peakMB(), "peak-MB")
	}
}

func both(n int, work func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range 2 {
		wg.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

func sumOf(v []int) (sum int) {
	for _, x := range v {
		sum += x
	}
	return sum
}

// peakMB is the most memory the process has had, on Linux.
func peakMB() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Maxrss) / 1024
}

// How long a stop takes, at different times of the solver's work.
func BenchmarkStop(b *testing.B) {
	p := made.Region(1, tight(made.Usual(33, 80)))
	for _, after := range []time.Duration{300 * time.Millisecond, time.Second, 3 * time.Second} {
		b.Run(after.String(), func(b *testing.B) {
			worst := 0.0
			for range b.N {
				ctx, cancel := context.WithCancel(context.Background())
				asked := make(chan time.Time, 1)
				time.AfterFunc(after, func() { asked <- time.Now(); cancel() })
				search := planner.Options{Steps: 1 << 40}
				if r, err := Best(ctx, engine, p, search, Options{}); err != nil || len(r.Plan.Visits) != 33 {
					b.Fatal(r.Cost, err)
				}
				select {
				case at := <-asked:
					worst = max(worst, time.Since(at).Seconds())
				default: // it had ended by itself
				}
				cancel()
			}
			b.ReportMetric(1000*worst, "worst-ms")
		})
	}
}

// After the busiest senior manager of 14 councils has withdrawn: how long replanning
// takes, how many visits change, and how many must, by the bound.
func BenchmarkReplan14(b *testing.B) {
	for seed := uint64(1); seed <= 3; seed++ {
		b.Run(fmt.Sprint("seed", seed), func(b *testing.B) {
			p := made.Region(seed, made.Usual(14, 104))
			was := planner.Propose(context.Background(), p, planner.Options{}).Plan
			p.Current = &was
			serves, gone := map[string]int{}, ""
			for _, v := range was.Visits {
				for _, place := range v.Places {
					if place.Role != planner.SeniorManager {
						continue
					}
					if serves[place.Person]++; serves[place.Person] > serves[gone] {
						gone = place.Person
					}
				}
			}
			p.People = slices.DeleteFunc(slices.Clone(p.People), func(q planner.Person) bool { return q.ID == gone })
			for range b.N {
				begin, cpu := time.Now(), cpuSeconds()
				got, changes := planner.Replan(context.Background(), p, planner.Options{})
				b.ReportMetric(time.Since(begin).Seconds(), "replan-s")
				b.ReportMetric(cpuSeconds()-cpu, "cpu-s")
				r, err := Prove(context.Background(), engine, p, got.Plan, Options{Seconds: 60})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(got.Cost.Hard), "hard")
				b.ReportMetric(float64(len(changes)), "changed")
				b.ReportMetric(float64(r.Bound/p.Rules.Weights.Changed), "must-change")
				b.ReportMetric(float64(r.Cost.Soft), "cost")
				b.ReportMetric(float64(r.Bound), "bound")
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}
