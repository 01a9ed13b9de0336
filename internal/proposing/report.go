package proposing

import (
	"fmt"
	"slices"
	"strings"

	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/clash"
)

// Report says why nothing fits, in sentences.
type Report struct {
	Short    []string
	Clashes  []Clashing
	Least    int  // every plan breaks at least so many rules; 0 when that is not proven
	Complete bool // with the first way out of each, a plan was found
}

// Clashing is a set of facts none of which can be left out.
type Clashing struct {
	Text  string
	Facts []string
	Ways  []Way
}

// Way is something that would free it.
type Way struct {
	Text  string
	Frees bool // with this alone the cycle can be planned
}

// toCome is the problem without what has been: its hosts, its pins, and whoever has
// nothing left to give.
func toCome(p planner.Problem) planner.Problem {
	been := map[string]bool{}
	for _, pin := range p.Pins {
		if len(pin.Places) > 0 && planfacts.IsStand(pin.Places[0].Person) {
			been[pin.Council] = true
		}
	}
	p.Councils = slices.DeleteFunc(slices.Clone(p.Councils), func(c planner.Council) bool { return been[c.ID] })
	p.Pins = slices.DeleteFunc(slices.Clone(p.Pins), func(x planner.Pin) bool { return been[x.Council] })
	p.People = slices.DeleteFunc(slices.Clone(p.People), func(q planner.Person) bool { return q.MaxVisits <= 0 || planfacts.IsStand(q.ID) })
	return p
}

func reportOf(p planner.Problem, r clash.Report) Report {
	out := Report{Least: r.Least, Complete: r.Complete}
	for _, s := range r.Shortfalls {
		out.Short = append(out.Short, s.Text)
	}
	for _, c := range r.Clashes {
		out.Clashes = append(out.Clashes, Clashing{Text: c.Text, Facts: factTexts(p, c.Facts), Ways: ways(p, c.Mends)})
	}
	return out
}

// factTexts says facts one by one, but hosts and offers each in one sentence where
// there are several.
func factTexts(p planner.Problem, facts []clash.Fact) []string {
	var out, hosts, offers []string
	sum := 0
	for _, f := range facts {
		switch f.Kind {
		case clash.Visit:
			hosts = append(hosts, p.CouncilName(f.Council))
		case clash.Offer:
			n := visitsOf(p, f.Person)
			sum += n
			offers = append(offers, fmt.Sprintf("%s %d", p.PersonName(f.Person), n))
		default:
			out = append(out, f.Text)
		}
	}
	if len(offers) > 0 {
		out = append(out, fmt.Sprintf("They can still give %s: %s.", count(sum, "visit", "visits"), strings.Join(offers, ", ")))
	}
	if len(hosts) > 0 {
		out = append(out, fmt.Sprintf("%s still to be visited: %s.", count(len(hosts), "council is", "councils are"), strings.Join(hosts, ", ")))
	}
	return out
}

func visitsOf(p planner.Problem, person string) int {
	for _, q := range p.People {
		if q.ID == person {
			return q.MaxVisits
		}
	}
	return 0
}

// ways says ways out one by one, but people who could serve more often in one
// sentence for those with whom there is a plan, and one for the others.
func ways(p planner.Problem, mends []clash.Mend) []Way {
	var out []Way
	more := map[bool][]string{}
	for _, m := range mends {
		if m.Fact.Kind == clash.Offer {
			more[m.Frees] = append(more[m.Frees], p.PersonName(m.Fact.Person))
			continue
		}
		out = append(out, Way{m.Fact.Mend, m.Frees})
	}
	for _, frees := range []bool{true, false} {
		switch names := more[frees]; len(names) {
		case 0:
		case 1:
			out = append(out, Way{names[0] + " serves more often.", frees})
		default:
			out = append(out, Way{"One of these serves more often: " + strings.Join(names, ", ") + ".", frees})
		}
	}
	return out
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
