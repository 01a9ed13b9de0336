package evaluation

import (
	"errors"
	"fmt"
	"net/http"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/evaluation"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type evaluatorView struct {
	Region string
	Panel  string
	Rows   [][]ui.Cell
}

func (h *Handlers) forEvaluator(w http.ResponseWriter, r *page.Request) error {
	p, err := h.Evaluation.ForEvaluator(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	v := evaluatorView{Region: p.Region.Name, Panel: "You can see " + page.Counted(len(p.Surveys), "survey", "surveys")}
	for _, s := range p.Surveys {
		state := ""
		if s.Open {
			state = ", open now"
		}
		row := []ui.Cell{{Text: s.Council + ", " + page.Lower(s.Wave.Name())}, {Text: civil.Range(s.OpensOn, s.ClosesOn) + state}}
		for _, t := range s.Turnout {
			row = append(row, ui.Cell{Text: rate(t)})
		}
		v.Rows = append(v.Rows, row)
	}
	c := r.Chrome("Evaluation", page.NavEvaluation)
	return r.Render(w, http.StatusOK, evaluatorPage(c, v))
}

// Export is the evaluator's file.
func (h *Handlers) Export(w http.ResponseWriter, r *page.Request) error {
	file, err := h.Evaluation.Export(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="evaluation.csv"`)
	_, err = w.Write(file)
	return err
}

// list is the answers of a survey as they were exported: at most 1 MB.
var list = page.List{Most: 1 << 20}

type chooseView struct {
	Region, Title string
	Questions     [][]ui.Cell
	Fields        []problem.Field
	Message       string
}

// ChooseFile asks for a file of answers to an earlier survey.
func (h *Handlers) ChooseFile(w http.ResponseWriter, r *page.Request) error {
	return h.choose(w, r, http.StatusOK, "", nil)
}

var backToRegion = ui.Link{Text: "Evaluation", Href: regionPath}

func (h *Handlers) choose(w http.ResponseWriter, r *page.Request, status int, title string, p *problem.Problem) error {
	region, questions, err := h.Evaluation.ImportForm(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	v := chooseView{Region: region.Name, Title: title, Fields: page.FieldsOf(p), Message: page.MessageOf(p)}
	for _, q := range questions {
		v.Questions = append(v.Questions, ui.Cells(q.ID, q.Text))
	}
	c := r.Chrome("Import answers", page.NavEvaluation)
	c.Back, c.HasErrors = &backToRegion, p != nil
	return r.Render(w, status, choosePage(c, v))
}

type planView struct {
	Region, Title, File, Digest, Message string
	Panel                                string
	Problems, Ignored                    []string
	Results                              []resultView
	OK                                   bool
}

// PreviewFile says what would come of it.
func (h *Handlers) PreviewFile(w http.ResponseWriter, r *page.Request) error {
	form, file, err := list.Chosen(w, r)
	title := form.Line("title")
	var plan evaluation.ImportPlan
	if err == nil {
		plan, err = h.Evaluation.PreviewImport(r.Context(), r.Actor, title, file)
	}
	var p *problem.Problem
	if errors.As(err, &p) && (p.Kind == problem.Invalid || p.Kind == problem.TooLarge) {
		return h.choose(w, r, page.StatusOf(p.Kind), title, p)
	}
	if err != nil {
		return err
	}
	return h.showPlan(w, r, http.StatusOK, plan, file, nil)
}

func (h *Handlers) showPlan(w http.ResponseWriter, r *page.Request, status int, plan evaluation.ImportPlan, file []byte, p *problem.Problem) error {
	v := planView{Region: plan.Region.Name, Title: plan.Title, File: list.Carry(file), Digest: plan.Digest, Message: page.MessageOf(p),
		Panel: fmt.Sprintf("%s answered. Nothing has been written yet", page.Counted(plan.Sheets, "person", "people")), Problems: plan.Problems, Ignored: plan.Ignored,
		Results: toResults("plan", plan.Results), OK: plan.OK()}
	c := r.Chrome("Check what will be imported", page.NavEvaluation)
	c.Back, c.HasErrors = &backToRegion, p != nil
	return r.Render(w, status, planPage(c, v))
}

// ImportFile does what the preview said. The file travels with the form, and is
// read and judged again.
func (h *Handlers) ImportFile(w http.ResponseWriter, r *page.Request) error {
	form, file, err := list.Carried(w, r)
	if err != nil {
		return err
	}
	title := form.Line("title")
	plan, err := h.Evaluation.ImportAnswers(r.Context(), r.Actor, title, file, form.Line("digest"))
	p, refused := page.Refused(err)
	switch {
	case refused && p.Kind == problem.Conflict:
		plan, err := h.Evaluation.PreviewImport(r.Context(), r.Actor, title, file)
		if err != nil {
			return err
		}
		return h.showPlan(w, r, page.StatusOf(p.Kind), plan, file, p)
	case refused:
		return h.choose(w, r, page.StatusOf(p.Kind), title, p)
	case err != nil:
		return err
	}
	return r.Redirect(w, regionPath, fmt.Sprintf("The answers of %s are imported. Single sheets were not kept.", page.Counted(plan.Sheets, "person", "people")))
}

type evaluatorsView struct {
	Region      string
	Panel       string
	Lines       []string
	Rows        []ui.TaskRow
	Hosts       []string
	Name, Email ui.Input
	Starts      ui.Date
	Ends        ui.Date
	Fields      []problem.Field
	Message     string
}

// Evaluators is who evaluates the region.
func (h *Handlers) Evaluators(w http.ResponseWriter, r *page.Request) error {
	return h.evaluators(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) evaluators(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	appointed, err := h.Evaluation.Evaluators(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	v := evaluatorsView{Region: appointed.Region.Name, Hosts: appointed.Hosts, Fields: page.FieldsOf(p), Message: page.MessageOf(p), Panel: "Nobody evaluates the region now"}
	for _, a := range appointed.Appointed {
		row := ui.TaskRow{Text: a.Name, Lines: []string{"From " + a.StartsOn.Long()}}
		if !a.EndsOn.IsZero() {
			row.Lines[0] += " to " + a.EndsOn.Long()
		}
		if a.EndedAt == nil {
			v.Panel = a.Name + " evaluates the region"
			row.Side = endButton(evaluatorsPath+"/"+a.ID.String()+"/end", a.Name)
		} else {
			row.Tag = &ui.TagModel{Colour: ui.Grey, Words: "Ended"}
		}
		v.Rows = append(v.Rows, row)
	}
	v.Lines = []string{"An evaluator sees how many answered and what five or more said, of hosts that have agreed. Nothing else."}
	v.Name = ui.Input{Name: "name", Label: "Full name", Value: form.Line("name"), Error: ui.ErrorOn(v.Fields, "name"), Autocomplete: "off"}
	v.Email = ui.Input{Name: "email", Label: "E-mail address", Hint: "We send them an invitation.", Value: form.Line("email"), Error: ui.ErrorOn(v.Fields, "email"), Autocomplete: "off"}
	v.Starts = dateField(form, "starts", "First day", "For example 12 4 2027", v.Fields)
	v.Ends = dateField(form, "ends", "Last day", "May be left empty", v.Fields)
	c := r.Chrome("Independent evaluator", evaluationNav)
	c.Back, c.HasErrors = &backToRegion, p != nil
	return r.Render(w, status, evaluatorsPage(c, v))
}

// evaluationNav marks where the reader is; in Evaluators "page" is the page read.
const evaluationNav = page.NavEvaluation

func dateField(form page.Form, name, label, hint string, fields []problem.Field) ui.Date {
	return ui.Date{Name: name, Label: label, Hint: hint, Error: ui.ErrorOn(fields, name),
		Day: form.Line(name + "-day"), Month: form.Line(name + "-month"), Year: form.Line(name + "-year")}
}

// Appoint appoints an evaluator.
func (h *Handlers) Appoint(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	a := evaluation.Appointment{Name: form.Line("name"), Email: form.Line("email")}
	var fields problem.Fields
	for name, into := range map[string]*civil.Date{"starts": &a.Starts, "ends": &a.Ends} {
		if *into, err = form.Date(name); err != nil {
			fields.Add(name, err.Error()) // civil's errors are sentences for the reader
		}
	}
	if err = fields.Err(); err == nil {
		err = h.Evaluation.AppointEvaluator(r.Context(), r.Actor, a)
	}
	if p, ok := page.Refused(err); ok {
		return h.evaluators(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, evaluatorsPath, a.Name+" is appointed and invited. They see hosts that have agreed, and nothing else.")
}

// EndEvaluator ends an appointment.
func (h *Handlers) EndEvaluator(w http.ResponseWriter, r *page.Request) error {
	holding, err := r.ID("holding")
	if err != nil {
		return err
	}
	if err := h.Evaluation.EndEvaluator(r.Context(), r.Actor, holding); err != nil {
		return err
	}
	return r.Redirect(w, evaluatorsPath, "The appointment has ended. They see nothing any more.")
}
