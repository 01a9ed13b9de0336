package clash

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/bound/highs"
	"peerchallenge/internal/planner/made"
)

var engine = highs.New(filepath.Join(os.TempDir(), "planner-highs-cache"))

// impossible is a small region with something in it that rules out every plan.
func impossible(seed uint64) planner.Problem {
	r := rand.New(rand.NewPCG(seed, 200))
	n := 2 + r.IntN(4)
	p := made.Region(seed, made.Usual(n, 30+r.IntN(30)))
	host := &p.Councils[r.IntN(n)]
	role := planner.Roles[r.IntN(5)]
	switch seed % 6 {
	case 0: // too few offers
		left := n*p.Rules.Places.Of(role) - 1 - r.IntN(2)
		for i := range p.People {
			if p.People[i].Role == role {
				p.People[i].MaxVisits = min(p.People[i].MaxVisits, max(left, 0))
				left -= p.People[i].MaxVisits
			}
		}
	case 1: // nobody of a role while one host is open
		open := p.First.AddDays(40 + r.IntN(60))
		host.Closed = []planner.Range{{Last: open.AddDays(-1)}, {First: open.AddDays(21)}}
		for i := range p.People {
			if p.People[i].Role == role {
				p.People[i].Unavailable = append(p.People[i].Unavailable, planner.Range{First: open.AddDays(-60), Last: open.AddDays(40)})
			}
		}
	case 2: // a host that is never open
		host.Closed = []planner.Range{{First: p.First, Last: p.Last, Why: "merger"}}
	case 3: // everybody of a role is barred from one host
		for i := range p.People {
			if p.People[i].Role == role {
				p.People[i].Links = []planner.Link{{Council: host.ID, Barring: true, Reason: "close relation"}}
			}
		}
	case 4: // more visits than the months hold
		p.Rules.VisitsInMonth = 1
		p.Last = p.First.AddDays(28 * (n - 1))
		for i := range p.Councils {
			p.Councils[i].Closed = []planner.Range{{First: civil.NewDate(p.First.Year(), p.First.Month()+1, 1)}}
			p.Councils[i].PreElection = nil
		}
	case 5: // a pin on a closed day
		p.Pins = []planner.Pin{{Council: host.ID, FirstDay: p.First.AddDays(50)}}
		host.Closed = append(host.Closed, planner.Range{First: p.First.AddDays(40), Last: p.First.AddDays(70)})
	}
	return p
}

// Every clash named is one: its facts alone rule out every plan, with any of them
// gone there is one; and mending all as told gives a plan.
func TestExplain_NamesWhatIsRealAndMendsIt(t *testing.T) {
	kinds := map[Kind]int{}
	for seed := range uint64(200) {
		p := impossible(seed)
		best := planner.Propose(context.Background(), p, planner.Options{Steps: 4000})
		if best.Cost.Hard == 0 {
			t.Fatalf("case %d can be planned", seed)
		}
		r, err := Explain(context.Background(), p, best.Plan, Options{Steps: 6000})
		if err != nil || len(r.Clashes) == 0 || !r.Complete {
			t.Errorf("case %d: %d clashes, complete %v, %v", seed, len(r.Clashes), r.Complete, err)
			continue
		}
		for _, c := range r.Clashes {
			checkClash(t, seed, c)
			for _, f := range c.Facts {
				kinds[f.Kind]++
			}
		}
		checkShortfalls(t, seed, p, best, r)
	}
	t.Logf("facts: %v", kinds)
}

func plans(p planner.Problem) bool {
	return planner.Propose(context.Background(), p, planner.Options{Steps: 6000}).Cost.Hard == 0
}

func checkClash(t *testing.T, seed uint64, c Clash) {
	t.Helper()
	if plans(c.core) {
		t.Errorf("case %d: %s: the facts alone leave a plan", seed, c.Text)
	}
	for _, f := range c.Facts {
		if !plans(f.drop(c.core)) {
			t.Errorf("case %d: %s: without %q there is no plan either", seed, c.Text, f.Text)
		}
	}
}

// checkShortfalls mends what the best plan lacks, where it lacks people only.
func checkShortfalls(t *testing.T, seed uint64, p planner.Problem, best planner.Proposal, r Report) {
	t.Helper()
	missing := 0
	for _, s := range r.Shortfalls {
		if s.Role != "" {
			missing += s.Missing
			p = s.Mended(p)
		}
	}
	if missing == best.Cost.Hard && !plans(p) {
		t.Errorf("case %d: mending %q leaves no plan", seed, r.Shortfalls[0].Text)
	}
}
