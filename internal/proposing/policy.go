package proposing

import "peerchallenge/internal/access"

// coordinator: each verb is asked of a region, whose key only its coordinators hold.
var coordinator = []access.Role{access.Coordinator}

// What a coordinator can do with the search for a plan.
var (
	Propose = access.Verb{Name: "plan.propose", Label: "Suggest a plan", Roles: coordinator}
	Stop    = access.Verb{Name: "plan.stop", Label: "Stop, and keep the best so far", Roles: coordinator}
)

// Verbs are what can be done here.
var Verbs = []access.Verb{Propose, Stop}
