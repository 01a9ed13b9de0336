// Package ending is the pages on which a coordinator postpones, withdraws or
// closes a challenge early, each with a page to check first, and on which a host's
// director asks to postpone and the coordinator answers.
package ending

import (
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/ending"
	"peerchallenge/web/page"
)

// Handlers answer for these pages.
type Handlers struct{ Endings *ending.Service }

// Routes are these pages, for the route table.
func Routes(h *Handlers) []page.Route {
	on := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}/" + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	var out []page.Route
	for _, w := range []way{postpone, withdraw, closeEarly} {
		out = append(out, on("GET", w.path, w.verb.Name, h.form(w)), on("POST", w.path, w.verb.Name, h.end(w)))
	}
	return append(out,
		on("GET", askPart, ending.AskToPostpone.Name, h.AskForm),
		on("POST", askPart, ending.AskToPostpone.Name, h.Ask),
		on("GET", keepPart, ending.KeepDates.Name, h.KeepForm),
		on("POST", keepPart, ending.KeepDates.Name, h.Keep),
	)
}

const (
	askPart  = "ask-to-postpone"
	keepPart = "keep-dates"
)

var (
	postpone = way{path: "postpone", key: challenge.Postponed, verb: ending.Postpone, title: "Postpone the challenge", done: "The challenge is postponed.",
		lead:  "The visit does not take place on its dates. Everything that people wrote stays as it is, and nobody can change it, until you set new dates. Then the challenge goes on where it was.",
		after: "Nothing can be changed in the challenge until you set new dates. Then it goes on at the stage where it was."}
	withdraw = way{path: "withdraw", key: challenge.Withdrawn, verb: ending.Withdraw, title: "Withdraw the challenge", done: "The challenge is withdrawn.",
		lead:  "The challenge does not take place, in this cycle or later. People can still read what they could read; nobody can change anything.",
		after: "Nothing can be changed in the challenge any more. It stays on the list as withdrawn, with the reason."}
	closeEarly = way{path: "close-early", key: challenge.ClosedEarly, verb: ending.CloseEarly, title: "Close the challenge early", done: "The challenge is closed.",
		lead:  "Findings were presented, but the challenge does not go on to its end. People can still read what they could read; nobody can change anything.",
		after: "Nothing can be changed in the challenge any more. It stays on the list as closed early, with the reason."}
)
