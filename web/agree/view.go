package agree

import (
	"fmt"
	"slices"

	"peerchallenge/internal/access"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/schedule"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// show is dates and team, ready to print.
type show struct {
	WhoPath    string
	PanelTitle string
	PanelLines []string
	AnswerPath string // empty: the reader does not answer, or cannot now
	MovePath   string // for the coordinator
	TeamPath   string
	Team       []ui.TaskRow
	Dates      []ui.DateRow
	Answers    []given
}

// given is one answer of the host.
type given struct{ Title, Reason, By string }

func toShow(v schedule.Proposal) show {
	s := show{WhoPath: ui.WhoCanSeePath(v.Head.ID.String()), TeamPath: ui.ChallengePart(v.Head.ID.String(), "team"), Dates: dates(v)}
	s.PanelTitle, s.PanelLines = panel(v)
	if v.CanAnswer {
		s.AnswerPath = path(v) + "/answer"
	}
	if v.CanMove {
		s.MovePath = ui.ChallengePart(v.Head.ID.String(), "move")
	}
	for _, m := range v.Team {
		row := ui.TaskRow{Text: m.Name, Lines: []string{m.Role.Name() + work(m)}, Tag: &ui.TagModel{Colour: ui.Blue, Words: "Asked"}}
		if m.Accepted {
			row.Tag = &ui.TagModel{Colour: ui.Green, Words: "Accepted"}
		}
		s.Team = append(s.Team, row)
	}
	for _, a := range v.Answers {
		g := given{Title: "Asked for other " + a.About.Name(), Reason: a.Reason, By: a.Name + ", " + ui.Moment(a.At)}
		if a.Agreed {
			g.Title = "Agreed dates and team"
		}
		s.Answers = append(s.Answers, g)
	}
	return s
}

// panel is the answer to: what is proposed, and what do I do?
func panel(v schedule.Proposal) (string, []string) {
	lines := []string{"The team would be on site " + v.OnSite() + "."}
	for _, p := range v.Elections {
		lines = append(lines, electionLine(p))
	}
	switch {
	case v.Head.AgreedAt != nil:
		return "Agreed on " + ui.DayLong(*v.Head.AgreedAt), append([]string{"The team is on site " + v.OnSite() + "."}, lines[1:]...)
	case !v.HasLead:
		return "The dates are proposed; the team is being found", append(lines, "You can agree once you can see who leads the team. You can ask for other dates now.")
	default:
		return "Dates and team are proposed", append(lines, "Agree, or ask for others and say why.")
	}
}

func electionLine(p reference.Period) string {
	line := fmt.Sprintf("These days fall before the election of %s: what a council may say in public is limited from %s. You and the region would agree to that.", p.PollingDay.Long(), p.Start.Long())
	if p.Votes == reference.NotKnown {
		line += " It is not known whether your council votes then; it counts as voting until the coordinator confirms it."
	}
	return line
}

func dates(v schedule.Proposal) []ui.DateRow {
	rows := []ui.DateRow{{When: v.OnSite(), What: "On site"}}
	at := 0
	for _, d := range v.Dates {
		row := ui.DateRow{When: d.OnDay.Long(), What: d.Kind.Name()}
		if d.OnDay.Before(v.Head.OnsiteFirst) {
			rows = slices.Insert(rows, at, row)
			at++
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

func work(m schedule.Proposed) string {
	s := ""
	for _, part := range []string{m.Post, m.Council} {
		if part != "" && part != m.Role.Name() { // "Expert by experience" once is enough
			s += " · " + part
		}
	}
	return s
}

func leadName(v schedule.Proposal) string {
	for _, m := range v.Team {
		if m.Role == access.Lead {
			return m.Name
		}
	}
	return "Not found yet"
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// form is the director's answer, ready to print.
type form struct {
	Action  string
	OnSite  string
	Version string
	Fields  []problem.Field
	Message string
	Answer  ui.Choice
	About   ui.Choice
	Reason  ui.Area
}

func toForm(v schedule.Proposal, f page.Form) form {
	m := form{Action: path(v) + "/answer", OnSite: v.OnSite(), Version: fmt.Sprint(v.Head.DatesVersion)}
	m.About = ui.Choice{Name: "about", Label: "What should be different?", Value: f.Line("about"), Options: []ui.Option{
		{Value: string(schedule.AboutDates), Text: "The dates"}, {Value: string(schedule.AboutTeam), Text: "The team"}, {Value: string(schedule.AboutBoth), Text: "Both"}}}
	m.Reason = ui.Area{Name: "reason", Label: "Why?", Hint: "Only you, your link officer and the coordinators of the region read it. The team does not.", Value: f.Text("reason"), Rows: 5, Max: 2000}
	m.Answer = ui.Choice{Name: "answer", Label: "What is your answer?", Value: f.Line("answer")}
	return m.withErrors()
}

// withErrors puts the messages at their fields.
func (m form) withErrors() form {
	m.About.Error, m.Reason.Error = ui.ErrorOn(m.Fields, "about"), ui.ErrorOn(m.Fields, "reason")
	m.Answer.Error = ui.ErrorOn(m.Fields, "answer")
	m.Answer.Options = []ui.Option{{Value: "agree", Text: "I agree to the dates and the team", Hint: "You see what you agree to once more before it is sent."},
		{Value: "others", Text: "I ask for others", Body: others(m)}}
	return m
}
