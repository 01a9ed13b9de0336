package plan

import "peerchallenge/internal/access"

// coordinator: each verb is asked of a region, whose key only its coordinators hold.
var coordinator = []access.Role{access.Coordinator}

// What a coordinator can do with the proposals of a cycle.
var (
	Change  = access.Verb{Name: "plan.change", Label: "Change the visit", Roles: coordinator}
	Undo    = access.Verb{Name: "plan.undo", Label: "Take back the last change", Roles: coordinator}
	Pin     = access.Verb{Name: "plan.pin", Label: "Pin", Roles: coordinator}
	Approve = access.Verb{Name: "plan.approve", Label: "Approve the plan", Roles: coordinator}
	AskNext = access.Verb{Name: "plan.ask-next", Label: "Ask them", Roles: coordinator}
)

// Verbs are what can be done here.
var Verbs = []access.Verb{Change, Undo, Pin, Approve, AskNext}
