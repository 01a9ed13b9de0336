package offer

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Council is the one page of a council's director.
func (h *Handlers) Council(w http.ResponseWriter, r *page.Request) error {
	return h.council(w, r, http.StatusOK, nil, nil)
}

// council shows the page: what is in the form when there is one, else the draft, else
// what was sent.
func (h *Handlers) council(w http.ResponseWriter, r *page.Request, status int, form *page.Form, p *problem.Problem) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	v, err := h.Offers.CouncilPage(r.Context(), r.Actor, cycle, r.Param("council"))
	if err != nil {
		return err
	}
	draft := form == nil && v.Draft != nil
	if draft {
		f := page.FormFrom(v.Draft)
		form = &f
	}
	if form == nil {
		f := councilForm(v)
		form = &f
	}
	c := r.Chrome("What "+v.Desk.Name+" offers", "")
	back := ui.Link{Text: "Home", Href: ui.HomePath()}
	if v.Desk.Coordinates {
		back = ui.Link{Text: "Who has answered", Href: listPath(cycle)}
	}
	c.Back, c.HasErrors = &back, p != nil
	return r.Render(w, status, councilPage(c, toCouncil(v, *form, draft, p)))
}

// councilForm is what was sent, as the form holds it.
func councilForm(v offer.CouncilPage) page.Form {
	values := map[string][]string{
		"closed": {offer.WriteRanges(v.Answer.Closed)}, "assessments": {offer.WriteRanges(v.Answer.Assessments)}, "look_at": {v.Answer.LookAt},
		"signed": {v.Answer.SignedName}, "version": {strconv.Itoa(v.Answer.Version)}, "rows": {strconv.Itoa(max(2, len(v.Answer.People)+1))},
	}
	for _, m := range v.Answer.Months {
		values["months"] = append(values["months"], m.String())
	}
	for i, o := range v.Answer.People {
		p := prefix(i)
		values[p+"id"], values[p+"role"], values[p+"skills"] = []string{o.ID.String()}, []string{string(o.Role)}, []string{o.Skills}
		values[p+"visits"] = []string{strconv.Itoa(o.MaxVisits)}
		if o.MaxDays > 0 {
			values[p+"days"] = []string{strconv.Itoa(o.MaxDays)}
		}
		if o.Experienced {
			values[p+"experienced"] = []string{"yes"}
		}
	}
	return page.FormFrom(values)
}

func prefix(i int) string { return fmt.Sprintf("p%d-", i+1) }

const mostRows = 40

func rowsOf(form page.Form) int {
	n, _ := strconv.Atoi(form.Line("rows"))
	return max(1, min(n, mostRows))
}

// Send sends the page, or makes room for more people when that was pressed.
func (h *Handlers) Send(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	if form.Has("more") {
		values := form.Values()
		values["rows"] = []string{strconv.Itoa(min(rowsOf(form)+3, mostRows))}
		form = page.FormFrom(values)
		return h.council(w, r, http.StatusOK, &form, nil)
	}
	a, err := readCouncil(form)
	if err == nil {
		err = h.Offers.SendCouncil(r.Context(), r.Actor, cycle, r.Param("council"), a)
	}
	if p, ok := page.Refused(err); ok {
		return h.council(w, r, page.StatusOf(p.Kind), &form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, offer.CouncilPath(cycle, r.Param("council")), "Sent. The coordinator sees it now, and everybody newly offered is asked by e-mail. You can change it and send it again.")
}

// Save keeps the page as a draft.
func (h *Handlers) Save(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Offers.SaveDraft(r.Context(), r.Actor, cycle, r.Param("council"), form.Values())
	if p, ok := page.Refused(err); ok {
		return h.council(w, r, page.StatusOf(p.Kind), &form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, offer.CouncilPath(cycle, r.Param("council")), "Saved for later. Nobody but you and whoever else directs the council sees it until you send it.")
}

func readCouncil(form page.Form) (offer.CouncilAnswer, error) {
	var f problem.Fields
	a := offer.CouncilAnswer{LookAt: strings.TrimSpace(form.Text("look_at")), SignedName: form.Line("signed"), Version: form.Version("version")}
	a.SignedOn = readDay(&f, form, "signed_on")
	a.Closed = readRanges(&f, form, "closed")
	a.Assessments = readRanges(&f, form, "assessments")
	for _, m := range form.All("months") {
		if d, err := civil.ParseISO(m); err == nil {
			a.Months = append(a.Months, d)
		} else {
			f.Add("months", "Choose months of the cycle")
		}
	}
	for i := range rowsOf(form) {
		o := readOffered(&f, form, prefix(i))
		if o.ID == uuid.Nil && o.Name == "" && o.Email == "" && o.Role == "" {
			o = offer.Offered{Remove: true} // an empty row; its number stays in messages
		}
		a.People = append(a.People, o)
	}
	if err := f.Err(); err != nil {
		return a, err
	}
	return a, nil
}

func readRanges(f *problem.Fields, form page.Form, name string) []offer.Range {
	list, problems := offer.ParseRanges(form.Text(name))
	for _, p := range problems {
		f.Add(name, p)
	}
	return list
}

func readOffered(f *problem.Fields, form page.Form, p string) offer.Offered {
	o := offer.Offered{Name: form.Line(p + "name"), Email: form.Line(p + "email"), Role: offer.Role(form.Line(p + "role")), Skills: form.Line(p + "skills"),
		Experienced: form.Line(p+"experienced") == "yes", MaxVisits: 1, Remove: form.Line(p+"remove") == "yes"}
	o.ID, _ = uuid.Parse(form.Line(p + "id"))
	if o.ID == uuid.Nil {
		o.ID, _ = uuid.Parse(form.Line(p + "known"))
	}
	o.MaxVisits = readNumber(form.Line(p+"visits"), 1)
	o.MaxDays = readNumber(form.Line(p+"days"), 0)
	o.Away = readRanges(f, form, p+"away")
	for i := range o.Away {
		o.Away[i].Why = "" // no reason is asked
	}
	return o
}

// readNumber is a small number; empty is the default, nonsense is -1, which the
// service refuses at the field.
func readNumber(typed string, empty int) int {
	if typed == "" {
		return empty
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

type councilView struct {
	Council, Cycle string
	Panel, PanelOf string
	Who, Later     string
	Gone           bool // what was gathered is destroyed: no form, but the one that came too late
	Action, SaveTo string
	Director       bool
	Fields         []problem.Field
	Message        string
	Version, Rows  string
	Closed, LookAt ui.Area
	Assessments    ui.Area
	Months         []monthView
	MonthsError    string
	People         []personRow
	Signed         ui.Input
	SignedOn       *ui.Input // for a coordinator, who has it on paper
	SignedWords    string
	Full           bool // no more rows
}

type monthView struct {
	Value, Text, ID string
	Checked         bool
}

// personRow is one person of the list; Name stands for somebody already on it.
type personRow struct {
	Title, ID, Prefix, State string
	Known                    *ui.Choice
	Name, Email              ui.Input
	Role                     ui.Choice
	Visits, Days             ui.Input
	Skills                   ui.Input
	Away                     ui.Area
	AwayWords                string
	Experienced              ui.Choice
	Remove                   *ui.Choice
}

func toCouncil(v offer.CouncilPage, form page.Form, draft bool, p *problem.Problem) councilView {
	g := v.Gathering
	c := councilView{Council: v.Desk.Name, Cycle: g.CycleName, Director: v.Desk.Directs, Version: form.Line("version"), Rows: strconv.Itoa(rowsOf(form)), Full: rowsOf(form) >= mostRows}
	if p != nil {
		c.Fields, c.Message = p.Fields, p.Message
	}
	c.Action = offer.CouncilPath(g.CycleID, v.Desk.Slug)
	c.SaveTo = c.Action + "/draft"
	c.Panel, c.PanelOf = councilPanel(v, draft)
	c.Later, c.Gone = "A draft is the directors’ own until it is sent. "+kept(g), g.GoneAt != nil && p == nil
	c.Who = "whoever directs " + v.Desk.Name + " and the region’s coordinators. No other council sees it."
	area := func(name, label, hint string, rows, most int) ui.Area {
		return ui.Area{Name: name, Label: label, Hint: hint, Value: form.Text(name), Rows: rows, Max: most, Error: ui.ErrorOn(c.Fields, name)}
	}
	c.Closed = area("closed", "Days "+v.Desk.Name+" cannot host", "One line each, with the reason after a colon, such as “12 April 2027 to 23 April 2027: budget council”. Bank holidays and elections are known already.", 4, 0)
	c.LookAt = area("look_at", "What should the team look at?", "A few sentences are enough. You agree the scope with the team later.", 5, 4000)
	c.Assessments = area("assessments", "When do you expect an external assessment, such as by the Care Quality Commission (CQC)?", "As near as you know, one line each. The visit is then planned away from it where possible.", 2, 0)
	chosen := form.All("months")
	c.MonthsError = ui.ErrorOn(c.Fields, "months")
	for i, m := 0, g.FirstDay.AddDays(1-g.FirstDay.Day()); !m.After(g.LastDay); i, m = i+1, m.AddMonths(1) {
		id := "months"
		if i > 0 {
			id = fmt.Sprintf("months-%d", i+1)
		}
		c.Months = append(c.Months, monthView{Value: m.String(), Text: ui.Month(m.Time()), ID: id, Checked: slices.Contains(chosen, m.String())})
	}
	for i := range rowsOf(form) {
		c.People = append(c.People, toPersonRow(v, form, c.Fields, i))
	}
	c.Signed = ui.Input{Name: "signed", Label: "Full name of who signs", Hint: "Leave it empty if you cannot sign yet.", Value: form.Line("signed"), Autocomplete: "off", Width: 30, Error: ui.ErrorOn(c.Fields, "signed")}
	if !v.Desk.Directs {
		c.SignedOn = &ui.Input{Name: "signed_on", Label: "Day it was signed", Hint: "As it stands on the paper, such as 3 March 2027. Empty is today.", Value: form.Line("signed_on"), Width: 20, Autocomplete: "off", Error: ui.ErrorOn(c.Fields, "signed_on")}
	}
	c.SignedWords = "With my name I sign the memorandum of understanding for " + g.CycleName + ": " + v.Desk.Name + " hosts one peer challenge in this cycle, and the people it offers serve in others."
	if v.Answer.SignedName != "" {
		c.SignedWords = "Signed by " + v.Answer.SignedName + " on " + v.Answer.SignedOn.Long() + ". " + c.SignedWords
	}
	return c
}

func councilPanel(v offer.CouncilPage, draft bool) (title, words string) {
	by := "Please answer by " + v.Gathering.AnswerBy.LongWeekday() + "."
	switch {
	case v.Gathering.GoneAt != nil:
		return "This cycle is over", "Nothing more can be sent. What was said about wishes and assessments is destroyed; who was offered, and the signature, stay."
	case v.Sent == nil:
		title, words = by, "Say as much as you know now. You can send it again when something changes."
	case v.Sent.Typed:
		title = "Entered on " + ui.DayLong(v.Sent.AnsweredAt) + " by " + v.Sent.ByName
		words = "A coordinator typed this on behalf of " + v.Desk.Name + ". A director of the council can change it and send it."
	default:
		title, words = "Sent on "+ui.DayLong(v.Sent.AnsweredAt)+" by "+v.Sent.ByName, "You can change it and send it again."
	}
	if draft {
		title, words = "Not sent yet: a draft of "+ui.Moment(v.DraftAt), "Only whoever directs the council sees it. "+by
	}
	if v.Desk.Coordinates && !v.Desk.Directs {
		words += " What you send here is kept as typed by you on behalf of the council."
	}
	return title, words
}

func toPersonRow(v offer.CouncilPage, form page.Form, fields []problem.Field, i int) personRow {
	p := prefix(i)
	line := func(name, label, hint string, width int) ui.Input {
		return ui.Input{Name: p + name, Label: label, Hint: hint, Value: form.Line(p + name), Width: width, Autocomplete: "off", Error: ui.ErrorOn(fields, p+name)}
	}
	row := personRow{Title: fmt.Sprintf("Another person (%d)", i+1), Prefix: p, ID: form.Line(p + "id")}
	row.Name, row.Email = line("name", "Name", "", 30), line("email", "E-mail address", "", 30)
	row.Role = ui.Choice{Name: p + "role", Label: "Offered as", Value: form.Line(p + "role"), Empty: "Choose a role", Error: ui.ErrorOn(fields, p+"role")}
	for _, r := range offer.Roles {
		row.Role.Options = append(row.Role.Options, ui.Option{Value: string(r.Role), Text: r.Words})
	}
	row.Visits, row.Days = line("visits", "Visits at most", "", 3), line("days", "Days at most, if there is a limit", "", 3)
	row.Visits.InputMode, row.Days.InputMode = "numeric", "numeric"
	if row.Visits.Value == "" {
		row.Visits.Value = "1"
	}
	row.Skills = line("skills", "What they know well", "", 0)
	row.Away = ui.Area{Name: p + "away", Label: "When they cannot come", Hint: "As far as you know; they are asked themselves. One line each, such as “2 August 2027 to 20 August 2027”.", Rows: 2, Value: form.Text(p + "away"), Error: ui.ErrorOn(fields, p+"away")}
	row.Experienced = ui.Choice{Name: p + "experienced", Label: "Experience", Values: form.All(p + "experienced"), Options: []ui.Option{{Value: "yes", Text: "Has been on a peer challenge before"}}}
	who, _ := uuid.Parse(row.ID)
	for _, o := range v.Answer.People {
		if o.ID == who {
			row.Title, row.State = o.Name, stateWords(v.Answers[who])
			row.AwayWords = awayWords(v.Answers[who].Away)
			row.Away.Label, row.Away.Hint = "More days when they cannot come", ""
			row.Remove = &ui.Choice{Name: p + "remove", Label: "On the list", Values: form.All(p + "remove"), Options: []ui.Option{{Value: "yes", Text: "Take " + o.Name + " off the list", Hint: "What they answered goes too"}}}
			return row
		}
	}
	row.ID = ""
	if len(v.Known) > 0 {
		row.Known = &ui.Choice{Name: p + "known", Label: "Somebody of " + v.Desk.Name + " who is known here", Value: form.Line(p + "known"), Empty: "Somebody new: write name and e-mail address"}
		for _, k := range v.Known {
			row.Known.Options = append(row.Known.Options, ui.Option{Value: k.ID.String(), Text: strings.TrimSuffix(k.Name+", "+k.Post, ", ")})
		}
	}
	return row
}

func stateWords(s offer.PersonState) string {
	switch s.Answer {
	case "yes":
		return "Has said yes"
	case "no":
		return "Has said no"
	}
	return "Has not answered yet"
}

func awayWords(list []offer.Range) string {
	if len(list) == 0 {
		return ""
	}
	var days []string
	for _, r := range list {
		days = append(days, civil.Range(r.First, r.Last))
	}
	return "Cannot come " + page.Names(days) + "."
}
