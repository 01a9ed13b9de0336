package account

import (
	"net/http"

	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// The two ways of signing in, as the form sends them.
const (
	byEmail    = "email"
	byPassword = "password"
)

// SignIn shows the first page: one address, two ways.
func (h *Handlers) SignIn(w http.ResponseWriter, r *page.Request) error {
	back := safePath(r.URL.Query().Get("back"))
	if r.Who != nil && h.Demonstration == nil {
		return r.Redirect(w, back, "")
	}
	v := h.view(w, r, "Sign in")
	v.Way, v.Back = byEmail, back
	return r.Render(w, v.Status, signInPage(v, h.Demonstration))
}

// Choose takes the address and the way: it sends the e-mail, or asks for the
// password. What follows is the same for known and unknown addresses (V6).
func (h *Handlers) Choose(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	email, way, back := form.Line("email"), form.Line("way"), safePath(form.Line("back"))
	if err := checkEmail(email); err != nil {
		v, _ := h.view(w, r, "Sign in").with(err)
		v.Email, v.Way, v.Back = email, way, back
		return r.Render(w, v.Status, signInPage(v, h.Demonstration))
	}
	r.Sessions.Put(r.Context(), emailKey, email)
	if form.Has("back") { // "Send another e-mail" leaves the page they wanted as it is
		r.Sessions.Put(r.Context(), backKey, back)
	}
	if way == byPassword {
		return r.Redirect(w, passwordPath, "")
	}
	if err := h.People.SendLink(r.Context(), email); err != nil {
		return err
	}
	return r.Redirect(w, sentPath, "")
}

// Password asks for the password.
func (h *Handlers) Password(w http.ResponseWriter, r *page.Request) error {
	v := h.view(w, r, "Use your password")
	return r.Render(w, v.Status, passwordPage(v))
}

// ByPassword signs somebody in with a password.
func (h *Handlers) ByPassword(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	email := form.Line("email")
	err = checkEmail(email)
	if err == nil {
		who, wrong := h.People.SignIn(r.Context(), email, form.Text("password"))
		if wrong == nil {
			return h.enter(w, r, who, "")
		}
		err = wrong
	}
	v, ok := h.view(w, r, "Use your password").with(err)
	if !ok {
		return err
	}
	v.Email = email
	return r.Render(w, v.Status, passwordPage(v))
}

// Sent says that an e-mail is on its way, if we know the address, and takes the
// code. Without an address there is nothing to say: back to the first page.
func (h *Handlers) Sent(w http.ResponseWriter, r *page.Request) error {
	if remembered(r) == "" {
		return r.Redirect(w, ui.SignInPath(), "")
	}
	v := h.view(w, r, "Check your e-mail")
	return r.Render(w, v.Status, sentPage(v))
}

// ByCode signs somebody in with the code from the e-mail.
func (h *Handlers) ByCode(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	if remembered(r) == "" { // cookies are off, or it was long ago
		return r.Redirect(w, ui.SignInPath(), "Please ask for another e-mail.")
	}
	err = checkCode(form.Line("code"))
	if err == nil {
		who, wrong := h.People.SignInByCode(r.Context(), remembered(r), form.Line("code"))
		if wrong == nil {
			return h.enter(w, r, who, "")
		}
		err = wrong
	}
	v, ok := h.view(w, r, "Check your e-mail").with(err)
	if !ok {
		return err
	}
	return r.Render(w, v.Status, sentPage(v))
}
