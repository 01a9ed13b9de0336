package visit

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/visit"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// NewForm is the form for a new session.
func (h *Handlers) NewForm(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.newForm(w, r, ch, again{})
}

func (h *Handlers) newForm(w http.ResponseWriter, r *page.Request, ch uuid.UUID, a again) error {
	v, err := h.Visits.NewSession(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	v.Session.Size = visit.SixToEight
	return r.Render(w, a.status(), formPage(frame(r, "Add a session", v.Head, programmeLink(v.Head), a), v, a, part(v.Head, "programme/new")))
}

// detailsOf reads a session's form.
func detailsOf(f page.Form) (visit.Details, error) {
	d := visit.Details{Kind: visit.Kind(f.Line("kind")), Audience: visit.Audience(f.Line("audience")), Title: f.Line("title"),
		Starts: clockOf(f.Line("starts")), Ends: clockOf(f.Line("ends")), Place: f.Line("place"), Room: f.Line("room"), Address: f.Line("address"),
		MapLink: f.Line("map_link"), GettingThere: f.Line("getting_there"), AccessNeeds: f.Text("access_needs"), AccessMet: f.Has("access_met"),
		Interpreter: f.Line("interpreter"), InterpreterBooked: f.Has("interpreter_booked"), Size: visit.Size(f.Line("size")),
		SizeReason: f.Line("size_reason"), WholeTeam: f.Has("whole_team")}
	if day, err := civil.ParseISO(f.Line("day")); err == nil {
		d.Day = day
	}
	if t := f.Line("travel"); t != "" {
		n, err := strconv.Atoi(t)
		if err != nil {
			n = -1
		}
		d.Travel = n
	}
	var err error
	if d.LeadID, err = optionalID(f.Line("lead")); err != nil {
		return d, err
	}
	d.NotesID, err = optionalID(f.Line("notes"))
	return d, err
}

func clockOf(typed string) int {
	if n, ok := visit.ParseClock(typed); ok {
		return n
	}
	return -1
}

// Add adds a session.
func (h *Handlers) Add(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	d, err := detailsOf(form)
	if err != nil {
		return err
	}
	session, err := h.Visits.Add(r.Context(), r.Actor, ch, d)
	if p, ok := page.Refused(err); ok {
		return h.newForm(w, r, ch, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(ch, session, ""), "Session added to the programme.")
}

// Session shows one session.
func (h *Handlers) Session(w http.ResponseWriter, r *page.Request) error {
	ch, session, err := ids(r)
	if err != nil {
		return err
	}
	return h.session(w, r, ch, session, again{})
}

func (h *Handlers) session(w http.ResponseWriter, r *page.Request, ch, session uuid.UUID, a again) error {
	v, err := h.Visits.Session(r.Context(), r.Actor, ch, session)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), sessionPage(frame(r, v.Session.Heading(), v.Head, backOf(v), a), v, a))
}

// backOf leads to the programme, or for an organiser who cannot read it to the challenge.
func backOf(v visit.SessionView) ui.Link {
	if v.Session.IOrganise && !v.CanBuild && !v.Team {
		return ui.Link{}
	}
	return programmeLink(v.Head)
}

// EditForm is the form to change a session.
func (h *Handlers) EditForm(w http.ResponseWriter, r *page.Request) error {
	ch, session, err := ids(r)
	if err != nil {
		return err
	}
	return h.editForm(w, r, ch, session, again{})
}

func (h *Handlers) editForm(w http.ResponseWriter, r *page.Request, ch, session uuid.UUID, a again) error {
	v, err := h.Visits.ToChange(r.Context(), r.Actor, ch, session)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), formPage(frame(r, "Change a session", v.Head, ui.Link{Text: v.Session.Heading(), Href: sessionPath(v.Head, session, "")}, a), v, a,
		sessionPath(v.Head, session, "/edit")))
}

// Edit changes a session.
func (h *Handlers) Edit(w http.ResponseWriter, r *page.Request) error {
	ch, session, form, err := h.form(w, r)
	if err != nil {
		return err
	}
	d, err := detailsOf(form)
	if err != nil {
		return err
	}
	err = h.Visits.Change(r.Context(), r.Actor, ch, session, version(form), d)
	if p, ok := page.Refused(err); ok {
		return h.editForm(w, r, ch, session, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(ch, session, ""), "Session changed. Those it concerns are told once the programme is shared.")
}

// act is a POST on a session's own page that is shown again when it is refused.
func (h *Handlers) act(w http.ResponseWriter, r *page.Request, done string, do func(ch, session uuid.UUID, f page.Form) error) error {
	ch, session, form, err := h.form(w, r)
	if err != nil {
		return err
	}
	err = do(ch, session, form)
	if p, ok := page.Refused(err); ok {
		return h.session(w, r, ch, session, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(ch, session, ""), done)
}

// TakeOut takes a session out of the programme.
func (h *Handlers) TakeOut(w http.ResponseWriter, r *page.Request) error {
	ch, session, err := ids(r)
	if err != nil {
		return err
	}
	if err := h.Visits.TakeOut(r.Context(), r.Actor, ch, session); err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(ch.String(), "programme"), "Session taken out of the programme.")
}

// GiveOrganiser names who invites people.
func (h *Handlers) GiveOrganiser(w http.ResponseWriter, r *page.Request) error {
	return h.act(w, r, "Organiser named. Only they see who is invited.", func(ch, session uuid.UUID, f page.Form) error {
		who, err := optionalID(f.Line("organiser"))
		if err != nil {
			return err
		}
		if who == nil {
			who = &uuid.Nil
		}
		return h.Visits.GiveOrganiser(r.Context(), r.Actor, ch, session, *who)
	})
}

// Assign says who of the team leads and takes notes.
func (h *Handlers) Assign(w http.ResponseWriter, r *page.Request) error {
	return h.act(w, r, "Saved. The programme shows who leads and who takes notes.", func(ch, session uuid.UUID, f page.Form) error {
		lead, err := optionalID(f.Line("lead"))
		if err != nil {
			return err
		}
		notes, err := optionalID(f.Line("notes"))
		if err != nil {
			return err
		}
		return h.Visits.AssignMembers(r.Context(), r.Actor, ch, session, visit.Assignment{LeadID: lead, NotesID: notes, Version: version(f)})
	})
}

// AddQuestion adds a question to ask.
func (h *Handlers) AddQuestion(w http.ResponseWriter, r *page.Request) error {
	return h.act(w, r, "Question added. Only the team can see it.", func(ch, session uuid.UUID, f page.Form) error {
		return h.Visits.AddQuestion(r.Context(), r.Actor, ch, session, f.Line("words"))
	})
}

// DropQuestion takes a question away.
func (h *Handlers) DropQuestion(w http.ResponseWriter, r *page.Request) error {
	asked, err := r.ID("asked")
	if err != nil {
		return err
	}
	return h.act(w, r, "Question taken away.", func(ch, session uuid.UUID, _ page.Form) error {
		return h.Visits.DropQuestion(r.Context(), r.Actor, ch, session, asked)
	})
}
