package plan

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/planner/explain"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// show is one plan, ready to print.
type show struct {
	Caption, Title string
	Message        string
	Following      following
	PanelTitle     string
	Stop           bool
	Panel          []string // in the panel
	Breaks         []string
	Report         *report
	Actions        []ui.Link
	Stopping       string // where the program is told to stop; empty: it has ended
	Approve        string // path; empty: it cannot be approved
	Around         string // path of the run around pins; empty: it is not offered
	AroundWords    string
	Base           string // the plan itself, for runs that begin with it
	Undo           *undo
	Pictures       []ui.Calendar
	Legend         []string
	Free           [][]ui.Cell // days to keep free, by council
	SchoolUnknown  string
	BankHolidays   string
	Rows           [][]ui.Cell
	Months         []month
	Met            []string
	Missed         []missed
	Shares         [][]ui.Cell
	Changes        []string
	BaseOf         int
	Against        []string // what differs from the plan it was made around
	Approved       string
}

type undo struct {
	Action, Words string
	Version       int
}

type missed struct{ Words, Why string }

type month struct {
	Name   string
	Visits []line
}

type line struct {
	Days, Council, Href string
	Tag                 *ui.TagModel
	Why                 string
	Team                []string
	FollowUps           string
}

var legend = []string{"visit", "kept", "practice", "follow-up", "holiday", "hatch", "school", "shut", "number"}

// Show is a plan in plain English.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	proposal, err := r.ID("plan")
	if err != nil {
		return err
	}
	return h.show(w, r, cycle, proposal, http.StatusOK, "")
}

func (h *Handlers) show(w http.ResponseWriter, r *page.Request, cycle, proposal uuid.UUID, status int, message string) error {
	p, err := h.Plans.ProposalPage(r.Context(), r.Actor, cycle, proposal)
	if err != nil {
		return err
	}
	c := r.Chrome(fmt.Sprintf("Plan %d", p.Proposal.Number), page.NavCalendar)
	c.Width, c.Scripts = ui.Wide, script
	c.Back = &ui.Link{Text: "Plans", Href: plansPath(cycle)}
	c.HasErrors = message != ""
	m := toShow(p)
	m.Message = message
	return r.Render(w, status, showPage(c, m))
}

func toShow(p plan.Page) show {
	s := show{Caption: "Cycle " + p.Cycle.Name, Title: fmt.Sprintf("Plan %d", p.Proposal.Number), Legend: legend, Following: followPlan(p)}
	s.panel(p)
	s.wishes(p)
	s.shares(p)
	s.changes(p)
	s.table(p)
	s.actions(p)
	s.Pictures = pictures(p)
	s.daysToKeepFree(p)
	return s
}

// panel answers the page's question: is this a good plan?
func (s *show) panel(p plan.Page) {
	if p.Proposal.Approved != nil {
		s.Approved = "This plan was approved on " + ui.Moment(*p.Proposal.Approved) + ". What changes now is changed on each challenge."
		s.Actions = append(s.Actions, ui.Link{Text: "Places to fill, and who has answered", Href: placesPath(p.Cycle.ID)})
	}
	s.Panel = append(s.Panel, p.Proposal.Words+", "+ui.Moment(p.Proposal.At)+by(p.Proposal.By)+".")
	if p.FactsChanged() && p.Proposal.Approved == nil {
		s.Panel = append(s.Panel, "Since then something it rests on has changed: offers, dates, pins or the region's numbers. It is judged here by how things are now.")
	}
	if !p.Verdict.OK() {
		s.PanelTitle, s.Stop = "This plan breaks a rule in "+places(p.Verdict.Cost.Hard), true
		for _, b := range p.Verdict.Breaches {
			s.Breaks = append(s.Breaks, b.Text)
		}
		if p.Mine && p.Report != nil {
			s.Report = toReport(p.Board)
			s.Report.Nearest = nil
		}
		s.goesOn(p)
		return
	}
	s.PanelTitle = "This plan keeps every rule"
	bound, known := 0, p.Proposal.Bound != nil && !p.FactsChanged()
	if known && (p.Proven() || percent(p.Cost.Soft, *p.Proposal.Bound) <= telling) {
		bound = *p.Proposal.Bound
	}
	if p.Proposal.Approved == nil { // once people are told, what was proposed is no measure any more
		s.Panel = append(s.Panel, explain.Nearness(p.Cost, bound, p.Proven()))
	}
	s.goesOn(p)
}

// goesOn says what the program still does with this plan, and lets it be stopped:
// around pins, a plan is suggested only once no other is being made.
func (s *show) goesOn(p plan.Page) {
	if p.Mine && p.Run.Live() {
		s.Panel = append(s.Panel, progressWords(*p.Run))
		s.Stopping = plansPath(p.Cycle.ID) + "/stop"
	}
}

// actions are what can be done with the plan.
func (s *show) actions(p plan.Page) {
	of := "?plan=" + p.Proposal.ID.String()
	s.Actions = append(s.Actions, ui.Link{Text: "On one page, to print", Href: printPath(p.Cycle.ID) + of}, ui.Link{Text: "As a spreadsheet (XLSX)", Href: sheetPath(p.Cycle.ID) + of})
	for _, c := range p.Against {
		s.Against = append(s.Against, changeWords(p.Problem, c))
	}
	s.BaseOf = p.BaseOf
	if p.Proposal.Approved != nil {
		return
	}
	if p.Verdict.OK() {
		s.Approve = planPath(p.Cycle.ID, p.Proposal.ID) + "/approve"
	}
	s.Base = p.Proposal.ID.String()
	if p.Run == nil || !p.Run.Live() {
		s.around(p)
	}
	if p.Proposal.BackTo != nil {
		s.Undo = &undo{planPath(p.Cycle.ID, p.Proposal.ID) + "/undo", p.Proposal.Words, p.Proposal.Version}
	}
}

// around offers a plan with few changes: around the pins, or to mend what is broken.
// Without either it would be the same plan again.
func (s *show) around(p plan.Page) {
	for _, v := range p.Visits {
		if !v.History && (v.DatePinned && !v.Fixed || slices.ContainsFunc(v.Seats, func(x plan.Seat) bool { return x.Pinned })) {
			s.Around, s.AroundWords = plansPath(p.Cycle.ID), "Suggest around my pins"
			return
		}
	}
	if !p.Verdict.OK() {
		s.Around, s.AroundWords = plansPath(p.Cycle.ID), "Mend it with few changes"
	}
}

// wishes says which wishes are met, and for each goal that is missed, why.
func (s *show) wishes(p plan.Page) {
	for _, w := range p.Wishes {
		if w.Met {
			s.Met = append(s.Met, w.Text)
		}
	}
	for _, m := range p.Verdict.Misses {
		if m.Goal == planner.GoalChanged || m.Goal == planner.GoalInvited || m.Goal == planner.GoalFarShare || p.States[m.Council].History && m.Goal != planner.GoalShare {
			continue // said under its own heading, or over
		}
		s.Missed = append(s.Missed, missed{m.Text, p.WhyOf(m)})
	}
}

func (s *show) shares(p plan.Page) {
	for _, g := range p.Shares {
		s.Shares = append(s.Shares, []ui.Cell{{Text: p.Problem.CouncilName(g.Council)}, number(g.Gives), number(g.Receives), number(g.GaveEarlier), number(g.ReceivedEarlier), {Text: balance(g)}})
	}
}

func number(n int) ui.Cell { return ui.Cell{Text: fmt.Sprint(n), Number: true} }

func balance(g check.Given) string {
	switch n := g.Beyond(); {
	case n > 0:
		return fmt.Sprintf("gives %d more", n)
	case n < 0:
		return fmt.Sprintf("receives %d more", -n)
	}
	return "even"
}

// changes says what differs from what people have been told.
func (s *show) changes(p plan.Page) {
	for _, c := range p.Changes {
		s.Changes = append(s.Changes, changeWords(p.Problem, c))
	}
}

func changeWords(p planner.Problem, c planner.Change) string {
	var parts []string
	switch {
	case c.Moved() && c.To.IsZero():
		parts = append(parts, "no date any more (it was "+c.From.Long()+")")
	case c.Moved() && c.From.IsZero():
		parts = append(parts, "begins on "+c.To.Long())
	case c.Moved():
		parts = append(parts, "moves from "+c.From.Long()+" to "+c.To.Long())
	}
	for _, x := range c.Leave {
		parts = append(parts, p.PersonName(x.Person)+" leaves as "+check.RoleName(x.Role, 1))
	}
	for _, x := range c.Join {
		parts = append(parts, p.PersonName(x.Person)+" joins as "+check.RoleName(x.Role, 1))
	}
	return p.CouncilName(c.Council) + ": " + strings.Join(parts, "; ") + "."
}

// table is the dates and teams, and for a phone the same as a list by month.
func (s *show) table(p plan.Page) {
	for _, v := range p.Visits {
		tag := tagOf(v)
		when, review := "No date", ""
		if !v.FirstDay.IsZero() {
			when = civil.Range(v.FirstDay, v.Last)
			review = civil.Range(v.ReviewFrom, v.ReviewTo)
		}
		href := ""
		if v.Challenge != uuid.Nil {
			href = ui.ChallengePath(v.Challenge.String())
		}
		s.Rows = append(s.Rows, []ui.Cell{{Text: v.Name, Href: href}, {Text: when}, {Text: review}, followUpCell(v), {Body: teamList(teamLines(v))}, {Tag: tag}, {Body: s.changeCell(p, v)}})
		s.phone(p, v, tag)
	}
}

// changeCell leads to the page that changes or pins a visit.
func (s *show) changeCell(p plan.Page, v plan.Visit) templ.Component {
	if v.History || p.Proposal.Approved != nil {
		return templ.NopComponent
	}
	return changeLink(changePath(p.Cycle.ID, p.Proposal.ID, v.Council), v.Name)
}

func (s *show) phone(p plan.Page, v plan.Visit, tag *ui.TagModel) {
	name, days := "Without a date", ""
	if !v.FirstDay.IsZero() {
		name, days = fmt.Sprintf("%s %d", v.FirstDay.Month(), v.FirstDay.Year()), daysWords(v)
	}
	if len(s.Months) == 0 || s.Months[len(s.Months)-1].Name != name {
		s.Months = append(s.Months, month{Name: name})
	}
	m := &s.Months[len(s.Months)-1]
	l := line{Days: days, Council: v.Name, Tag: tag, Team: teamLines(v), FollowUps: strings.Join(followUpDays(v), "; ")}
	if !v.History && p.Proposal.Approved == nil {
		l.Href = changePath(p.Cycle.ID, p.Proposal.ID, v.Council)
	}
	if len(v.Breaks) > 0 {
		l.Why = v.Breaks[0]
	} else if len(v.Misses) > 0 {
		l.Why = v.Misses[0]
	}
	m.Visits = append(m.Visits, l)
}

func daysWords(v plan.Visit) string {
	if v.FirstDay.Month() != v.Last.Month() {
		return fmt.Sprintf("%d to %s", v.FirstDay.Day(), v.Last.Short())
	}
	return fmt.Sprintf("%d to %d", v.FirstDay.Day(), v.Last.Day())
}

func tagOf(v plan.Visit) *ui.TagModel {
	switch {
	case len(v.Breaks) > 0 || len(v.Empty) > 0:
		return ui.Status("Clash")
	case v.History:
		return ui.Status("Visited")
	case v.DatePinned && !v.Fixed:
		return &ui.TagModel{Colour: ui.Grey, Words: "Pinned"}
	case v.Fixed:
		return ui.Status("Agreed")
	}
	return ui.Status("Proposed")
}

func teamLines(v plan.Visit) []string {
	var out []string
	for _, seat := range v.Seats {
		words := upper(check.RoleName(seat.Role, 1)) + ": " + seat.Name
		if seat.Council != "" {
			words += ", " + seat.Council
		}
		switch {
		case seat.Pinned && !v.History:
			words += " (pinned)"
		case seat.Asked == "proposed":
			words += " (asked)"
		}
		out = append(out, words)
	}
	for _, role := range v.Empty {
		out = append(out, upper(check.RoleName(role, 1))+": not found")
	}
	return out
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
