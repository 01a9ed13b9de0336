package offer

import (
	"fmt"
	"net/http"

	"peerchallenge/internal/offer"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// list is a list of people: at most 1 MB.
var list = page.List{Most: 1 << 20, Split: "Split it into smaller files"}

// Choose is the page with the file field.
func (h *Handlers) Choose(w http.ResponseWriter, r *page.Request) error {
	return h.choose(w, r, http.StatusOK, nil)
}

func (h *Handlers) choose(w http.ResponseWriter, r *page.Request, status int, p *problem.Problem) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	g, _, err := h.Offers.ForImport(r.Context(), r.Actor, cycle)
	if err != nil {
		return err
	}
	m := chooseView{Cycle: g.CycleName, Action: importPath(cycle)}
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
	}
	c := h.chrome(r, "Import people offered", cycle)
	c.HasErrors = p != nil
	return r.Render(w, status, choosePage(c, m))
}

type chooseView struct {
	Cycle, Action string
	Fields        []problem.Field
	Message       string
}

// Preview reads the chosen file and says line by line what would happen.
func (h *Handlers) Preview(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	_, file, err := list.Chosen(w, r)
	var plan offer.Plan
	if err == nil {
		plan, err = h.Offers.Preview(r.Context(), r.Actor, cycle, file)
	}
	if p, ok := page.Refused(err); ok {
		return h.choose(w, r, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return h.showPlan(w, r, http.StatusOK, file, plan, nil)
}

func (h *Handlers) showPlan(w http.ResponseWriter, r *page.Request, status int, file []byte, plan offer.Plan, p *problem.Problem) error {
	m := toPlan(plan)
	m.File = list.Carry(file)
	if p != nil {
		m.Message = p.Message
	}
	c := h.chrome(r, "Check what will be imported", plan.Gathering.CycleID)
	c.HasErrors = p != nil
	return r.Render(w, status, planPage(c, m))
}

// Import does what the preview said. The file travels with the form, and is read
// and judged again.
func (h *Handlers) Import(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	form, file, err := list.Carried(w, r)
	if err != nil {
		return err
	}
	done, err := h.Offers.Import(r.Context(), r.Actor, cycle, file, form.Line("digest"))
	p, refused := page.Refused(err)
	switch {
	case refused && p.Kind == problem.Conflict:
		plan, err := h.Offers.Preview(r.Context(), r.Actor, cycle, file)
		if err != nil {
			return err
		}
		return h.showPlan(w, r, page.StatusOf(p.Kind), file, plan, p)
	case refused:
		return h.choose(w, r, page.StatusOf(p.Kind), p)
	case err != nil:
		return err
	}
	return r.Redirect(w, listPath(cycle), fmt.Sprintf("%s put on the list, %s changed.", page.Counted(done.Count(offer.Adds)+done.Count(offer.Lists), "person was", "people were"), page.Counted(done.Count(offer.Changes), "was", "were")))
}

type planView struct {
	Cycle, Again, Action, File, Digest, Button, Message string
	Summary, Notes                                      []string
	ToMend                                              []mend
	Rows                                                [][]ui.Cell
}

type mend struct {
	Line     string
	Problems []string
}

func toPlan(p offer.Plan) planView {
	m := planView{Cycle: p.Gathering.CycleName, Again: importPath(p.Gathering.CycleID), Digest: p.Digest, Notes: p.Notes}
	m.Action = m.Again + "/confirm"
	for _, x := range []struct {
		outcome   offer.Outcome
		one, many string
	}{{offer.Adds, "person would be added and put on the list", "people would be added and put on the list"}, {offer.Lists, "person known here would be put on the list", "people known here would be put on the list"},
		{offer.Changes, "person on the list would be changed", "people on the list would be changed"}, {offer.Same, "stays as before", "stay as before"}, {offer.Cannot, "line cannot be imported yet", "lines cannot be imported yet"}} {
		if n := p.Count(x.outcome); n > 0 {
			m.Summary = append(m.Summary, page.Counted(n, x.one, x.many))
		}
	}
	if len(p.Ignored) > 0 {
		m.Notes = append(m.Notes, "Columns that were left out: "+page.Names(p.Ignored)+".")
	}
	for _, r := range p.Rows {
		line := fmt.Sprintf("Line %d", r.Line)
		if len(r.Problems) > 0 {
			m.ToMend = append(m.ToMend, mend{line + ", " + or(r.Name, "no name"), r.Problems})
		}
		does := r.Does
		for _, n := range r.Notes {
			does += " " + n
		}
		who := or(r.Name, "No name")
		if r.Council != "" {
			who += ", " + r.Council
		}
		m.Rows = append(m.Rows, ui.Cells(line, who, or(r.Role.Words(), "–"), does))
	}
	if n := p.Count(offer.Adds) + p.Count(offer.Lists) + p.Count(offer.Changes); n > 0 {
		m.Button = "Import " + page.Counted(n, "person", "people")
	}
	return m
}
