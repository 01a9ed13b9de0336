package concern

import (
	"peerchallenge/internal/concern"
	"peerchallenge/internal/problem"
	"peerchallenge/web/ui"
)

type show struct {
	Errors  []problem.Field
	Message string
	About   ui.Choice
	Action  string
	Enter   string // the form of the contacts, for the host
	Records []record
}

type record struct {
	Title string
	Rows  []ui.SummaryRow
	Ring  bool // not yet confirmed
}

func toShow(v concern.Page, p *problem.Problem) show {
	s := show{Action: pathOf(v.ID), About: ui.Choice{Name: "about", Label: "Is it about leaders of the council?", Hint: "The chief executive, a director or a councillor of " + v.HostCouncil + ".",
		Options: []ui.Option{{Value: "other", Text: "No", Hint: "It goes to the first contact"}, {Value: "leaders", Text: "Yes", Hint: "It goes to the second contact. The first does not see it"}}}}
	if p != nil {
		s.Errors, s.Message, s.About.Error = p.Fields, p.Message, ui.ErrorOn(p.Fields, "about")
	}
	if v.CanEnter {
		s.Enter = pathOf(v.ID) + "/contacts"
	}
	for _, r := range v.Records {
		s.Records = append(s.Records, toRecord(r))
	}
	return s
}

func toRecord(r concern.Record) record {
	who := r.RaisedBy
	if r.Mine {
		who = "You"
	}
	out := record{Title: "Raised on " + ui.MomentLong(r.RaisedAt), Ring: r.AcknowledgedAt == nil}
	to := r.ContactName
	if r.ContactPost != "" {
		to += ", " + r.ContactPost
	}
	if to == "" {
		to = "The council’s adult safeguarding team, since no contact was entered"
		if r.AboutLeaders {
			to = "The chief executive or monitoring officer, since no contact was entered"
		}
	}
	confirmed := "Not yet"
	if r.AcknowledgedAt != nil {
		confirmed = "Confirmed on " + ui.MomentLong(*r.AcknowledgedAt)
	}
	out.Rows = []ui.SummaryRow{{Key: "Raised by", Value: who}, {Key: "To", Value: to}, {Key: "They know of it", Value: confirmed}}
	return out
}

type contactsView struct {
	Action        string
	Errors        []problem.Field
	Message       string
	First, Second []ui.Input
}

func inputs(c concern.Contact, kind string, errors []problem.Field) []ui.Input {
	input := func(name, label, hint, value string) ui.Input {
		return ui.Input{Name: kind + "-" + name, Label: label, Hint: hint, Value: value, Error: ui.ErrorOn(errors, kind+"-"+name)}
	}
	return []ui.Input{input("name", "Name", "A person or a team", c.Name), input("post", "Post (optional)", "", c.Post),
		input("phone", "Telephone", "Answered in office hours", c.Phone), input("email", "E-mail", "A link to confirm is sent here. Nothing of the content is.", c.Email)}
}

func nameAndPost(c concern.Contact) string {
	if c.Post == "" {
		return c.Name
	}
	return c.Name + ", " + c.Post
}
