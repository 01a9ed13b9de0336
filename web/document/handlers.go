package document

import (
	"net/http"
	"strconv"

	documents "peerchallenge/internal/document"
	"peerchallenge/internal/problem"
	"peerchallenge/web/download"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for the pages of documents.
type Handlers struct {
	Documents *documents.Service
}

// List is the host's list of documents.
func (h *Handlers) List(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	l, err := h.Documents.Page(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, listPage(r.ChallengeChrome("Documents", l.Head, ui.Link{}), toList(l)))
}

// ShowAdd is the form for a new document; "requirement" in the address chooses the line.
func (h *Handlers) ShowAdd(w http.ResponseWriter, r *page.Request) error {
	return h.addPage(w, r, page.FormOf(map[string]string{"requirement": r.URL.Query().Get("requirement")}), nil)
}

// Add keeps a new document.
func (h *Handlers) Add(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := readUpload(w, r, h.Documents.Limit())
	if err != nil {
		return err
	}
	document, err := h.Documents.Add(r.Context(), r.Actor, id,
		documents.New{Title: form.Line("title"), Requirement: form.Line("requirement"), File: form.file})
	if p, ok := refused(r, err); ok {
		return h.addPage(w, r, form.Form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, documentsPath(id.String(), document.String()), "Document added. The team sees it when the director shares it.")
}

// addPage shows the form, for the first time or with what is to mend.
func (h *Handlers) addPage(w http.ResponseWriter, r *page.Request, form page.Form, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	read := h.Documents.AddPage
	if p != nil {
		read = h.Documents.Page // it may be closed by now; the words are shown all the same
	}
	l, err := read(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("Add a document", l.Head, ui.Link{Text: "Documents", Href: documentsPath(id.String(), "")})
	c.HasErrors = p != nil
	return r.Render(w, statusOf(p), addPage(c, toAdd(l, form, p)))
}

// Show is one document with its versions.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	return h.documentPage(w, r, nil)
}

func (h *Handlers) documentPage(w http.ResponseWriter, r *page.Request, p *problem.Problem) error {
	id, document, err := twoIDs(r, "document")
	if err != nil {
		return err
	}
	v, err := h.Documents.DocumentPage(r.Context(), r.Actor, id, document)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome(v.Title, v.Head, ui.Link{Text: "Documents", Href: documentsPath(id.String(), "")})
	c.HasErrors = p != nil
	return r.Render(w, statusOf(p), documentPage(c, toDocument(v, p)))
}

// AddVersion keeps a newer file of a document.
func (h *Handlers) AddVersion(w http.ResponseWriter, r *page.Request) error {
	id, document, err := twoIDs(r, "document")
	if err != nil {
		return err
	}
	form, err := readUpload(w, r, h.Documents.Limit())
	if err != nil {
		return err
	}
	version, err := h.Documents.AddVersion(r.Context(), r.Actor, id, document, form.file)
	if p, ok := refused(r, err); ok {
		return h.documentPage(w, r, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, documentsPath(id.String(), document.String()),
		"Version "+strconv.Itoa(version)+" added. The team sees it when the director shares it.")
}

// Remove takes a document off the list.
func (h *Handlers) Remove(w http.ResponseWriter, r *page.Request) error {
	id, document, err := twoIDs(r, "document")
	if err != nil {
		return err
	}
	err = h.Documents.Remove(r.Context(), r.Actor, id, document)
	if p, ok := page.Refused(err); ok {
		return h.documentPage(w, r, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, documentsPath(id.String(), ""), "Document removed. The team never saw it.")
}

// File sends a version of a document to the host.
func (h *Handlers) File(w http.ResponseWriter, r *page.Request) error {
	id, document, err := twoIDs(r, "document")
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(r.Param("version"), 10, 32)
	if err != nil {
		return problem.Missing()
	}
	f, err := h.Documents.Download(r.Context(), r.Actor, id, document, int(version))
	if err != nil {
		return err
	}
	return download.Serve(w, r.Request, h.Documents.Files, f.Digest, f.Name, f.MIME)
}
