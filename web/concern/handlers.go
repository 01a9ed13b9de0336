package concern

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/concern"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answers for the pages of serious concerns.
type Handlers struct {
	Concerns *concern.Service
}

// Routes are the pages of serious concerns, for the route table.
func Routes(h *Handlers) []page.Route {
	const of = "/challenges/{challenge}/concern"
	return []page.Route{
		{Method: "GET", Pattern: of, Gate: page.OnChallenge, Verb: concern.Raise.Name, Handle: h.Show},
		{Method: "POST", Pattern: of, Gate: page.OnChallenge, Verb: concern.Raise.Name, Handle: h.Raise},
		{Method: "GET", Pattern: of + "/contacts", Gate: page.OnChallenge, Verb: concern.Contacts.Name, Handle: h.Contacts},
		{Method: "POST", Pattern: of + "/contacts", Gate: page.OnChallenge, Verb: concern.Contacts.Name, Handle: h.SaveContacts},
		{Method: "GET", Pattern: "/concern/acknowledge/{token}", Gate: page.Everyone, Handle: h.Link},
		{Method: "POST", Pattern: "/concern/acknowledge/{token}", Gate: page.Everyone, Handle: h.Acknowledge},
	}
}

func pathOf(ch uuid.UUID) string { return ui.ChallengeConcernPath(ch.String()) }

// Show is the page on which a concern is raised.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.show(w, r, id, nil)
}

func (h *Handlers) show(w http.ResponseWriter, r *page.Request, id uuid.UUID, p *problem.Problem) error {
	v, err := h.Concerns.Page(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	c, status := r.ChallengeChrome("Raise a serious concern", v.Head, ui.Link{}), http.StatusOK
	if p != nil {
		c.HasErrors, status = true, page.StatusOf(p.Kind)
	}
	return r.Render(w, status, showPage(c, v, toShow(v, p)))
}

// Raise records that a concern is raised, and to whom.
func (h *Handlers) Raise(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	about := form.Line("about")
	if about != "leaders" && about != "other" {
		var f problem.Fields
		f.Add("about", "Say whether it is about leaders of the council. It decides who is told")
		p, _ := page.Refused(f.Err())
		return h.show(w, r, id, p)
	}
	if err := h.Concerns.Raise(r.Context(), r.Actor, id, about == "leaders"); err != nil {
		return err
	}
	return r.Redirect(w, pathOf(id), "It is recorded that you raised a serious concern. Now ring the contact below and tell them what it is about.")
}

// Contacts is the form of the host's contacts.
func (h *Handlers) Contacts(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.contacts(w, r, id, nil, nil)
}

func (h *Handlers) contacts(w http.ResponseWriter, r *page.Request, id uuid.UUID, typed map[string]concern.Contact, p *problem.Problem) error {
	v, err := h.Concerns.Page(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if !v.CanEnter {
		return problem.Missing()
	}
	if typed == nil {
		typed = v.Contacts
	}
	c, status := r.ChallengeChrome("Contacts for serious concerns", v.Head, ui.Link{Text: "Raise a serious concern", Href: pathOf(id)}), http.StatusOK
	m := contactsView{Action: pathOf(id) + "/contacts"}
	if p != nil {
		m.Errors, m.Message, c.HasErrors, status = p.Fields, p.Message, true, page.StatusOf(p.Kind)
	}
	m.First, m.Second = inputs(typed[concern.Safeguarding], concern.Safeguarding, m.Errors), inputs(typed[concern.Leaders], concern.Leaders, m.Errors)
	return r.Render(w, status, contactsPage(c, v, m))
}

// SaveContacts saves the host's contacts.
func (h *Handlers) SaveContacts(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	typed := map[string]concern.Contact{}
	for _, kind := range []string{concern.Safeguarding, concern.Leaders} {
		typed[kind] = concern.Contact{Kind: kind, Name: form.Line(kind + "-name"), Post: form.Line(kind + "-post"), Phone: form.Line(kind + "-phone"), Email: form.Line(kind + "-email")}
	}
	err = h.Concerns.SaveContacts(r.Context(), r.Actor, id, typed[concern.Safeguarding], typed[concern.Leaders])
	if p, ok := page.Refused(err); ok {
		return h.contacts(w, r, id, typed, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(id), "Contacts saved. Everybody on this challenge sees them here.")
}

// Link is what a contact sees who follows the link in their mail.
func (h *Handlers) Link(w http.ResponseWriter, r *page.Request) error {
	v, err := h.Concerns.ByLink(r.Context(), r.Param("token"))
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, linkPage(r.Chrome("A serious concern was raised", ""), v, concern.AcknowledgePath(r.Param("token"))))
}

// Acknowledge records that the contact knows of it.
func (h *Handlers) Acknowledge(w http.ResponseWriter, r *page.Request) error {
	if _, err := r.ReadForm(w); err != nil {
		return err
	}
	if err := h.Concerns.Acknowledge(r.Context(), r.Param("token")); err != nil {
		return err
	}
	return r.Redirect(w, concern.AcknowledgePath(r.Param("token")), "")
}
