// Package host is the page on which the director of a host council says who of
// the council takes part.
package host

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/host"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for the people of the host.
type Handlers struct{ Hosts *host.Service }

// Routes are these pages, for the route table.
func Routes(h *Handlers) []page.Route {
	route := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}/host-people" + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	return []page.Route{
		route("GET", "", "", h.Show),
		route("GET", "/name", host.Name.Name, h.Form),
		route("POST", "/name", host.Name.Name, h.Name),
		route("GET", "/acting", host.NameActing.Name, h.ActingForm),
		route("POST", "/acting", host.NameActing.Name, h.NameActing),
		route("GET", "/{person}/end-acting", host.EndActing.Name, h.EndActingForm),
		route("POST", "/{person}/end-acting", host.EndActing.Name, h.EndActing),
		route("POST", "/{person}/let-in", host.LetIn.Name, h.LetIn),
		route("POST", "/{person}/take-back", host.TakeBack.Name, h.TakeBack),
		route("GET", "/{person}/end/{role}", host.End.Name, h.EndForm),
		route("POST", "/{person}/end/{role}", host.End.Name, h.End),
	}
}

func peoplePath(challenge uuid.UUID) string {
	return ui.ChallengePart(challenge.String(), "host-people")
}

func (h *Handlers) read(r *page.Request) (host.Page, error) {
	id, err := r.ID("challenge")
	if err != nil {
		return host.Page{}, err
	}
	return h.Hosts.PeoplePage(r.Context(), r.Actor, id)
}

// Show is who of the host takes part.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	v, err := h.read(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, showPage(r.ChallengeChrome("People of the host", v.Head, ui.Link{}), toShow(v)))
}

// form is the form that names somebody.
type form struct {
	Action  string
	Fields  []problem.Field
	Message string
	Role    ui.Choice
	Name    ui.Input
	Email   ui.Input
	Title   ui.Input
}

// Form names somebody.
func (h *Handlers) Form(w http.ResponseWriter, r *page.Request) error {
	return h.form(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) form(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	v, err := h.read(r)
	if err != nil {
		return err
	}
	if !v.Head.Standing().Is(access.DASS) {
		return problem.Missing()
	}
	if !v.CanName && !v.CanRead && p == nil {
		return problem.New(problem.Closed, "People are named once dates and team are agreed.")
	}
	m := form{Action: peoplePath(v.Head.ID) + "/name"}
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
	}
	m.Role = ui.Choice{Name: "role", Label: "Which part do they have?", Value: f.Line("role"), Error: ui.ErrorOn(m.Fields, "role"), Options: roleOptions(v)}
	m.Name = ui.Input{Name: "name", Label: "Full name", Value: f.Line("name"), Error: ui.ErrorOn(m.Fields, "name"), Autocomplete: "off"}
	m.Email = ui.Input{Name: "email", Label: "E-mail address", Hint: "We send them an invitation.", Value: f.Line("email"), Error: ui.ErrorOn(m.Fields, "email"), Autocomplete: "off"}
	m.Title = ui.Input{Name: "title", Label: "Title or post", Hint: "Needed for a senior leader. For example, Chief executive, Lead member, Business support", Value: f.Line("title"), Error: ui.ErrorOn(m.Fields, "title")}
	c := r.ChallengeChrome("Name somebody", v.Head, ui.Link{Text: "People of the host", Href: peoplePath(v.Head.ID)})
	c.HasErrors = p != nil
	return r.Render(w, status, formPage(c, m))
}

func roleOptions(v host.Page) (out []ui.Option) {
	if v.CanName {
		out = append(out, ui.Option{Value: string(access.LinkOfficer), Text: "Link officer", Hint: "Invites contributors, gathers documents, builds the programme: all but submit, send and publish."},
			ui.Option{Value: string(access.SeniorLeader), Text: "Senior leader", Hint: "Hears the findings and may comment on facts in their own name. Sees your drafts only if you let them."})
	}
	if v.CanRead {
		out = append(out, ui.Option{Value: string(access.CouncilReader), Text: "Reader", Hint: "Reads the final report, your response and the plan."})
	}
	return out
}

// Name names them.
func (h *Handlers) Name(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Hosts.NamePerson(r.Context(), r.Actor, id, host.Naming{Role: access.Role(f.Line("role")), Name: f.Line("name"), Email: f.Line("email"), Title: f.Line("title")})
	if p, ok := page.Refused(err); ok {
		return h.form(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, peoplePath(id), f.Line("name")+" has a part now, and an e-mail about it.")
}

// LetIn lets a senior leader read drafts.
func (h *Handlers) LetIn(w http.ResponseWriter, r *page.Request) error {
	return h.change(w, r, h.Hosts.LetIntoDrafts, "They can read what you have not handed over yet, from now on.")
}

// TakeBack ends that.
func (h *Handlers) TakeBack(w http.ResponseWriter, r *page.Request) error {
	return h.change(w, r, h.Hosts.TakeDraftsBack, "They can no longer read your drafts.")
}
