package selfassessment

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// areasView is the first page, ready to print.
type areasView struct {
	Panel, PanelText   string
	Words              string
	Writing            bool
	Ready, Total       int
	Who, Later, WhoSee string
	Rows               []ui.TaskRow
	Contributors       string // address, or empty
	Submit             string
	Reopen             string
	Submitted          string // address of the copy
	Reopened           string
	Risk               string // address of the risk awareness tool
}

func toAreas(v selfassessment.AreasView) areasView {
	id := v.ID
	out := areasView{Words: fmt.Sprintf("%d of %d answers ready", v.Counts.Ready, v.Counts.Total()), Ready: v.Counts.Ready, Total: v.Counts.Total(),
		WhoSee: ui.WhoCanSeePath(id.String()), Later: laterOf(v.Director, v.SubmittedAt != nil),
		Who: "the director, the link officer and whoever the director lets in see every area; contributors see their own areas and no others."}
	if !v.Whole {
		out.Who = "the people who write these areas with you, the director and the link officer."
	}
	out.Panel, out.PanelText = panelOf(v)
	out.Writing = v.SubmittedAt == nil
	if v.Risk {
		out.Risk = path(id, "risk")
	}
	for _, a := range v.Areas {
		out.Rows = append(out.Rows, areaLine(id, a, v.SubmittedAt != nil))
	}
	if v.CanInvite {
		out.Contributors = path(id, "contributors")
	}
	if v.CanSubmit {
		out.Submit = path(id, "submit")
	}
	if v.CanReopen {
		out.Reopen = path(id, "reopen")
	}
	if v.Submitted != nil && v.Whole {
		out.Submitted = path(id, "submitted")
	}
	if v.Reopened != nil {
		out.Reopened = reopenedWords(v.Reopened)
	}
	return out
}

func panelOf(v selfassessment.AreasView) (title, text string) {
	director := v.Director
	if director == "" {
		director = "The director"
	}
	if v.SubmittedAt != nil {
		return "Submitted on " + ui.Moment(*v.SubmittedAt), "It can no longer be changed. A copy is kept as it was then."
	}
	due := v.Dates[challenge.SelfAssessment]
	switch {
	case v.Counts.Ready == v.Counts.Total() && v.Whole:
		return "Every answer is ready", director + " can submit it now."
	case due.IsZero():
		return countWords(v.Counts, false), director + " submits it when it is ready."
	default:
		return "Ready by " + due.LongWeekday(), countWords(v.Counts, false) + ". " + director + " submits it."
	}
}

func reopenedWords(r *selfassessment.Reopening) string {
	return fmt.Sprintf("%s reopened it on %s: “%s”", r.Name, ui.Moment(r.At), r.Reason)
}

func areaLine(id uuid.UUID, a selfassessment.Area, submitted bool) ui.TaskRow {
	owner := "No owner yet"
	if a.OwnerName != "" {
		owner = "Owner: " + a.OwnerName
	}
	state := selfassessment.Writing
	switch {
	case a.Counts.Ready == a.Counts.Total():
		state = selfassessment.Ready
	case a.Counts.Empty == a.Counts.Total():
		state = selfassessment.Empty
	}
	row := ui.TaskRow{Text: a.Name, Href: path(id, "areas", a.Key), Lines: []string{owner, countWords(a.Counts, submitted)}, Tag: ui.Status(stateWords(state, submitted))}
	if a.Judgement != "" {
		row.Lines = append(row.Lines, selfassessment.OwnView+": "+a.Judgement)
	}
	return row
}

// areaView is the page of one area.
type areaView struct {
	selfassessment.AreaView
	Action  string // the area's address
	Errors  []problem.Field
	Message string
	Who     string
	Later   string
	WhoSee  string
	Counts  string
	Rows    []ui.TaskRow
	Owners  []ui.Option
	Views   []ui.Option
	Invite  string
}

func toArea(v selfassessment.AreaView, p *problem.Problem) areaView {
	out := areaView{AreaView: v, Action: path(v.ID, "areas", v.Area.Key), Who: readersOf(v.People), Later: laterOf(v.Director, v.SubmittedAt != nil),
		WhoSee: ui.WhoCanSeePath(v.ID.String()), Counts: countWords(v.Area.Counts, v.SubmittedAt != nil)}
	out.Errors, out.Message = errorsOf(p)
	for _, q := range v.Prompts {
		out.Rows = append(out.Rows, ui.TaskRow{Text: fmt.Sprintf("%d. %s", q.Number, q.Text), Href: path(v.ID, "prompts", q.ID), Tag: ui.Status(stateWords(q.State, v.SubmittedAt != nil))})
	}
	for _, person := range v.People {
		if person.Writes {
			out.Owners = append(out.Owners, ui.Option{Value: person.ID.String(), Text: person.Name})
		}
	}
	for _, j := range selfassessment.Judgements {
		out.Views = append(out.Views, ui.Option{Value: j, Text: j})
	}
	if v.CanInvite {
		out.Invite = path(v.ID, "contributors") + "?area=" + v.Area.Key
	}
	return out
}

func (v areaView) people() []ui.PeopleGroup {
	var writing, others []string
	for _, p := range v.People {
		if p.Holding != uuid.Nil {
			writing = append(writing, p.Name)
		} else {
			others = append(others, p.Name+", "+p.Role)
		}
	}
	if len(writing) == 0 {
		writing = []string{"Nobody invited yet"}
	}
	return []ui.PeopleGroup{{Part: "Contributors", Names: writing}, {Part: "Who see every area", Names: others}}
}

func (v areaView) ownerValue() string {
	if v.Area.OwnerID == uuid.Nil {
		return ""
	}
	return v.Area.OwnerID.String()
}

// promptView is the page of one prompt.
type promptView struct {
	selfassessment.PromptView
	Action   string
	Caption  string
	Facts    []ui.Fact
	Who      string
	Later    string
	WhoSee   string
	Errors   []problem.Field
	Message  string
	Value    string
	Version  int
	SavedAt  string
	Ready    string // words of the button
	IsReady  bool
	Unsaved  string // words that could not be taken
	Side     ui.Side
	NextHref string
}

func toPrompt(v selfassessment.PromptView, t typed, me *page.Person) promptView {
	out := promptView{PromptView: v, Action: path(v.ID, "prompts", v.Prompt.ID), Who: readersOf(v.People), Later: laterOf(v.Director, v.SubmittedAt != nil),
		Caption: fmt.Sprintf("%s, prompt %d of %d", v.Area.Name, v.Prompt.Number, len(v.Prompts)), WhoSee: ui.WhoCanSeePath(v.ID.String()),
		Value: v.Text.Body, Version: v.Text.Version, IsReady: v.Prompt.State == selfassessment.Ready, Facts: factsOf(v)}
	out.Errors, out.Message = errorsOf(t.problem)
	if t.problem != nil && t.text.Base >= 0 {
		out.Value, out.Version = t.text.Words, t.text.Base
		if !v.CanWrite {
			out.Unsaved = t.text.Words
		}
	}
	if v.Text.UpdatedAt != nil {
		out.SavedAt = savedAt(*v.Text.UpdatedAt, v.Today.Time())
	}
	out.Ready = "Mark as ready"
	if v.Area.OwnerName != "" && me != nil && v.Area.OwnerID != me.ID {
		out.Ready += " for " + firstName(v.Area.OwnerName) + " to read"
	}
	out.Side = sideOf(v)
	if next, ok := v.Next(); ok {
		out.NextHref = path(v.ID, "prompts", next.ID)
	}
	return out
}

// savedAt is a time of day, with the day when it was not today.
func savedAt(at, today time.Time) string {
	if ui.DayLong(at) == ui.DayLong(today) {
		return ui.Clock(at)
	}
	return ui.Clock(at) + " on " + ui.DayShort(at)
}

func factsOf(v selfassessment.PromptView) []ui.Fact {
	owner := v.Area.OwnerName
	if owner == "" {
		owner = "Nobody yet"
	}
	facts := []ui.Fact{{Key: "Owner", Value: owner}}
	if due := v.Dates[challenge.SelfAssessment]; !due.IsZero() {
		facts = append(facts, ui.Fact{Key: "Ready by", Value: due.Long()})
	}
	return append(facts, ui.Fact{Key: "State", Tag: ui.Status(stateWords(v.Prompt.State, v.SubmittedAt != nil))})
}

func sideOf(v selfassessment.PromptView) ui.Side {
	side := ui.Side{Title: "Prompts in this area"}
	for _, p := range v.Prompts {
		item := ui.SideItem{Text: fmt.Sprintf("%d. %s", p.Number, short(p.Text)), Href: path(v.ID, "prompts", p.ID), Note: stateWords(p.State, v.SubmittedAt != nil)}
		if p.ID == v.Prompt.ID {
			item.Current, item.Note = true, "You are here"
		}
		side.Items = append(side.Items, item)
	}
	return side
}

// conflictView is two texts that rest on the same version.
type conflictView struct {
	Action      string
	Prompt      string
	Caption     string
	TheirTitle  string
	Mine        string
	Theirs      string
	TheirsSince int
}

func toConflict(v selfassessment.PromptView, theirs prose.Document, mine string) conflictView {
	title := "The text as it is now"
	if theirs.Author != nil && theirs.UpdatedAt != nil {
		title = *theirs.Author + "’s, " + ui.Clock(*theirs.UpdatedAt)
	}
	return conflictView{Action: path(v.ID, "prompts", v.Prompt.ID), Prompt: v.Prompt.Text, Caption: v.Area.Name,
		TheirTitle: title, Mine: mine, Theirs: theirs.Body, TheirsSince: theirs.Version}
}
