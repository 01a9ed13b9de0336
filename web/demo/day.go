package demo

import (
	"net/http"

	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const dayPath = "/demo/day"

type dayForm struct {
	Today   string
	Day     ui.Date
	Fields  []problem.Field
	Message string
}

func (h *Handlers) today() string { return h.Day.Now().Format("Monday 2 January 2006") }

// ChooseDay asks for another day.
func (h *Handlers) ChooseDay(w http.ResponseWriter, r *page.Request) error {
	return h.chooseDay(w, r, page.Form{}, nil)
}

func (h *Handlers) chooseDay(w http.ResponseWriter, r *page.Request, f page.Form, refused *problem.Problem) error {
	m, status := dayForm{Today: h.today()}, http.StatusOK
	c := r.Chrome("Move to another day", "")
	c.Back = &ui.Link{Text: "The people of the demonstration", Href: ui.DemonstrationPath()}
	if refused != nil {
		m.Fields, m.Message, status, c.HasErrors = refused.Fields, refused.Message, page.StatusOf(refused.Kind), true
	}
	m.Day = ui.Date{Name: "day", Label: "Which day?", Hint: "For example, 11 3 2027", Day: f.Line("day-day"), Month: f.Line("day-month"),
		Year: f.Line("day-year"), Error: ui.ErrorOn(m.Fields, "day")}
	return r.Render(w, status, dayPage(c, m))
}

// MoveDay moves the demonstration to a later day, for everybody in it, and lets
// the work of the days between be done.
func (h *Handlers) MoveDay(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	day, err := form.Date("day")
	if err == nil {
		err = h.Day.MoveTo(day)
	}
	if p, ok := page.Refused(err); ok {
		return h.chooseDay(w, r, form, p)
	}
	if err != nil {
		return err
	}
	for range 3 { // a challenge moves on by one stage at a time
		h.Work(r.Context())
	}
	return r.Redirect(w, ui.DemonstrationPath(), "Today is "+h.today()+".")
}
