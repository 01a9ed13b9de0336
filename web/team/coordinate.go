package team

import (
	"net/http"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// ask is the form that asks somebody to join.
type ask struct {
	Action  string
	Fields  []problem.Field
	Message string
	Role    ui.Choice
	Person  ui.Choice
	Because ui.Area
	Outside string // the page for somebody from another region
}

// AskForm is the form that asks somebody to join.
func (h *Handlers) AskForm(w http.ResponseWriter, r *page.Request) error {
	return h.askForm(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) askForm(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Teams.FormPage(r.Context(), r.Actor, cid, team.Propose)
	if err != nil {
		return err
	}
	m := ask{Action: teamPath(cid) + "/ask", Outside: teamPath(cid) + "/ask/outside"}
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
	}
	m.Role = ui.Choice{Name: "role", Label: "Which place?", Value: form.Line("role"), Error: ui.ErrorOn(m.Fields, "role")}
	for _, role := range team.Roles {
		m.Role.Options = append(m.Role.Options, ui.Option{Value: string(role), Text: role.Name()})
	}
	m.Person = ui.Choice{Name: "person", Label: "Who?", Hint: "People of the region who do not work for the host and are not on this team.", Empty: "Choose a person",
		Value: form.Line("person"), Error: ui.ErrorOn(m.Fields, "person")}
	for _, c := range v.Pool {
		m.Person.Options = append(m.Person.Options, ui.Option{Value: c.ID.String(), Text: c.Name + work(team.Member{Post: c.Post, Council: c.Council})})
	}
	m.Because = because("Why somebody of the same council, if the other senior manager or visiting principal social worker (PSW) is from there",
		"Leave this empty otherwise. Everybody on the challenge can read it.", form, m.Fields)
	c := r.ChallengeChrome("Ask somebody to join", v.Head, ui.Link{Text: "The team", Href: teamPath(cid)})
	c.HasErrors = p != nil
	return r.Render(w, status, askPage(c, m))
}

// Ask asks them.
func (h *Handlers) Ask(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	who, err := id.Parse(form.Line("person"))
	if err != nil {
		who = uuid.Nil // refused at the field
	}
	err = h.Teams.Ask(r.Context(), r.Actor, cid, team.Proposal{Person: who, Role: access.Role(form.Line("role")), Because: strings.TrimSpace(form.Text("because"))})
	if p, ok := page.Refused(err); ok {
		return h.askForm(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, teamPath(cid), "Asked. They have an e-mail with a link, and five working days to answer.")
}

// about is a page about one member: deciding about their link, or taking them off.
type about struct {
	Action   string
	Name     string
	Fields   []problem.Field
	Message  string
	Rows     []ui.SummaryRow
	Decision ui.Choice
}

func (h *Handlers) about(r *page.Request, verb access.Verb) (team.Page, team.Member, error) {
	cid, err := r.ID("challenge")
	if err != nil {
		return team.Page{}, team.Member{}, err
	}
	member, err := r.ID("member")
	if err != nil {
		return team.Page{}, team.Member{}, err
	}
	v, err := h.Teams.FormPage(r.Context(), r.Actor, cid, verb)
	if err != nil {
		return v, team.Member{}, err
	}
	m, ok := v.Candidate(member)
	if !ok {
		return v, m, problem.Missing()
	}
	return v, m, nil
}

// DecideForm shows what was declared.
func (h *Handlers) DecideForm(w http.ResponseWriter, r *page.Request) error {
	return h.decideForm(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) decideForm(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	v, m, err := h.about(r, team.Decide)
	if err != nil {
		return err
	}
	a := about{Action: memberPath(v.Head.ID, m.ID, "decide"), Name: m.Name, Rows: []ui.SummaryRow{{Key: "Asked as", Value: m.Role.Name() + work(m)}}}
	if p != nil {
		a.Fields, a.Message = p.Fields, p.Message
	}
	if m.MustWait() {
		a.Rows = append(a.Rows, ui.SummaryRow{Key: "Declared", Value: groundWords(m.Grounds)}, ui.SummaryRow{Key: "In their words", Value: m.Words})
	}
	a.Decision = ui.Choice{Name: "decision", Label: "May " + m.Name + " take part?", Value: form.Line("decision"), Error: ui.ErrorOn(a.Fields, "decision"), Options: []ui.Option{
		{Value: string(team.MayTakePart), Text: "They may take part", Hint: "The host’s director is told that a link was weighed, not what it is or whose."},
		{Value: string(team.MayNot), Text: "They may not take part", Hint: "The place is free again. The host is told nothing."}}}
	c := r.ChallengeChrome("Decide about a link", v.Head, ui.Link{Text: "The team", Href: teamPath(v.Head.ID)})
	c.HasErrors = p != nil
	return r.Render(w, status, decidePage(c, a))
}

func groundWords(keys []string) string {
	words := ""
	for _, g := range team.WeighedGrounds {
		for _, k := range keys {
			if k == g.Key {
				words += g.Words + ". "
			}
		}
	}
	return words
}

// Decide decides about the link.
func (h *Handlers) Decide(w http.ResponseWriter, r *page.Request) error {
	v, m, err := h.about(r, team.Decide)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Teams.DecideLink(r.Context(), r.Actor, v.Head.ID, m.ID, team.Decision(form.Line("decision")))
	if p, ok := page.Refused(err); ok {
		return h.decideForm(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, teamPath(v.Head.ID), "Decided. "+m.Name+" has an e-mail.")
}

// RemoveForm asks before somebody is taken off.
func (h *Handlers) RemoveForm(w http.ResponseWriter, r *page.Request) error {
	v, m, err := h.about(r, team.Remove)
	if err != nil {
		return err
	}
	a := about{Action: memberPath(v.Head.ID, m.ID, "remove"), Name: m.Name, Rows: []ui.SummaryRow{{Key: "Name", Value: m.Name}, {Key: "Place", Value: m.Role.Name() + work(m)}}}
	return r.Render(w, http.StatusOK, removePage(r.ChallengeChrome("Take off the team", v.Head, ui.Link{Text: "The team", Href: teamPath(v.Head.ID)}), a))
}

// Remove takes them off.
func (h *Handlers) Remove(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	member, err := r.ID("member")
	if err != nil {
		return err
	}
	if err := h.Teams.RemoveMember(r.Context(), r.Actor, cid, member); err != nil {
		return err
	}
	return r.Redirect(w, teamPath(cid), "Taken off the team. From now they can open nothing of this challenge.")
}
