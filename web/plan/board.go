package plan

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/id"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/proposing"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// board is the page of a cycle's plans, ready to print.
type board struct {
	Caption    string
	Message    string
	Action     string
	PanelTitle string
	Stop       bool // the panel says that something is stopped
	Lines      []string
	Poll       string // where to ask how far it is; empty: nothing goes on
	Progress   string
	Count      int
	StopAction string
	Report     *report
	Cannot     string
	Rests      []string // what a plan rests on
	Guess      bool
	Proposals  []ui.TaskRow
	Compare    *ui.Link
	Links      []ui.Link
	Around     bool
}

type report struct {
	Short   []string
	Clashes []proposing.Clashing
	After   string
	Nearest *ui.Link
}

// Board shows the plans of a cycle.
func (h *Handlers) Board(w http.ResponseWriter, r *page.Request) error {
	return h.board(w, r, http.StatusOK, nil)
}

func (h *Handlers) board(w http.ResponseWriter, r *page.Request, status int, p *problem.Problem) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	b, err := h.Plans.PlansPage(r.Context(), r.Actor, cycle)
	if err != nil {
		return err
	}
	m := toBoard(b)
	c := r.Chrome("Plans", page.NavCalendar)
	c.Scripts = script
	c.Back = &ui.Link{Text: "Calendar of the cycle " + b.Cycle.Name, Href: cyclePath(cycle)}
	if p != nil {
		c.HasErrors, m.Message = true, p.Message
	}
	return r.Render(w, status, boardPage(c, m))
}

func toBoard(b plan.Board) board {
	m := board{Caption: "Cycle " + b.Cycle.Name, Action: plansPath(b.Cycle.ID), Cannot: b.Cannot, Count: len(b.Proposals), Guess: !b.Gathered, Around: b.Problem.Current != nil || len(b.Problem.Pins) > 0}
	m.panel(b)
	m.rests(b)
	m.Links = []ui.Link{{Text: "What councils and people offer", Href: cyclePath(b.Cycle.ID) + "/gathering"}, {Text: "Places to fill, and who has answered", Href: placesPath(b.Cycle.ID)}, {Text: "Who could go where", Href: findPath(b.Cycle.ID)}, {Text: "Conflicts of interest to look at", Href: conflictsPath(b.Cycle.ID)}, {Text: "School holidays", Href: "/school-holidays"},
		{Text: "The cycle on one page, to print", Href: printPath(b.Cycle.ID)}, {Text: "The cycle as a spreadsheet (XLSX)", Href: sheetPath(b.Cycle.ID)}}
	for _, p := range b.Proposals {
		row := ui.TaskRow{Text: fmt.Sprintf("Plan %d", p.Number), Href: planPath(b.Cycle.ID, p.ID), Lines: []string{p.Words + ", " + ui.Moment(p.At) + by(p.By), costWords(p)}}
		switch {
		case p.Approved != nil:
			row.Tag = &ui.TagModel{Colour: ui.Green, Words: "Agreed"}
		case p.Cost.Hard > 0:
			row.Tag = &ui.TagModel{Colour: ui.Red, Words: "Clash"}
		default:
			row.Tag = ui.Status("Proposed")
		}
		m.Proposals = append(m.Proposals, row)
	}
	if n := len(b.Proposals); n > 1 {
		m.Compare = &ui.Link{Text: fmt.Sprintf("Lay plans %d and %d side by side", b.Proposals[1].Number, b.Proposals[0].Number),
			Href: comparePath(b.Cycle.ID, b.Proposals[1].ID, b.Proposals[0].ID)}
	}
	return m
}

func comparePath(cycle, one, other uuid.UUID) string {
	return plansPath(cycle) + "/compare?one=" + one.String() + "&other=" + other.String()
}

func by(name string) string {
	if name == "" {
		return ""
	}
	return ", by " + name
}

func costWords(p proposing.Proposal) string {
	switch {
	case p.Cost.Hard > 0:
		return fmt.Sprintf("Breaks a rule in %s.", places(p.Cost.Hard))
	case p.Bound != nil && p.Cost.Soft == *p.Bound:
		return "Keeps every rule. Proven: none is better."
	case p.Bound != nil && p.Cost.Soft > *p.Bound && percent(p.Cost.Soft, *p.Bound) <= telling:
		return fmt.Sprintf("Keeps every rule. At most %d %% of what it misses could be avoided.", percent(p.Cost.Soft, *p.Bound))
	}
	return "Keeps every rule. How near it is to the best possible is not known yet."
}

func places(n int) string {
	if n == 1 {
		return "1 place"
	}
	return fmt.Sprintf("%d places", n)
}

// telling is how far off the best possible a plan may be, in percent, for a bound to
// say anything: a proof that was stopped early has only a poor one.
const telling = 50

func percent(cost, bound int) int { return (100*(cost-bound) + cost - 1) / max(cost, 1) }

// panel answers the page's question: is there a plan?
func (m *board) panel(b plan.Board) {
	run := b.Run
	switch {
	case run != nil && run.Live():
		m.PanelTitle = "A plan is being made"
		if run.State == "explaining" {
			m.PanelTitle = "No plan keeps every rule so far"
		}
		m.Progress = progressWords(*run)
		m.Poll, m.StopAction = plansPath(b.Cycle.ID)+"/progress", plansPath(b.Cycle.ID)+"/stop"
		m.Lines = []string{"You can leave this page. What is found stays."}
	case b.Report != nil:
		m.PanelTitle, m.Stop, m.Report = "No plan keeps every rule", true, toReport(b)
	case len(b.Proposals) == 0:
		m.PanelTitle = "No plan yet"
		m.Lines = []string{"The program looks for dates and a full team for every council that keep every rule, and meets as many wishes as it can. Nobody is told anything before you approve a plan."}
	default:
		m.PanelTitle = fmt.Sprintf("Plan %d is the newest", b.Proposals[0].Number)
		m.Lines = []string{costWords(b.Proposals[0])}
	}
	if run != nil && run.Words != "" {
		m.Lines = append(m.Lines, run.Words)
	}
}

func progressWords(r proposing.Run) string {
	switch {
	case r.StopAsked:
		return "Stopping …"
	case r.State == "waiting":
		return "It begins in a moment."
	case r.State == "proving":
		return "The plan is there. Now the program tries to prove how good it is: up to half a minute." + boundWords(r)
	case r.State == "explaining":
		return "Now the program looks for what clashes, and what would free it: up to a minute. You can stop it, and go on with the nearest plan."
	case r.Steps == 0:
		return "Looking for dates and teams."
	}
	words := fmt.Sprintf("Looking for dates and teams: %d %% done.", 100*min(r.Step, r.Steps)/r.Steps)
	if r.BestHard != nil && *r.BestHard == 0 {
		words += " A plan that keeps every rule is found; the program looks for a better one."
	}
	return words
}

func boundWords(r proposing.Run) string {
	if r.Bound == nil || r.BestSoft == nil {
		return ""
	}
	return fmt.Sprintf(" By the region’s weights it misses %d; no plan misses less than %d.", *r.BestSoft, *r.Bound)
}

func toReport(b plan.Board) *report {
	out := &report{Short: b.Report.Short, Clashes: b.Report.Clashes}
	switch {
	case len(b.Report.Clashes) == 0:
		out.After = "What exactly clashes could not be found out in the time there was."
	case b.Report.Complete:
		out.After = "With the first way out of each, a plan was found."
	}
	if len(b.Proposals) > 0 {
		out.Nearest = &ui.Link{Text: fmt.Sprintf("See the nearest: plan %d", b.Proposals[0].Number), Href: planPath(b.Cycle.ID, b.Proposals[0].ID)}
	}
	return out
}

// rests says what a plan rests on.
func (m *board) rests(b plan.Board) {
	people, history := 0, 0
	for _, q := range b.Problem.People {
		if q.MaxVisits > 0 && !planfacts.IsStand(q.ID) {
			people++
		}
	}
	for _, s := range b.States {
		if s.History {
			history++
		}
	}
	m.Rests = append(m.Rests, fmt.Sprintf("%d councils; %d of them have said what they would like.", len(b.Problem.Councils), b.Answered))
	m.Rests = append(m.Rests, fmt.Sprintf("%d people who could be on a team.", people))
	if history > 0 {
		m.Rests = append(m.Rests, fmt.Sprintf("Visits that are being read for or over stay as they are: %d.", history))
	}
	if !b.Problem.NotBefore.IsZero() && b.Problem.NotBefore.After(b.Problem.First) {
		m.Rests = append(m.Rests, "No new date is before "+b.Problem.NotBefore.Long()+".")
	}
	if unknown := schoolUnknownWords(b.Problem); unknown != "" {
		m.Rests = append(m.Rests, unknown)
	}
	m.Rests = append(m.Rests, b.Problem.Faults()...)
}

// Suggest starts the planner.
func (h *Handlers) Suggest(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	a := proposing.Asking{Kind: proposing.Kind(f.Line("kind"))}
	if f.Line("base") != "" {
		if a.Base, err = id.Parse(f.Line("base")); err != nil {
			return err
		}
	}
	_, err = h.Proposing.Suggest(r.Context(), r.Actor, cycle, a)
	if p, ok := page.Refused(err); ok {
		return h.board(w, r, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, plansPath(cycle), "")
}

// Stop stops it.
func (h *Handlers) Stop(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	if err := h.Proposing.StopRun(r.Context(), r.Actor, cycle); err != nil {
		return err
	}
	back := plansPath(cycle)
	if shown, err := id.Parse(f.Line("plan")); err == nil { // pressed on the page of a plan
		back = planPath(cycle, shown)
	}
	return r.Redirect(w, back, "Stopped. The best plan so far is kept.")
}

// Progress says how far it is, for the script of the page.
func (h *Handlers) Progress(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	run, proposals, err := h.Proposing.HowFar(r.Context(), r.Actor, cycle)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	out := struct {
		Done      bool      `json:"done"`
		Words     string    `json:"words"`
		Proposals int       `json:"proposals"`
		At        time.Time `json:"at"`
	}{Done: run == nil || !run.Live(), Proposals: proposals, At: r.Now}
	if run != nil {
		out.Words = progressWords(*run)
	}
	return json.NewEncoder(w).Encode(out)
}
