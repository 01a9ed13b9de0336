package followup

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/followup"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// sideSees says who sees a side's drafts.
func sideSees(s followup.Side) string {
	if s == followup.Host {
		return "you, the director, the link officer and readers whom the director lets in. The team does not see it."
	}
	return "you and your team. The council does not see it."
}

const laterProgress = "Once your side records it: the other side, the coordinator, the team and readers in the council."

type checkListView struct {
	Title, Who, WhoPath, Line string
	Honest                    string // how to write it
	Rows                      []ui.TaskRow
	Record                    string
}

// ShowCheck lists what one side writes at a check, one recommendation after another.
func (h *Handlers) ShowCheck(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	n, err := checkNumber(r)
	if err != nil {
		return err
	}
	p, err := h.FollowUp.ItemPage(r.Context(), r.Actor, of, n, uuid.Nil)
	if err != nil && p.Stage.AtLeast(access.Final) {
		return r.Past(w, err, progressPath(of))
	}
	if err != nil {
		return err
	}
	v := checkListView{Title: page.Upper(followup.CheckName(n)), Who: sideSees(p.Side), WhoPath: ui.WhoCanSeePath(of.String()),
		Line:   strconv.Itoa(len(p.Drafts)) + " of " + page.Counted(len(p.All), "recommendation", "recommendations") + " written",
		Honest: "Say honestly where each one is. A recommendation that is delayed, with its new date and the reason, is worth more than one that sounds good."}
	if p.Side == followup.Lead {
		v.Honest = "Say how you see each one, from what the council has handed over and what you have heard. You and the director write separately."
	}
	for _, one := range p.All {
		row := ui.TaskRow{Text: numbered(one.Number, one.Title), Href: itemPath(of, strconv.Itoa(n), one.ID), Tag: ui.Status("To do")}
		if d, ok := p.Drafts[one.ID]; ok {
			row.Tag, row.Lines = stateTag(d.State), []string{"Saved on " + ui.Moment(d.SavedAt)}
		}
		v.Rows = append(v.Rows, row)
	}
	if followup.Record.Allows(p.Standing()) && p.Check.Begun(p.Today) {
		v.Record = part(of, "progress/"+strconv.Itoa(n)+"/record")
	}
	return r.Render(w, http.StatusOK, checkListPage(r.ChallengeChrome(v.Title, p.Head, ui.Link{Text: "Progress", Href: progressPath(of)}), v))
}

type itemForm struct {
	asked
	Caption, Title, Text, Action, Who, WhoPath, Version string
	Actions                                             []actionView
	State                                               ui.Choice
	Words, Reason                                       ui.Area
	NewDate                                             ui.Date
	Slips                                               bool // the council says when it will come, and why
	Readings                                            []readingForm
	Saved                                               []ui.SummaryRow
	Answer                                              *ui.TagModel
	Because                                             string    // the council's words for it
	Given                                               []ui.Link // for the lead: what the council handed over
}

// readingForm asks for a measure again, or says what was published.
type readingForm struct {
	ID              string
	Title, Baseline string
	Published       string // of a published measure: nothing to type
	Value, Period   ui.Input
	None            ui.Choice
}

// AskItem is the form of one recommendation at a check.
func (h *Handlers) AskItem(w http.ResponseWriter, r *page.Request) error {
	of, finding, err := pair(r, "recommendation")
	if err != nil {
		return err
	}
	return h.itemForm(w, r, of, finding, nil, nil)
}

func (h *Handlers) itemForm(w http.ResponseWriter, r *page.Request, of, finding uuid.UUID, typed *page.Form, p *problem.Problem) error {
	n, err := checkNumber(r)
	if err != nil {
		return err
	}
	v, err := h.FollowUp.ItemPage(r.Context(), r.Actor, of, n, finding)
	if closed, ok := page.Refused(err); ok && typed != nil {
		return h.itemLost(w, r, of, typed, closed)
	}
	if err != nil {
		return err
	}
	f := newItemForm(v, typed, p)
	c := r.ChallengeChrome(v.Recommendation.Title, v.Head, ui.Link{Text: page.Upper(followup.CheckName(n)), Href: part(of, "progress/"+strconv.Itoa(n))})
	c.HasErrors = p != nil
	status := http.StatusOK
	if p != nil {
		status = page.StatusOf(p.Kind)
	}
	return r.Render(w, status, itemFormPage(c, f))
}

// itemLost says that the check can no longer be written in, with the words typed.
func (h *Handlers) itemLost(w http.ResponseWriter, r *page.Request, of uuid.UUID, typed *page.Form, p *problem.Problem) error {
	v, err := h.FollowUp.ProgressPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	return r.Render(w, page.StatusOf(p.Kind), itemLostPage(r.ChallengeChrome(progressTitle, v.Head, ui.Link{Text: "Progress", Href: progressPath(of)}),
		p.Message, []item{{Title: "What you wrote", Words: typed.Text("words")}, {Title: "Why it is delayed", Words: typed.Text("reason")}}))
}

func newItemForm(v followup.ItemPage, typed *page.Form, p *problem.Problem) itemForm {
	d := v.Draft
	f := itemForm{asked: askedOf(p), Caption: page.Upper(followup.CheckName(v.Check.Number)), Title: numbered(v.Recommendation.Number, v.Recommendation.Title), Text: v.Recommendation.Text,
		Action: itemPath(v.ID, strconv.Itoa(v.Check.Number), v.Recommendation.ID), Who: sideSees(v.Side), WhoPath: ui.WhoCanSeePath(v.ID.String()), Version: strconv.Itoa(d.Version)}
	if p != nil && p.Kind == problem.Conflict {
		f.Saved = []ui.SummaryRow{{Key: "Where it is", Value: d.State.Name()}, {Key: "In words", Value: d.Words}}
	}
	state, words, reason := string(d.State), d.Words, d.Reason
	if typed != nil {
		state, words, reason = typed.Line("state"), typed.Text("words"), typed.Text("reason")
	}
	f.State = ui.Choice{Name: "state", Label: "Where is this recommendation?", Value: state, Error: f.on("state")}
	for _, one := range followup.States {
		f.State.Options = append(f.State.Options, ui.Option{Value: string(one), Text: one.Name(), Hint: stateHints[one]})
	}
	label := "What has happened, in your words?"
	if v.Side == followup.Lead {
		label = "How do you see it, in your words?"
	}
	f.Words = ui.Area{Name: "words", Label: label, Hint: "It may be published. Name no person.", Value: words, Rows: 6, Max: followup.MaxWords, Error: f.on("words")}
	f.Slips = v.Side == followup.Host
	if !f.Slips { // what the lead judges by
		if v.Answer.Decision != "" {
			f.Answer, f.Because = decisionTag(v.Answer.Decision), v.Answer.Reason
		}
		f.Given = []ui.Link{{Text: "The council’s whole response", Href: responsePath(v.ID)}, {Text: "Its improvement plan", Href: planPath(v.ID)}}
	}
	f.NewDate = dateField("new_date", "New date, if it is delayed", "", d.NewDate, typed, f.on("new_date"))
	f.Reason = ui.Area{Name: "reason", Label: "Why is it delayed? (only if it is)", Value: reason, Rows: 3, Max: followup.MaxSlipped, Error: f.on("reason")}
	for _, a := range v.Actions {
		f.Actions = append(f.Actions, actionView{Title: a.Words, Facts: a.Owner() + ", by " + a.DueOn.Long(), Evidence: a.Evidence, Note: a.Note, Tag: actionTag(a.State)})
	}
	for _, m := range v.Measures {
		f.Readings = append(f.Readings, f.reading(v, m, typed))
	}
	return f
}

var stateHints = map[followup.State]string{
	followup.Achieved:    "It is done, and the change can be seen",
	followup.OnTrack:     "It is not due yet, and it is going as planned",
	followup.Slipped:     "It will come later than planned",
	followup.NotAchieved: "It was due and did not happen, it did not work, or the council did not accept it",
}

func (f *itemForm) reading(v followup.ItemPage, m followup.Measure, typed *page.Form) readingForm {
	lines, id := measureLines(m), m.ID.String()
	r := readingForm{Title: m.Name, Baseline: lines.Baseline}
	if m.IndicatorID != "" {
		now := followup.Published(m, v.HostCode, v.Check.Number, v.Check.DueOn, v.Readings)
		r.Published = "No newer value has been published."
		if now.Value != nil {
			r.Published = "Published for " + now.Period + ": " + followup.Number(*now.Value) + " " + m.Unit + "."
		}
		return r
	}
	value, period, none := "", "", []string(nil)
	for _, one := range v.Readings {
		if one.MeasureID == m.ID && one.Check == v.Check.Number {
			if period = one.Period; one.Value == nil {
				none = []string{"yes"}
			} else {
				value = followup.Number(*one.Value)
			}
		}
	}
	if typed != nil {
		value, period, none = typed.Line("value-"+id), typed.Line("period-"+id), typed.All("none-"+id)
	}
	r.ID = id
	r.Value = ui.Input{Name: "value-" + id, Label: "Value now, in " + m.Unit, Value: value, Width: 10, Error: f.on("value-" + id)}
	r.Period = ui.Input{Name: "period-" + id, Label: "Which time is it for?", Hint: "For example, February 2027", Value: period, Width: 20, Error: f.on("period-" + id)}
	r.None = ui.Choice{Name: "none-" + id, Label: "Or", Values: none, Options: []ui.Option{{Value: "yes", Text: "There is no newer value"}}}
	return r
}

// SaveItem keeps what a side says of one recommendation.
func (h *Handlers) SaveItem(w http.ResponseWriter, r *page.Request) error {
	of, finding, err := pair(r, "recommendation")
	if err != nil {
		return err
	}
	n, err := checkNumber(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	in := followup.ItemInput{State: followup.State(f.Line("state")), Words: strings.TrimSpace(f.Text("words")), Reason: strings.TrimSpace(f.Text("reason")), Version: max(version(f), 0)}
	if in.NewDate, err = f.Date("new_date"); err != nil && in.State == followup.Slipped {
		return h.itemForm(w, r, of, finding, &f, &problem.Problem{Kind: problem.Invalid, Fields: []problem.Field{{Name: "new_date", Message: err.Error()}}})
	}
	in.Readings = readReadings(f)
	err = h.FollowUp.SaveItem(r.Context(), r.Actor, of, n, finding, in)
	if p, ok := page.Refused(err); ok {
		return h.itemForm(w, r, of, finding, &f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, part(of, "progress/"+strconv.Itoa(n)), "Saved. Only your side sees it until it is recorded.")
}

// readReadings reads the measures of the form: each names itself in a hidden field.
func readReadings(f page.Form) []followup.ReadingInput {
	var out []followup.ReadingInput
	for _, name := range f.All("measure") {
		m := uuid.Max // what is no id is no measure
		if known, err := id.Parse(name); err == nil {
			m = known
		}
		out = append(out, followup.ReadingInput{Measure: m, Value: f.Line("value-" + name), Period: f.Line("period-" + name), None: f.Has("none-" + name)})
	}
	return out
}
