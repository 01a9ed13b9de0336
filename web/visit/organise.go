package visit

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Organise is the organiser's page of a session.
func (h *Handlers) Organise(w http.ResponseWriter, r *page.Request) error {
	ch, session, err := ids(r)
	if err != nil {
		return err
	}
	return h.organise(w, r, ch, session, again{})
}

func (h *Handlers) organise(w http.ResponseWriter, r *page.Request, ch, session uuid.UUID, a again) error {
	v, err := h.Visits.Organise(r.Context(), r.Actor, ch, session)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), organisePage(frame(r, "Who is invited", v.Head, ui.Link{Text: v.Session.Heading(), Href: sessionPath(v.Head, session, "")}, a), v, a))
}

func (h *Handlers) organising(w http.ResponseWriter, r *page.Request, done string, do func(ch, session uuid.UUID, f page.Form) error) error {
	ch, session, form, err := h.form(w, r)
	if err != nil {
		return err
	}
	err = do(ch, session, form)
	if p, ok := page.Refused(err); ok {
		return h.organise(w, r, ch, session, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(ch, session, "/invitations"), done)
}

// Invite keeps a name on the list.
func (h *Handlers) Invite(w http.ResponseWriter, r *page.Request) error {
	return h.organising(w, r, "Name added. Only you can see it.", func(ch, session uuid.UUID, f page.Form) error {
		return h.Visits.AddInvitation(r.Context(), r.Actor, ch, session, f.Line("name"))
	})
}

// Expected keeps how many come, and what they need.
func (h *Handlers) Expected(w http.ResponseWriter, r *page.Request) error {
	return h.organising(w, r, "Saved. You and the team can see it.", func(ch, session uuid.UUID, f page.Form) error {
		var coming *int
		if typed := f.Line("coming"); typed != "" {
			n, err := strconv.Atoi(typed)
			if err != nil {
				n = -1
			}
			coming = &n
		}
		return h.Visits.SayExpected(r.Context(), r.Actor, ch, session, coming, f.Text("needs"))
	})
}

// Answer notes whether somebody comes.
func (h *Handlers) Answer(w http.ResponseWriter, r *page.Request) error {
	invitation, err := r.ID("invitation")
	if err != nil {
		return err
	}
	return h.organising(w, r, "Saved.", func(ch, session uuid.UUID, f page.Form) error {
		var coming *bool
		switch f.Line("coming") {
		case "yes", "no":
			yes := f.Line("coming") == "yes"
			coming = &yes
		}
		return h.Visits.AnswerInvitation(r.Context(), r.Actor, ch, session, invitation, coming)
	})
}

// DropInvitation takes a name off the list.
func (h *Handlers) DropInvitation(w http.ResponseWriter, r *page.Request) error {
	invitation, err := r.ID("invitation")
	if err != nil {
		return err
	}
	return h.organising(w, r, "Name taken off. Nothing of it is kept.", func(ch, session uuid.UUID, _ page.Form) error {
		return h.Visits.DropInvitation(r.Context(), r.Actor, ch, session, invitation)
	})
}
