package offer

import (
	"context"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// press is a button without a form of its own.
func (h *Handlers) press(w http.ResponseWriter, r *page.Request, do func(context.Context, access.Actor, uuid.UUID, uuid.UUID) error, done string) error {
	cycle, who, err := ids(r)
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(w); err != nil {
		return err
	}
	err = do(r.Context(), r.Actor, cycle, who)
	if p, ok := page.Refused(err); ok {
		return h.person(w, r, page.StatusOf(p.Kind), nil, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, offer.PersonPath(cycle, who), done)
}

func toPerson(v offer.PersonPage, form page.Form, p *problem.Problem) person {
	g, c := v.Gathering, v.Chair
	m := person{Title: "Could you take part?", Caption: "Peer challenges of " + g.CycleName, Self: c.Self, Coordinates: c.Coordinates, Expert: c.Role == offer.Expert, Action: offer.PersonPath(g.CycleID, c.ID), Kept: kept(g), Gone: g.GoneAt != nil && p == nil,
		Who: "you and the region’s coordinators. Your director sees only whether you said yes and when you cannot come."}
	if c.CouncilID == nil {
		m.Who = "you and the region’s coordinators. Nobody else."
	}
	if !c.Self && c.CouncilID == nil {
		m.Title, m.Who = "The answer of "+c.Name, c.Name+" and the region’s coordinators. Nobody else."
	} else if !c.Self {
		m.Title, m.Who = "The answer of "+c.Name, c.Name+" and the region’s coordinators. Their director sees only whether they said yes and when they cannot come."
	}
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
	}
	m.Panel, m.PanelOf = personPanel(v)
	m.Facts = []ui.Fact{{Key: "Offered as", Value: c.Role.Words()}, {Key: "Visits", Value: fmt.Sprintf("at most %d", c.MaxVisits)}}
	if c.CouncilName != "" {
		m.Facts = append(m.Facts, ui.Fact{Key: "By", Value: c.CouncilName})
	}
	m.promise(v, form)
	m.Answer = ui.Choice{Name: "answer", Label: "Could you take part in a peer challenge in " + g.CycleName + "?", Value: form.Line("answer"), Error: ui.ErrorOn(m.Fields, "answer"),
		Options: []ui.Option{{Value: "yes", Text: "Yes, I could", Hint: "You are asked again for each visit, with its dates, before anything is settled"}, {Value: "no", Text: "No, not in this cycle"}}}
	m.Away = ui.Area{Name: "away", Label: "When can you not come?", Hint: "One line each, such as “2 August 2027 to 20 August 2027”. No reason is needed.", Value: form.Text("away"), Rows: 4, Error: ui.ErrorOn(m.Fields, "away")}
	for i := range linkRows(form) {
		m.Links = append(m.Links, toLink(v, form, m.Fields, i))
	}
	m.LinkCount = fmt.Sprint(linkRows(form))
	m.training(v, form)
	m.Needs = ui.Area{Name: "needs", Label: "What do you need to take part well?", Hint: "For example a ramp, breaks, a supporter, documents in large print. The coordinators alone read it.", Value: form.Text("needs"), Rows: 3, Max: 2000, Error: ui.ErrorOn(m.Fields, "needs")}
	m.LeadMaySee = ui.Choice{Name: "lead_may_see", Label: "Sharing it", Values: form.All("lead_may_see"), Options: []ui.Option{{Value: "yes", Text: "The lead of a challenge I join may be told", Hint: "Without this mark nobody but the coordinators is"}}}
	return m
}

// kept says when what was gathered goes (I2).
func kept(g offer.Gathering) string {
	if g.GoneAt != nil {
		return "What was said here was destroyed on " + ui.DayLong(*g.GoneAt) + "."
	}
	return "What is said here is destroyed twelve weeks after the cycle and its last visit are over, as things stand on " + g.KeptUntil.Long() + "."
}

func personPanel(v offer.PersonPage) (title, words string) {
	by := "Please answer by " + v.Gathering.AnswerBy.LongWeekday() + "."
	switch {
	case v.Gathering.GoneAt != nil:
		return "This cycle is over", "Nothing more can be sent. What was said about days, ties, training and needs is destroyed; that " + v.Chair.Name + " was asked, and said yes or no, stays."
	case v.Said == nil && !v.Chair.Self:
		return "Not answered yet", "Answers are asked for by " + v.Gathering.AnswerBy.LongWeekday() + ". What you enter here is kept as typed by you on their behalf."
	case v.Said == nil:
		return by, "Your answer helps to plan fair visits on days that suit. It takes about five minutes."
	case v.Said.Typed != "":
		return "Entered on " + ui.DayLong(v.Said.At) + " by " + v.Said.Typed, "A coordinator typed this answer on behalf of " + v.Chair.Name + ". It can be changed here."
	}
	return "Answered on " + ui.DayLong(v.Said.At), "It can be changed here until the cycle is planned."
}

func toLink(v offer.PersonPage, form page.Form, fields []problem.Field, i int) link {
	p := linkPrefix(i)
	l := link{Title: fmt.Sprintf("Council %d", i+1)}
	l.Council = ui.Choice{Name: p + "council", Label: "Which council", Value: form.Line(p + "council"), Empty: "No council", Error: ui.ErrorOn(fields, p+"council")}
	for _, c := range v.Councils {
		l.Council.Options = append(l.Council.Options, ui.Option{Value: c.ID.String(), Text: c.Name})
	}
	l.Kind = ui.Choice{Name: p + "kind", Label: "What ties you to it", Value: form.Line(p + "kind"), Empty: "Choose", Error: ui.ErrorOn(fields, p+"kind")}
	for _, k := range offer.Kinds {
		l.Kind.Options = append(l.Kind.Options, ui.Option{Value: string(k.Kind), Text: k.Words})
	}
	line := func(name, label string, width int) ui.Input {
		return ui.Input{Name: p + name, Label: label, Value: form.Line(p + name), Width: width, Autocomplete: "off", Error: ui.ErrorOn(fields, p+name)}
	}
	l.From, l.Until, l.Words = line("from", "If you worked there: from year", 4), line("until", "until year", 4), line("words", "In your words, if you like", 0)
	return l
}

func (m *person) training(v offer.PersonPage, form page.Form) {
	day := func(name, label string) ui.Input {
		return ui.Input{Name: name, Label: label, Hint: "For example 10 January 2027", Value: form.Line(name), Width: 20, Autocomplete: "off", Error: ui.ErrorOn(m.Fields, name)}
	}
	m.RoleOn, m.CoProductionOn = day("role_on", "Day you were trained for the role"), day("co_production_on", "Day you were trained in co-production")
	m.Undertaking = ui.Choice{Name: "undertaking", Label: "Confidentiality", Values: form.All("undertaking"), Options: []ui.Option{{Value: "yes", Text: "I keep to myself what I read and hear in a peer challenge", Hint: "You sign this for the cycle. There is one exception: when somebody may be at risk"}}}
	t := v.Training
	switch {
	case t.Confirmed:
		m.Training = "The coordinator has confirmed this training."
	case !t.RoleOn.IsZero() && !t.CoProductionOn.IsZero():
		m.Training = "Waiting for the coordinator to confirm this training."
		m.Confirm = m.Coordinates && !m.Self
	default:
		m.Training = "No training yet is fine: it is offered before you begin."
	}
}

// promise is what an expert reads before they answer (T10), and where the
// coordinator writes it.
func (m *person) promise(v offer.PersonPage, form page.Form) {
	if !m.Expert {
		return
	}
	if p := v.Promise; p != nil {
		g := v.Gathering
		m.Promise = []ui.SummaryRow{{Key: "Dates", Value: "Three days in a row on site, between " + g.FirstDay.Long() + " and " + g.LastDay.Long() + ". You are asked before a date is settled."},
			{Key: "Hours", Value: p.Hours}, {Key: "Payment", Value: p.Payment}, {Key: "Expenses", Value: p.Expenses}, {Key: "Benefits", Value: p.Benefits},
			{Key: "Your buddy", Value: p.Buddy}, {Key: "Support", Value: p.Support}}
		m.ReadOut = m.Coordinates && !p.Ready()
	} else {
		m.PromiseWords = "The coordinator first writes down what you are promised: hours, payment, expenses, advice about benefits, a buddy and support. You get it before you are asked to say yes."
		if !v.Chair.Self {
			m.PromiseWords = "Nothing is written yet. Write it at the end of this page: they get it before they are asked to say yes."
		}
	}
	m.WritePromise = m.Coordinates && !m.Self
	text := func(name, label, hint string) {
		m.PromiseTexts = append(m.PromiseTexts, ui.Area{Name: name, Label: label, Hint: hint, Value: form.Text(name), Rows: 2, Max: 1000, Error: ui.ErrorOn(m.Fields, name)})
	}
	text("hours", "Hours", "")
	text("payment", "Payment, and when", "")
	text("expenses", "Expenses, and how they are paid", "")
	text("benefits", "Benefits", "That payment may affect them, and where to get free advice")
	text("support", "Support", "")
	m.Buddy = ui.Input{Name: "buddy", Label: "The buddy’s name", Value: form.Line("buddy"), Width: 30, Autocomplete: "off", Error: ui.ErrorOn(m.Fields, "buddy")}
	m.Format = ui.Choice{Name: "format", Label: "How do they want to get it?", Value: form.Line("format"), Error: ui.ErrorOn(m.Fields, "format")}
	for _, f := range team.Formats {
		m.Format.Options = append(m.Format.Options, ui.Option{Value: string(f.Format), Text: f.Words})
	}
	m.Remember = ui.Choice{Name: "remember", Label: "For the next expert", Values: form.All("remember"), Options: []ui.Option{{Value: "yes", Text: "Begin with these words next time"}}}
}
