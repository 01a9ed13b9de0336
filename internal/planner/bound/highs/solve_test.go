package highs

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// cache spares all but the first test the compiling.
var cache = filepath.Join(os.TempDir(), "planner-highs-cache")

// knapsack: most value of 8, 11, 6, 4 with weights 5, 7, 4, 3 and room for 14 is 21.
func knapsack() Model {
	return Model{
		Cost: []float64{-8, -11, -6, -4}, Lower: make([]float64, 4), Upper: []float64{1, 1, 1, 1},
		Integer:  []bool{true, true, true, true},
		RowLower: []float64{math.Inf(-1)}, RowUpper: []float64{14},
		Start: []int32{0}, Index: []int32{0, 1, 2, 3}, Value: []float64{5, 7, 4, 3},
	}
}

func TestSolve_FindsTheBest(t *testing.T) {
	e := New(t.TempDir())
	defer e.Close(context.Background())
	r, err := e.Solve(context.Background(), knapsack(), Options{})
	if err != nil || r.Status != Optimal || math.Round(r.Value) != -21 || math.Round(r.Bound) != -21 {
		t.Fatalf("%+v, %v; want -21", r, err)
	}
	r, err = e.Solve(context.Background(), knapsack(), Options{Relax: true})
	if err != nil || math.Abs(r.Value+22) > 1e-6 || math.Abs(r.Bound-r.Value) > 1e-6 {
		t.Errorf("relaxed: %+v, %v; want -22", r, err)
	}
	none := knapsack()
	none.RowLower[0], none.RowUpper[0] = 20, 30
	if r, err = e.Solve(context.Background(), none, Options{}); err != nil || r.Status != Infeasible {
		t.Errorf("no solution: %+v, %v", r, err)
	}
}

func TestSolve_EndsWithItsContext(t *testing.T) {
	e := New(cache)
	defer e.Close(context.Background())
	ctx, cancel := context.WithCancel(context.Background())
	if _, err := e.Solve(ctx, knapsack(), Options{}); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(300*time.Millisecond, cancel)
	r, err := e.Solve(ctx, market(60), Options{})
	if err != nil || r.Status != Stopped {
		t.Errorf("stopped: %+v, %v", r.Status, err)
	}
	if r, err = e.Solve(context.Background(), knapsack(), Options{}); err != nil || r.Status != Optimal {
		t.Errorf("after a stop the engine must go on: %+v, %v", r, err)
	}
}

// market is a market split: small, and far beyond what branch and bound can do.
func market(n int) Model {
	m := Model{}
	x := uint32(12345)
	for i := range n {
		m.Cost, m.Lower, m.Upper = append(m.Cost, float64(i%3)), append(m.Lower, 0), append(m.Upper, 1)
		m.Integer = append(m.Integer, true)
	}
	for range 6 {
		sum := 0.0
		m.Start = append(m.Start, int32(len(m.Index)))
		for i := range n {
			x = x*1664525 + 1013904223
			v := float64(x >> 16 % 100)
			sum += v
			m.Index, m.Value = append(m.Index, int32(i)), append(m.Value, v)
		}
		m.RowLower = append(m.RowLower, math.Floor(sum/2))
		m.RowUpper = append(m.RowUpper, math.Floor(sum/2))
	}
	return m
}

// A failure inside the solver is an error, and the next solve works.
func TestSolve_GoesOnAfterAFailure(t *testing.T) {
	e := New(cache)
	broken := knapsack()
	broken.Index = []int32{0, 1, 2, 1 << 30} // a column that does not exist
	if r, err := e.Solve(context.Background(), broken, Options{}); err == nil || r.Values != nil {
		t.Errorf("a broken model was solved: %+v, %v", r, err)
	}
	if r, err := e.Solve(context.Background(), knapsack(), Options{}); err != nil || r.Status != Optimal {
		t.Errorf("after it: %+v, %v", r, err)
	}
	if err := e.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if r, err := e.Solve(context.Background(), knapsack(), Options{Hint: []float64{0, 1, 1, 1}}); err != nil || r.Status != Optimal {
		t.Errorf("after closing: %+v, %v", r, err)
	}
	_ = e.Close(context.Background())
}
