package visit

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/id"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Sheet is a session's briefing to print.
func (h *Handlers) Sheet(w http.ResponseWriter, r *page.Request) error {
	ch, session, err := ids(r)
	if err != nil {
		return err
	}
	return h.sheet(w, r, ch, session, again{})
}

func (h *Handlers) sheet(w http.ResponseWriter, r *page.Request, ch, session uuid.UUID, a again) error {
	v, err := h.Visits.Sheet(r.Context(), r.Actor, ch, session)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), sheetPage(frame(r, "Briefing", v.Head, ui.Link{Text: v.Session.Heading(), Href: sessionPath(v.Head, session, "")}, a), v, a))
}

// Give marks the briefing as given.
func (h *Handlers) Give(w http.ResponseWriter, r *page.Request) error {
	ch, session, form, err := h.form(w, r)
	if err != nil {
		return err
	}
	err = h.Visits.GiveBriefing(r.Context(), r.Actor, ch, session)
	if p, ok := page.Refused(err); ok {
		return h.sheet(w, r, ch, session, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(ch, session, "/briefing"), "Marked as given. The team sees that everybody invited has the briefing.")
}

// apart keeps an open page out of search engines and shared caches, and its
// address out of what other sites learn.
func apart(w http.ResponseWriter) {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
}

func openChrome(r *page.Request, title string, a again) ui.Chrome {
	return ui.Chrome{Title: title, Public: true, Demo: r.Demo, HasErrors: a.problem != nil,
		Nav: []ui.NavItem{{Text: "Published reports", Href: ui.ReportsPath()}, {Text: "About peer challenge", Href: ui.AboutPath()}}}
}

func openPath(token string) string { return "/briefings/" + token }

// Open is the open page of a briefing: no sign-in, no script.
func (h *Handlers) Open(w http.ResponseWriter, r *page.Request) error {
	apart(w)
	return h.open(w, r, again{})
}

func (h *Handlers) open(w http.ResponseWriter, r *page.Request, a again) error {
	token := r.Param("token")
	b, err := h.Visits.OpenBriefing(r.Context(), token)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("told") == "yes" && a.problem == nil {
		return r.Render(w, http.StatusOK, toldPage(openChrome(r, "The team has your message", a), b, token))
	}
	return r.Render(w, a.status(), openPage(openChrome(r, "What this meeting is about", a), b, token, id.New().String(), a))
}

// Tell takes what somebody tells the team.
func (h *Handlers) Tell(w http.ResponseWriter, r *page.Request) error {
	apart(w)
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	sending, err := id.Parse(form.Line("sending"))
	if err != nil {
		sending = uuid.Nil
	}
	err = h.Visits.TellTeam(r.Context(), r.Param("token"), sending, form.Text("text"))
	if p, ok := page.Refused(err); ok {
		return h.open(w, r, again{form, p})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r.Request, openPath(r.Param("token"))+"?told=yes", http.StatusSeeOther)
	return nil
}

// Told is what people told the team.
func (h *Handlers) Told(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Visits.Told(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, tellingsPage(frame(r, "What people told the team", v.Head, ui.Link{Text: "Today", Href: part(v.Head, "today")}, again{}), v))
}
