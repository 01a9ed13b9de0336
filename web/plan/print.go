package plan

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/id"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// printed is a cycle on one page.
type printed struct {
	Caption, Title string
	Pictures       []ui.Calendar
	Rows           [][]ui.Cell
}

// cycleOf reads the cycle that is printed or taken away: ?plan= or what was told.
func (h *Handlers) cycleOf(r *page.Request) (plan.Page, error) {
	cycle, err := r.ID("cycle")
	if err != nil {
		return plan.Page{}, err
	}
	proposal := uuid.Nil
	if q := r.URL.Query().Get("plan"); q != "" {
		if proposal, err = id.Parse(q); err != nil {
			return plan.Page{}, problem.Missing()
		}
	}
	return h.Plans.CyclePage(r.Context(), r.Actor, cycle, proposal)
}

// Print is the cycle on one page.
func (h *Handlers) Print(w http.ResponseWriter, r *page.Request) error {
	p, err := h.cycleOf(r)
	if err != nil {
		return err
	}
	m := printed{Caption: civil.Range(p.Cycle.FirstDay, p.Cycle.LastDay), Title: "Cycle " + p.Cycle.Name + ": " + whatIs(p), Pictures: pictures(p)}
	for _, v := range p.Visits {
		review := ""
		if !v.FirstDay.IsZero() {
			review = civil.Range(v.ReviewFrom, v.ReviewTo)
		}
		m.Rows = append(m.Rows, []ui.Cell{{Text: v.Name}, {Text: whenOf(v)}, {Text: review}, followUpCell(v), {Body: teamList(teamLines(v))}, {Text: v.StateWords()}})
	}
	c := r.Chrome(m.Title, page.NavCalendar)
	c.Width, c.Back = ui.Wide, &ui.Link{Text: "Plans", Href: plansPath(p.Cycle.ID)}
	return r.Render(w, http.StatusOK, printPage(c, m))
}

func whatIs(p plan.Page) string {
	if p.Proposal.ID == uuid.Nil {
		return "as people have been told"
	}
	return fmt.Sprintf("plan %d", p.Proposal.Number)
}

// Sheet is the cycle as a workbook.
func (h *Handlers) Sheet(w http.ResponseWriter, r *page.Request) error {
	p, err := h.cycleOf(r)
	if err != nil {
		return err
	}
	body, err := plan.Sheet(p)
	if err != nil {
		return err
	}
	name := "cycle.xlsx"
	if p.Proposal.Number > 0 {
		name = "plan-" + strconv.Itoa(p.Proposal.Number) + ".xlsx"
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = w.Write(body)
	return err
}
