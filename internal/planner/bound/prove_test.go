package bound

import (
	"bytes"
	"context"
	"math"
	"os/exec"
	"testing"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/bound/highs"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/planner/made"
)

func TestBest_ProvesFourteenCouncils(t *testing.T) {
	p := made.Region(7, made.Usual(14, 104))
	r, err := Best(context.Background(), engine, p, planner.Options{}, Options{})
	if err != nil || !r.Proven || r.Stage == "dates" || r.Gap() != 0 {
		t.Fatalf("%+v by %s, proven %v: %v", r.Cost, r.Stage, r.Proven, err)
	}
	if v := check.Check(p, r.Plan); !v.OK() || v.Cost.Soft != r.Bound {
		t.Errorf("the checker says %+v, the bound is %d", v.Cost, r.Bound)
	}
}

// A bound is never beaten: not by the search, nor by stage 2, and what is proven
// is met again by another seed or not at all.
func TestProve_IsNeverBeaten(t *testing.T) {
	proven, stages := 0, map[string]int{}
	for seed := range uint64(12) {
		p := made.Region(seed, made.Usual(4, 26))
		p.Rules.VisitsInMonth = 1
		if seed%3 == 0 { // a replan: somebody is gone
			was := planner.Propose(context.Background(), p, planner.Options{Seed: 9, Steps: 10000}).Plan
			p.Current = &was
			p.People = p.People[1:]
		}
		poor := planner.Propose(context.Background(), p, planner.Options{Steps: 400})
		good := planner.Propose(context.Background(), p, planner.Options{Seed: 1, Steps: 60000})
		if good.Cost.Hard > 0 {
			continue
		}
		r, err := Prove(context.Background(), engine, p, poor.Plan, Options{Seconds: 60})
		if err != nil || r.Bound > good.Cost.Soft {
			t.Errorf("region %d: bound %d, but a plan costs %d (%v)", seed, r.Bound, good.Cost.Soft, err)
		}
		if r.Proven {
			proven++
		}
		stages[r.Stage]++
	}
	t.Logf("%d proven, by %v", proven, stages)
	if proven < 6 {
		t.Errorf("only %d were proven", proven)
	}
}

// Two solvers agree on ten exported models, hence on their optima.
func TestCBC_AgreesWithHiGHS(t *testing.T) {
	path, err := exec.LookPath("cbc")
	if err != nil {
		t.Skip("cbc is not installed (apt-get install coinor-cbc): optima are not confirmed by a second solver")
	}
	for seed := range uint64(10) {
		p := made.Region(seed, made.Usual(4, 20))
		p.Rules.VisitsInMonth = 1
		l := newL(p, false)
		ours, err := engine.Solve(context.Background(), l.Model, highs.Options{})
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := runCBC(context.Background(), path, l.program, 60)
		if ours.Status == highs.Infeasible {
			if err == nil {
				t.Errorf("region %d: HiGHS finds no plan, CBC one of %g", seed, theirs)
			}
			continue
		}
		if err != nil || math.Abs(ours.Value-theirs) > 1e-4 || math.Abs(ours.Value-ours.Bound) > 1e-4 {
			t.Errorf("region %d: HiGHS says %g (bound %g), CBC %g (%v)", seed, ours.Value, ours.Bound, theirs, err)
		}
		withCBC, err := Best(context.Background(), engine, p, planner.Options{Steps: 20000}, Options{CBC: path})
		if err != nil || float64(withCBC.Bound) < ours.Value-1e-4 {
			t.Errorf("region %d: with CBC the bound is %d, less than %g (%v)", seed, withCBC.Bound, ours.Value, err)
		}
	}
}

// What is missing at least, and that it is missing for good.
func TestShort_CountsWhatIsMissing(t *testing.T) {
	p := made.Region(2, made.Usual(6, 60))
	for i := range p.People {
		if p.People[i].Role == planner.Expert {
			p.People[i].MaxVisits = 1
		}
	}
	experts := 0
	for _, q := range p.People {
		if q.Role == planner.Expert {
			experts++
		}
	}
	got, err := Short(context.Background(), engine, p)
	if err != nil || got.Least != 6-experts {
		t.Fatalf("%+v, %v; %d experts serve once each", got, err, experts)
	}
	for _, lack := range got.Lacks {
		if lack.Role != planner.Expert {
			t.Errorf("%+v is missing, and only experts are short", lack)
		}
	}
	if no, err := Impossible(context.Background(), engine, p); err != nil || !no {
		t.Errorf("impossible: %v, %v", no, err)
	}
	if no, err := Impossible(context.Background(), engine, made.Region(2, made.Usual(6, 60))); err != nil || no {
		t.Errorf("the region as it was: impossible: %v, %v", no, err)
	}
}

func TestProve_StoppedKeepsPlanAndBound(t *testing.T) {
	p := made.Region(3, made.Usual(8, 48))
	plan := planner.Propose(context.Background(), p, planner.Options{Steps: 3000})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r, err := Prove(ctx, engine, p, plan.Plan, Options{})
	if err != nil || r.Cost != plan.Cost || r.Bound > plan.Cost.Soft {
		t.Errorf("%+v, bound %d, %v", r.Cost, r.Bound, err)
	}
}

func TestWriteLP_IsWhatWasBuilt(t *testing.T) {
	g := program{}
	a, b := g.col("a", 2, 1, true), g.col("b", 0, inf, false)
	g.row(1, 3, []term{{a, 1}, {b, -2}})
	var out bytes.Buffer
	if err := g.writeLP(&out); err != nil {
		t.Fatal(err)
	}
	want := "Minimize\n obj:\n +2 a\nSubject To\n r0_0:\n +1 a\n -2 b\n >= 1\n r0_1:\n +1 a\n -2 b\n <= 3\nBounds\n 0 <= a <= 1\n b >= 0\nGenerals\n a\nEnd\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestCBCSays_TakesNoValueForABound(t *testing.T) {
	for text, want := range map[string]float64{
		"Result - Optimal solution found\n\nObjective value:                12.00000000\n":                                12,
		"Result - Stopped on time limit\n\nObjective value:                15.0\nLower bound:                    9.500\n": 9.5,
		"Result - Stopped on time limit\n\nObjective value:                15.0\n":                                        -1,
		"Result - Problem proven infeasible\n":                                                                            -1,
	} {
		got, err := cbcSays([]byte(text))
		if want >= 0 && (err != nil || got != want) || want < 0 && err == nil {
			t.Errorf("%q: %g, %v", text, got, err)
		}
	}
}
