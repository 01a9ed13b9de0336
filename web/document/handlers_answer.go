package document

import (
	"net/http"

	"github.com/google/uuid"

	documents "peerchallenge/internal/document"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// ShowRequirement is the page where a line of the required list is answered.
func (h *Handlers) ShowRequirement(w http.ResponseWriter, r *page.Request) error {
	return h.requirementPage(w, r, nil, nil)
}

func (h *Handlers) requirementPage(w http.ResponseWriter, r *page.Request, form *page.Form, p *problem.Problem) error {
	challenge, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Documents.RequirementPage(r.Context(), r.Actor, challenge, r.Param("requirement"))
	if err != nil {
		return err
	}
	c := r.ChallengeChrome(v.Line.Title, v.Head, ui.Link{Text: "Documents", Href: documentsPath(challenge.String(), "")})
	c.HasErrors = p != nil
	return r.Render(w, statusOf(p), requirementPage(c, toRequirement(v, form, p)))
}

// SetRequirement keeps the answer to a line of the required list.
func (h *Handlers) SetRequirement(w http.ResponseWriter, r *page.Request) error {
	challenge, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	a := documents.Answer{Status: documents.Status(form.Line("status")), Reason: form.Text("reason")}
	if chosen := form.Line("document"); chosen != "" {
		if a.Document, err = id.Parse(chosen); err != nil {
			a.Document = uuid.Nil // no such choice: the form asks again
		}
	}
	err = h.Documents.SetRequirement(r.Context(), r.Actor, challenge, r.Param("requirement"), a)
	if p, ok := page.Refused(err); ok {
		return h.requirementPage(w, r, &form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, documentsPath(challenge.String(), ""), "Saved. The team sees it when the director shares.")
}

// ShowAccept says that documents are not scanned.
func (h *Handlers) ShowAccept(w http.ResponseWriter, r *page.Request) error {
	challenge, err := r.ID("challenge")
	if err != nil {
		return err
	}
	l, err := h.Documents.AcceptPage(r.Context(), r.Actor, challenge)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("Documents are not scanned", l.Head, ui.Link{Text: "Documents", Href: documentsPath(challenge.String(), "")})
	return r.Render(w, http.StatusOK, acceptPage(c, toAccept(l)))
}

// Accept records that somebody accepted it.
func (h *Handlers) Accept(w http.ResponseWriter, r *page.Request) error {
	challenge, err := r.ID("challenge")
	if err != nil {
		return err
	}
	if err := h.Documents.Accept(r.Context(), r.Actor, challenge); err != nil {
		return err
	}
	return r.Redirect(w, documentsPath(challenge.String(), ""), "Recorded that documents are not scanned. They can now be shared.")
}

// ShowShare is the last page before documents go to the team.
func (h *Handlers) ShowShare(w http.ResponseWriter, r *page.Request) error {
	return h.sharePage(w, r, nil)
}

func (h *Handlers) sharePage(w http.ResponseWriter, r *page.Request, p *problem.Problem) error {
	challenge, err := r.ID("challenge")
	if err != nil {
		return err
	}
	k, err := h.Documents.CheckPage(r.Context(), r.Actor, challenge)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("Share documents with the team", k.Head, ui.Link{Text: "Documents", Href: documentsPath(challenge.String(), "")})
	c.HasErrors = p != nil
	return r.Render(w, statusOf(p), sharePage(c, toShare(k, p)))
}

// Share hands the documents over.
func (h *Handlers) Share(w http.ResponseWriter, r *page.Request) error {
	challenge, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	record, err := h.Documents.Share(r.Context(), r.Actor, challenge, form.Line("seen"))
	if p, ok := page.Refused(err); ok {
		return h.sharePage(w, r, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, documentsPath(challenge.String(), ""), "Shared with the team on "+ui.Moment(record.At)+". They read from the stage of reading on.")
}
