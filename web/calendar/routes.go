// Package calendar is the cycle at a glance for the coordinator, whether anything
// clashes, and the pages that open a cycle, place a visit, move one after showing
// what that changes, and set one date by hand.
package calendar

import (
	"github.com/google/uuid"

	"peerchallenge/internal/schedule"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for the calendar.
type Handlers struct{ Schedule *schedule.Service }

// Routes are these pages, for the route table.
func Routes(h *Handlers) []page.Route {
	region := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/calendar" + path, Gate: page.OfRegion, Verb: verb, Handle: handle}
	}
	on := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}/" + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	return []page.Route{
		region("GET", "", "", h.Show),
		region("GET", "/open", "", h.OpenForm),
		region("POST", "/open", "", h.Open),
		region("GET", "/{cycle}", "", h.Show),
		region("GET", "/{cycle}/place", schedule.Place.Name, h.PlaceForm),
		region("POST", "/{cycle}/place", schedule.Place.Name, h.Place),
		on("GET", "move", schedule.Move.Name, h.MoveForm),
		on("POST", "move", schedule.Move.Name, h.Move),
		on("GET", "set-date", schedule.SetByHand.Name, h.SetForm),
		on("POST", "set-date", schedule.SetByHand.Name, h.Set),
	}
}

const calendarPath = "/calendar"

func cyclePath(cycle uuid.UUID) string { return calendarPath + "/" + cycle.String() }

func placePath(cycle uuid.UUID) string { return cyclePath(cycle) + "/place" }

func movePath(challenge uuid.UUID) string { return ui.ChallengePart(challenge.String(), "move") }

func setPath(challenge uuid.UUID) string { return ui.ChallengePart(challenge.String(), "set-date") }

func teamPath(challenge uuid.UUID) string { return ui.ChallengePart(challenge.String(), "team") }
