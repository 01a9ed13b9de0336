package info

import (
	"net/http"

	"github.com/a-h/templ"

	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for the pages about the product. Contact is how those who run
// this installation can be reached, an address or a telephone number; empty when
// it is not set.
type Handlers struct{ Contact string }

// Routes are the pages about the product, for everybody.
func Routes(h *Handlers) []page.Route {
	get := func(path string, handle page.Handler) page.Route {
		return page.Route{Method: "GET", Pattern: path, Gate: page.Everyone, Handle: handle}
	}
	return []page.Route{
		get(ui.AboutPath(), plain("What a peer challenge is", aboutPage)),
		get(ui.HelpPath(), h.withContact("Help", page.NavHelp, helpPage)),
		get(ui.ConcernPath(), plain("Raise a serious concern", concernPage)),
		get(ui.PrivacyPath(), h.withContact("Privacy", "", privacyPage)),
		get(ui.CookiesPath(), plain("Cookies", cookiesPage)),
		get(ui.AccessibilityPath(), h.withContact("Accessibility statement", "", accessibilityPage)),
		get(ui.WordsPath(), h.Words),
		get(ui.DataPath(), h.Data),
	}
}

// plain makes a handler of a page that needs nothing but its frame.
func plain(title string, body func(ui.Chrome) templ.Component) page.Handler {
	return func(w http.ResponseWriter, r *page.Request) error {
		return r.Render(w, http.StatusOK, body(r.Chrome(title, "")))
	}
}

func (h *Handlers) withContact(title, section string, body func(ui.Chrome, string) templ.Component) page.Handler {
	return func(w http.ResponseWriter, r *page.Request) error {
		return r.Render(w, http.StatusOK, body(r.Chrome(title, section), h.Contact))
	}
}
