package followup

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/followup"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const planTitle = "Improvement plan"

type planView struct {
	Council, Who, Later, WhoPath string
	Panel                        string
	Lines                        []string
	HandOver, Progress           string
	OwnOnly                      bool
	Own                          []actionView
	DraftTitle                   string
	Drafts                       []planned
	GivenTitle                   string
	Given                        []planned
	Empty                        string
}

// planned is one recommendation with what is planned for it.
type planned struct {
	Title      string
	Tag        *ui.TagModel
	NotWanted  bool // it is not accepted, so nothing is planned
	Actions    []actionView
	Measures   []measureView
	AddAction  string
	AddMeasure string
}

type actionView struct {
	Title, Href, Facts, Evidence, Note string
	Tag                                *ui.TagModel
	Say                                string // address to say how far it is
}

type measureView struct {
	Title, Href, Definition, Baseline, Region string
	Remove                                    string
}

// ShowPlan is the plan: drafted by the host, each owner's own actions, and as
// handed over.
func (h *Handlers) ShowPlan(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.FollowUp.PlanPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, planPage(r.ChallengeChrome(planTitle, p.Head, ui.Link{}), newPlan(p)))
}

func newPlan(p followup.PlanPage) planView {
	v := planView{Council: p.HostCouncil, WhoPath: ui.WhoCanSeePath(p.ID.String()), Who: forReaders + ".", OwnOnly: p.OwnOnly}
	if p.OwnOnly {
		v.own(p)
		return v
	}
	v.Progress = progressPath(p.ID)
	if p.SeesDrafts {
		v.Who, v.Later = "you, the director, the link officer and readers whom the director lets in, while it is being drafted. The owner of an action sees that action.", "Once it is handed over: "+forReaders+"."
	}
	if p.CanHandOver {
		v.HandOver = part(p.ID, "plan/hand-over")
	}
	v.panel(p)
	if p.SeesDrafts && p.Started {
		v.DraftTitle = "The plan as it is now"
		for _, d := range p.Drafts {
			v.Drafts = append(v.Drafts, draftPlanned(p, d))
		}
	}
	if p.Given != nil && !p.SeesDrafts {
		v.given(p)
	}
	if p.Given == nil && !p.SeesDrafts {
		v.Empty = p.HostCouncil + " has not handed over its plan yet."
	}
	return v
}

func (v *planView) own(p followup.PlanPage) {
	v.Who = "the director, the link officer and you see these actions while the plan is being drafted."
	v.Panel = page.Counted(len(p.Actions), "action of the plan is yours", "actions of the plan are yours")
	v.Lines = []string{"You see your own actions and no others. Say how far each is, so that the director can report it."}
	for _, a := range p.Actions {
		v.Own = append(v.Own, newAction(p, a))
	}
}

func (v *planView) panel(p followup.PlanPage) {
	due := ""
	if !p.Due.IsZero() {
		due = "It is due by " + p.Due.LongWeekday() + "."
	}
	switch {
	case p.Given != nil:
		v.Panel = "Handed over on " + ui.DayLong(p.Given.At) + " by " + p.Given.Person
		v.Lines = []string{page.Counted(len(p.Given.Actions), "action", "actions") + " and " + page.Counted(len(p.Given.Measures), "measure", "measures") + "."}
		if p.SeesDrafts {
			v.Lines = append(v.Lines, "You can go on working on it. Others read the plan as it was handed over, until the director hands over a newer one.")
		}
	case p.SeesDrafts && !p.Started:
		v.Panel, v.Lines = "The plan begins with the response", []string{"Once the director starts the response, each recommendation gets its actions and measures here.", due}
	case p.SeesDrafts:
		v.Panel = page.Counted(len(p.Actions), "action", "actions") + " and " + page.Counted(len(p.Measures), "measure", "measures") + " so far"
		v.Lines = []string{"Each recommendation that you accept needs at least one action, and one to three measures.", due}
	default:
		v.Panel, v.Lines = "Not handed over yet", []string{due}
	}
}

func draftPlanned(p followup.PlanPage, d followup.Draft) planned {
	one := planned{Title: numbered(d.Number, d.Title), NotWanted: d.Decision == report.NotAccepted}
	if d.Decision != "" {
		one.Tag = decisionTag(d.Decision)
	}
	for _, a := range p.Actions {
		if a.FindingID == d.FindingID {
			one.Actions = append(one.Actions, newAction(p, a))
		}
	}
	for _, m := range p.Measures {
		if m.FindingID == d.FindingID {
			one.Measures = append(one.Measures, newMeasure(p, m))
		}
	}
	if p.CanWrite {
		one.AddAction = part(p.ID, "plan/"+d.FindingID.String()+"/actions/new")
		if len(one.Measures) < followup.MostMeasures {
			one.AddMeasure = part(p.ID, "plan/"+d.FindingID.String()+"/measures/new")
		}
	}
	return one
}

func newAction(p followup.PlanPage, a followup.Action) actionView {
	v := actionView{Title: a.Words, Facts: a.Owner() + ", by " + a.DueOn.Long(), Evidence: a.Evidence, Note: a.Note, Tag: actionTag(a.State)}
	if p.CanWrite {
		v.Href = part(p.ID, "plan/actions/"+a.ID.String())
	}
	if followup.ReportAction.Allows(p.Standing()) && (a.Mine || p.CanWrite) {
		v.Say = part(p.ID, "plan/actions/"+a.ID.String()+"/progress")
	}
	return v
}

func newMeasure(p followup.PlanPage, m followup.Measure) measureView {
	v := measureLines(m)
	if p.CanWrite && m.IndicatorID == "" {
		v.Href = part(p.ID, "plan/measures/"+m.ID.String())
	}
	if p.CanWrite {
		v.Remove = part(p.ID, "plan/measures/"+m.ID.String()+"/remove")
	}
	return v
}

func measureLines(m followup.Measure) measureView {
	better := "Higher is better."
	if m.Better == "lower" {
		better = "Lower is better."
	}
	v := measureView{Title: m.Name, Definition: m.Definition + ". Source: " + m.Source + ".",
		Baseline: "Baseline: " + followup.Number(m.Baseline) + " " + m.Unit + ", " + m.BaselinePeriod + ". " + better}
	if m.RegionLow != nil && m.RegionHigh != nil {
		v.Region = "Councils in the region then: " + followup.Number(*m.RegionLow) + " to " + followup.Number(*m.RegionHigh) + "."
	}
	return v
}

func (v *planView) given(p followup.PlanPage) {
	v.GivenTitle = "As handed over on " + ui.DayLong(p.Given.At)
	for _, r := range p.Recommendations {
		one := planned{Title: numbered(r.Number, r.Title)}
		if a, ok := p.Answers[r.ID]; ok {
			one.Tag, one.NotWanted = decisionTag(a.Decision), a.Decision == report.NotAccepted
		}
		for _, a := range p.Given.Actions {
			if a.Finding != r.ID {
				continue
			}
			owner := a.OwnerName
			if a.OwnerID != nil {
				if owner = p.Names[*a.OwnerID]; owner == "" {
					owner = "Somebody of the council"
				}
			}
			one.Actions = append(one.Actions, actionView{Title: a.Words, Facts: owner + ", by " + a.DueOn.Long(), Evidence: a.Evidence})
		}
		for _, m := range p.Given.Measures {
			if m.FindingID == r.ID {
				one.Measures = append(one.Measures, measureLines(m))
			}
		}
		v.Given = append(v.Given, one)
	}
}

// CheckPlan is the last look before the plan is handed over.
func (h *Handlers) CheckPlan(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.checkPlan(w, r, of, http.StatusOK, nil)
}

func (h *Handlers) checkPlan(w http.ResponseWriter, r *page.Request, of uuid.UUID, status int, p *problem.Problem) error {
	v, err := h.FollowUp.PlanPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	if !v.Standing().Is(followup.HandOverPlan.Roles...) {
		return problem.Missing()
	}
	m := checkView{Caption: v.HostCouncil, Title: "Check the plan before you hand it over", Missing: v.Missing, Back: ui.Link{Text: "Go on with the plan", Href: planPath(of)}}
	if !v.Started {
		m.Missing = []string{"The response is not started yet."}
	} else if !v.CanHandOver && len(m.Missing) == 0 {
		m.Missing = []string{"The plan cannot be handed over at this stage."}
	}
	m.Check = ui.Check{Rows: []ui.SummaryRow{{Key: "What", Value: "Your improvement plan"}, {Key: "Actions", Value: strconv.Itoa(len(v.Actions))}, {Key: "Measures", Value: strconv.Itoa(len(v.Measures))}},
		To: forReaders + ".", After: "How far each action is stays with your council until you report progress. You can hand over a newer plan later; this one is kept.",
		Action: part(of, "plan/hand-over"), Button: followup.HandOverPlan.Label, Hidden: []ui.HiddenValue{{Name: "version", Value: strconv.Itoa(v.Versions)}}}
	for _, a := range v.Actions {
		m.After = append(m.After, item{Title: a.Words, Lines: []string{a.Owner() + ", by " + a.DueOn.Long(), "Expected: " + a.Evidence}})
	}
	for _, x := range v.Measures {
		lines := measureLines(x)
		m.After = append(m.After, item{Title: "Measure: " + x.Name, Lines: []string{lines.Definition, lines.Baseline}})
	}
	return renderCheck(w, r, status, r.ChallengeChrome(m.Title, v.Head, ui.Link{Text: planTitle, Href: planPath(of)}), m, p)
}

// HandOverPlan hands the plan over.
func (h *Handlers) HandOverPlan(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.FollowUp.HandOverPlan(r.Context(), r.Actor, of, version(f))
	if p, ok := page.Refused(err); ok {
		return h.checkPlan(w, r, of, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, planPath(of), "The plan is handed over. The team, the coordinator and readers in your council see it now.")
}
