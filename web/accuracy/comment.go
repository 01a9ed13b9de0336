package accuracy

import (
	"net/http"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// New is the form of a new comment; ?passage= names the part it is on.
func (h *Handlers) New(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Accuracy.DraftPage(r.Context(), r.Actor, of, uuid.Nil)
	if err != nil {
		return err
	}
	if !v.CanChange {
		return h.closed(w, r, v, accuracy.Draft{}, nil)
	}
	var d accuracy.Draft
	if p, ok := accuracy.PassageNamed(v.Passages, r.URL.Query().Get("passage")); ok {
		d.Passage = p.Name
	}
	return h.form(w, r, http.StatusOK, v, d, nil)
}

// Add saves a new comment for later, or on the way to sending it.
func (h *Handlers) Add(w http.ResponseWriter, r *page.Request) error {
	return h.save(w, r, uuid.Nil)
}

// Draft is a comment not sent yet, for colleagues to read and its writer to change.
func (h *Handlers) Draft(w http.ResponseWriter, r *page.Request) error {
	of, draft, err := both(r, "draft")
	if err != nil {
		return err
	}
	v, err := h.Accuracy.DraftPage(r.Context(), r.Actor, of, draft)
	if err != nil {
		return err
	}
	return h.form(w, r, http.StatusOK, v, v.Draft, nil)
}

// Change saves the words of a draft, or the note for colleagues alone.
func (h *Handlers) Change(w http.ResponseWriter, r *page.Request) error {
	draft, err := r.ID("draft")
	if err != nil {
		return err
	}
	return h.save(w, r, draft)
}

// save keeps what the form says and goes on to where its button leads.
func (h *Handlers) save(w http.ResponseWriter, r *page.Request, draft uuid.UUID) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	in := readDraft(f, draft)
	flash := "Comment saved. The team does not see it until it is sent."
	if f.Text("action") == "note" && draft != uuid.Nil {
		err, flash = h.Accuracy.Remark(r.Context(), r.Actor, of, draft, in.Version, in.Remark), "Note saved. Only the host’s side sees it."
	} else {
		in.ID, err = h.Accuracy.Save(r.Context(), r.Actor, of, in)
	}
	if p, ok := page.Refused(err); ok {
		return h.refused(w, r, of, draft, in, p)
	}
	if err != nil {
		return err
	}
	if in.ToSend {
		return r.Redirect(w, sendPath(of, in.ID), "")
	}
	return r.Redirect(w, commentsPath(of), flash)
}

func readDraft(f page.Form, draft uuid.UUID) accuracy.DraftInput {
	in := accuracy.DraftInput{ID: draft, Kind: accuracy.Kind(f.Line("kind")), Passage: f.Line("passage"), Words: f.Text("words"),
		EvidenceWords: f.Line("evidence_words"), Remark: f.Text("remark"), ToSend: f.Text("action") == "send"}
	in.Version = f.Version("version")
	if chosen := f.Line("evidence"); chosen != "" {
		in.Document = uuid.Max // something was chosen; what is no id is no document
		if known, err := id.Parse(chosen); err == nil {
			in.Document = known
		}
	}
	return in
}

// refused shows the form again with what was typed; when comments have closed,
// the words alone, to be read and copied.
func (h *Handlers) refused(w http.ResponseWriter, r *page.Request, of, draft uuid.UUID, in accuracy.DraftInput, p *problem.Problem) error {
	v, err := h.Accuracy.DraftPage(r.Context(), r.Actor, of, draft)
	if err != nil {
		return err
	}
	typed := v.Draft
	typed.Remark = in.Remark
	if v.CanChange || draft == uuid.Nil {
		typed.Kind, typed.Passage, typed.Words, typed.EvidenceWords = in.Kind, in.Passage, in.Words, in.EvidenceWords
		if typed.EvidenceDocumentID = nil; in.Document != uuid.Nil {
			typed.EvidenceDocumentID = &in.Document
		}
	} else if strings.TrimSpace(in.Words) != "" {
		typed.Words = in.Words
	}
	if p.Kind == problem.Closed {
		return h.closed(w, r, v, typed, p)
	}
	return h.form(w, r, page.StatusOf(p.Kind), v, typed, p)
}

// closed says that comments have closed, with the words that were not sent.
func (h *Handlers) closed(w http.ResponseWriter, r *page.Request, v accuracy.DraftPage, typed accuracy.Draft, p *problem.Problem) error {
	sentence := v.Window.Sentence()
	if p != nil {
		sentence = p.Message
	}
	c := closedView{Title: title, Sentence: sentence, Words: typed.Words, Evidence: typed.Evidence(), Remark: typed.Remark, Back: commentsPath(v.ID)}
	return r.Render(w, http.StatusConflict, closedPage(r.ChallengeChrome("Comments have closed", v.Head, backLink(v.ID)), c))
}

func (h *Handlers) form(w http.ResponseWriter, r *page.Request, status int, v accuracy.DraftPage, d accuracy.Draft, p *problem.Problem) error {
	m := newDraftForm(v, d, p)
	chrome := r.ChallengeChrome(m.Title, v.Head, backLink(v.ID))
	chrome.HasErrors = p != nil
	return r.Render(w, status, draftPage(chrome, m))
}

func backLink(challenge uuid.UUID) ui.Link {
	return ui.Link{Text: "Comments and answers", Href: commentsPath(challenge)}
}

// both reads the challenge's id and another from the address.
func both(r *page.Request, name string) (challenge, other uuid.UUID, err error) {
	if challenge, err = r.ID("challenge"); err != nil {
		return challenge, other, err
	}
	other, err = r.ID(name)
	return challenge, other, err
}
