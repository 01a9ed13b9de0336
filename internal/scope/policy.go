package scope

import "peerchallenge/internal/access"

// While it can be changed: until the team is on site.
var open = access.Between(access.Preparing, access.Reading)

var bothSides = []access.Role{access.DASS, access.Lead, access.DeputyLead}

// The verbs of the scope.
var (
	Propose = access.Verb{Name: "scope.propose", Label: "Propose this scope", Roles: []access.Role{access.DASS}, Stages: open}
	Agree   = access.Verb{Name: "scope.agree", Label: "Agree to this scope", Roles: []access.Role{access.Lead, access.DeputyLead}, Stages: open}
	Comment = access.Verb{Name: "scope.comment", Label: "Send the comment", Roles: bothSides, Stages: open}
)

// Verbs lists them for the policy.
var Verbs = []access.Verb{Propose, Agree, Comment}
