package team

import (
	"net/http"
	"strconv"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// training is where the coordinator records that somebody was trained (T9).
type training struct {
	Action  string
	Name    string
	Fields  []problem.Field
	Message string
	Days    []ui.Date
}

// TrainingForm shows what is recorded.
func (h *Handlers) TrainingForm(w http.ResponseWriter, r *page.Request) error {
	return h.trainingForm(w, r, http.StatusOK, nil, nil)
}

func (h *Handlers) trainingForm(w http.ResponseWriter, r *page.Request, status int, f *page.Form, p *problem.Problem) error {
	v, m, err := h.about(r, team.Train)
	if err != nil {
		return err
	}
	t := training{Action: memberPath(v.Head.ID, m.ID, "training"), Name: m.Name}
	if p != nil {
		t.Fields, t.Message = p.Fields, p.Message
	}
	day := func(name, label string, at civil.Date) ui.Date {
		d := ui.Date{Name: name, Label: label, Hint: "For example, 27 3 2027. Leave it empty if not yet.", Error: ui.ErrorOn(t.Fields, name)}
		if f != nil {
			d.Day, d.Month, d.Year = f.Line(name+"-day"), f.Line(name+"-month"), f.Line(name+"-year")
		} else if !at.IsZero() {
			d.Day, d.Month, d.Year = strconv.Itoa(at.Day()), strconv.Itoa(int(at.Month())), strconv.Itoa(at.Year())
		}
		return d
	}
	t.Days = []ui.Date{day("role", "Trained for the role of "+page.Lower(m.Role.Name()), m.TrainedOn), day("co-production", "Trained in co-production", m.CoProductionOn)}
	c := r.ChallengeChrome("Record training", v.Head, ui.Link{Text: "The team", Href: teamPath(v.Head.ID)})
	c.HasErrors = p != nil
	return r.Render(w, status, trainingPage(c, t))
}

// Training records it.
func (h *Handlers) Training(w http.ResponseWriter, r *page.Request) error {
	v, m, err := h.about(r, team.Train)
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	var days [2]civil.Date
	for i, name := range []string{"role", "co-production"} {
		if f.Line(name+"-day")+f.Line(name+"-month")+f.Line(name+"-year") == "" {
			continue
		}
		if days[i], err = f.Date(name); err != nil {
			err = fieldProblem(name, "Enter a real date, such as 27 3 2027")
			break
		}
	}
	if err == nil {
		err = h.Teams.RecordTraining(r.Context(), r.Actor, v.Head.ID, m.ID, days[0], days[1])
	}
	if p, ok := page.Refused(err); ok {
		return h.trainingForm(w, r, page.StatusOf(p.Kind), &f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, teamPath(v.Head.ID), "Recorded for "+m.Name+".")
}
