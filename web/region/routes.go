package region

import (
	"peerchallenge/internal/council"
	"peerchallenge/web/page"
)

// Handlers answer for the councils of a coordinator's region.
type Handlers struct{ Councils *council.Service }

// Routes are the pages about elections, closed dates and school holidays; all for coordinators.
func Routes(h *Handlers) []page.Route {
	return []page.Route{
		{Method: "GET", Pattern: "/elections", Gate: page.OfRegion, Handle: h.Elections},
		{Method: "POST", Pattern: "/elections", Gate: page.OfRegion, Verb: council.ConfirmElection.Name, Handle: h.Confirm},
		{Method: "GET", Pattern: "/elections/new", Gate: page.OfRegion, Verb: council.ConfirmElection.Name, Handle: h.NewElection},
		{Method: "POST", Pattern: "/elections/new", Gate: page.OfRegion, Verb: council.ConfirmElection.Name, Handle: h.AddElection},
		{Method: "GET", Pattern: "/closed-dates", Gate: page.OfRegion, Handle: h.Closed},
		{Method: "POST", Pattern: "/closed-dates", Gate: page.OfRegion, Verb: council.CloseDates.Name, Handle: h.AddClosed},
		{Method: "POST", Pattern: "/closed-dates/{closed}/remove", Gate: page.OfRegion, Verb: council.OpenDates.Name, Handle: h.RemoveClosed},
		{Method: "GET", Pattern: "/school-holidays", Gate: page.OfRegion, Handle: h.School},
		{Method: "POST", Pattern: "/school-holidays", Gate: page.OfRegion, Verb: council.EnterSchool.Name, Handle: h.AddSchool},
		{Method: "POST", Pattern: "/school-holidays/remove", Gate: page.OfRegion, Verb: council.RemoveSchool.Name, Handle: h.RemoveSchool},
	}
}

// Addresses of these pages.
const (
	electionsPath   = "/elections"
	newElectionPath = "/elections/new"
	closedPath      = "/closed-dates"
)
