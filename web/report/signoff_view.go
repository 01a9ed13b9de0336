package report

import (
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type signOffView struct {
	Action, Wording, Finalise, Sight string
	Question, Answer                 string
	Members                          []ui.TaskRow
	CanSign, CanFinish               bool
	Own                              string // what the reader recorded
	Form                             page.Form
	Problem                          *problem.Problem
	Silence                          string
}

func toSignOff(p report.SignOffPage, form page.Form, refused *problem.Problem) signOffView {
	of := p.ID.String()
	v := signOffView{Action: ui.ChallengePart(of, "sign-off"), Wording: ui.ChallengePart(of, "wording"), Sight: ui.WhoCanSeePath(of),
		CanSign: p.CanSign, Form: form, Problem: refused, Question: "Everyone has answered", Answer: "Nobody’s word is missing."}
	switch {
	case p.Stage.AtLeast(access.Final):
		v.Question, v.Answer = "The report is final", "Sign-off is over. This is what was recorded."
	case p.Waiting > 0:
		v.Question = page.Counted(p.Waiting, "person has", "people have") + " not answered yet"
		v.Answer = "Each member of the team signs off the text as it is now, or records a reservation."
	case p.IsLead:
		v.Answer += " You can make the report final."
	default:
		v.Answer += " The lead can make the report final."
	}
	if p.CanFinish {
		v.CanFinish, v.Finalise = true, ui.ChallengePart(of, "finalise")
		v.Silence = "You can send each person one reminder a day. “Did not answer” can be recorded from " + p.SilentFrom.Long() +
			", after " + page.Counted(p.Reminders, "reminder", "reminders") + "."
	}
	for _, m := range p.Members {
		v.Members = append(v.Members, memberRow(v.Action, m))
	}
	v.Own = ownWords(p.Own)
	return v
}

func ownWords(m report.Member) string {
	switch {
	case m.Kind == nil:
		return ""
	case *m.Kind == report.DidNotAnswer:
		return "The lead recorded that you did not answer. You can still answer."
	case m.Changed() && *m.Kind == report.Signed:
		return "You signed off on " + ui.Moment(*m.At) + ". The text has changed since, so please read it and sign off again."
	case m.Changed():
		return "You recorded a reservation on " + ui.Moment(*m.At) + ". The text has changed since. Your reservation stands unless you change it."
	case *m.Kind == report.Signed:
		return "You signed off on " + ui.Moment(*m.At) + ". You can change this until the report is final."
	}
	return "You recorded a reservation on " + ui.Moment(*m.At) + ". You can change this until the report is final."
}

func memberRow(action string, m report.MemberRow) ui.TaskRow {
	row := ui.TaskRow{Text: m.Name, Lines: []string{m.Role.Name()}, Tag: ui.Status("To do")}
	if m.LeftAt != nil {
		row.Lines = append(row.Lines, "Left the team on "+ui.DayLong(*m.LeftAt))
	}
	if m.Reminders > 0 && !m.Answered() {
		row.Lines = append(row.Lines, page.Counted(m.Reminders, "reminder", "reminders")+" sent, the last on "+ui.Moment(*m.RemindedAt))
	}
	switch {
	case m.Kind == nil:
		row.Tag = &ui.TagModel{Colour: ui.Grey, Words: "Not answered yet"}
	case *m.Kind == report.DidNotAnswer:
		row.Tag = &ui.TagModel{Colour: ui.Grey, Words: "Did not answer"}
	case !m.Answered():
		row.Tag = &ui.TagModel{Colour: ui.Amber, Words: "Text changed since"}
	case *m.Kind == report.Signed:
		row.Tag = &ui.TagModel{Colour: ui.Green, Words: "Signed off"}
	default:
		row.Tag = &ui.TagModel{Colour: ui.Plum, Words: "Reservation"}
		row.Lines = append(row.Lines, whoReads(*m.Public, *m.Named))
	}
	if m.CanRemind || m.CanSilent {
		row.Side = memberButtons(action, m)
	}
	return row
}

func whoReads(public, withName bool) string {
	switch {
	case withName:
		return "For the published report, with their name"
	case public:
		return "For the published report, without their name"
	}
	return "For the council only, without their name"
}

type checkSignOffView struct {
	Title  string
	Check  ui.Check
	Change []ui.HiddenValue
	Action string
}

func toCheckSignOff(of uuid.UUID, own report.Own) checkSignOffView {
	who := toCouncil
	rows := []ui.SummaryRow{{Key: "Your word", Value: "I sign off the report as it is now"}}
	to := "The team sees it now. The council and the public see no list of who signed."
	if own.Kind == report.Reservation {
		switch {
		case own.Named:
			who = named
		case own.Public:
			who = unnamed
		}
		rows = []ui.SummaryRow{{Key: "Your word", Value: "I record a reservation"}, {Key: "In your words", Body: plain(own.Words)},
			{Key: "Who reads it", Value: ownReaders[who]}}
		to = "The team sees it now. " + afterFinal[who]
	}
	hidden := []ui.HiddenValue{{Name: "kind", Value: string(own.Kind)}, {Name: "words", Value: own.Words}, {Name: "who", Value: who}}
	action := ui.ChallengePart(of.String(), "sign-off")
	return checkSignOffView{Title: "Check your sign-off", Action: action, Change: append(hidden[:3:3], ui.HiddenValue{Name: "change", Value: "yes"}),
		Check: ui.Check{Rows: rows, To: to, Action: action, Button: "Record this", Hidden: append(hidden[:3:3], ui.HiddenValue{Name: "confirm", Value: "yes"})}}
}

var ownReaders = map[string]string{
	named:     "Everyone, in the published report, with your name",
	unnamed:   "Everyone, in the published report, without your name",
	toCouncil: "The council only, without your name",
}

var afterFinal = map[string]string{
	named:     "Once the report is final the council reads it, and everyone once it is published, with your name.",
	unnamed:   "Once the report is final the council reads it, and everyone once it is published, without your name.",
	toCouncil: "Once the report is final the council reads it, without your name. It is never published.",
}
