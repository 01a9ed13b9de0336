// Package highs runs the HiGHS solver for linear and mixed-integer programs, which
// npm's package highs 1.15.3 has compiled to WebAssembly, inside wazero: one
// static binary, no cgo, nothing to install. highs.wasm.gz is that package's
// build/highs.wasm, unchanged but for the compression; its hash is checked, for the
// one-letter names of its imports and exports are those of this build alone.
//
// LICENSE.highs is the licence of the package and of HiGHS (MIT).
package highs
