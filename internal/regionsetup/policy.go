package regionsetup

import "peerchallenge/internal/access"

// What the technical operator does; it depends on no stage.
var (
	CreateRegion = access.Verb{Name: "region.create", Label: "Set up this region", Roles: operators}
	Invite       = access.Verb{Name: "region.invite-coordinator", Label: "Invite the coordinator", Roles: operators}
)

// Verbs lists them for the policy.
var Verbs = []access.Verb{CreateRegion, Invite}

var operators = []access.Role{access.Operator}
