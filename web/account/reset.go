package account

import (
	"net/http"

	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
)

// AskReset asks for the address to send the link to.
func (h *Handlers) AskReset(w http.ResponseWriter, r *page.Request) error {
	v := h.view(w, r, "Choose a new password")
	return r.Render(w, v.Status, askResetPage(v))
}

// SendReset sends the link, if we know the address; the answer is the same (V6).
func (h *Handlers) SendReset(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	email := form.Line("email")
	if err := checkEmail(email); err != nil {
		v, _ := h.view(w, r, "Choose a new password").with(err)
		v.Email = email
		return r.Render(w, v.Status, askResetPage(v))
	}
	if err := h.People.SendReset(r.Context(), email); err != nil {
		return err
	}
	r.Sessions.Put(r.Context(), emailKey, email)
	return r.Redirect(w, resetSentPath, "")
}

// ResetSent says that an e-mail is on its way, if we know the address.
func (h *Handlers) ResetSent(w http.ResponseWriter, r *page.Request) error {
	if remembered(r) == "" {
		return r.Redirect(w, resetPath, "")
	}
	v := h.view(w, r, "Check your e-mail")
	return r.Render(w, v.Status, resetSentPage(v))
}

// NewPassword shows the field for the new password. Looking does not use the
// link up.
func (h *Handlers) NewPassword(w http.ResponseWriter, r *page.Request) error {
	secret := r.Param("token")
	if err := h.People.CheckLink(r.Context(), person.ToReset, secret); err != nil {
		return h.dead(w, r, err)
	}
	v := h.view(w, r, "Choose a new password")
	v.Action = resetLinkPath(secret)
	return r.Render(w, v.Status, newPasswordPage(v))
}

// Reset sets the new password, ends all other sessions and signs in.
func (h *Handlers) Reset(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	secret := r.Param("token")
	who, err := h.People.Reset(r.Context(), secret, form.Text("password"))
	if err == nil {
		return h.enter(w, r, who, "Your new password is set. You have been signed out everywhere else.")
	}
	if v, ok := h.view(w, r, "Choose a new password").with(err); ok && problem.Is(err, problem.Invalid) {
		v.Action = resetLinkPath(secret)
		return r.Render(w, v.Status, newPasswordPage(v))
	}
	return h.dead(w, r, err)
}
