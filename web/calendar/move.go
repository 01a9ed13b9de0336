package calendar

import (
	"fmt"
	"net/http"
	"strconv"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/schedule"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// moveForm asks for the new first day.
type moveForm struct {
	Action, Now string
	Replan      string // of a postponed visit: where a new date is suggested
	Fields      []problem.Field
	Message     string
	First       ui.Date
	Dates       []ui.SummaryRow
}

// MoveForm asks for the new first day.
func (h *Handlers) MoveForm(w http.ResponseWriter, r *page.Request) error {
	return h.moveForm(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) moveForm(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	head, dates, err := h.Schedule.MoveForm(r.Context(), r.Actor, cid)
	if err != nil {
		return err
	}
	if p == nil { // a refused form is shown again with its words
		if err := schedule.Open(head.Challenge, schedule.Move); err != nil {
			return err
		}
	}
	m := moveForm{Action: movePath(cid), Now: civil.Range(head.OnsiteFirst, head.OnsiteLast)}
	if head.Ended != nil && *head.Ended == challenge.Postponed {
		m.Replan = cyclePath(head.CycleID) + "/places"
	}
	c := r.ChallengeChrome("Move the visit", head, ui.Link{Text: "Calendar", Href: cyclePath(head.CycleID)})
	if p != nil {
		c.HasErrors, m.Fields, m.Message = true, p.Fields, p.Message
	}
	m.First = dateField(f, m.Fields, "first", "New first day on site", "For example, 11 5 2027")
	for _, d := range dates {
		row := ui.SummaryRow{Key: d.Kind.Name(), Value: d.OnDay.LongWeekday(), Action: &ui.Link{Text: "Set by hand", Href: setPath(cid) + "?kind=" + string(d.Kind)}}
		if d.ByHand {
			row.Value += ", set by hand"
		}
		m.Dates = append(m.Dates, row)
	}
	return r.Render(w, status, movePage(c, m))
}

// preview is what a move changes, ready to print.
type preview struct {
	Action, Button     string
	Fields             []problem.Field
	Message            string
	PanelTitle, Change string
	Problems           []string
	Rows               [][]ui.Cell
	Told               string
	Possible           bool
	Agreed             ui.Choice
	Hidden             []ui.HiddenValue
}

// Move shows what a move changes and, once that was confirmed, moves.
func (h *Handlers) Move(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	first, bad := f.Date("first")
	if bad != nil {
		return h.moveAgain(w, r, f, notADate("first"))
	}
	if f.Line("confirm") != "yes" {
		return h.preview(w, r, http.StatusOK, f, cid, first, nil)
	}
	version := f.Version("version")
	err = h.Schedule.MoveVisit(r.Context(), r.Actor, cid, schedule.Moving{First: first, Version: version, ElectionAgreed: f.Line("agreed") == "yes"})
	if p, ok := page.Refused(err); ok {
		return h.preview(w, r, page.StatusOf(p.Kind), f, cid, first, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePath(cid.String()), "The visit has moved, and everybody on the challenge has been told.")
}

// moveAgain shows the form with what is wrong.
func (h *Handlers) moveAgain(w http.ResponseWriter, r *page.Request, f page.Form, err error) error {
	if p, ok := page.Refused(err); ok {
		return h.moveForm(w, r, page.StatusOf(p.Kind), f, p)
	}
	return err
}

func (h *Handlers) preview(w http.ResponseWriter, r *page.Request, status int, f page.Form, cid challenge.ID, first civil.Date, p *problem.Problem) error {
	v, err := h.Schedule.PreviewMove(r.Context(), r.Actor, cid, first)
	if err != nil {
		return h.moveAgain(w, r, f, err)
	}
	m := toPreview(v, f)
	c := r.ChallengeChrome("Check what this changes", v.Head, ui.Link{Text: "Move the visit", Href: movePath(cid)})
	if p != nil {
		c.HasErrors, m.Message = true, p.Message
		for _, field := range p.Fields { // the tick is all there is to mend on this page
			m.Fields = append(m.Fields, problem.Field{Name: "agreed", Message: field.Message})
		}
		m.Agreed.Error = ui.ErrorOn(m.Fields, "agreed")
	}
	return r.Render(w, status, previewPage(c, m))
}

func toPreview(v schedule.Preview, f page.Form) preview {
	m := preview{Action: movePath(v.Head.ID), Possible: v.Possible, Button: "Move the visit and tell " + people(len(v.Told)), PanelTitle: "Nothing clashes",
		Change: "The visit is now on " + civil.Range(v.Head.OnsiteFirst, v.Head.OnsiteLast) + ". It would be on " + civil.Range(v.First, v.Last) + ".",
		Hidden: []ui.HiddenValue{{Name: "confirm", Value: "yes"}, {Name: "version", Value: strconv.Itoa(v.Version)}, {Name: "first-day", Value: strconv.Itoa(v.First.Day())},
			{Name: "first-month", Value: strconv.Itoa(int(v.First.Month()))}, {Name: "first-year", Value: strconv.Itoa(v.First.Year())}}}
	for _, c := range v.Clashes {
		m.Problems = append(m.Problems, c.Words+endStop(c.Words))
	}
	m.Problems = append(m.Problems, v.Breaks...)
	switch {
	case !v.Possible:
		m.PanelTitle = "The visit cannot move there"
	case len(m.Problems) > 0:
		m.PanelTitle = "Look at this before you move the visit"
	}
	if v.NeedsAgreement() {
		m.Agreed = agreement(f)
	}
	for _, d := range v.Moves {
		after := d.Now.LongWeekday()
		if d.ByHand {
			after = "Stays: set by hand"
		}
		m.Rows = append(m.Rows, ui.Cells(d.Name, d.Was.LongWeekday(), after))
	}
	m.Told = told(v.Told)
	return m
}

func told(list []schedule.Told) string {
	if len(list) == 0 {
		return "Nobody yet: there is nobody else on this challenge."
	}
	names := make([]string, len(list))
	for i, t := range list {
		names[i] = t.Name
	}
	return schedule.And(names) + "."
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// setForm sets one date by hand.
type setForm struct {
	Action  string
	Fields  []problem.Field
	Message string
	Kind    ui.Choice
	Day     ui.Date
}

// SetForm asks which date, and the day.
func (h *Handlers) SetForm(w http.ResponseWriter, r *page.Request) error {
	return h.setForm(w, r, http.StatusOK, page.FormOf(map[string]string{"kind": r.URL.Query().Get("kind")}), nil)
}

func (h *Handlers) setForm(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	head, dates, err := h.Schedule.MoveForm(r.Context(), r.Actor, cid)
	if err != nil {
		return err
	}
	if p == nil { // a refused form is shown again with its words
		if err := schedule.Open(head.Challenge, schedule.SetByHand); err != nil {
			return err
		}
	}
	m := setForm{Action: setPath(cid)}
	c := r.ChallengeChrome("Set a date by hand", head, ui.Link{Text: "Move the visit", Href: movePath(cid)})
	if p != nil {
		c.HasErrors, m.Fields, m.Message = true, p.Fields, p.Message
	}
	m.Kind = ui.Choice{Name: "kind", Label: "Which date?", Empty: "Choose a date", Value: f.Line("kind"), Error: ui.ErrorOn(m.Fields, "kind")}
	for _, d := range dates {
		m.Kind.Options = append(m.Kind.Options, ui.Option{Value: string(d.Kind), Text: d.Kind.Name() + " (now " + d.OnDay.Long() + ")"})
	}
	m.Day = dateField(f, m.Fields, "day", "New day", "For example, 19 4 2027")
	return r.Render(w, status, setPage(c, m))
}

// Set sets it.
func (h *Handlers) Set(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	day, bad := f.Date("day")
	if err = notADate("day"); bad == nil {
		err = h.Schedule.SetDate(r.Context(), r.Actor, cid, challenge.DateKind(f.Line("kind")), day)
	}
	if p, ok := page.Refused(err); ok {
		return h.setForm(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, movePath(cid), "The date is set, and everybody on the challenge has been told.")
}
