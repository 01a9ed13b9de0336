package team

import (
	"net/http"
	"strings"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// outside is the form that asks a senior manager of another region (T3).
type outside struct {
	Action  string
	Host    string
	Fields  []problem.Field
	Message string
	Inputs  []ui.Input // name, post, council
	Email   ui.Input
	Because ui.Area
}

// because asks for a reason that everybody on the challenge can read.
func because(label, hint string, f page.Form, fields []problem.Field) ui.Area {
	return ui.Area{Name: "because", Label: label, Hint: hint, Value: f.Text("because"), Error: ui.ErrorOn(fields, "because"), Rows: 3, Max: 1000}
}

// OutsideForm is the form that asks a senior manager of another region.
func (h *Handlers) OutsideForm(w http.ResponseWriter, r *page.Request) error {
	return h.outsideForm(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) outsideForm(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Teams.FormPage(r.Context(), r.Actor, cid, team.Propose)
	if err != nil {
		return err
	}
	m := outside{Action: teamPath(cid) + "/ask/outside", Host: v.Head.HostCouncil}
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
	}
	input := func(name, label, hint, complete string) ui.Input {
		return ui.Input{Name: name, Label: label, Hint: hint, Value: f.Line(name), Error: ui.ErrorOn(m.Fields, name), Autocomplete: complete}
	}
	m.Inputs = []ui.Input{input("name", "Their name", "", "off"), input("post", "Their post", "For example, head of adult social work", "off"),
		input("council", "The council they work for", "A council of another region, by its name", "off")}
	m.Email = input("email", "Their e-mail address", "", "off")
	m.Because = because("Why nobody of the region can be asked", "Everybody on the challenge can read it. Do not write who has which link.", f, m.Fields)
	c := r.ChallengeChrome("Ask somebody from another region", v.Head, ui.Link{Text: "Ask somebody to join", Href: teamPath(cid) + "/ask"})
	c.HasErrors = p != nil
	return r.Render(w, status, outsidePage(c, m))
}

// Outside asks them.
func (h *Handlers) Outside(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Teams.ProposeOutside(r.Context(), r.Actor, cid, team.Outside{Name: f.Line("name"), Email: f.Line("email"), Post: f.Line("post"),
		Council: f.Line("council"), Because: strings.TrimSpace(f.Text("because"))})
	if p, ok := page.Refused(err); ok {
		return h.outsideForm(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, teamPath(cid), "Asked. They see this challenge and no other. They have an e-mail with a link, and five working days to answer.")
}
