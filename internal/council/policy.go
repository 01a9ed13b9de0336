package council

import "peerchallenge/internal/access"

// What coordinators do with the councils of their region; it depends on no stage.
var (
	ConfirmElection = access.Verb{Name: "council.confirm-election", Label: "Confirm these elections", Roles: coordinators}
	CloseDates      = access.Verb{Name: "council.close-dates", Label: "Add closed dates", Roles: coordinators}
	OpenDates       = access.Verb{Name: "council.open-dates", Label: "Remove", Roles: coordinators}
	EnterSchool     = access.Verb{Name: "council.enter-school-holidays", Label: "Add school holidays", Roles: coordinators}
	RemoveSchool    = access.Verb{Name: "council.remove-school-holidays", Label: "Remove", Roles: coordinators}
)

// Verbs lists them for the policy.
var Verbs = []access.Verb{ConfirmElection, CloseDates, OpenDates, EnterSchool, RemoveSchool}

var coordinators = []access.Role{access.Coordinator}
