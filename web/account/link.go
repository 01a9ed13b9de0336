package account

import (
	"net/http"

	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
)

// checkCode asks for something to be typed before it counts as a guess.
func checkCode(code string) error {
	var f problem.Fields
	f.Check(code != "", "code", "Enter the code from the e-mail")
	return f.Err()
}

// Link shows one button. Looking does not use the link up.
func (h *Handlers) Link(w http.ResponseWriter, r *page.Request) error {
	secret := r.Param("token")
	if err := h.People.CheckLink(r.Context(), person.ToSignIn, secret); err != nil {
		return h.dead(w, r, err)
	}
	v := h.view(w, r, "Sign in")
	v.Action = linkPath(secret)
	return r.Render(w, v.Status, linkPage(v))
}

// ByLink uses the link up and signs its person in.
func (h *Handlers) ByLink(w http.ResponseWriter, r *page.Request) error {
	who, err := h.People.SignInByLink(r.Context(), r.Param("token"))
	if err != nil {
		return h.dead(w, r, err)
	}
	return h.enter(w, r, who, "")
}

// dead is the page for a link that no longer works, whatever it was for: what
// to do instead. Other errors pass through.
func (h *Handlers) dead(w http.ResponseWriter, r *page.Request, err error) error {
	if !problem.Is(err, problem.Closed) {
		return err
	}
	v := h.view(w, r, "This link no longer works")
	return r.Render(w, page.StatusOf(problem.Closed), deadPage(v))
}
