package selfassessment

import (
	"encoding/json"
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Prompt is one prompt with its answer.
func (h *Handlers) Prompt(w http.ResponseWriter, r *page.Request) error {
	return h.prompt(w, r, http.StatusOK, typed{})
}

// typed is what somebody sent that was not taken: it is shown again.
type typed struct {
	problem *problem.Problem
	text    selfassessment.Text
}

func (h *Handlers) prompt(w http.ResponseWriter, r *page.Request, status int, t typed) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Assessments.Prompt(r.Context(), r.Actor, id, r.Param("prompt"))
	if err != nil {
		return err
	}
	chrome := r.ChallengeChrome(v.Prompt.Text, v.Head, ui.Link{Text: v.Area.Name, Href: path(id, "areas", v.Area.Key)})
	chrome.HasErrors = t.problem != nil
	if theirs, ok := prose.TheirsOf(asError(t.problem)); ok {
		return r.Render(w, status, conflictPage(chrome, toConflict(v, theirs, t.text.Words)))
	}
	return r.Render(w, status, promptPage(chrome, toPrompt(v, t, r.Who)))
}

// Save saves an answer, perhaps marks it as ready, or settles a conflict.
func (h *Handlers) Save(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	text := readText(form)
	done := "Saved. Only people at your council who work on this area can see it."
	if form.Has("keep") {
		_, err = h.Assessments.Settle(r.Context(), r.Actor, id, r.Param("prompt"), text, selfassessment.Keep(form.Line("keep")))
		done = keptWords[form.Line("keep")]
	} else {
		_, err = h.Assessments.Save(r.Context(), r.Actor, id, r.Param("prompt"), text)
	}
	if p, ok := page.Refused(err); ok {
		return h.prompt(w, r, page.StatusOf(p.Kind), typed{p, text})
	}
	if err != nil {
		return err
	}
	if text.Ready {
		done = "Saved and marked as ready."
	}
	return r.Redirect(w, path(id, "prompts", r.Param("prompt")), done)
}

var keptWords = map[string]string{
	"both":   "Both texts are kept, theirs first and then yours. Please make them into one.",
	"mine":   "Your text is kept. Theirs is in the earlier versions.",
	"theirs": "Their text is kept. Yours is in the earlier versions.",
}

// Autosave is Save for the script of the page; it answers in JSON.
func (h *Handlers) Autosave(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	text := readText(form)
	text.Ready = false
	saved, err := h.Assessments.Save(r.Context(), r.Actor, id, r.Param("prompt"), text)
	if p, ok := page.Refused(err); ok {
		message := p.Message
		if len(p.Fields) > 0 {
			message = p.Fields[0].Message
		}
		return writeJSON(w, page.StatusOf(p.Kind), map[string]any{"message": message})
	}
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]any{"saved": ui.Clock(saved.At), "version": saved.Version})
}

func writeJSON(w http.ResponseWriter, status int, body map[string]any) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(body)
}

// SetReady marks an answer as ready, or as not ready.
func (h *Handlers) SetReady(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	ready := form.Line("ready") == "yes"
	err = h.Assessments.SetReady(r.Context(), r.Actor, id, r.Param("prompt"), ready)
	if p, ok := page.Refused(err); ok {
		return h.prompt(w, r, page.StatusOf(p.Kind), typed{problem: p, text: selfassessment.Text{Base: -1}})
	}
	if err != nil {
		return err
	}
	done := "This answer is marked as ready."
	if !ready {
		done = "This answer is being written again."
	}
	return r.Redirect(w, path(id, "prompts", r.Param("prompt")), done)
}

// Versions lists the earlier versions of an answer, or reads one.
func (h *Handlers) Versions(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	query := r.URL.Query()
	v, err := h.Assessments.Versions(r.Context(), r.Actor, id, r.Param("prompt"), number(query.Get("before")), number(query.Get("version")))
	if err != nil {
		return err
	}
	chrome := r.ChallengeChrome("Earlier versions", v.Head, ui.Link{Text: "Back to the answer", Href: path(id, "prompts", v.Prompt.ID)})
	return r.Render(w, http.StatusOK, versionsPage(chrome, toVersions(v)))
}

// EvidenceChoices is the page where a document is chosen for an answer.
func (h *Handlers) EvidenceChoices(w http.ResponseWriter, r *page.Request) error {
	return h.evidence(w, r, http.StatusOK, nil)
}

func (h *Handlers) evidence(w http.ResponseWriter, r *page.Request, status int, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Assessments.EvidenceChoices(r.Context(), r.Actor, id, r.Param("prompt"))
	if err != nil {
		return err
	}
	chrome := r.ChallengeChrome("Add evidence", v.Head, ui.Link{Text: "Back to the answer", Href: path(id, "prompts", v.Prompt.ID)})
	chrome.HasErrors = p != nil
	return r.Render(w, status, evidencePage(chrome, toEvidence(v, p)))
}

// AddEvidence links an answer to a document.
func (h *Handlers) AddEvidence(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Assessments.AddEvidence(r.Context(), r.Actor, id, r.Param("prompt"), chosen(form, "document"))
	if p, ok := page.Refused(err); ok && p.Kind == problem.Invalid {
		return h.evidence(w, r, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, path(id, "prompts", r.Param("prompt")), "Evidence added. People who write this area see its title.")
}

// RemoveEvidence takes a link to a document away.
func (h *Handlers) RemoveEvidence(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	evidence, err := r.ID("evidence")
	if err != nil {
		return err
	}
	if err := h.Assessments.RemoveEvidence(r.Context(), r.Actor, id, r.Param("prompt"), evidence); err != nil {
		return err
	}
	return r.Redirect(w, path(id, "prompts", r.Param("prompt")), "Evidence removed from this answer. The document is still there.")
}

// chosen reads an id from a form; anything else is none.
func chosen(form page.Form, name string) uuid.UUID {
	u, err := uuid.Parse(form.Line(name))
	if err != nil {
		return uuid.Nil
	}
	return u
}
