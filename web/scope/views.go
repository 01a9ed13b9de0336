package scope

import (
	"strconv"
	"time"

	"peerchallenge/internal/access"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/scope"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// show is the scope, ready to print.
type show struct {
	WhoPath string
	Title   string
	Lines   []string
	Newest  *scope.Version
	Rows    []ui.SummaryRow
	Older   []older
	Remarks []scope.Remark
	Propose ui.Link // empty when the reader does not propose
	Agree   string
	Comment string
	Version string
	Fields  []problem.Field
	Message string
	Words   ui.Area
}

// older is a version that was replaced.
type older struct {
	Title string
	scope.Version
}

func toShow(v scope.Page, f page.Form, p *problem.Problem) show {
	s := show{WhoPath: ui.WhoCanSeePath(v.Head.ID.String()), Newest: v.Newest(), Remarks: v.Remarks}
	if p != nil {
		s.Fields, s.Message = p.Fields, p.Message
	}
	s.Title, s.Lines = answer(v)
	path := scopePath(v.Head.ID)
	if v.CanPropose {
		s.Propose = ui.Link{Text: "Propose the scope", Href: path + "/propose"}
	}
	if n := s.Newest; n != nil {
		s.Version = strconv.Itoa(n.Version)
		s.Rows = agreements(v.Head.HostCouncil, *n)
		if v.CanPropose {
			s.Propose.Text = "Change the scope"
		}
		for _, o := range v.Versions[1:] {
			s.Older = append(s.Older, older{"Version " + strconv.Itoa(o.Version) + ", " + ui.DayLong(o.At), o})
		}
	}
	if v.CanAgree {
		s.Agree = path + "/agree"
	}
	if v.CanComment {
		s.Comment = path + "/comments"
		s.Words = ui.Area{Name: "words", Label: "Comment on the scope", Hint: "Everybody on the challenge can read it.", Value: f.Text("words"),
			Error: ui.ErrorOn(s.Fields, "words"), Rows: 4, Max: 2000}
	}
	return s
}

func answer(v scope.Page) (string, []string) {
	n := v.Newest()
	due := ""
	if day := v.Head.Dates["scope_and_team"]; !day.IsZero() {
		due = " It is to be agreed by " + day.LongWeekday() + "."
	}
	switch {
	case n == nil && v.CanPropose:
		return "You propose the scope first", []string{"Say what the challenge should look at, and up to six questions for the team." + due}
	case n == nil:
		return "No scope is proposed yet", []string{"The director of " + v.Head.HostCouncil + " proposes it." + due}
	case n.Agreed():
		return "The scope is agreed", []string{"By both sides on " + ui.DayLong(later(n)) + ". Changing it makes a new version, to be agreed again."}
	case v.CanAgree:
		return "You are asked to agree", []string{"Read the scope below. Agree to it, or write what you would change." + due}
	}
	return "Waiting for the lead", []string{v.Head.HostCouncil + " has proposed a scope. The challenge lead agrees, or comments." + due}
}

func later(v *scope.Version) (at time.Time) {
	if v.TeamAt.After(*v.HostAt) {
		return *v.TeamAt
	}
	return *v.HostAt
}

func agreements(host string, v scope.Version) []ui.SummaryRow {
	row := func(side string, by *string, at *time.Time) ui.SummaryRow {
		if by == nil || at == nil {
			return ui.SummaryRow{Key: side, Value: "Not agreed yet"}
		}
		return ui.SummaryRow{Key: side, Value: *by + ", " + ui.DayLong(*at)}
	}
	return []ui.SummaryRow{{Key: "Version", Value: strconv.Itoa(v.Version)}, row("Agreed for "+host, v.HostBy, v.HostAt), row("Agreed for the team", v.TeamBy, v.TeamAt)}
}

// form is the director's form, ready to print.
type form struct {
	Action    string
	Version   string
	Again     bool // a version that was agreed is being changed
	Fields    []problem.Field
	Message   string
	What      ui.Area
	Focus     ui.Area
	Questions []ui.Area
	Newest    *scope.Version // what somebody else proposed meanwhile
}

func toForm(v scope.Page, typed *scope.Proposal, p *problem.Problem) form {
	m := form{Action: scopePath(v.Head.ID) + "/propose"}
	from := scope.Proposal{}
	if n := v.Newest(); n != nil {
		from = scope.Proposal{Base: n.Version, What: n.What, Focus: n.Focus, Questions: n.Questions}
		m.Again = n.Agreed()
	}
	newest := from.Base
	if typed != nil {
		from = *typed
	}
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
		if p.Kind == problem.Conflict {
			m.Newest, from.Base = v.Newest(), newest
		}
	}
	m.Version = strconv.Itoa(from.Base)
	m.What = ui.Area{Name: "what", Label: "What the challenge looks at", Hint: "In plain words, as you would say it to somebody who draws on care.", Value: from.What, Error: ui.ErrorOn(m.Fields, "what"), Rows: 6, Max: 3000}
	m.Focus = ui.Area{Name: "focus", Label: "Areas to focus on", Hint: "You need not name any.", Value: from.Focus, Error: ui.ErrorOn(m.Fields, "focus"), Rows: 4, Max: 2000}
	for i := range scope.MostQuestions {
		name := "question-" + strconv.Itoa(i+1)
		a := ui.Area{Name: name, Label: "Question " + strconv.Itoa(i+1), Error: ui.ErrorOn(m.Fields, name), Rows: 2, Max: 300}
		if i < len(from.Questions) {
			a.Value = from.Questions[i]
		}
		m.Questions = append(m.Questions, a)
	}
	return m
}

// mayRead is the sentence on who can see the scope.
var mayRead = "everybody on this challenge: the host, the team, people asked to join and the " + page.Lower(access.Coordinator.Name()) + "."
