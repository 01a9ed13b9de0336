package finding

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/finding"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Show shows one finding with all the team keeps about it.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	ch, f, err := ids(r)
	if err != nil {
		return err
	}
	return h.show(w, r, ch, f, again{})
}

func (h *Handlers) show(w http.ResponseWriter, r *page.Request, ch, f uuid.UUID, a again) error {
	v, err := h.Findings.Show(r.Context(), r.Actor, ch, f)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), recordPage(frame(r, v.Record.Title, v.Head, findingsLink(v.Head), a), v, a))
}

func changeOf(form page.Form) finding.Change {
	c := finding.Change{Title: form.Line("title"), TitleWas: form.Line("title_was"), Text: form.Text("text"),
		Reason: form.Text("reason"), Base: finding.BaseOf(version(form))}
	switch form.Line("keep") { // from the page that shows both
	case "both":
		c.Text = form.Text("theirs") + "\n\n" + c.Text
	case "theirs":
		c.Text = form.Text("theirs")
	}
	if form.Line("keep_title") == "theirs" {
		c.Title = form.Line("title_theirs")
	}
	return c
}

// Edit takes changed words; when somebody else changed them too it shows both.
func (h *Handlers) Edit(w http.ResponseWriter, r *page.Request) error {
	ch, f, err := ids(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	change := changeOf(form)
	_, err = h.Findings.Edit(r.Context(), r.Actor, ch, f, change)
	if p, ok := page.Refused(err); ok {
		if clash, both := finding.ClashOf(err); both {
			return h.showClash(w, r, ch, f, clash, change, again{form, p})
		}
		return h.show(w, r, ch, f, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(ch, f), "Saved. Only the team can see it.")
}

func (h *Handlers) showClash(w http.ResponseWriter, r *page.Request, ch, f uuid.UUID, clash finding.Clash, mine finding.Change, a again) error {
	v, err := h.Findings.Show(r.Context(), r.Actor, ch, f)
	if err != nil {
		return err
	}
	back := ui.Link{Text: v.Record.Title, Href: findingPath(v.Head, f, "")}
	return r.Render(w, a.status(), clashPage(frame(r, "Two people changed this", v.Head, back, a), v, clash, mine, a))
}

// Autosave takes the words while somebody writes, and answers the script.
func (h *Handlers) Autosave(w http.ResponseWriter, r *page.Request) error {
	ch, f, err := ids(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	got, err := h.Findings.Edit(r.Context(), r.Actor, ch, f, changeOf(form))
	if p, ok := page.Refused(err); ok {
		return refuse(w, p)
	}
	if err != nil {
		return err
	}
	return saved(w, got.At, got.Base.Number())
}

// autosaveOf is where the form of a finding saves itself: nowhere once a reason
// is needed, since half a change has none.
func autosaveOf(v finding.RecordPage) string {
	if v.NeedsReason || !v.CanEdit {
		return ""
	}
	return findingPath(v.Head, v.Record.ID, "/autosave")
}

func savedAt(v finding.RecordPage) string {
	if v.Record.TextAt == nil {
		return ""
	}
	return ui.Clock(*v.Record.TextAt)
}

func questionIDs(v finding.RecordPage) []uuid.UUID {
	out := make([]uuid.UUID, len(v.Questions))
	for i, q := range v.Questions {
		out[i] = q.ID
	}
	return out
}
