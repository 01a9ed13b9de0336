// Package retention is the pages about what is kept: the agreements that must be
// there before any content, what is kept about a challenge and when it goes, and
// the log of requests for information.
package retention

import (
	"peerchallenge/internal/retention"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for these pages.
type Handlers struct{ Retention *retention.Service }

// Routes are these pages, for the route table.
func Routes(h *Handlers) []page.Route {
	on := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}/" + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	return []page.Route{
		{Method: "GET", Pattern: agreementsPath, Gate: page.OfRegion, Handle: h.Agreements},
		{Method: "GET", Pattern: agreementsPath + "/{cycle}", Gate: page.OfRegion, Verb: retention.Record.Name, Handle: h.AskRecord},
		{Method: "POST", Pattern: agreementsPath + "/{cycle}", Gate: page.OfRegion, Verb: retention.Record.Name, Handle: h.Record},
		on("GET", infoPart, "", h.Show),
		on("GET", confirmPart, retention.Confirm.Name, h.AskConfirm),
		on("POST", confirmPart, retention.Confirm.Name, h.Confirm),
		on("GET", requestsPart, retention.Log.Name, h.Requests),
		on("POST", requestsPart, retention.Log.Name, h.LogRequest),
		on("GET", requestsPart+"/{request}", retention.Close.Name, h.Request),
		on("GET", takedownPart, retention.TakeDown.Name, h.Takedown),
		on("POST", takedownPart, retention.TakeDown.Name, h.AskTakedown),
		on("POST", decidePart, retention.Decide.Name, h.DecideTakedown),
		{Method: "GET", Pattern: copyPath, Gate: page.SignedIn, Handle: h.Copy},
		{Method: "GET", Pattern: filePath, Gate: page.SignedIn, Handle: h.CopyFile},
		{Method: "GET", Pattern: "/people/{person}/erase", Gate: page.OfRegion, Verb: retention.Erase.Name, Handle: h.AskErase},
		{Method: "POST", Pattern: "/people/{person}/erase", Gate: page.OfRegion, Verb: retention.Erase.Name, Handle: h.Erase},
		on("POST", requestsPart+"/{request}", retention.Close.Name, h.CloseRequest),
	}
}

// Addresses of these pages.
const (
	agreementsPath = "/agreements"
	infoPart       = "information"
	confirmPart    = "information/confirm"
	requestsPart   = "requests"
)

func requestPath(challenge, request string) string {
	return ui.ChallengePart(challenge, requestsPart) + "/" + request
}
