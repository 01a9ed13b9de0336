package document

import (
	"net/http"

	documents "peerchallenge/internal/document"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Routes are the pages of this feature.
func Routes(h *Handlers) []page.Route {
	const docs, reading = "/challenges/{challenge}/documents", "/challenges/{challenge}/reading"
	keep, accept, share, mark := documents.Keep.Name, documents.AcceptUnscanned.Name, documents.Share.Name, documents.Mark.Name
	on := func(method, pattern, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: pattern, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	upload := func(pattern string, handle page.Handler) page.Route {
		r := on(http.MethodPost, pattern, keep, handle)
		r.Upload = true
		return r
	}
	return []page.Route{
		on(http.MethodGet, docs, "", h.List),
		on(http.MethodGet, docs+"/add", keep, h.ShowAdd),
		upload(docs+"/add", h.Add),
		on(http.MethodGet, docs+"/accept-unscanned", accept, h.ShowAccept),
		on(http.MethodPost, docs+"/accept-unscanned", accept, h.Accept),
		on(http.MethodGet, docs+"/share", share, h.ShowShare),
		on(http.MethodPost, docs+"/share", share, h.Share),
		on(http.MethodGet, docs+"/requirements/{requirement}", keep, h.ShowRequirement),
		on(http.MethodPost, docs+"/requirements/{requirement}", keep, h.SetRequirement),
		on(http.MethodGet, docs+"/requests/{wanted}", documents.AnswerRequest.Name, h.ShowRequest),
		on(http.MethodPost, docs+"/requests/{wanted}", documents.AnswerRequest.Name, h.AnswerRequest),
		on(http.MethodGet, docs+"/{document}", "", h.Show),
		upload(docs+"/{document}/versions", h.AddVersion),
		on(http.MethodPost, docs+"/{document}/remove", keep, h.Remove),
		on(http.MethodGet, docs+"/{document}/versions/{version}/file", "", h.File),
		on(http.MethodGet, reading, "", h.Reading),
		on(http.MethodGet, reading+"/ask", documents.Ask.Name, h.ShowAsk),
		on(http.MethodPost, reading+"/ask", documents.Ask.Name, h.Ask),
		on(http.MethodPost, reading+"/{shared}/mark", mark, h.Mark),
		on(http.MethodGet, reading+"/{shared}/file", "", h.SharedFile),
	}
}

// documentsPath is the host's list, or a page beneath it.
func documentsPath(challenge, beneath string) string {
	path := ui.ChallengePart(challenge, "documents")
	if beneath != "" {
		path += "/" + beneath
	}
	return path
}

// readingPath is the page of what was shared, or what lies beneath it.
func readingPath(challenge, beneath string) string {
	path := ui.ChallengePart(challenge, "reading")
	if beneath != "" {
		path += "/" + beneath
	}
	return path
}
