package offer

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/offer"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// NameForm is where the coordinator puts somebody on the list.
func (h *Handlers) NameForm(w http.ResponseWriter, r *page.Request) error {
	return h.nameForm(w, r, http.StatusOK, page.FormOf(map[string]string{"visits": "1"}), nil)
}

func (h *Handlers) nameForm(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	g, councils, err := h.Offers.ForImport(r.Context(), r.Actor, cycle)
	if err != nil {
		return err
	}
	m := nameView{Cycle: g.CycleName, Action: namePath(cycle)}
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
	}
	line := func(name, label, hint string, width int) ui.Input {
		return ui.Input{Name: name, Label: label, Hint: hint, Value: form.Line(name), Width: width, Autocomplete: "off", Error: ui.ErrorOn(m.Fields, name)}
	}
	m.Name, m.Email = line("name", "Name", "", 30), line("email", "E-mail address", "", 30)
	m.Role = ui.Choice{Name: "role", Label: "Asked as", Value: form.Line("role"), Error: ui.ErrorOn(m.Fields, "role")}
	for _, x := range offer.Roles {
		m.Role.Options = append(m.Role.Options, ui.Option{Value: string(x.Role), Text: x.Words})
	}
	m.Council = ui.Choice{Name: "council", Label: "Council they belong to", Value: form.Line("council"), Empty: "None of the region", Error: ui.ErrorOn(m.Fields, "council")}
	for _, x := range councils {
		m.Council.Options = append(m.Council.Options, ui.Option{Value: x.ID.String(), Text: x.Name})
	}
	m.Outside = line("outside", "Or a council of another region", "Senior managers may come from elsewhere when nobody of the region is free.", 30)
	m.Visits, m.Days = line("visits", "Visits at most", "", 3), line("days", "Days at most, if there is a limit", "", 3)
	m.Skills = line("skills", "What they know well", "", 0)
	m.Experienced = ui.Choice{Name: "experienced", Label: "Experience", Values: form.All("experienced"), Options: []ui.Option{{Value: "yes", Text: "Has been on a peer challenge before"}}}
	c := h.chrome(r, "Put somebody on the list", cycle)
	c.HasErrors = p != nil
	return r.Render(w, status, namePage(c, m))
}

type nameView struct {
	Cycle, Action   string
	Fields          []problem.Field
	Message         string
	Name, Email     ui.Input
	Role, Council   ui.Choice
	Outside, Skills ui.Input
	Visits, Days    ui.Input
	Experienced     ui.Choice
}

// Name puts somebody on the list.
func (h *Handlers) Name(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	var f problem.Fields
	n := offer.Named{Offered: readOffered(&f, form, ""), Outside: form.Line("outside")}
	n.ID, n.Remove = uuid.Nil, false
	n.Council, _ = uuid.Parse(form.Line("council"))
	who, err := h.Offers.Name(r.Context(), r.Actor, cycle, n)
	if p, ok := page.Refused(err); ok {
		return h.nameForm(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	if n.Role == offer.Expert {
		return r.Redirect(w, offer.PersonPath(cycle, who), n.Name+" is on the list. Write down what they are promised: then they are asked by e-mail.")
	}
	return r.Redirect(w, listPath(cycle), n.Name+" is on the list and is asked by e-mail.")
}
