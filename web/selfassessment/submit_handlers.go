package selfassessment

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Contributors is who writes what, with the form that invites somebody.
func (h *Handlers) Contributors(w http.ResponseWriter, r *page.Request) error {
	return h.contributors(w, r, http.StatusOK, page.FormOf(map[string]string{"areas": r.URL.Query().Get("area")}), nil)
}

func (h *Handlers) contributors(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Assessments.Contributors(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	chrome := r.ChallengeChrome("Who writes what", v.Head, ui.Link{Text: title, Href: path(id)})
	chrome.HasErrors = p != nil
	return r.Render(w, status, contributorsPage(chrome, toContributors(v, form, p)))
}

// Invite lets somebody write areas.
func (h *Handlers) Invite(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Assessments.Invite(r.Context(), r.Actor, id, selfassessment.Invitation{Person: chosen(form, "person"),
		Name: form.Line("name"), Email: form.Line("email"), Areas: form.All("areas")})
	if p, ok := page.Refused(err); ok && p.Kind == problem.Invalid {
		return h.contributors(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, path(id, "contributors"), "Invited. They get an e-mail now and can write their areas at once, and see no others.")
}

// TakeBack ends a contributor's access to one area.
func (h *Handlers) TakeBack(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	holding, err := r.ID("holding")
	if err != nil {
		return err
	}
	if err := h.Assessments.TakeBack(r.Context(), r.Actor, id, holding); err != nil {
		return err
	}
	return r.Redirect(w, path(id, "contributors"), "Taken back. They can no longer see this area; what they wrote is kept.")
}

// Check is the page before submitting: what, and to whom.
func (h *Handlers) Check(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Assessments.Check(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	chrome := r.ChallengeChrome("Check before you submit", v.Head, ui.Link{Text: title, Href: path(id)})
	return r.Render(w, http.StatusOK, checkPage(chrome, toCheck(v)))
}

// Submit hands the self-assessment over.
func (h *Handlers) Submit(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	if err := h.Assessments.Submit(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Redirect(w, path(id), "Submitted. The team sees it from the day reading starts. A copy is kept as it is now.")
}

// ReopenForm asks why the self-assessment is reopened.
func (h *Handlers) ReopenForm(w http.ResponseWriter, r *page.Request) error {
	return h.reopen(w, r, http.StatusOK, "", nil)
}

func (h *Handlers) reopen(w http.ResponseWriter, r *page.Request, status int, reason string, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Assessments.Areas(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if !v.CanReopen && p == nil {
		return notOpen(v)
	}
	chrome := r.ChallengeChrome("Reopen the self-assessment", v.Head, ui.Link{Text: title, Href: path(id)})
	chrome.HasErrors = p != nil
	return r.Render(w, status, reopenPage(chrome, reopenView{Action: path(id, "reopen"), Reason: reason, Problem: p,
		Who: whoSubmitted(v.Head.ID)}))
}

// notOpen tells a director why there is nothing to reopen; to others the page is
// not there.
func notOpen(v selfassessment.AreasView) error {
	if !v.Standing().Is(selfassessment.Reopen.Roles...) {
		return problem.Missing()
	}
	return problem.New(problem.Closed, "There is nothing to reopen: the self-assessment is reopened only after it was submitted and before the team starts to read.")
}

// Reopen lets the host write again.
func (h *Handlers) Reopen(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Assessments.Reopen(r.Context(), r.Actor, id, form.Line("reason"))
	if p, ok := page.Refused(err); ok {
		return h.reopen(w, r, page.StatusOf(p.Kind), form.Line("reason"), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, path(id), "Reopened. The copy submitted before is kept until you submit a newer one.")
}

// Submitted is the submitted copy as its readers see it.
func (h *Handlers) Submitted(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Assessments.Submitted(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	chrome := r.ChallengeChrome("Submitted self-assessment", v.Head, ui.Link{})
	return r.Render(w, http.StatusOK, submittedPage(chrome, toSubmitted(v)))
}

func whoSubmitted(id uuid.UUID) ui.Link { return ui.Link{Href: ui.WhoCanSeePath(id.String())} }
