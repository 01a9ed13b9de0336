package plan

import (
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/id"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// found is the answer to "who could go?", ready to print.
type found struct {
	Caption, Title       string
	Action               string
	Council, Role, Month ui.Choice
	Asked                bool
	Answer               string
	Guess                bool
	People               []person
	Others               []person // who cannot
}

type person struct {
	Name, Council string
	Date          string
	For, Against  []string
}

// Find answers "who could go to Dudley in March?".
func (h *Handlers) Find(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	q := plan.Question{Role: planner.Role(r.URL.Query().Get("role"))}
	if q.Council, err = id.Parse(r.URL.Query().Get("council")); err != nil {
		q.Council = uuid.Nil
	}
	if month, err := civil.ParseISO(r.URL.Query().Get("month") + "-01"); err == nil {
		q.Month = month
	}
	f, err := h.Plans.Find(r.Context(), r.Actor, cycle, q)
	if err != nil {
		return err
	}
	m := toFound(f, q)
	c := r.Chrome(m.Title, page.NavCalendar)
	c.Back = &ui.Link{Text: "Plans", Href: plansPath(cycle)}
	return r.Render(w, http.StatusOK, findPage(c, m))
}

func toFound(f plan.Found, q plan.Question) found {
	m := found{Caption: "Cycle " + f.Cycle.Name, Title: "Who could go where?", Action: findPath(f.Cycle.ID), Guess: !f.Gathered}
	m.Council = ui.Choice{Name: "council", Label: "Host council", Empty: "Choose a council"}
	for _, c := range f.Councils {
		m.Council.Options = append(m.Council.Options, ui.Option{Value: c.ID, Text: c.Name})
	}
	m.Role = ui.Choice{Name: "role", Label: "Part on the team", Empty: "Choose a part"}
	for _, role := range planner.Roles {
		m.Role.Options = append(m.Role.Options, ui.Option{Value: string(role), Text: upper(check.RoleName(role, 1))})
	}
	m.Month = ui.Choice{Name: "month", Label: "Month", Empty: "Any time in the cycle"}
	for d := civil.NewDate(f.Cycle.FirstDay.Year(), f.Cycle.FirstDay.Month(), 1); !d.After(f.Cycle.LastDay) && len(m.Month.Options) < 120; d = d.AddMonths(1) {
		if d.AddMonths(1).After(f.Today) {
			m.Month.Options = append(m.Month.Options, ui.Option{Value: d.String()[:7], Text: fmt.Sprintf("%s %d", d.Month(), d.Year())})
		}
	}
	if f.Council.ID == "" {
		return m
	}
	m.Asked, m.Council.Value, m.Role.Value = true, f.Council.ID, string(q.Role)
	m.Title = "Who could go to " + f.Council.Name + "?"
	if !q.Month.IsZero() {
		m.Month.Value = q.Month.String()[:7]
		m.Title = fmt.Sprintf("Who could go to %s in %s %d?", f.Council.Name, q.Month.Month(), q.Month.Year())
	}
	for _, c := range f.People {
		m.add(c)
	}
	m.Answer = fmt.Sprintf("%d could go as %s, %d could not.", len(m.People), check.RoleName(q.Role, 1), len(m.Others))
	if !f.DateSet.IsZero() {
		m.Answer += " The visit begins on " + f.DateSet.Long() + "; that date counts."
	}
	return m
}

func (m *found) add(c plan.Candidate) {
	x := person{Name: c.Name, Council: c.Council, For: c.For, Against: c.Against}
	for _, d := range c.Doubts {
		x.Against = append(x.Against, d+"; nobody has declared it")
	}
	if !c.Can {
		m.Others = append(m.Others, x)
		return
	}
	if !c.On.IsZero() {
		x.Date = "First from " + c.On.Long()
	}
	m.People = append(m.People, x)
}

// conflicts are the two lists, ready to print.
type conflicts struct {
	Caption            string
	Undeclared, Unseen [][]ui.Cell
	FindPath           string
}

// Conflicts lists conflicts of interest to look at.
func (h *Handlers) Conflicts(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	d, err := h.Plans.ConflictsPage(r.Context(), r.Actor, cycle)
	if err != nil {
		return err
	}
	m := conflicts{Caption: "Cycle " + d.Cycle.Name}
	for _, x := range d.Undeclared {
		m.Undeclared = append(m.Undeclared, []ui.Cell{{Text: x.Name}, {Text: x.Council}, {Body: teamList(x.Why)}})
	}
	for _, x := range d.Unseen {
		m.Unseen = append(m.Unseen, []ui.Cell{{Text: x.Name}, {Text: x.Council}, {Body: teamList(x.Why)}})
	}
	c := r.Chrome("Conflicts of interest to look at", page.NavCalendar)
	c.Back = &ui.Link{Text: "Plans", Href: plansPath(cycle)}
	return r.Render(w, http.StatusOK, conflictsPage(c, m))
}
