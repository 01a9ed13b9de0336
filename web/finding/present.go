package finding

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"peerchallenge/internal/finding"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Preview is "See it as it will be presented".
func (h *Handlers) Preview(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Findings.Preview(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, previewPage(frame(r, "As it will be presented", v.Head, findingsLink(v.Head), again{}), v))
}

// PresentPage is the page to check before presenting.
func (h *Handlers) PresentPage(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.presentAgain(w, r, ch, again{})
}

func (h *Handlers) presentAgain(w http.ResponseWriter, r *page.Request, ch uuid.UUID, a again) error {
	v, err := h.Findings.PresentPage(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), presentPage(frame(r, "Present the findings", v.Head, findingsLink(v.Head), a), v, a))
}

// Present presents the findings.
func (h *Handlers) Present(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	err = h.Findings.Present(r.Context(), r.Actor, ch)
	if p, ok := page.Refused(err); ok {
		return h.presentAgain(w, r, ch, again{problem: p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(ch.String(), "presented"),
		"Findings presented. The council’s leaders can read them now. Next: the draft report.")
}

// Presented is what was presented, frozen.
func (h *Handlers) Presented(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Findings.Presented(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, presentedPage(frame(r, "Findings presented", v.Head, ui.Link{}, again{}), v))
}

// DraftReport is the draft as it was handed over, frozen.
func (h *Handlers) DraftReport(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Findings.DraftReport(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, draftPage(frame(r, "Draft report", v.Head, ui.Link{}, again{}), v))
}

// commentPath is the form for a comment on one passage; empty when the reader
// may not comment now.
func commentPath(v finding.Copy, passage string) string {
	if !v.CanComment {
		return ""
	}
	return part(v.Head, "comments/new?passage="+url.QueryEscape(passage))
}

// section is the findings of one area, as they are read outside the team.
type section struct {
	area     string
	findings []finding.Sealed
}

func sections(list []finding.Sealed) []section {
	var out []section
	for _, f := range list {
		if len(out) == 0 || out[len(out)-1].area != f.AreaName {
			out = append(out, section{area: f.AreaName})
		}
		last := &out[len(out)-1]
		last.findings = append(last.findings, f)
	}
	return out
}

func edgeOf(k finding.Kind) ui.Edge {
	switch k {
	case finding.Strength:
		return ui.EdgeStrength
	case finding.Consideration:
		return ui.EdgeConsider
	}
	return ui.EdgeRecommend
}
