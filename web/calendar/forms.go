package calendar

import (
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/cycle"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/schedule"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

func dateField(f page.Form, fields []problem.Field, name, label, hint string) ui.Date {
	return ui.Date{Name: name, Label: label, Hint: hint, Day: f.Line(name + "-day"), Month: f.Line(name + "-month"), Year: f.Line(name + "-year"), Error: ui.ErrorOn(fields, name)}
}

// notADate is the message for a day that cannot be read.
func notADate(name string) error {
	return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem",
		Fields: []problem.Field{{Name: name, Message: "Enter a real day, such as 11 5 2027"}}}
}

// openForm opens a cycle.
type openForm struct {
	Fields      []problem.Field
	Message     string
	Name        ui.Input
	First, Last ui.Date
}

// OpenForm asks for a cycle's name and days.
func (h *Handlers) OpenForm(w http.ResponseWriter, r *page.Request) error {
	return h.openForm(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) openForm(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	if _, err := h.Schedule.CalendarPage(r.Context(), r.Actor, uuid.Nil); err != nil {
		return err
	}
	var m openForm
	c := r.Chrome("Open a cycle", page.NavCalendar)
	c.Back = &ui.Link{Text: "Calendar", Href: calendarPath}
	if p != nil {
		c.HasErrors, m.Fields, m.Message = true, p.Fields, p.Message
	}
	m.Name = ui.Input{Name: "name", Label: "Name", Hint: "For example, 2027 to 2029", Value: f.Line("name"), Error: ui.ErrorOn(m.Fields, "name"), Width: 20}
	m.First, m.Last = dateField(f, m.Fields, "first", "First day", "For example, 1 1 2027"), dateField(f, m.Fields, "last", "Last day", "")
	return r.Render(w, status, openPage(c, m))
}

// Open opens it.
func (h *Handlers) Open(w http.ResponseWriter, r *page.Request) error {
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	first, badFirst := f.Date("first")
	last, badLast := f.Date("last")
	var cycleID uuid.UUID
	switch {
	case badFirst != nil:
		err = notADate("first")
	case badLast != nil:
		err = notADate("last")
	default:
		cycleID, err = h.Schedule.OpenCycle(r.Context(), r.Actor, cycle.Opening{Name: f.Line("name"), FirstDay: first, LastDay: last})
	}
	if p, ok := page.Refused(err); ok {
		return h.openForm(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, cyclePath(cycleID), "The cycle is open. Next: ask what the councils offer, and place each council's visit.")
}

// placeForm places a visit.
type placeForm struct {
	Action, Cycle, Help string
	Fields              []problem.Field
	Message             string
	Council             ui.Choice
	First               ui.Date
	Agreed              ui.Choice
}

// PlaceForm asks for a council and its first day.
func (h *Handlers) PlaceForm(w http.ResponseWriter, r *page.Request) error {
	return h.placeForm(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) placeForm(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	cycleID, err := r.ID("cycle")
	if err != nil {
		return err
	}
	v, err := h.Schedule.CalendarPage(r.Context(), r.Actor, cycleID)
	if err != nil {
		return err
	}
	m := placeForm{Action: placePath(cycleID), Cycle: "Cycle " + v.Cycle.Name,
		Help: fmt.Sprintf("The visit takes %d working days, one after another. All other dates are counted from them.", v.Days)}
	c := r.Chrome("Place a visit", page.NavCalendar)
	c.Back = &ui.Link{Text: "Calendar", Href: cyclePath(cycleID)}
	if p != nil {
		c.HasErrors, m.Fields, m.Message = true, p.Fields, p.Message
	}
	m.Council = ui.Choice{Name: "council", Label: "Host council", Empty: "Choose a council", Value: f.Line("council"), Error: ui.ErrorOn(m.Fields, "council")}
	for _, h := range v.Unplaced {
		m.Council.Options = append(m.Council.Options, ui.Option{Value: h.ID.String(), Text: h.Name})
	}
	m.First = dateField(f, m.Fields, "first", "First day on site", "For example, 11 5 2027")
	m.Agreed = agreement(f)
	return r.Render(w, status, placePage(c, m))
}

// agreement is the tick for days before an election (S3).
func agreement(f page.Form) ui.Choice {
	return ui.Choice{Name: "agreed", Label: "Before an election", Hint: "Only needed when the days fall in the time before an election of the host.", Values: f.All("agreed"),
		Options: []ui.Option{{Value: "yes", Text: "The host and the region agree to these days"}}}
}

// Place places it.
func (h *Handlers) Place(w http.ResponseWriter, r *page.Request) error {
	cycleID, err := r.ID("cycle")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	council, err := id.Parse(f.Line("council"))
	if err != nil {
		council = uuid.Nil // refused at the field
	}
	first, bad := f.Date("first")
	if err = notADate("first"); bad == nil {
		_, err = h.Schedule.PlaceVisit(r.Context(), r.Actor, schedule.Placing{Cycle: cycleID, Council: council, First: first, ElectionAgreed: f.Line("agreed") == "yes"})
	}
	if p, ok := page.Refused(err); ok {
		return h.placeForm(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, cyclePath(cycleID), "The visit is placed, and the host's director has been asked to agree. Next: assemble the team.")
}
