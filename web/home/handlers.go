// Package home is the first page after signing in: what do I need to do, by
// when, on which challenge, and who is waiting for whom (section 5).
package home

import (
	"net/http"

	"peerchallenge/internal/progress"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answers for the first page.
type Handlers struct{ Progress *progress.Service }

// Routes are the addresses of this feature.
func Routes(h *Handlers) []page.Route {
	return []page.Route{{Method: "GET", Pattern: "/", Gate: page.Everyone, Handle: h.Home}}
}

// Home shows the tasks of whoever is signed in, and to others what the product is.
func (h *Handlers) Home(w http.ResponseWriter, r *page.Request) error {
	if r.Who == nil {
		http.Redirect(w, r.Request, ui.SignInPath(), http.StatusSeeOther)
		return nil
	}
	v, err := h.Progress.Home(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, homePage(r.Chrome("What you need to do", page.NavHome), toView(v, r)))
}
