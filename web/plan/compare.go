package plan

import (
	"fmt"
	"net/http"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/id"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// compared are two plans side by side, ready to print.
type compared struct {
	Caption string
	Panel   string
	Plans   []string // their names, as heads of columns
	Facts   [][]ui.Cell
	Rows    [][]ui.Cell // councils whose visit differs
	Same    []string    // names of the others
}

// Compare lays two plans side by side.
func (h *Handlers) Compare(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	one, err := id.Parse(r.URL.Query().Get("one"))
	if err != nil {
		return problem.Missing()
	}
	other, err := id.Parse(r.URL.Query().Get("other"))
	if err != nil {
		return problem.Missing()
	}
	a, b, apart, err := h.Plans.ComparePage(r.Context(), r.Actor, cycle, one, other)
	if err != nil {
		return err
	}
	m := compared{Caption: "Cycle " + a.Cycle.Name, Panel: fmt.Sprintf("%d of %d dates are at least %d days apart, and %d of %d places are taken by somebody else.",
		apart.Dates, apart.OfDates, a.Problem.Rules.OtherPlanDays, apart.Places, apart.OfPlaces)}
	m.Plans = []string{planName(a), planName(b)}
	m.facts(a, b)
	m.councils(a, b)
	c := r.Chrome("Two plans side by side", page.NavCalendar)
	c.Width, c.Back = ui.Wide, &ui.Link{Text: "Plans", Href: plansPath(cycle)}
	return r.Render(w, http.StatusOK, comparePage(c, m))
}

// councils are those whose visit differs, side by side, and the names of the others.
func (m *compared) councils(a, b plan.Page) {
	for _, c := range a.Problem.Councils {
		one, other := visitIn(a, c.ID), visitIn(b, c.ID)
		if len(planner.Changes(planner.Plan{Visits: []planner.Visit{one.Visit}}, planner.Plan{Visits: []planner.Visit{other.Visit}})) == 0 {
			m.Same = append(m.Same, c.Name)
			continue
		}
		m.Rows = append(m.Rows, []ui.Cell{{Text: c.Name}, {Body: visitCell(one)}, {Body: visitCell(other)}})
	}
}

func planName(p plan.Page) string { return fmt.Sprintf("Plan %d", p.Proposal.Number) }

func (m *compared) facts(a, b plan.Page) {
	row := func(name string, f func(plan.Page) ui.Cell) {
		m.Facts = append(m.Facts, []ui.Cell{{Text: name}, f(a), f(b)})
	}
	row("Open", func(p plan.Page) ui.Cell {
		return ui.Cell{Text: planName(p), Href: planPath(p.Cycle.ID, p.Proposal.ID)}
	})
	row("Rules broken", func(p plan.Page) ui.Cell { return number(p.Verdict.Cost.Hard) })
	row("Wishes met", func(p plan.Page) ui.Cell { return number(metBy(p)) })
	row("Wishes not met", func(p plan.Page) ui.Cell { return number(len(p.Wishes) - metBy(p)) })
	row("What is missed, by the region’s weights", func(p plan.Page) ui.Cell { return number(p.Verdict.Cost.Soft) })
	row("Councils that give more than they receive", func(p plan.Page) ui.Cell {
		n := 0
		for _, g := range p.Shares {
			if g.Beyond() > 0 {
				n++
			}
		}
		return number(n)
	})
}

func metBy(p plan.Page) (n int) {
	for _, w := range p.Wishes {
		if w.Met {
			n++
		}
	}
	return n
}

func visitIn(p plan.Page, council string) plan.Visit {
	for _, v := range p.Visits {
		if v.Council == council {
			return v
		}
	}
	return plan.Visit{}
}

func whenOf(v plan.Visit) string {
	if v.FirstDay.IsZero() {
		return "No date"
	}
	return civil.Range(v.FirstDay, v.Last)
}
