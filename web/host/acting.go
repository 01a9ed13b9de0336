package host

import (
	"net/http"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/host"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// actingForm names somebody to act as director.
type actingForm struct {
	Action      string
	Fields      []problem.Field
	Message     string
	Name, Email ui.Input
	From, Until ui.Date
}

// ActingForm asks who acts for the director, and when.
func (h *Handlers) ActingForm(w http.ResponseWriter, r *page.Request) error {
	return h.actingForm(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) actingForm(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	v, err := h.read(r)
	if err != nil {
		return err
	}
	if !v.Head.Standing().Is(access.DASS) {
		return problem.Missing()
	}
	if !v.CanAct && p == nil {
		return problem.New(problem.Closed, "Only the director, or the programme coordinator, can name somebody to act now.")
	}
	m := actingForm{Action: peoplePath(v.Head.ID) + "/acting"}
	c := r.ChallengeChrome("Name somebody to act for you", v.Head, ui.Link{Text: "People of the host", Href: peoplePath(v.Head.ID)})
	if p != nil {
		c.HasErrors, m.Fields, m.Message = true, p.Fields, p.Message
	}
	m.Name = ui.Input{Name: "name", Label: "Full name", Value: f.Line("name"), Error: ui.ErrorOn(m.Fields, "name"), Autocomplete: "off"}
	m.Email = ui.Input{Name: "email", Label: "E-mail address", Hint: "We tell them, and invite them if they are new.", Value: f.Line("email"), Error: ui.ErrorOn(m.Fields, "email"), Autocomplete: "off"}
	m.From = dayField(f, m.Fields, "from", "First day", "For example 15 3 2027. Leave empty for today")
	m.Until = dayField(f, m.Fields, "until", "Last day", "For example 26 3 2027. You can end it earlier")
	return r.Render(w, status, actingPage(c, m))
}

func dayField(f page.Form, fields []problem.Field, name, label, hint string) ui.Date {
	return ui.Date{Name: name, Label: label, Hint: hint, Day: f.Line(name + "-day"), Month: f.Line(name + "-month"), Year: f.Line(name + "-year"), Error: ui.ErrorOn(fields, name)}
}

// NameActing names them.
func (h *Handlers) NameActing(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	var fields problem.Fields
	day := func(name string) civil.Date {
		d, bad := f.Date(name)
		if bad != nil {
			fields.Add(name, bad.Error()) // civil's errors are sentences for the reader
		}
		return d
	}
	a := host.Acting{Name: f.Line("name"), Email: f.Line("email"), From: day("from"), Until: day("until")}
	if err = fields.Err(); err == nil {
		err = h.Hosts.NameActing(r.Context(), r.Actor, id, a)
	}
	if p, ok := page.Refused(err); ok {
		return h.actingForm(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, peoplePath(id), a.Name+" acts for you until "+a.Until.Long()+", is shown as acting, and has an e-mail about it.")
}

// EndActingForm asks before somebody's acting ends.
func (h *Handlers) EndActingForm(w http.ResponseWriter, r *page.Request) error {
	v, err := h.read(r)
	if err != nil {
		return err
	}
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	for _, p := range v.Of(access.DASS) {
		if p.PersonID == who && p.Acting && v.CanAct {
			c := r.ChallengeChrome("End this part", v.Head, ui.Link{Text: "People of the host", Href: peoplePath(v.Head.ID)})
			return r.Render(w, http.StatusOK, endPage(c, p.Name, "Acting director", endActingPath(v, p)))
		}
	}
	return problem.Missing()
}

func endActingPath(v host.Page, p host.Held) string {
	return peoplePath(v.Head.ID) + "/" + p.PersonID.String() + "/end-acting"
}

// EndActing ends it.
func (h *Handlers) EndActing(w http.ResponseWriter, r *page.Request) error {
	return h.change(w, r, h.Hosts.EndActing, "They no longer act for you. What the post let them see is closed to them from now.")
}

// actingDates says from when to when somebody acts.
func actingDates(p host.Held) string {
	if p.EndsOn.IsZero() {
		return "Acting, since " + p.StartsOn.Long()
	}
	return "Acting, from " + p.StartsOn.Long() + " to " + p.EndsOn.Long()
}
