package clash

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
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
		best := planner.Propose(context.Background(), p, planner.Options{Steps: 4000, Valid: true})
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
	return planner.Propose(context.Background(), p, planner.Options{Steps: 6000, Valid: true}).Cost.Hard == 0
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

// Counting sees nothing wrong here: there are leads, days and months enough. Only
// the fortnight stands in the way, which the solver knows.
func TestExplain_AsksTheSolverWhereCountingIsNotEnough(t *testing.T) {
	p := made.Region(1, made.Usual(3, 40))
	p.Rules.Places = planner.Places{Lead: 1}
	p.People = []planner.Person{{ID: "lee", Name: "Lee", Role: planner.Lead, MaxVisits: 3}}
	open := civil.MustParseISO("2027-06-07") // a Monday
	for i := range p.Councils {
		p.Councils[i].PreElection = nil
		p.Councils[i].Closed = nil
		if i < 2 {
			p.Councils[i].Closed = []planner.Range{{Last: open.AddDays(-1)}, {First: open.AddDays(12)}}
		}
	}
	best := planner.Propose(context.Background(), p, planner.Options{Steps: 3000})
	r, err := Explain(context.Background(), p, best.Plan, Options{})
	if err != nil || len(r.Clashes) != 0 || len(r.Shortfalls) != 1 || r.Complete {
		t.Errorf("without the solver: %+v, %v", r, err)
	}
	r, err = Explain(context.Background(), p, best.Plan, Options{Engine: engine})
	if err != nil || len(r.Clashes) != 1 || !r.Complete || r.Least != 1 {
		t.Fatalf("with the solver: %+v, %v", r, err)
	}
	checkClash(t, 0, r.Clashes[0])
	var got []string
	for _, f := range r.Clashes[0].Facts {
		got = append(got, f.Text)
	}
	want := []string{
		"Each team needs 1 challenge lead, and 1 is offered.", "Nobody has two visits within 14 days.",
		"Council 1 cannot host on any day to 6 June 2027 and any day from 19 June 2027.", "Council 1 is to be visited in this cycle.",
		"Council 2 cannot host on any day to 6 June 2027 and any day from 19 June 2027.", "Council 2 is to be visited in this cycle.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// The sentence of issue 4.
func TestExplain_WalsallCannotHost(t *testing.T) {
	p := made.Region(3, made.Usual(4, 40))
	p.Councils[2].Name = "Walsall"
	june := civil.MustParseISO("2027-06-01")
	p.Councils[2].Closed = []planner.Range{{Last: june.AddDays(-1)}, {First: june.AddDays(30), Why: "merger"}}
	for i := range p.People {
		if p.People[i].Role == planner.Expert {
			p.People[i].Unavailable = []planner.Range{{First: june.AddDays(-3), Last: june.AddDays(40)}}
		}
	}
	best := planner.Propose(context.Background(), p, planner.Options{Steps: 3000})
	r, err := Explain(context.Background(), p, best.Plan, Options{})
	if err != nil || !r.Complete || len(r.Clashes) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := r.Clashes[0].Text; got != "Walsall cannot host on any day on which an expert by experience who may go there can come." {
		t.Error(got)
	}
	for _, m := range r.Clashes[0].Mends {
		if !plans(m.Fact.Without(p)) {
			t.Errorf("%q does not free it", m.Fact.Mend)
		}
	}
}

// Six experts too few are six, by the best plan, the clash's mend and the solver.
func TestExplain_SaysHowMany(t *testing.T) {
	p := made.Region(1, made.Usual(14, 104))
	for i := range p.People {
		if p.People[i].Role == planner.Expert {
			p.People[i].MaxVisits = 1
		}
	}
	best := planner.Propose(context.Background(), p, planner.Options{Steps: 50000})
	r, err := Explain(context.Background(), p, best.Plan, Options{Steps: 50000})
	if err != nil || !r.Complete || len(r.Shortfalls) != 1 || r.Shortfalls[0].Missing != 6 {
		t.Fatalf("%+v, %v", r.Shortfalls, err)
	}
	if got := r.Clashes[0].Mends[0].Fact; got.More != 6 || got.Mend != "6 more visits of experts by experience who are free and have no conflicts." {
		t.Errorf("%q", got.Mend)
	}
	if got := len(r.Clashes[0].Facts); got != 18 { // the need, nine visits, eight offers
		t.Errorf("%d facts", got)
	}
}

func TestExplain_StopsWithItsContext(t *testing.T) {
	p := impossible(0)
	best := planner.Propose(context.Background(), p, planner.Options{Steps: 1000})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r, err := Explain(ctx, p, best.Plan, Options{Engine: engine})
	if err != nil || r.Complete || len(r.Shortfalls) == 0 {
		t.Errorf("%+v, %v", r, err)
	}
}
