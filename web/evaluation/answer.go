package evaluation

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/evaluation"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// formView is a survey as a form.
type formView struct {
	Caption, Title string
	WhoPath        string
	Closes         string
	Action         string
	Button         string
	Questions      []questionView
	Fields         []problem.Field
	Message        string
}

// questionView is one question: a choice or a box.
type questionView struct {
	Choice *ui.Choice
	Area   *ui.Area
}

func toForm(f evaluation.Form, sheet evaluation.Sheet, p *problem.Problem) formView {
	v := formView{Closes: f.Survey.ClosesOn.LongWeekday(), Fields: page.FieldsOf(p), Message: page.MessageOf(p)}
	for _, q := range f.Questions {
		v.Questions = append(v.Questions, toQuestion(q, sheet[q.ID], v.Fields))
	}
	return v
}

func toQuestion(q reference.SurveyQuestion, value string, fields []problem.Field) questionView {
	if q.Type == "text" {
		return questionView{Area: &ui.Area{Name: q.ID, Label: q.Text, Hint: "You need not answer. Leave out names, and anything that shows who you are.", Value: value, Rows: 4, Max: 2000, Error: ui.ErrorOn(fields, q.ID)}}
	}
	c := &ui.Choice{Name: q.ID, Label: q.Text, Value: value, Error: ui.ErrorOn(fields, q.ID)}
	for _, point := range q.Scale {
		c.Options = append(c.Options, ui.Option{Value: point.Key, Text: point.Label})
	}
	return questionView{Choice: c}
}

// readSheet takes what was sent for the questions that are asked.
func readSheet(form page.Form, questions []reference.SurveyQuestion) evaluation.Sheet {
	sheet := evaluation.Sheet{}
	for _, q := range questions {
		if q.Type == "text" {
			sheet[q.ID] = form.Text(q.ID)
		} else {
			sheet[q.ID] = form.Line(q.ID)
		}
	}
	return sheet
}

func ids(r *page.Request) (challenge, survey uuid.UUID, err error) {
	if challenge, err = r.ID("challenge"); err == nil {
		survey, err = r.ID("survey")
	}
	return challenge, survey, err
}

// AnswerForm is the survey for somebody of team or host.
func (h *Handlers) AnswerForm(w http.ResponseWriter, r *page.Request) error {
	challenge, survey, err := ids(r)
	if err != nil {
		return err
	}
	f, err := h.Evaluation.OwnForm(r.Context(), r.Actor, challenge, survey)
	if err != nil {
		return err
	}
	if f.Done || !f.Open {
		return problem.New(problem.Closed, doneWords(f))
	}
	return h.showForm(w, r, http.StatusOK, f, nil, nil)
}

func doneWords(f evaluation.Form) string {
	if f.Done {
		return "You have answered this survey. Each person answers once, and nobody can look up what you said."
	}
	return "This survey is not open. It took answers until " + f.Survey.ClosesOn.LongWeekday() + "."
}

func (h *Handlers) showForm(w http.ResponseWriter, r *page.Request, status int, f evaluation.Form, sheet evaluation.Sheet, p *problem.Problem) error {
	v := toForm(f, sheet, p)
	v.Caption, v.Title, v.Button = f.Name, "Survey: "+page.Lower(f.Survey.Wave.Name()), "Send my answers"
	v.Action, v.WhoPath = surveyPath(f.ID, f.Survey.ID, "answer"), ui.WhoCanSeePath(f.ID.String())
	c := r.ChallengeChrome("Survey", f.Head, ui.Link{Text: "Evaluation", Href: challengePath(f.ID)})
	c.HasErrors = p != nil
	return r.Render(w, status, answerPage(c, v))
}

// Answer keeps them.
func (h *Handlers) Answer(w http.ResponseWriter, r *page.Request) error {
	challenge, survey, err := ids(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	f, err := h.Evaluation.OwnForm(r.Context(), r.Actor, challenge, survey)
	if err != nil {
		return err
	}
	sheet := readSheet(form, f.Questions)
	err = h.Evaluation.Answer(r.Context(), r.Actor, challenge, survey, sheet)
	if p, ok := page.Refused(err); ok {
		return h.showForm(w, r, page.StatusOf(p.Kind), f, sheet, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, challengePath(challenge), "Thank you. Your answers are in, apart from your name. Results come after "+f.Survey.ClosesOn.Long()+".")
}

// participantsView is what the organiser gives out.
type participantsView struct {
	WhoPath, Link, Closes, Rate string
	Asked                       ui.Input
	Action, PaperPath           string
	Questions                   []questionView // to print
	Fields                      []problem.Field
	Message                     string
}

// Participants is the link and the paper form for those who came to a group.
func (h *Handlers) Participants(w http.ResponseWriter, r *page.Request) error {
	challenge, survey, err := ids(r)
	if err != nil {
		return err
	}
	p, err := h.Evaluation.Handout(r.Context(), r.Actor, challenge, survey)
	if err != nil {
		return err
	}
	if !p.Form.Open {
		return problem.New(problem.Closed, doneWords(p.Form))
	}
	return h.showParticipants(w, r, http.StatusOK, p, strconv.Itoa(p.Turnout.Asked), nil)
}

func (h *Handlers) showParticipants(w http.ResponseWriter, r *page.Request, status int, p evaluation.Handout, asked string, refused *problem.Problem) error {
	v := participantsView{WhoPath: ui.WhoCanSeePath(p.ID.String()), Link: p.Link, Closes: p.Survey.ClosesOn.LongWeekday(), Rate: rate(p.Turnout),
		Action: surveyPath(p.ID, p.Survey.ID, "participants"), PaperPath: surveyPath(p.ID, p.Survey.ID, "paper"), Fields: page.FieldsOf(refused), Message: page.MessageOf(refused)}
	v.Asked = ui.Input{Name: "asked", Label: "How many people have been given the link or a paper form?", Hint: "A number, no names. It makes the response rate.",
		Value: asked, InputMode: "numeric", Width: 4, Error: ui.ErrorOn(v.Fields, "asked")}
	v.Questions = toForm(p.Form, nil, nil).Questions
	c := r.ChallengeChrome("Survey for those who came to a group", p.Head, ui.Link{Text: "Evaluation", Href: challengePath(p.ID)})
	c.HasErrors = refused != nil
	return r.Render(w, status, participantsPage(c, v))
}

// SayHowMany keeps how many were asked.
func (h *Handlers) SayHowMany(w http.ResponseWriter, r *page.Request) error {
	challenge, survey, err := ids(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	asked, err := strconv.Atoi(form.Line("asked"))
	if err != nil {
		asked = -1 // refused by the service, with its sentence
	}
	err = h.Evaluation.SayHowMany(r.Context(), r.Actor, challenge, survey, asked)
	if p, ok := page.Refused(err); ok {
		v, err := h.Evaluation.Handout(r.Context(), r.Actor, challenge, survey)
		if err != nil {
			return err
		}
		return h.showParticipants(w, r, page.StatusOf(p.Kind), v, form.Line("asked"), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, surveyPath(challenge, survey, "participants"), "The number is kept.")
}

// PaperForm types in one paper form.
func (h *Handlers) PaperForm(w http.ResponseWriter, r *page.Request) error {
	challenge, survey, err := ids(r)
	if err != nil {
		return err
	}
	p, err := h.Evaluation.Handout(r.Context(), r.Actor, challenge, survey)
	if err != nil {
		return err
	}
	if !p.Form.Open {
		return problem.New(problem.Closed, doneWords(p.Form))
	}
	return h.showPaper(w, r, http.StatusOK, p, nil, nil)
}

func (h *Handlers) showPaper(w http.ResponseWriter, r *page.Request, status int, p evaluation.Handout, sheet evaluation.Sheet, refused *problem.Problem) error {
	v := toForm(p.Form, sheet, refused)
	v.Caption, v.Title, v.Button = p.Name, "Type in a paper form", "Save these answers"
	v.Action, v.WhoPath = surveyPath(p.ID, p.Survey.ID, "paper"), ui.WhoCanSeePath(p.ID.String())
	c := r.ChallengeChrome("Type in a paper form", p.Head, ui.Link{Text: "Survey for those who came to a group", Href: surveyPath(p.ID, p.Survey.ID, "participants")})
	c.HasErrors = refused != nil
	return r.Render(w, status, paperPage(c, v))
}

// Paper keeps it.
func (h *Handlers) Paper(w http.ResponseWriter, r *page.Request) error {
	challenge, survey, err := ids(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	v, err := h.Evaluation.Handout(r.Context(), r.Actor, challenge, survey)
	if err != nil {
		return err
	}
	sheet := readSheet(form, v.Questions)
	err = h.Evaluation.AnswerOnPaper(r.Context(), r.Actor, challenge, survey, sheet)
	if p, ok := page.Refused(err); ok {
		return h.showPaper(w, r, page.StatusOf(p.Kind), v, sheet, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, surveyPath(challenge, survey, "paper"), "The form is kept. Type in the next one, or go back.")
}
