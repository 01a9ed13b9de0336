package retention

import (
	"net/http"
	"strconv"
	"strings"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/retention"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// cycleCard is a cycle with what is recorded for it.
type cycleCard struct {
	Title, Href string
	Tag         *ui.TagModel
	Rows        []ui.SummaryRow
}

// Agreements lists the cycles of the region with what is recorded for each.
func (h *Handlers) Agreements(w http.ResponseWriter, r *page.Request) error {
	cycles, err := h.Retention.Cycles(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	missing := 0
	var cards []cycleCard
	for _, c := range cycles {
		card := cycleCard{Title: "Cycle " + c.Name, Href: agreementsPath + "/" + c.ID.String(), Tag: ui.Status("Not recorded")}
		if c.Recorded != nil {
			card.Tag, card.Rows = ui.Status("Recorded"), recordedRows(*c.Recorded)
		} else {
			missing++
		}
		cards = append(cards, card)
	}
	panel := "Agreements are recorded for every cycle"
	if missing > 0 {
		panel = "Agreements are still to be recorded for " + page.Counted(missing, "cycle", "cycles")
	}
	return r.Render(w, http.StatusOK, agreementsPage(r.Chrome("Agreements about information", page.NavCalendar), panel, cards))
}

func recordedRows(a retention.Recorded) []ui.SummaryRow {
	return []ui.SummaryRow{{Key: "Controllers (who decides what is done with information)", Value: a.Controllers},
		{Key: "Data protection impact assessment", Value: a.AssessmentReference + ", signed by " + a.AssessmentBy + " on " + ui.DayLong(a.AssessmentOn.Time())},
		{Key: "Data sharing agreement", Value: a.AgreementReference + ", signed by " + a.AgreementBy + " on " + ui.DayLong(a.AgreementOn.Time())},
		{Key: "Recorded by", Value: a.Name + ", " + ui.Moment(a.At)}}
}

// recordView is the form for a cycle.
type recordView struct {
	Title, Action string
	Form          page.Form
	Fields        []problem.Field
	Message       string
	Again         bool // a record is there already
}

func (v recordView) date(name, label, hint string) ui.Date {
	return ui.Date{Name: name, Label: label, Hint: hint, Day: v.Form.Line(name + "-day"), Month: v.Form.Line(name + "-month"), Year: v.Form.Line(name + "-year"), Error: ui.ErrorOn(v.Fields, name)}
}

func (v recordView) input(name, label, hint string) ui.Input {
	return ui.Input{Name: name, Label: label, Hint: hint, Value: v.Form.Line(name), Error: ui.ErrorOn(v.Fields, name)}
}

// AskRecord is the form for a cycle, filled with the newest record.
func (h *Handlers) AskRecord(w http.ResponseWriter, r *page.Request) error {
	return h.record(w, r, http.StatusOK, page.Form{}, nil)
}

func (h *Handlers) record(w http.ResponseWriter, r *page.Request, status int, form page.Form, refused *problem.Problem) error {
	id, err := r.ID("cycle")
	if err != nil {
		return err
	}
	c, err := h.Retention.CycleNamed(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if refused == nil && c.Recorded != nil {
		form = page.FormOf(filled(c.Recorded.Agreements))
	}
	chrome := r.Chrome("Agreements about information", page.NavCalendar)
	chrome.Back = &ui.Link{Text: "Agreements about information", Href: agreementsPath}
	v := recordView{Title: "Agreements for the cycle " + c.Name, Action: agreementsPath + "/" + id.String(), Form: form, Again: c.Recorded != nil}
	if refused != nil {
		chrome.HasErrors, v.Fields = true, refused.Fields
		if len(refused.Fields) == 0 {
			v.Message = refused.Message
		}
	}
	return r.Render(w, status, recordPage(chrome, v))
}

func filled(a retention.Agreements) map[string]string {
	m := map[string]string{"controllers": a.Controllers, "assessment-by": a.AssessmentBy, "assessment-reference": a.AssessmentReference,
		"agreement-by": a.AgreementBy, "agreement-reference": a.AgreementReference}
	for name, d := range map[string]civil.Date{"assessment-on": a.AssessmentOn, "agreement-on": a.AgreementOn} {
		m[name+"-day"], m[name+"-month"], m[name+"-year"] = d.Time().Format("2"), d.Time().Format("1"), d.Time().Format("2006")
	}
	return m
}

// Record records them.
func (h *Handlers) Record(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("cycle")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	a := retention.Agreements{Controllers: strings.TrimSpace(form.Text("controllers")), AssessmentBy: form.Line("assessment-by"), AssessmentReference: form.Line("assessment-reference"),
		AgreementBy: form.Line("agreement-by"), AgreementReference: form.Line("agreement-reference")}
	var fields problem.Fields
	a.AssessmentOn = date(form, "assessment-on", &fields)
	a.AgreementOn = date(form, "agreement-on", &fields)
	if err = fields.Err(); err == nil {
		err = h.Retention.RecordAgreements(r.Context(), r.Actor, id, a)
	}
	if p, ok := page.Refused(err); ok {
		return h.record(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, agreementsPath, "The agreements are recorded. The director of each host council confirms them before anybody writes.")
}

func date(form page.Form, name string, fields *problem.Fields) civil.Date {
	d, err := form.Date(name)
	if err != nil {
		fields.Add(name, err.Error()) // civil's errors are sentences for the reader
	}
	return d
}

// confirmView is what the host's director confirms.
type confirmView struct {
	Panel, Action, Version string
	Rows                   []ui.SummaryRow
	CanConfirm             bool
	Message                string
}

// AskConfirm shows the host's director what to confirm.
func (h *Handlers) AskConfirm(w http.ResponseWriter, r *page.Request) error {
	return h.confirm(w, r, http.StatusOK, "")
}

func (h *Handlers) confirm(w http.ResponseWriter, r *page.Request, status int, message string) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Retention.ConfirmPage(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	v := confirmView{Panel: "The programme coordinator has not recorded the agreements yet", Action: ui.ChallengePart(id.String(), confirmPart), Message: message}
	if p.Recorded != nil {
		v.Panel, v.Rows, v.Version = "Please read these agreements and confirm them", recordedRows(*p.Recorded), strconv.Itoa(p.Recorded.Version)
		v.CanConfirm = p.Confirmed == nil && p.Ended == nil
	}
	if p.Confirmed != nil {
		v.Panel = confirmedWords(p.Confirmed)
	}
	c := r.ChallengeChrome("Confirm the agreements about information", p.Head, infoLink(p.Head))
	c.HasErrors = message != ""
	return r.Render(w, status, confirmPage(c, v))
}

func confirmedWords(c *retention.Confirmation) string {
	return "Confirmed by " + c.Name + " on " + ui.DayLong(c.At)
}

func infoLink(h challenge.Head) ui.Link {
	return ui.Link{Text: "What is kept, and for how long", Href: ui.ChallengePart(h.ID.String(), infoPart)}
}

// Confirm confirms them.
func (h *Handlers) Confirm(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	version := form.Version("version")
	err = h.Retention.ConfirmAgreements(r.Context(), r.Actor, id, version)
	if p, ok := page.Refused(err); ok {
		return h.confirm(w, r, page.StatusOf(p.Kind), p.Message)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(id.String(), infoPart), "The agreements are confirmed. People on the challenge can now write and add documents.")
}
