package highs

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// Model is a program to minimise: Cost·x with lower and upper bounds on each
// column and on each row. Rows are sparse: row r has the entries Start[r] to
// Start[r+1] of Index and Value.
type Model struct {
	Cost, Lower, Upper []float64 // by column
	Integer            []bool    // by column
	RowLower, RowUpper []float64
	Start, Index       []int32 // Start has one entry for each row, of where it begins
	Value              []float64
}

// Options limit a solve.
type Options struct {
	Seconds float64   // 0 is no limit but the context's
	Gap     float64   // stop when best and bound are so near; 0.999 proves a whole-number cost
	Hint    []float64 // values of all columns to begin with; nil for none
	Relax   bool      // solve without whole numbers: a bound only
}

// Status is how a solve ended.
type Status int

// The ends that matter here.
const (
	Stopped    Status = iota // time is up or the context ended; Values may be nil
	Optimal                  // within Gap
	Infeasible               // no values at all keep the bounds
)

// Result is what a solve found. Without Values there is no solution yet.
type Result struct {
	Status Status
	Bound  float64 // no solution costs less; -Inf when nothing is known
	Value  float64 // cost of Values
	Values []float64
}

// grace is how long a solve may take to end after its context: it nearly always
// does within a few milliseconds, but parts of the solver look at no clock.
const grace = 120 * time.Millisecond

// Solve solves a model in a memory of its own. When ctx ends it returns what it
// has, or, when the solver does not end within the grace, nothing: the solver then
// ends by itself a little later. A failure of the solver is an error and leaves the
// engine usable.
func (e *Engine) Solve(ctx context.Context, m Model, o Options) (Result, error) {
	type answer struct {
		r   Result
		err error
	}
	done := make(chan answer, 1)
	e.running.Go(func() {
		r, err := e.solve(ctx, m, o)
		done <- answer{r, err}
	})
	select {
	case a := <-done:
		return a.r, a.err
	case <-ctx.Done():
	}
	select {
	case a := <-done:
		return a.r, a.err
	case <-time.After(grace):
		return Result{Bound: math.Inf(-1)}, nil
	}
}

func (e *Engine) solve(ctx context.Context, m Model, o Options) (r Result, err error) {
	run, module, err := e.compiled(ctx)
	if err != nil {
		return Result{Bound: math.Inf(-1)}, err
	}
	if ctx.Err() != nil {
		return Result{Bound: math.Inf(-1)}, nil
	}
	defer func() {
		if p := recover(); p != nil {
			r, err = Result{Bound: math.Inf(-1)}, fmt.Errorf("highs: the solver gave up: %v", p)
		}
	}()
	ctx = context.WithValue(ctx, started{}, time.Now())
	instance, err := run.InstantiateModule(ctx, module, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	if err != nil {
		return Result{Bound: math.Inf(-1)}, fmt.Errorf("highs: %w", err)
	}
	defer instance.Close(context.WithoutCancel(ctx))
	s := &solve{ctx: ctx, instance: instance}
	s.call(fnInit)
	s.handle = s.call(fnCreate)
	s.options(o)
	s.pass(m, o)
	if o.Hint != nil {
		s.call(fnSetSolution, s.handle, s.floats(o.Hint), 0, 0, 0)
	}
	if status := s.call(fnRun, s.handle); s.err == nil && int32(status) == failed {
		s.err = fmt.Errorf("highs: the run failed")
	}
	if s.err != nil {
		return Result{Bound: math.Inf(-1)}, s.err
	}
	r = s.result(m, o)
	return r, s.err
}

// solve is one use of the solver; the first failure stays in err.
type solve struct {
	ctx      context.Context
	instance api.Module
	handle   uint64
	err      error
}

func (s *solve) call(name string, args ...uint64) uint64 {
	if s.err != nil {
		return 0
	}
	out, err := s.instance.ExportedFunction(name).Call(s.ctx, args...)
	if err != nil {
		s.err = fmt.Errorf("highs: %s: %w", name, err)
		return 0
	}
	if len(out) == 0 {
		return 0
	}
	return out[0]
}

// bytes copies data into the solver's memory and gives its address.
func (s *solve) bytes(data []byte) uint64 {
	at := s.call(fnMalloc, uint64(max(len(data), 8)))
	if s.err == nil && !s.instance.Memory().Write(uint32(at), data) {
		s.err = fmt.Errorf("highs: out of memory")
	}
	return at
}

func (s *solve) floats(v []float64) uint64 {
	data := make([]byte, 0, 8*len(v))
	for _, x := range v {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(x))
	}
	return s.bytes(data)
}

func (s *solve) ints(v []int32) uint64 {
	data := make([]byte, 0, 4*len(v))
	for _, x := range v {
		data = binary.LittleEndian.AppendUint32(data, uint32(x))
	}
	return s.bytes(data)
}

func (s *solve) text(t string) uint64 { return s.bytes(append([]byte(t), 0)) }

func (s *solve) options(o Options) {
	seconds := o.Seconds
	if seconds <= 0 {
		seconds = farFuture / 100
	}
	s.call(fnSetBool, s.handle, s.text("output_flag"), 0)
	s.call(fnSetInt, s.handle, s.text("threads"), 1)
	s.call(fnSetDouble, s.handle, s.text("time_limit"), api.EncodeF64(seconds))
	s.call(fnSetDouble, s.handle, s.text("mip_rel_gap"), api.EncodeF64(0))
	s.call(fnSetDouble, s.handle, s.text("mip_abs_gap"), api.EncodeF64(o.Gap))
}

func (s *solve) pass(m Model, o Options) {
	const rowwise, minimise = 2, 1
	kinds := make([]int32, len(m.Cost))
	for i, whole := range m.Integer {
		if whole && !o.Relax {
			kinds[i] = 1
		}
	}
	status := s.call(fnPassMip, s.handle, uint64(len(m.Cost)), uint64(len(m.RowLower)), uint64(len(m.Index)),
		rowwise, minimise, api.EncodeF64(0), s.floats(m.Cost), s.floats(m.Lower), s.floats(m.Upper),
		s.floats(m.RowLower), s.floats(m.RowUpper), s.ints(m.Start), s.ints(m.Index), s.floats(m.Value), s.ints(kinds))
	if s.err == nil && int32(status) == failed {
		s.err = fmt.Errorf("highs: the model is refused")
	}
}

// failed is what the solver's functions return for an error; a warning is 1.
const failed = -1

// result reads status, bound and values.
func (s *solve) result(m Model, o Options) Result {
	r := Result{Bound: math.Inf(-1)}
	switch int32(s.call(fnModelStatus, s.handle)) {
	case 7:
		r.Status = Optimal
	case 8, 9: // 9: infeasible or unbounded; our models are bounded
		r.Status, r.Bound = Infeasible, math.Inf(1)
		return r
	}
	whole := false
	for _, w := range m.Integer {
		whole = whole || w && !o.Relax
	}
	if whole {
		r.Bound = s.number("mip_dual_bound")
	}
	if s.count("primal_solution_status") == 2 {
		r.Values = s.values(m)
		for i, x := range r.Values {
			r.Value += x * m.Cost[i]
		}
		if !whole && r.Status == Optimal {
			r.Bound = r.Value
		}
	}
	return r
}

func (s *solve) number(name string) float64 {
	at := s.floats([]float64{math.Inf(-1)})
	s.call(fnDoubleInfo, s.handle, s.text(name), at)
	v, _ := s.instance.Memory().ReadFloat64Le(uint32(at))
	return v
}

func (s *solve) count(name string) int32 {
	at := s.ints([]int32{0, 0})
	s.call(fnIntInfo, s.handle, s.text(name), at)
	v, _ := s.instance.Memory().ReadUint32Le(uint32(at))
	return int32(v)
}

func (s *solve) values(m Model) []float64 {
	at := s.floats(make([]float64, len(m.Cost)))
	s.call(fnGetSolution, s.handle, at, 0, s.floats(make([]float64, len(m.RowLower))), 0)
	out := make([]float64, len(m.Cost))
	for i := range out {
		out[i], _ = s.instance.Memory().ReadFloat64Le(uint32(at) + uint32(8*i))
	}
	return out
}
