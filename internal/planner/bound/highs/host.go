package highs

import (
	"context"
	"fmt"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// aborted is what the solver's own failures panic with; Solve recovers from it.
type aborted string

// started is the key under which a call's context has the time it began.
type started struct{}

// now is the solver's clock, in seconds since the solve began. When the caller
// has given up it answers that a very long time has gone by, so that HiGHS stops by
// its own limit and keeps the best it has.
func now(ctx context.Context) float64 {
	if ctx.Err() != nil {
		return farFuture
	}
	begin, _ := ctx.Value(started{}).(time.Time)
	return time.Since(begin).Seconds()
}

// farFuture is beyond every time limit, in seconds.
const farFuture = 1e9

// hostModule offers the twenty functions that the solver imports. It has no files,
// no environment and no way out.
func hostModule(ctx context.Context, r wazero.Runtime) error {
	i32, i64, f64 := api.ValueTypeI32, api.ValueTypeI64, api.ValueTypeF64
	none, one := []api.ValueType{}, []api.ValueType{i32}
	b := r.NewHostModuleBuilder("a")
	define := func(name string, params, results []api.ValueType, f func(context.Context, api.Module, []uint64)) {
		b.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(f), params, results).Export(name)
	}
	fail := func(what string) func(context.Context, api.Module, []uint64) {
		return func(_ context.Context, _ api.Module, stack []uint64) { panic(aborted(what)) }
	}
	answer := func(v uint64) func(context.Context, api.Module, []uint64) {
		return func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = v }
	}
	clock := func(ctx context.Context, _ api.Module, stack []uint64) { stack[0] = api.EncodeF64(now(ctx) * 1000) }
	ints := func(n int) []api.ValueType {
		out := make([]api.ValueType, n)
		for i := range out {
			out[i] = i32
		}
		return out
	}
	define("a", ints(3), none, fail("a C++ exception")) // exceptions are compiled out
	define("b", one, none, fail("exit"))
	define("r", one, none, fail("exit"))
	define("k", none, none, fail("abort"))
	define("c", none, []api.ValueType{f64}, clock)
	define("j", none, []api.ValueType{f64}, clock)
	define("d", one, one, answer(0)) // close
	define("e", ints(3), one, answer(0))
	define("h", ints(3), one, answer(0))
	define("f", ints(4), one, write)
	define("g", ints(4), one, answer(8)) // read: a bad descriptor
	define("t", []api.ValueType{i32, i64, i32, i32}, one, answer(70))
	define("i", ints(4), one, answer(api.EncodeI32(-44))) // open: no such file
	define("l", []api.ValueType{i32, f64}, one, answer(0))
	define("m", ints(4), none, func(context.Context, api.Module, []uint64) {})
	define("s", none, none, func(context.Context, api.Module, []uint64) {})
	define("n", ints(2), one, answer(0))
	define("o", ints(2), one, noEnvironment)
	define("p", []api.ValueType{i32, i64, i32}, one, clockTime)
	define("q", one, one, grow)
	if _, err := b.Instantiate(ctx); err != nil {
		return fmt.Errorf("highs: host functions: %w", err)
	}
	return nil
}

// write drops what the solver prints, and says that it was written.
func write(_ context.Context, m api.Module, stack []uint64) {
	vec, n, out := uint32(stack[1]), uint32(stack[2]), uint32(stack[3])
	total := uint32(0)
	for i := range n {
		size, _ := m.Memory().ReadUint32Le(vec + 8*i + 4)
		total += size
	}
	m.Memory().WriteUint32Le(out, total)
	stack[0] = 0
}

func noEnvironment(_ context.Context, m api.Module, stack []uint64) {
	m.Memory().WriteUint32Le(uint32(stack[0]), 0)
	m.Memory().WriteUint32Le(uint32(stack[1]), 0)
	stack[0] = 0
}

func clockTime(ctx context.Context, m api.Module, stack []uint64) {
	m.Memory().WriteUint64Le(uint32(stack[2]), uint64(now(ctx)*1e9))
	stack[0] = 0
}

// grow gives the solver the memory it asks for, and a fifth more.
func grow(_ context.Context, m api.Module, stack []uint64) {
	const page = 65536
	have, want := uint64(m.Memory().Size()), stack[0]&0xffffffff
	stack[0] = 0
	if want <= have {
		stack[0] = 1
		return
	}
	generous := min(have+have/5, 1<<31)
	for _, size := range []uint64{max(want, generous), want} {
		if _, ok := m.Memory().Grow(uint32((size - have + page - 1) / page)); ok {
			stack[0] = 1
			return
		}
	}
}
