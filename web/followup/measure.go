package followup

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/followup"
	"peerchallenge/internal/indicator"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type measureForm struct {
	asked
	Title, Caption, Action, WhoPath, Version string
	Indicator                                ui.Choice // no options: none are published for this council
	Attribution                              string
	Name, Unit, Source, Period, Baseline     ui.Input
	Low, High                                ui.Input
	Definition                               ui.Area
	Better                                   ui.Choice
	On                                       ui.Date
	OwnTitle, OwnLine                        string
	Saved                                    []ui.SummaryRow
}

// NewMeasure is the form of a new measure.
func (h *Handlers) NewMeasure(w http.ResponseWriter, r *page.Request) error {
	of, finding, err := pair(r, "recommendation")
	if err != nil {
		return err
	}
	return h.measureForm(w, r, of, finding, uuid.Nil, nil, nil)
}

// EditMeasure is the form of a measure of the council's own.
func (h *Handlers) EditMeasure(w http.ResponseWriter, r *page.Request) error {
	of, measure, err := pair(r, "measure")
	if err != nil {
		return err
	}
	return h.measureForm(w, r, of, uuid.Nil, measure, nil, nil)
}

func (h *Handlers) measureForm(w http.ResponseWriter, r *page.Request, of, finding, measure uuid.UUID, typed *page.Form, p *problem.Problem) error {
	v, err := h.FollowUp.MeasurePage(r.Context(), r.Actor, of, finding, measure)
	if err != nil {
		return err
	}
	if v.Measure.IndicatorID != "" {
		return problem.Missing()
	}
	f := newMeasureForm(v, typed, p)
	c := r.ChallengeChrome(f.Title, v.Head, ui.Link{Text: planTitle, Href: planPath(of)})
	c.HasErrors = p != nil
	status := http.StatusOK
	if p != nil {
		status = page.StatusOf(p.Kind)
	}
	return r.Render(w, status, measureFormPage(c, f))
}

func newMeasureForm(v followup.MeasurePage, typed *page.Form, p *problem.Problem) measureForm {
	f := measureForm{asked: askedOf(p), Title: "Add a measure", Caption: numbered(v.Recommendation.Number, v.Recommendation.Title),
		Action: part(v.ID, "plan/"+v.Recommendation.ID.String()+"/measures/new"), WhoPath: ui.WhoCanSeePath(v.ID.String()), Version: strconv.Itoa(v.Measure.Version)}
	m := v.Measure
	if m.ID != uuid.Nil {
		f.Title, f.Action, v.Choices = "Change a measure", part(v.ID, "plan/measures/"+m.ID.String()), nil
		if p != nil && p.Kind == problem.Conflict {
			f.Saved = []ui.SummaryRow{{Key: "Name", Value: m.Name}, {Key: "Definition", Value: m.Definition}, {Key: "Baseline", Value: followup.Number(m.Baseline) + " " + m.Unit + ", " + m.BaselinePeriod}}
		}
	}
	f.fields(m, typed)
	f.published(v, typed)
	f.On = dateField("on", "Last day of that time", "It must be before the visit began on "+v.OnsiteFirst.Long(), m.BaselineOn, typed, f.on("on"))
	return f
}

func (f *measureForm) fields(m followup.Measure, typed *page.Form) {
	value := func(name, saved string) string {
		if typed != nil {
			return typed.Text(name)
		}
		return saved
	}
	number := func(n *float64) string {
		if n == nil {
			return ""
		}
		return followup.Number(*n)
	}
	base := ""
	if m.ID != uuid.Nil {
		base = followup.Number(m.Baseline)
	}
	in := func(name, label, hint, saved string, width int) ui.Input {
		return ui.Input{Name: name, Label: label, Hint: hint, Value: value(name, saved), Error: f.on(name), Width: width}
	}
	f.Name = in("name", "Name", "For example, Carers answered within 28 days", m.Name, 0)
	f.Definition = ui.Area{Name: "definition", Label: "What exactly is counted?", Value: value("definition", m.Definition), Rows: 3, Max: 1000, Error: f.on("definition")}
	f.Unit = in("unit", "In what is it counted?", "For example, percent, days or people", m.Unit, 20)
	f.Source = in("source", "Where does the number come from?", "For example, our case system, monthly", m.Source, 0)
	f.Better = ui.Choice{Name: "better", Label: "Which way is better?", Value: value("better", m.Better), Error: f.on("better"), Inline: true,
		Options: []ui.Option{{Value: "higher", Text: "Higher"}, {Value: "lower", Text: "Lower"}}}
	f.Baseline = in("baseline", "Baseline: the last value before the visit", "", base, 10)
	f.Period = in("period", "Which time is it for?", "For example, August 2026 or 2025 to 2026", m.BaselinePeriod, 20)
	f.Low = in("low", "Lowest in the region (optional)", "If your region collects this measure", number(m.RegionLow), 10)
	f.High = in("high", "Highest in the region (optional)", "", number(m.RegionHigh), 10)
}

func (f *measureForm) published(v followup.MeasurePage, typed *page.Form) {
	f.OwnTitle = "A measure of your own"
	if len(v.Choices) == 0 {
		if v.Measure.ID == uuid.Nil {
			f.OwnLine = "No published values were found for this council, so use a measure of your own. A monthly one is fine."
		}
		return
	}
	f.OwnLine = "If no published measure fits. A monthly one is fine."
	f.Attribution = indicator.Attribution
	f.Indicator = ui.Choice{Name: "indicator", Label: "A published measure", Empty: "None of these", Error: f.on("indicator"),
		Hint: "Its baseline is the last value published for a time that ended before the visit. You need nothing else."}
	for _, i := range v.Choices {
		f.Indicator.Options = append(f.Indicator.Options, ui.Option{Value: i.ID, Text: i.Plain + " (" + i.Unit + "; " + i.Framework + ", " + i.Code + ")"})
	}
	if typed != nil {
		f.Indicator.Value = typed.Line("indicator")
	}
}

func readMeasure(f page.Form) (followup.MeasureInput, *problem.Problem) {
	in := followup.MeasureInput{Indicator: f.Line("indicator"), Name: f.Line("name"), Definition: strings.TrimSpace(f.Text("definition")), Unit: f.Line("unit"), Source: f.Line("source"),
		Better: f.Line("better"), Baseline: f.Line("baseline"), Period: f.Line("period"), Low: f.Line("low"), High: f.Line("high"), Version: version(f)}
	day, err := f.Date("on")
	if err != nil && in.Indicator == "" {
		return in, &problem.Problem{Kind: problem.Invalid, Fields: []problem.Field{{Name: "on", Message: err.Error()}}}
	}
	in.On = day
	return in, nil
}

// AddMeasure adds a measure.
func (h *Handlers) AddMeasure(w http.ResponseWriter, r *page.Request) error {
	of, finding, err := pair(r, "recommendation")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	in, p := readMeasure(f)
	if p != nil {
		return h.measureForm(w, r, of, finding, uuid.Nil, &f, p)
	}
	err = h.FollowUp.AddMeasure(r.Context(), r.Actor, of, finding, in)
	if p, ok := page.Refused(err); ok {
		return h.measureForm(w, r, of, finding, uuid.Nil, &f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, planPath(of), "Measure added. It is read again at 6, 12 and 24 months.")
}

// ChangeMeasure changes a measure of the council's own.
func (h *Handlers) ChangeMeasure(w http.ResponseWriter, r *page.Request) error {
	of, measure, err := pair(r, "measure")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	in, p := readMeasure(f)
	if p != nil {
		return h.measureForm(w, r, of, uuid.Nil, measure, &f, p)
	}
	err = h.FollowUp.ChangeMeasure(r.Context(), r.Actor, of, measure, in)
	if p, ok := page.Refused(err); ok {
		return h.measureForm(w, r, of, uuid.Nil, measure, &f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, planPath(of), "Measure saved.")
}

// RemoveMeasure takes a measure out.
func (h *Handlers) RemoveMeasure(w http.ResponseWriter, r *page.Request) error {
	of, measure, err := pair(r, "measure")
	if err != nil {
		return err
	}
	if err := h.FollowUp.RemoveMeasure(r.Context(), r.Actor, of, measure); err != nil {
		return err
	}
	return r.Redirect(w, planPath(of), "Measure taken out of the plan. What was handed over keeps it.")
}
