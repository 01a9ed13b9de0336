package selfassessment

import (
	"net/http"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer the requests of the self-assessment.
type Handlers struct{ Assessments *selfassessment.Service }

const title = "Self-assessment"

// Areas is the first page: the areas and how far each is.
func (h *Handlers) Areas(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Assessments.Areas(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, areasPage(r.ChallengeChrome(title, v.Head, ui.Link{}), toAreas(v)))
}

// Area is one area: its prompts, owner, own view and people.
func (h *Handlers) Area(w http.ResponseWriter, r *page.Request) error {
	return h.area(w, r, http.StatusOK, nil)
}

func (h *Handlers) area(w http.ResponseWriter, r *page.Request, status int, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Assessments.Area(r.Context(), r.Actor, id, r.Param("area"))
	if err != nil {
		return err
	}
	chrome := r.ChallengeChrome(v.Area.Name, v.Head, ui.Link{Text: title, Href: path(id)})
	chrome.HasErrors = p != nil
	return r.Render(w, status, areaPage(chrome, toArea(v, p)))
}

// SetOwner names the owner of an area.
func (h *Handlers) SetOwner(w http.ResponseWriter, r *page.Request) error {
	return h.changeArea(w, r, "Owner changed.", func(form page.Form) error {
		id, err := r.ID("challenge")
		if err != nil {
			return err
		}
		return h.Assessments.SetOwner(r.Context(), r.Actor, id, r.Param("area"), chosen(form, "owner"))
	})
}

// SetJudgement gives the council's own view of an area.
func (h *Handlers) SetJudgement(w http.ResponseWriter, r *page.Request) error {
	return h.changeArea(w, r, "The council’s own view of this area is saved. It is always shown as your own.", func(form page.Form) error {
		id, err := r.ID("challenge")
		if err != nil {
			return err
		}
		return h.Assessments.SetJudgement(r.Context(), r.Actor, id, r.Param("area"), form.Line("judgement"))
	})
}

// changeArea reads a form of the area's page, does it, and goes back there.
func (h *Handlers) changeArea(w http.ResponseWriter, r *page.Request, done string, do func(page.Form) error) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = do(form)
	if p, ok := page.Refused(err); ok {
		return h.area(w, r, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return r.Redirect(w, path(id, "areas", r.Param("area")), done)
}
