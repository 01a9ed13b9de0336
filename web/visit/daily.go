package visit

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Today is the phone's page of a member on site.
func (h *Handlers) Today(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	day, err := civil.ParseISO(r.URL.Query().Get("day"))
	if err != nil {
		day = civil.Date{}
	}
	v, err := h.Visits.Today(r.Context(), r.Actor, ch, day)
	if err != nil {
		return err
	}
	chosen, err := id.Parse(r.URL.Query().Get("session"))
	if err != nil {
		chosen = uuid.Nil
	}
	return r.Render(w, http.StatusOK, todayPage(frame(r, todayTitle(v), v.Head, ui.Link{}, again{}), v, chosen))
}

// Daily is the conversation at the end of each day.
func (h *Handlers) Daily(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.daily(w, r, ch, "", again{})
}

func (h *Handlers) daily(w http.ResponseWriter, r *page.Request, ch uuid.UUID, day string, a again) error {
	v, err := h.Visits.Daily(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), dailyPage(frame(r, "Daily conversation", v.Head, ui.Link{}, a), v, day, a))
}

func (h *Handlers) onDay(w http.ResponseWriter, r *page.Request, done string, do func(ch uuid.UUID, day civil.Date, f page.Form) error) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	day, err := civil.ParseISO(r.Param("day"))
	if err != nil {
		return problem.Missing()
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = do(ch, day, form)
	if p, ok := page.Refused(err); ok {
		return h.daily(w, r, ch, day.String(), again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(ch.String(), "daily"), done)
}

// Heard ticks who was heard.
func (h *Handlers) Heard(w http.ResponseWriter, r *page.Request) error {
	return h.onDay(w, r, "Saved. Only the team sees who was heard.", func(ch uuid.UUID, day civil.Date, f page.Form) error {
		var heard []uuid.UUID
		for _, v := range f.All("heard") {
			who, err := id.Parse(v)
			if err != nil {
				return err
			}
			heard = append(heard, who)
		}
		return h.Visits.SaveHeard(r.Context(), r.Actor, ch, day, heard)
	})
}

// Topics keeps the day's topics.
func (h *Handlers) Topics(w http.ResponseWriter, r *page.Request) error {
	return h.onDay(w, r, "Topics saved. The director and the team can see them.", func(ch uuid.UUID, day civil.Date, f page.Form) error {
		return h.Visits.SaveTopics(r.Context(), r.Actor, ch, day, version(f), f.Text("topics"))
	})
}

// Line keeps the director's line.
func (h *Handlers) Line(w http.ResponseWriter, r *page.Request) error {
	return h.onDay(w, r, "Saved. The team can see your line.", func(ch uuid.UUID, day civil.Date, f page.Form) error {
		return h.Visits.SaveLine(r.Context(), r.Actor, ch, day, f.Line("line"))
	})
}
