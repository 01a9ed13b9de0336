// Package plan is the planning of a cycle for its coordinators: plans suggested by
// the program, each with what is good about it and what is not; changing one, with
// what that breaks before it is saved; and finding somebody.
package plan

import (
	"github.com/google/uuid"

	"peerchallenge/internal/live"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/proposing"
	"peerchallenge/web/page"
)

// Handlers answer for these pages.
type Handlers struct {
	Plans     *plan.Service
	Proposing *proposing.Service
	Hub       *live.Hub
}

// Routes are these pages, for the route table.
func Routes(h *Handlers) []page.Route {
	on := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/calendar/{cycle}/" + path, Gate: page.OfRegion, Verb: verb, Handle: handle}
	}
	return []page.Route{
		on("GET", "find", "", h.Find),
		on("GET", "conflicts", "", h.Conflicts),
		on("GET", "plans", proposing.Propose.Name, h.Board),
		on("POST", "plans", proposing.Propose.Name, h.Suggest),
		on("POST", "plans/stop", proposing.Stop.Name, h.Stop),
		on("GET", "plans/progress", "", h.Progress),
		on("GET", "plans/compare", "", h.Compare),
		on("GET", "plans/{plan}", "", h.Show),
		on("GET", "plans/{plan}/live", "", h.Live),
		on("GET", "plans/{plan}/news", "", h.News),
		on("GET", "plans/{plan}/change", plan.Change.Name, h.ChangeForm),
		on("POST", "plans/{plan}/change", plan.Change.Name, h.Change),
		on("GET", "plans/{plan}/approve", plan.Approve.Name, h.ApproveForm),
		on("POST", "plans/{plan}/approve", plan.Approve.Name, h.Approve),
		on("GET", "print", "", h.Print),
		on("GET", "cycle.xlsx", "", h.Sheet),
		on("GET", "places", plan.AskNext.Name, h.Places),
		on("POST", "places", plan.AskNext.Name, h.Ask),
		on("POST", "plans/{plan}/undo", plan.Undo.Name, h.Undo),
		on("POST", "plans/{plan}/pin", plan.Pin.Name, h.Pin),
	}
}

func cyclePath(cycle uuid.UUID) string { return "/calendar/" + cycle.String() }

func plansPath(cycle uuid.UUID) string { return cyclePath(cycle) + "/plans" }

func placesPath(cycle uuid.UUID) string { return cyclePath(cycle) + "/places" }

func printPath(cycle uuid.UUID) string { return cyclePath(cycle) + "/print" }

func sheetPath(cycle uuid.UUID) string { return cyclePath(cycle) + "/cycle.xlsx" }

func findPath(cycle uuid.UUID) string { return cyclePath(cycle) + "/find" }

func conflictsPath(cycle uuid.UUID) string { return cyclePath(cycle) + "/conflicts" }

func planPath(cycle, proposal uuid.UUID) string {
	return plansPath(cycle) + "/" + proposal.String()
}

func changePath(cycle, proposal uuid.UUID, council string) string {
	return planPath(cycle, proposal) + "/change?council=" + council
}
