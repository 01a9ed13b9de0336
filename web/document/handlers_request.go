package document

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/challenge"
	documents "peerchallenge/internal/document"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// ShowAsk is the form with which visitors ask the host for a document.
func (h *Handlers) ShowAsk(w http.ResponseWriter, r *page.Request) error {
	return h.askPage(w, r, page.FormOf(nil), nil)
}

func (h *Handlers) askPage(w http.ResponseWriter, r *page.Request, form page.Form, p *problem.Problem) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	head, err := h.Documents.AskPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("Ask for a document", head, ui.Link{Text: "Documents to read", Href: readingPath(of.String(), "")})
	c.HasErrors = p != nil
	m := askModel{mending: mendingOf(p), path: readingPath(of.String(), "ask"), whoCan: ui.WhoCanSeePath(of.String()), host: head.HostCouncil,
		title: form.Text("title"), reason: form.Text("reason")}
	return r.Render(w, statusOf(p), askPage(c, m))
}

// Ask asks for it.
func (h *Handlers) Ask(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Documents.Ask(r.Context(), r.Actor, of, documents.Wanted{Title: form.Line("title"), Reason: form.Text("reason")})
	if p, ok := page.Refused(err); ok {
		return h.askPage(w, r, form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, readingPath(of.String(), "")+"#requests", "Asked. The host can read it now and answers here; you get an e-mail.")
}

// ShowRequest is the host's page of one request.
func (h *Handlers) ShowRequest(w http.ResponseWriter, r *page.Request) error {
	of, which, err := twoIDs(r, "wanted")
	if err != nil {
		return err
	}
	return h.requestPage(w, r, of, which, nil, nil)
}

func (h *Handlers) requestPage(w http.ResponseWriter, r *page.Request, of challenge.ID, which uuid.UUID, form *page.Form, p *problem.Problem) error {
	v, err := h.Documents.RequestPage(r.Context(), r.Actor, of, which)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("Answer a request", v.Head, ui.Link{Text: "Documents", Href: documentsPath(of.String(), "")})
	c.HasErrors = p != nil
	return r.Render(w, statusOf(p), requestPage(c, toRequest(v, form, p)))
}

// AnswerRequest keeps the host's answer.
func (h *Handlers) AnswerRequest(w http.ResponseWriter, r *page.Request) error {
	of, which, err := twoIDs(r, "wanted")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	a := documents.RequestAnswer{Status: documents.Status(form.Line("status")), Words: form.Text("words")}
	name := "document"
	if a.Status == documents.Covered {
		name = "covering"
	}
	if a.Document, err = id.Parse(form.Line(name)); err != nil {
		a.Document = uuid.Nil // no such choice: the form asks again
	}
	err = h.Documents.AnswerRequest(r.Context(), r.Actor, of, which, a)
	if p, ok := page.Refused(err); ok {
		return h.requestPage(w, r, of, which, &form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, documentsPath(of.String(), "")+"#requests", "Answered. Whoever asked has been told. A document they do not have yet goes to them when the director shares.")
}
