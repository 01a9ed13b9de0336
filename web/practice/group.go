package practice

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/practicereview"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// NewGroup is the form of a focus group that is not planned yet.
func (h *Handlers) NewGroup(w http.ResponseWriter, r *page.Request) error { return h.Group(w, r) }

// Group is a focus group: when and where, and afterwards what was heard (P2).
func (h *Handlers) Group(w http.ResponseWriter, r *page.Request) error {
	ch, group, err := two(r, "focus")
	if err != nil {
		return err
	}
	return h.group(w, r, ch, group, again{})
}

func (h *Handlers) group(w http.ResponseWriter, r *page.Request, ch, group uuid.UUID, a again) error {
	v, err := h.Reviews.GroupPage(r.Context(), r.Actor, ch, group)
	if err != nil {
		return err
	}
	m := toGroup(v, a)
	return r.Render(w, a.status(), groupPage(frame(r, m.Title, v.Head, backToReview(ch), a), v, m, a))
}

func readGroup(form page.Form, group uuid.UUID) practicereview.GroupInput {
	g := practicereview.GroupInput{HostPSWAnswered: form.Line("host_psw_in") == "yes" || form.Line("host_psw_in") == "no"}
	g.ID, g.Kind, g.Starts, g.Place, g.SizeReason = group, form.Line("kind"), form.Line("starts"), form.Line("place"), form.Text("size_reason")
	g.Reach, g.Themes, g.Conditions = form.Text("reach"), form.Text("themes"), form.Text("conditions")
	g.HostPSWIn, g.NotPeople, g.Version = form.Line("host_psw_in") == "yes", form.All(practicereview.NotPersonField), number(form.Line("version"))
	if form.Line("expected") != "" {
		g.Expected = number(form.Line("expected"))
	}
	if s := form.Line("came"); s != "" {
		came := number(s)
		g.Came = &came
	}
	if day, err := form.Date("meets_on"); err == nil {
		g.MeetsOn = day
	}
	return g
}

// SaveGroup saves a focus group.
func (h *Handlers) SaveGroup(w http.ResponseWriter, r *page.Request) error {
	ch, group, err := two(r, "focus")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	at, err := h.Reviews.SaveGroup(r.Context(), r.Actor, ch, readGroup(form, group))
	if p, ok := page.Refused(err); ok {
		return h.group(w, r, ch, group, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, groupPath(ch, at), "Saved. Only the three of you can see it. You can print the briefing now.")
}

type groupView struct {
	Title, Kind, Action, Version  string
	Kinds, HostIn, Asked          ui.Choice
	Day                           ui.Date
	Starts, Place, Expected, Came ui.Input
	SizeReason, Reach             ui.Area
	Themes, Conditions            ui.Area
	Rows, Theirs                  []ui.SummaryRow
	Questions                     []string
	Briefing                      string
}

func toGroup(v practicereview.GroupPage, a again) groupView {
	g := v.Group
	m := groupView{Title: "Plan a focus group", Action: groupPath(v.ID, g.ID), Version: strconv.Itoa(g.Version)}
	if kind, ok := practicereview.KindOfGroup(v.Practice, g.Kind); ok {
		m.Title, m.Kind = kind.Name, kind.Name
		for _, q := range kind.Questions {
			m.Questions = append(m.Questions, q.Text)
		}
		m.Briefing = groupPath(v.ID, g.ID) + "/briefing"
	}
	m.Rows = groupRows(v, g)
	if a.conflict() {
		m.Theirs = m.Rows
	}
	m.fields(v, a)
	return m
}

func (m *groupView) fields(v practicereview.GroupPage, a again) {
	g := v.Group
	m.Kinds = ui.Choice{Name: "kind", Label: "Who is it for?", Value: a.text("kind", g.Kind), Empty: "Choose one", Error: a.on("kind")}
	for _, k := range v.Practice.FocusGroups {
		m.Kinds.Options = append(m.Kinds.Options, ui.Option{Value: k.Key, Text: k.Name})
	}
	m.Day = ui.Date{Name: "meets_on", Label: "Which day?", Error: a.on("meets_on")}
	if !g.MeetsOn.IsZero() {
		m.Day.Day, m.Day.Month, m.Day.Year = strconv.Itoa(g.MeetsOn.Day()), strconv.Itoa(int(g.MeetsOn.Month())), strconv.Itoa(g.MeetsOn.Year())
	}
	m.Day.Day, m.Day.Month, m.Day.Year = a.text("meets_on-day", m.Day.Day), a.text("meets_on-month", m.Day.Month), a.text("meets_on-year", m.Day.Year)
	line := func(name, label, hint, saved string, width int) ui.Input {
		in := ui.Input{Name: name, Label: label, Hint: hint, Value: a.text(name, saved), Error: a.on(name), Width: width}
		if name == "expected" || name == "came" {
			in.InputMode = "numeric"
		}
		return in
	}
	m.Starts = line("starts", "When does it begin?", "For example, 10am", g.Starts, 10)
	m.Place = line("place", "Where?", "A place where people feel free to talk.", g.Place, 0)
	m.Expected = line("expected", "How many people are expected?", "Six to eight. No senior leaders.", numberOrNothing(g.Expected), 3)
	came := ""
	if g.Came != nil {
		came = strconv.Itoa(*g.Came)
	}
	m.Came = line("came", "How many people came?", "Only the number. No names are kept here.", came, 3)
	m.SizeReason = ui.Area{Name: "size_reason", Label: "Why another size? (only when it is not six to eight)", Value: a.text("size_reason", g.SizeReason), Error: a.on("size_reason"), Rows: 2, Max: 1000}
	m.HostIn = ui.Choice{Name: "host_psw_in", Label: "Is the host’s principal social worker in the room?", Hint: "The briefing says so, either way.", Value: a.text("host_psw_in", hostIn(g)), Error: a.on("host_psw_in"),
		Inline: true, Options: []ui.Option{{Value: "no", Text: "No"}, {Value: "yes", Text: "Yes"}}}
	m.Reach = ui.Area{Name: "reach", Label: "How can people tell you something afterwards, without the council?", Hint: "An e-mail address or telephone number of a visiting principal social worker. It is printed on the briefing.",
		Value: a.text("reach", g.Reach), Error: a.on("reach"), Rows: 2, Max: 500}
	m.Themes = ui.Area{Name: "themes", Label: "What did you hear?", Hint: "Themes, not quotations. Roles, not names. Nothing that shows who said it.", Value: a.text("themes", g.Themes), Error: a.on("themes"), Rows: 8, Max: 10000}
	m.Conditions = ui.Area{Name: "conditions", Label: "What about the way the council works helps practice, or gets in the way?", Value: a.text("conditions", g.Conditions), Error: a.on("conditions"), Rows: 6, Max: 10000}
	m.Asked = asked(a, g.NotPeople, m.Place.Value, m.SizeReason.Value, m.Themes.Value, m.Conditions.Value)
}

func hostIn(g practicereview.Group) string {
	switch {
	case g.Version == 0:
		return ""
	case g.HostPSWIn:
		return "yes"
	}
	return "no"
}

func numberOrNothing(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func groupRows(v practicereview.GroupPage, g practicereview.Group) []ui.SummaryRow {
	rows := []ui.SummaryRow{{Key: "When and where", Value: dayOf(g.MeetsOn) + ", " + g.Starts + ", " + g.Place}, {Key: "Expected", Value: page.Counted(g.Expected, "person", "people")}}
	if g.Came != nil {
		rows = append(rows, ui.SummaryRow{Key: "Came", Value: page.Counted(*g.Came, "person", "people")})
	}
	if g.SizeReason != "" {
		rows = append(rows, ui.SummaryRow{Key: "Why this size", Value: g.SizeReason})
	}
	return append(rows, ui.SummaryRow{Key: "What was heard", Value: or(g.Themes, "Nothing written yet")},
		ui.SummaryRow{Key: "Practice conditions", Value: or(g.Conditions, "Nothing written yet")}, ui.SummaryRow{Key: "Saved by", Value: g.SavedBy})
}

func dayOf(d civil.Date) string { return d.LongWeekday() }

// Briefing is what people who come read beforehand: for paper (O2).
func (h *Handlers) Briefing(w http.ResponseWriter, r *page.Request) error {
	ch, group, err := two(r, "focus")
	if err != nil {
		return err
	}
	v, err := h.Reviews.GroupPage(r.Context(), r.Actor, ch, group)
	if err != nil {
		return err
	}
	chrome := r.ChallengeChrome("Briefing for the group", v.Head, ui.Link{Text: "The focus group", Href: groupPath(ch, group)})
	return r.Render(w, http.StatusOK, briefingPage(chrome, v, toBriefing(v)))
}

type briefing struct {
	Kind, When, InRoom string
	Reviewers          []string
	Lived              bool
}

func toBriefing(v practicereview.GroupPage) briefing {
	b := briefing{When: dayOf(v.Group.MeetsOn) + ", " + v.Group.Starts + ", " + v.Group.Place,
		InRoom: "Nobody from " + v.HostCouncil + " is in the room, and no manager."}
	if kind, ok := practicereview.KindOfGroup(v.Practice, v.Group.Kind); ok {
		b.Kind = kind.Name
	}
	b.Lived = v.Group.Kind == "lived_experience" || v.Group.Kind == "carers"
	for _, p := range v.People {
		switch {
		case p.Role == access.VisitingPSW:
			b.Reviewers = append(b.Reviewers, p.Name+", principal social worker in "+p.Council)
		case v.Group.HostPSWIn:
			b.InRoom = p.Name + ", the principal social worker of " + v.HostCouncil + ", is in the room too. If you would rather talk without them, tell the visiting reviewers: that is fine, and nobody else hears that you asked. No manager of yours is in the room."
		}
	}
	return b
}
