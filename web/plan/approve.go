package plan

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner/check"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// approval is the check before approving, ready to print.
type approval struct {
	Caption, Title string
	Message        string
	Following      following
	Why            string
	Back           string
	Begin, Move    []string
	Ask            []string
	Promise        []promise // experts by experience who are asked later
	Outside, Leave []string
	Check          ui.Check
}

// promise is an expert by experience to whom nothing is promised yet, and where that
// is written; no address: on each challenge.
type promise struct{ Name, Where, Href string }

// ApproveForm shows what approving does.
func (h *Handlers) ApproveForm(w http.ResponseWriter, r *page.Request) error {
	cycle, proposal, _, err := ids(r, uuid.Max.String())
	if err != nil {
		return err
	}
	return h.approval(w, r, cycle, proposal, http.StatusOK, "")
}

func (h *Handlers) approval(w http.ResponseWriter, r *page.Request, cycle, proposal uuid.UUID, status int, message string) error {
	a, err := h.Plans.ApprovePage(r.Context(), r.Actor, cycle, proposal)
	if err != nil {
		return err
	}
	m := toApproval(a)
	m.Message = message
	m.Following = followPlan(a.Page)
	m.Following.After = "This page shows it as it was: check it again before you approve."
	c := r.Chrome("Check and approve", page.NavCalendar)
	c.Scripts = script
	c.HasErrors = message != ""
	c.Back = &ui.Link{Text: fmt.Sprintf("Plan %d", a.Proposal.Number), Href: m.Back}
	return r.Render(w, status, approvePage(c, m))
}

func toApproval(a plan.Approval) approval {
	m := approval{Caption: "Cycle " + a.Cycle.Name, Title: fmt.Sprintf("Check and approve plan %d", a.Proposal.Number), Why: a.Why, Back: planPath(a.Cycle.ID, a.Proposal.ID)}
	for _, v := range a.Begin {
		m.Begin = append(m.Begin, v.Name+": "+civil.Range(v.FirstDay, v.Last))
	}
	for _, v := range a.Move {
		m.Move = append(m.Move, v.Name+": now "+civil.Range(v.FirstDay, v.Last))
	}
	m.Ask, m.Promise, m.Outside, m.Leave = seats(a.Ask), promisesOf(a), seats(a.Outside), seats(a.Leave)
	m.Check = checkOf(a)
	m.Check.Action, m.Check.Hidden = m.Back+"/approve", []ui.HiddenValue{{Name: "version", Value: fmt.Sprint(a.Proposal.Version)}}
	return m
}

// checkOf says in numbers what approving does, and who is told: nothing of what does
// not happen.
func checkOf(a plan.Approval) ui.Check {
	c := ui.Check{Button: approveWords(a)}
	var told []string
	row := func(key string, n int, one, many, who string) {
		if n == 0 {
			return
		}
		value := fmt.Sprintf("%d %s", n, many)
		if n == 1 {
			value = "1 " + one
		}
		c.Rows, told = append(c.Rows, ui.SummaryRow{Key: key, Value: value}), append(told, who)
	}
	row("Visits that begin", len(a.Begin), "visit", "visits", "the directors of the hosts")
	row("Visits that move", len(a.Move), "visit", "visits", "everybody on a visit that moves")
	row("People who are asked", len(a.Ask), "place", "places", "everybody who is asked")
	row("People who are taken off", len(a.Leave), "place", "places", "everybody who is taken off")
	if c.To = "nobody: nothing changes for anybody"; len(told) > 0 {
		c.To = page.Names(told) + ", by e-mail"
	}
	if len(a.Begin)+len(a.Move) > 0 {
		c.After = "Each host agrees or asks for others. "
	}
	if len(a.Ask) > 0 {
		c.After += "Each person answers within five working days. "
	}
	c.After += "What you have not filled stays on the list of places to fill."
	return c
}

func approveWords(a plan.Approval) string {
	var parts []string
	part := func(n int, one, many string) {
		if n == 1 {
			parts = append(parts, "1 "+one)
		} else if n > 1 {
			parts = append(parts, fmt.Sprintf("%d %s", n, many))
		}
	}
	part(len(a.Begin)+len(a.Move), "visit", "visits")
	part(len(a.Ask), "invitation", "invitations")
	if len(parts) == 0 {
		return plan.Approve.Label
	}
	return plan.Approve.Label + ": " + strings.Join(parts, ", ")
}

// promisesOf are the experts, each once with all their visits: what they are promised
// is written once for the cycle (T10).
func promisesOf(a plan.Approval) []promise {
	var out []promise
	at := map[string]int{}
	for _, s := range a.Promise {
		i, there := at[s.Person]
		if !there {
			i = len(out)
			at[s.Person] = i
			out = append(out, promise{Name: s.Name, Where: s.Where, Href: a.PromisePath(s.Person)})
		} else {
			out[i].Where += ", " + s.Where
		}
	}
	return out
}

// seats are people by the visit they are for, one line a visit.
func seats(list []plan.Seat) []string {
	var out []string
	for i, s := range list {
		words := s.Name + ", " + check.RoleName(s.Role, 1)
		if i > 0 && list[i-1].Where == s.Where {
			out[len(out)-1] += "; " + words
		} else {
			out = append(out, s.Where+": "+words)
		}
	}
	return out
}

// Approve agrees the plan: visits begin and move, and people are asked.
func (h *Handlers) Approve(w http.ResponseWriter, r *page.Request) error {
	cycle, proposal, _, err := ids(r, uuid.Max.String())
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Plans.Approve(r.Context(), r.Actor, cycle, proposal, f.Version("version"))
	if p, ok := page.Refused(err); ok {
		return h.approval(w, r, cycle, proposal, page.StatusOf(p.Kind), p.Message)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, placesPath(cycle), "The plan is approved. Hosts and people have been told by e-mail. Here you see who answers.")
}
