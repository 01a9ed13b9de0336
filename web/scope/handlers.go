// Package scope is the page of what a challenge looks at: its scope and key lines
// of enquiry, who agreed, and the comments; and the form of the host's director.
package scope

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/scope"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for the scope.
type Handlers struct{ Scopes *scope.Service }

// Routes are the pages of the scope, for the route table.
func Routes(h *Handlers) []page.Route {
	route := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}/scope" + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	return []page.Route{
		route("GET", "", "", h.Show),
		route("GET", "/propose", scope.Propose.Name, h.ProposeForm),
		route("POST", "/propose", scope.Propose.Name, h.Propose),
		route("POST", "/agree", scope.Agree.Name, h.Agree),
		route("POST", "/comments", scope.Comment.Name, h.Comment),
	}
}

func scopePath(id uuid.UUID) string { return ui.ChallengePart(id.String(), "scope") }

// Show is the scope, for everybody on the challenge.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	return h.show(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) show(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Scopes.Page(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("Scope and key lines of enquiry", v.Head, ui.Link{})
	c.HasErrors = p != nil
	return r.Render(w, status, showPage(c, toShow(v, f, p)))
}

// ProposeForm is where the director writes it.
func (h *Handlers) ProposeForm(w http.ResponseWriter, r *page.Request) error {
	return h.form(w, r, http.StatusOK, nil, nil)
}

func (h *Handlers) form(w http.ResponseWriter, r *page.Request, status int, typed *scope.Proposal, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Scopes.FormPage(r.Context(), r.Actor, id, scope.Propose)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("Propose the scope", v.Head, ui.Link{Text: "Scope", Href: scopePath(id)})
	c.HasErrors = p != nil
	return r.Render(w, status, proposePage(c, toForm(v, typed, p)))
}

// Propose makes a new version.
func (h *Handlers) Propose(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	typed := read(f)
	err = h.Scopes.Propose(r.Context(), r.Actor, id, typed)
	if p, ok := page.Refused(err); ok {
		return h.form(w, r, page.StatusOf(p.Kind), &typed, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, scopePath(id), "Proposed. Everybody on the challenge can read it, and the lead is asked to agree.")
}

// read takes a proposal from the form; empty questions are left out.
func read(f page.Form) scope.Proposal {
	p := scope.Proposal{What: strings.TrimSpace(f.Text("what")), Focus: strings.TrimSpace(f.Text("focus"))}
	p.Base = f.Version("version")
	for i := 1; i <= scope.MostQuestions; i++ {
		if q := f.Line("question-" + strconv.Itoa(i)); q != "" {
			p.Questions = append(p.Questions, q)
		}
	}
	return p
}

// Agree records the lead's agreement to the version they read.
func (h *Handlers) Agree(w http.ResponseWriter, r *page.Request) error {
	return h.post(w, r, func(id uuid.UUID, f page.Form) error {
		version := f.Version("version")
		return h.Scopes.Agree(r.Context(), r.Actor, id, version)
	}, "Agreed. The director and the coordinator have been told.")
}

// Comment adds a comment.
func (h *Handlers) Comment(w http.ResponseWriter, r *page.Request) error {
	return h.post(w, r, func(id uuid.UUID, f page.Form) error {
		return h.Scopes.Comment(r.Context(), r.Actor, id, strings.TrimSpace(f.Text("words")))
	}, "Comment added. Everybody on the challenge can read it.")
}

func (h *Handlers) post(w http.ResponseWriter, r *page.Request, act func(uuid.UUID, page.Form) error, done string) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = act(id, f)
	if p, ok := page.Refused(err); ok {
		return h.show(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, scopePath(id), done)
}
