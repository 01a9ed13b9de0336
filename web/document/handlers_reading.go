package document

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/problem"
	"peerchallenge/web/download"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Reading is the page of what was shared.
func (h *Handlers) Reading(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Documents.ReadingPage(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, readingPage(r.ChallengeChrome("Documents to read", v.Head, ui.Link{}), toReading(v)))
}

// Mark marks a shared document as read, or as not read.
func (h *Handlers) Mark(w http.ResponseWriter, r *page.Request) error {
	id, shared, err := twoIDs(r, "shared")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	read := form.Line("read") != "no"
	if err := h.Documents.MarkRead(r.Context(), r.Actor, id, shared, read); err != nil {
		return err
	}
	done := "Marked as read. Only the team can see this."
	if !read {
		done = "Marked as not read."
	}
	return r.Redirect(w, readingPath(id.String(), ""), done)
}

// SharedFile sends a shared document to its reader.
func (h *Handlers) SharedFile(w http.ResponseWriter, r *page.Request) error {
	id, shared, err := twoIDs(r, "shared")
	if err != nil {
		return err
	}
	f, err := h.Documents.DownloadShared(r.Context(), r.Actor, id, shared)
	if err != nil {
		return err
	}
	return download.Serve(w, r.Request, h.Documents.Files, f.Digest, f.Name, f.MIME)
}

// twoIDs reads the challenge and one more id from the address.
func twoIDs(r *page.Request, name string) (challenge, other uuid.UUID, err error) {
	if challenge, err = r.ID("challenge"); err != nil {
		return challenge, other, err
	}
	other, err = r.ID(name)
	return challenge, other, err
}

// statusOf is 200, or the status of what is to mend.
func statusOf(p *problem.Problem) int {
	if p == nil {
		return http.StatusOK
	}
	return page.StatusOf(p.Kind)
}
