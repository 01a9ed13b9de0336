package followup

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/followup"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type actionForm struct {
	asked
	Title, Caption, Text, Action, WhoPath, Version string
	Remove                                         string
	Words, Evidence                                ui.Area
	Owner                                          ui.Choice
	OwnerName                                      ui.Input
	Due                                            ui.Date
	Saved                                          []ui.SummaryRow
}

// typedAction is what stands in the form: what somebody typed, or what is saved.
type typedAction struct {
	in   followup.ActionInput
	form *page.Form
}

// NewAction is the form of a new action.
func (h *Handlers) NewAction(w http.ResponseWriter, r *page.Request) error {
	of, finding, err := pair(r, "recommendation")
	if err != nil {
		return err
	}
	return h.actionForm(w, r, of, finding, uuid.Nil, nil, nil)
}

// EditAction is the form of an action there is.
func (h *Handlers) EditAction(w http.ResponseWriter, r *page.Request) error {
	of, action, err := pair(r, "action")
	if err != nil {
		return err
	}
	return h.actionForm(w, r, of, uuid.Nil, action, nil, nil)
}

func (h *Handlers) actionForm(w http.ResponseWriter, r *page.Request, of, finding, action uuid.UUID, typed *typedAction, p *problem.Problem) error {
	v, err := h.FollowUp.ActionPage(r.Context(), r.Actor, of, finding, action)
	if err != nil {
		return err
	}
	f := newActionForm(v, typed, p)
	c := r.ChallengeChrome(f.Title, v.Head, ui.Link{Text: planTitle, Href: planPath(of)})
	c.HasErrors = p != nil
	status := http.StatusOK
	if p != nil {
		status = page.StatusOf(p.Kind)
	}
	return r.Render(w, status, actionFormPage(c, f))
}

func newActionForm(v followup.ActionPage, typed *typedAction, p *problem.Problem) actionForm {
	f := actionForm{asked: askedOf(p), Title: "Add an action", Caption: numbered(v.Recommendation.Number, v.Recommendation.Title), Text: v.Recommendation.Text,
		Action: part(v.ID, "plan/"+v.Recommendation.ID.String()+"/actions/new"), WhoPath: ui.WhoCanSeePath(v.ID.String()), Version: strconv.Itoa(v.Action.Version)}
	if v.Action.ID != uuid.Nil {
		f.Title, f.Action = "Change an action", part(v.ID, "plan/actions/"+v.Action.ID.String())
		f.Remove = f.Action + "/remove"
	}
	if typed == nil {
		typed = &typedAction{in: followup.ActionInput{Words: v.Action.Words, OwnerName: v.Action.OwnerName, DueOn: v.Action.DueOn, Evidence: v.Action.Evidence}}
		if v.Action.OwnerID != nil {
			typed.in.Owner = *v.Action.OwnerID
		}
	} else if p != nil && p.Kind == problem.Conflict {
		f.Saved = []ui.SummaryRow{{Key: "Action", Value: v.Action.Words}, {Key: "Owner", Value: v.Action.Owner()}, {Key: "By", Value: v.Action.DueOn.Long()}, {Key: "Expected", Value: v.Action.Evidence}}
	}
	in := typed.in
	f.Words = ui.Area{Name: "words", Label: "What will be done?", Value: in.Words, Rows: 3, Max: followup.MaxAction, Error: f.on("words")}
	f.Owner = ui.Choice{Name: "owner", Label: "Who does it?", Hint: "Somebody of your council who is on this challenge. They get a message, and see this action and no others.", Empty: "Nobody on this list", Error: f.on("owner")}
	for _, one := range v.People {
		f.Owner.Options = append(f.Owner.Options, ui.Option{Value: one.ID.String(), Text: strings.TrimSuffix(one.Name+", "+one.Post, ", ")})
	}
	if in.Owner != uuid.Nil {
		f.Owner.Value = in.Owner.String()
	}
	f.OwnerName = ui.Input{Name: "owner_name", Label: "Or a name and post, when they are not on the list", Value: in.OwnerName, Error: f.on("owner_name")}
	f.Due = dateField("due", "By when?", "For example, 30 6 2027", in.DueOn, typed.form, f.on("due"))
	f.Evidence = ui.Area{Name: "evidence", Label: "How will anyone see that it made a difference?", Hint: "For example, “Carers tell us they are answered within 28 days.”", Value: in.Evidence, Rows: 3, Max: followup.MaxAction, Error: f.on("evidence")}
	return f
}

func readAction(f page.Form) (*typedAction, *problem.Problem) {
	t := &typedAction{form: &f, in: followup.ActionInput{Words: strings.TrimSpace(f.Text("words")), OwnerName: f.Line("owner_name"), Evidence: strings.TrimSpace(f.Text("evidence")), Version: version(f)}}
	if chosen := f.Line("owner"); chosen != "" {
		t.in.Owner = uuid.Max // something was chosen; what is no id is nobody
		if known, err := id.Parse(chosen); err == nil {
			t.in.Owner = known
		}
	}
	day, err := f.Date("due")
	if err != nil {
		return t, &problem.Problem{Kind: problem.Invalid, Fields: []problem.Field{{Name: "due", Message: err.Error()}}}
	}
	t.in.DueOn = day
	return t, nil
}

// AddAction adds an action.
func (h *Handlers) AddAction(w http.ResponseWriter, r *page.Request) error {
	of, finding, err := pair(r, "recommendation")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	typed, p := readAction(f)
	if p != nil {
		return h.actionForm(w, r, of, finding, uuid.Nil, typed, p)
	}
	_, err = h.FollowUp.AddAction(r.Context(), r.Actor, of, finding, typed.in)
	if p, ok := page.Refused(err); ok {
		return h.actionForm(w, r, of, finding, uuid.Nil, typed, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, planPath(of), "Action added. Its owner sees it; others see it once the plan is handed over.")
}

// ChangeAction changes an action.
func (h *Handlers) ChangeAction(w http.ResponseWriter, r *page.Request) error {
	of, action, err := pair(r, "action")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	typed, p := readAction(f)
	if p != nil {
		return h.actionForm(w, r, of, uuid.Nil, action, typed, p)
	}
	err = h.FollowUp.ChangeAction(r.Context(), r.Actor, of, action, typed.in)
	if p, ok := page.Refused(err); ok {
		return h.actionForm(w, r, of, uuid.Nil, action, typed, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, planPath(of), "Action saved.")
}

// RemoveAction takes an action out.
func (h *Handlers) RemoveAction(w http.ResponseWriter, r *page.Request) error {
	of, action, err := pair(r, "action")
	if err != nil {
		return err
	}
	if err := h.FollowUp.RemoveAction(r.Context(), r.Actor, of, action); err != nil {
		return err
	}
	return r.Redirect(w, planPath(of), "Action taken out of the plan. What was handed over keeps it.")
}

type ownActionForm struct {
	asked
	Title, Facts, Evidence, Action, WhoPath string
	State                                   ui.Choice
	Note                                    ui.Area
}

// AskAction is the form to say how far an action is.
func (h *Handlers) AskAction(w http.ResponseWriter, r *page.Request) error {
	of, action, err := pair(r, "action")
	if err != nil {
		return err
	}
	return h.ownActionForm(w, r, of, action, nil, nil)
}

func (h *Handlers) ownActionForm(w http.ResponseWriter, r *page.Request, of, action uuid.UUID, typed *page.Form, p *problem.Problem) error {
	v, err := h.FollowUp.OwnActionPage(r.Context(), r.Actor, of, action)
	if err != nil {
		return err
	}
	a := v.Action
	f := ownActionForm{asked: askedOf(p), Title: a.Words, Facts: a.Owner() + ", by " + a.DueOn.Long(), Evidence: a.Evidence,
		Action: part(of, "plan/actions/"+action.String()+"/progress"), WhoPath: ui.WhoCanSeePath(of.String())}
	state, note := string(a.State), a.Note
	if typed != nil {
		state, note = typed.Line("state"), typed.Text("note")
	}
	f.State = ui.Choice{Name: "state", Label: "How far is it?", Value: state, Error: f.on("state")}
	for _, one := range followup.ActionStates {
		f.State.Options = append(f.State.Options, ui.Option{Value: string(one), Text: one.Name()})
	}
	f.Note = ui.Area{Name: "note", Label: "Note (optional)", Hint: "What was done, and what can be seen of it. The director uses it to report progress.", Value: note, Rows: 5, Max: followup.MaxNote, Error: f.on("note")}
	c := r.ChallengeChrome("How far is this action?", v.Head, ui.Link{Text: planTitle, Href: planPath(of)})
	c.HasErrors = p != nil
	status := http.StatusOK
	if p != nil {
		status = page.StatusOf(p.Kind)
	}
	return r.Render(w, status, ownActionPage(c, f))
}

// ReportAction says how far an action is.
func (h *Handlers) ReportAction(w http.ResponseWriter, r *page.Request) error {
	of, action, err := pair(r, "action")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.FollowUp.ReportAction(r.Context(), r.Actor, of, action, followup.ActionState(f.Line("state")), strings.TrimSpace(f.Text("note")))
	if p, ok := page.Refused(err); ok {
		return h.ownActionForm(w, r, of, action, &f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, planPath(of), "Saved. The director and the link officer see how far it is.")
}
