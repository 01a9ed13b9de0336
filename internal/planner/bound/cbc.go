package bound

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// cbc asks CBC for l's bound, and says whether the proof is complete with it.
func (pr *proof) cbc(ctx context.Context) bool {
	limit := 600.0
	if deadline, ok := ctx.Deadline(); ok {
		limit = time.Until(deadline).Seconds() / 2 // CBC is loose with its limit
	}
	bound, err := runCBC(ctx, pr.o.CBC, pr.l.program, limit)
	if err != nil {
		return false // it is never needed
	}
	pr.raise(bound+float64(pr.l.constant), "weeks")
	return pr.done(ctx)
}

var (
	cbcValue = regexp.MustCompile(`(?m)^Objective value:\s+(-?[0-9.e+]+)`)
	cbcBound = regexp.MustCompile(`(?m)^Lower bound:\s+(-?[0-9.e+]+)`)
)

// cbcSays reads CBC's bound: the value when it says that it is the least, otherwise
// only what it calls a lower bound. The value of a stopped run is none.
func cbcSays(out []byte) (float64, error) {
	found := cbcBound.FindSubmatch(out)
	if bytes.Contains(out, []byte("Result - Optimal solution found")) {
		found = cbcValue.FindSubmatch(out)
	}
	if found == nil {
		return 0, fmt.Errorf("cbc gives no bound")
	}
	return strconv.ParseFloat(string(found[1]), 64)
}

// runCBC solves a program with CBC and gives its bound: the least cost when it has
// finished.
func runCBC(ctx context.Context, path string, g program, limit float64) (float64, error) {
	dir, err := os.MkdirTemp("", "planner-cbc-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "model.lp")
	var text bytes.Buffer
	if err := g.writeLP(&text); err != nil {
		return 0, err
	}
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		return 0, err
	}
	out, err := exec.CommandContext(ctx, path, file, "sec", strconv.FormatFloat(limit, 'f', 0, 64), "solve").CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("cbc: %w", err)
	}
	return cbcSays(out)
}

// writeLP writes the program in CPLEX's LP format, which every solver reads.
func (g *program) writeLP(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "Minimize\n obj:")
	for i, cost := range g.Cost {
		if cost != 0 {
			g.writeTerm(out, i, cost)
		}
	}
	fmt.Fprint(out, "\nSubject To\n")
	for r := range g.RowLower {
		g.writeRow(out, r)
	}
	fmt.Fprint(out, "Bounds\n")
	for i, name := range g.names {
		if math.IsInf(g.Upper[i], 1) {
			fmt.Fprintf(out, " %s >= %g\n", name, g.Lower[i])
		} else {
			fmt.Fprintf(out, " %g <= %s <= %g\n", g.Lower[i], name, g.Upper[i])
		}
	}
	fmt.Fprint(out, "Generals\n")
	for i, name := range g.names {
		if g.Integer[i] {
			fmt.Fprintf(out, " %s\n", name)
		}
	}
	fmt.Fprint(out, "End\n")
	return out.Flush()
}

// writeTerm keeps lines short: CBC reads no long ones.
func (g *program) writeTerm(w io.Writer, col int, by float64) {
	fmt.Fprintf(w, "\n %+g %s", by, g.names[col])
}

func (g *program) writeRow(w io.Writer, r int) {
	from, to := int(g.Start[r]), len(g.Index)
	if r+1 < len(g.Start) {
		to = int(g.Start[r+1])
	}
	for side, limit := range []float64{g.RowLower[r], g.RowUpper[r]} {
		if math.IsInf(limit, 0) || from == to {
			continue
		}
		fmt.Fprintf(w, " r%d_%d:", r, side)
		for i := from; i < to; i++ {
			g.writeTerm(w, int(g.Index[i]), g.Value[i])
		}
		fmt.Fprintf(w, "\n %s %g\n", []string{">=", "<="}[side], limit)
	}
}
