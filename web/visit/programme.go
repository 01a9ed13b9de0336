package visit

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/visit"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// whoSees says who can read the programme, now and later.
func whoSees(h challenge.Head, s visit.Shared) (now, later string) {
	if s.SharedAt == nil {
		return "the director and the link officer of " + h.HostCouncil + ". Everybody on the challenge sees how many sessions there are for each kind of people, and no more.",
			"When it is shared, the team sees it. Senior leaders see time, kind and size only."
	}
	return "the director and the link officer of " + h.HostCouncil + ", the team and the visiting PSWs. Senior leaders see time, kind and size only. Who is invited is seen by the organiser of each group alone.", ""
}

// Programme shows the programme as its reader may see it.
func (h *Handlers) Programme(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.programme(w, r, ch, again{})
}

func (h *Handlers) programme(w http.ResponseWriter, r *page.Request, ch uuid.UUID, a again) error {
	v, err := h.Visits.Programme(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	c := frame(r, "Programme", v.Head, ui.Link{}, a)
	if v.Leader {
		return r.Render(w, a.status(), outlinePage(c, v))
	}
	return r.Render(w, a.status(), programmePage(c, v, a))
}

// Mine is a member's own programme, to print.
func (h *Handlers) Mine(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Visits.Mine(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, minePage(frame(r, "My programme", v.Head, programmeLink(v.Head), again{}), v))
}

// Wanted is the lead's form of the kinds of people wanted.
func (h *Handlers) Wanted(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.wanted(w, r, ch, again{})
}

func (h *Handlers) wanted(w http.ResponseWriter, r *page.Request, ch uuid.UUID, a again) error {
	v, err := h.Visits.Wanted(r.Context(), r.Actor, ch)
	if err != nil && a.problem == nil && v.Stage.AtLeast(access.Preparing) {
		return r.Past(w, err, ui.ChallengePart(ch.String(), "programme"))
	}
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), wantedPage(frame(r, "Kinds of people wanted", v.Head, programmeLink(v.Head), a), v, a))
}

// SayWanted keeps them.
func (h *Handlers) SayWanted(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	var list []visit.Audience
	for _, a := range form.All("wanted") {
		list = append(list, visit.Audience(a))
	}
	err = h.Visits.SayWanted(r.Context(), r.Actor, ch, list)
	if p, ok := page.Refused(err); ok {
		return h.wanted(w, r, ch, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(ch.String(), "programme"), "Saved. The director and the link officer see which kinds of people you want to meet.")
}

// ShareForm is the page before sharing.
func (h *Handlers) ShareForm(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.shareForm(w, r, ch, again{})
}

func (h *Handlers) shareForm(w http.ResponseWriter, r *page.Request, ch uuid.UUID, a again) error {
	v, err := h.Visits.ToShare(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), sharePage(frame(r, "Share the programme", v.Head, programmeLink(v.Head), a), v, a))
}

// Share shares it.
func (h *Handlers) Share(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Visits.ShareProgramme(r.Context(), r.Actor, ch)
	if p, ok := page.Refused(err); ok {
		return h.shareForm(w, r, ch, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(ch.String(), "programme"), "The programme is shared. The team sees it as it stands, and every change from now at once.")
}

// SaveNumber keeps a number to ring.
func (h *Handlers) SaveNumber(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Visits.SaveNumber(r.Context(), r.Actor, ch, form.Line("phone"))
	if p, ok := page.Refused(err); ok {
		return h.programme(w, r, ch, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(ch.String(), "programme"), "Number saved. The team finds it on the page for each day.")
}
