package account

import (
	"net/http"

	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
)

// Invitation welcomes somebody: who invited them and what for. Looking does not
// use the invitation up.
func (h *Handlers) Invitation(w http.ResponseWriter, r *page.Request) error {
	return h.showInvitation(w, r, nil)
}

// Accept uses the invitation up, sets a password when one was typed, and signs in.
func (h *Handlers) Accept(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	who, err := h.People.AcceptInvitation(r.Context(), r.Param("token"), form.Text("password"))
	switch {
	case err == nil:
		return h.enter(w, r, who, "Welcome. This page shows what you need to do, and by when.")
	case problem.Is(err, problem.Invalid):
		return h.showInvitation(w, r, err)
	}
	return h.dead(w, r, err)
}

func (h *Handlers) showInvitation(w http.ResponseWriter, r *page.Request, wrong error) error {
	secret := r.Param("token")
	welcome, err := h.People.Welcome(r.Context(), secret)
	if err != nil {
		return h.dead(w, r, err)
	}
	v := h.view(w, r, "Welcome to Peer Challenge")
	if wrong != nil {
		v, _ = v.with(wrong)
	}
	v.Welcome, v.Action, v.Email = welcome, invitationPath(secret), welcome.Email
	return r.Render(w, v.Status, invitationPage(v))
}
