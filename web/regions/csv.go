package regions

import (
	"errors"
	"net/http"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/regionsetup"
	"peerchallenge/web/page"
)

// list is a list of councils: 400 of them are far less.
var list = page.List{Most: 200 << 10}

// Choose is the page with name and file of a new region.
func (h *Handlers) Choose(w http.ResponseWriter, r *page.Request) error {
	if _, err := h.Setup.List(r.Context(), r.Actor); err != nil {
		return err // not there for anybody but the operator
	}
	return h.choose(w, r, http.StatusOK, "", nil)
}

func (h *Handlers) choose(w http.ResponseWriter, r *page.Request, status int, name string, p *problem.Problem) error {
	v := chooseView{Name: name, Fields: page.FieldsOf(p), Message: page.MessageOf(p)}
	return r.Render(w, status, choosePage(chrome(r, "Set up another region", p, backToNew), v))
}

// Preview says council by council what was understood.
func (h *Handlers) Preview(w http.ResponseWriter, r *page.Request) error {
	form, file, err := list.Chosen(w, r)
	name := form.Line("name")
	var plan regionsetup.CSVPlan
	if err == nil {
		plan, err = h.Setup.PreviewCSV(r.Context(), r.Actor, name, file)
	}
	var p *problem.Problem
	if errors.As(err, &p) && (p.Kind == problem.Invalid || p.Kind == problem.TooLarge) {
		return h.choose(w, r, page.StatusOf(p.Kind), name, p)
	}
	if err != nil {
		return err
	}
	v := toPlan(plan)
	v.File = list.Carry(file)
	return r.Render(w, http.StatusOK, planPage(chrome(r, "Check the councils", nil, backToNew), v))
}

// CreateFromCSV does what the preview said; the file is read and judged again.
func (h *Handlers) CreateFromCSV(w http.ResponseWriter, r *page.Request) error {
	form, file, err := list.Carried(w, r)
	if err != nil {
		return err
	}
	region, err := h.Setup.CreateFromCSV(r.Context(), r.Actor, form.Line("name"), file)
	if p, ok := page.Refused(err); ok {
		return h.choose(w, r, page.StatusOf(p.Kind), form.Line("name"), p)
	}
	if err != nil {
		return err
	}
	return created(w, r, region)
}
