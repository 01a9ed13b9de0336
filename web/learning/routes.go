// Package learning is the pages of learning (E2, E3): one's own log, what the
// region shares, the regional themes, and the host's agreement to be named.
package learning

import (
	"peerchallenge/internal/learning"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for learning.
type Handlers struct{ Learning *learning.Service }

// Routes are these pages, for the route table.
func Routes(h *Handlers) []page.Route {
	own := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/learning" + path, Gate: page.SignedIn, Verb: verb, Handle: handle}
	}
	on := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}/learning" + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	return []page.Route{
		own("GET", "", learning.Note.Name, h.Log),
		own("POST", "", learning.Note.Name, h.Note),
		own("GET", "/shared", "", h.Shared),
		own("GET", "/themes", "", h.Themes),
		own("GET", "/{idea}", learning.Note.Name, h.Idea),
		own("POST", "/{idea}", learning.Note.Name, h.Change),
		own("GET", "/{idea}/share", learning.Share.Name, h.AskShare),
		own("POST", "/{idea}/share", learning.Share.Name, h.Share),
		own("POST", "/{idea}/withdraw", learning.Share.Name, h.Withdraw),
		own("POST", "/{idea}/remove", learning.Note.Name, h.Remove),
		on("GET", "", "", h.Agreement),
		on("POST", "/agree", learning.Agree.Name, h.Agree),
		on("POST", "/take-back", learning.Agree.Name, h.TakeBack),
	}
}

const (
	logPath    = "/learning"
	sharedPath = "/learning/shared"
	themesPath = "/learning/themes"
)

func ideaPath(idea string) string { return logPath + "/" + idea }

var backToLog = ui.Link{Text: "Your learning log", Href: logPath}
