package highs

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	_ "embed" // the solver
	"encoding/hex"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

//go:embed highs.wasm.gz
var packed []byte

// sum is the SHA-256 of build/highs.wasm in npm's highs 1.15.3.
const sum = "528be4365bea1d4188988646b244263f50320df55782e14d6af5bce7cd45c840"

// The exports that are used, by the letters that this build gives them.
const (
	fnInit         = "v"
	fnCreate       = "F"
	fnRun          = "N"
	fnPassMip      = "V"
	fnSetBool      = "ia"
	fnSetInt       = "ja"
	fnSetDouble    = "ka"
	fnIntInfo      = "Aa"
	fnDoubleInfo   = "Ba"
	fnGetSolution  = "Ea"
	fnModelStatus  = "Ga"
	fnSetSolution  = "Va"
	fnMalloc       = "uc"
	exportedMemory = "u"
)

// Engine is the compiled solver. It compiles itself when first asked to solve: two
// to three seconds, or a fifth of one with a cache folder that has seen it before.
// Several solves may run at once, each in a memory of its own.
type Engine struct {
	cacheDir string

	running sync.WaitGroup // solves, those included whose callers have left

	mu      sync.Mutex
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

// New is an engine that keeps its machine code in cacheDir (about 20 MB), or
// nowhere when that is empty. It does nothing yet.
func New(cacheDir string) *Engine { return &Engine{cacheDir: cacheDir} }

// Close gives the memory of the compiled solver back, once its solves have ended:
// end their contexts first. Another solve compiles it anew.
func (e *Engine) Close(ctx context.Context) error {
	e.running.Wait() // their code must not go away under them
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.runtime == nil {
		return nil
	}
	err := e.runtime.Close(ctx)
	e.runtime, e.module = nil, nil
	return err
}

// compiled compiles the module once. Compiling is not stopped by the caller's
// context: the next solve will want it.
func (e *Engine) compiled(ctx context.Context) (wazero.Runtime, wazero.CompiledModule, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.module != nil {
		return e.runtime, e.module, nil
	}
	ctx = experimental.WithCompilationWorkers(context.WithoutCancel(ctx), min(2, runtime.NumCPU()))
	code, err := unpack()
	if err != nil {
		return nil, nil, err
	}
	// The compiler where wazero has one for this machine; its interpreter elsewhere.
	config := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2)
	if e.cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(e.cacheDir)
		if err != nil {
			return nil, nil, fmt.Errorf("highs: cache folder: %w", err)
		}
		config = config.WithCompilationCache(cache)
	}
	r := wazero.NewRuntimeWithConfig(ctx, config)
	err = hostModule(ctx, r)
	if err == nil {
		e.module, err = r.CompileModule(ctx, code)
	}
	if err != nil {
		_ = r.Close(ctx)
		return nil, nil, fmt.Errorf("highs: compile: %w", err)
	}
	e.runtime = r
	return r, e.module, nil
}

func unpack() ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	code, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(code); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("highs: the embedded module is not the one whose names are known")
	}
	return code, nil
}
