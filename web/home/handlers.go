// Package home is the first page after signing in: what do I need to do, by
// when, on which challenge, and who is waiting for whom (section 5).
package home

import (
	"net/http"

	"peerchallenge/internal/progress"
	"peerchallenge/internal/reminder"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answers for the first page.
type Handlers struct {
	Progress  *progress.Service
	Reminders *reminder.Service
}

// Routes are the addresses of this feature.
func Routes(h *Handlers) []page.Route {
	return []page.Route{
		{Method: "GET", Pattern: "/", Gate: page.Everyone, Handle: h.Home},
		{Method: "GET", Pattern: "/account/reminders", Gate: page.SignedIn, Handle: h.ShowReminders},
	}
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

// ShowReminders shows which e-mails come, and when.
func (h *Handlers) ShowReminders(w http.ResponseWriter, r *page.Request) error {
	p, err := h.Reminders.Page(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	c := r.Chrome("Reminders by e-mail", "")
	c.Back = &ui.Link{Text: "Your account", Href: "/account"}
	return r.Render(w, http.StatusOK, remindersPage(c, toReminders(p)))
}
