package concern

import "peerchallenge/internal/access"

var everyone = append([]access.Role{access.Coordinator, access.DASS, access.LinkOfficer, access.SeniorLeader, access.HostReader, access.Contributor,
	access.CouncilReader, access.Invitee, access.HostPSW, access.VisitingPSW}, access.Team...)

// The verbs. Raise is open to everybody on a challenge at every stage, and also when
// the challenge was ended: the service asks for no more than having a part in it.
var (
	Raise    = access.Verb{Name: "concern.raise", Label: "Raise a serious concern", Roles: everyone}
	Contacts = access.Verb{Name: "concern.contacts", Label: "Save the contacts", Roles: []access.Role{access.DASS, access.LinkOfficer}}
)

// Verbs lists them for the wiring.
var Verbs = []access.Verb{Raise, Contacts}
