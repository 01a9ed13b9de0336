package accuracy

import (
	"slices"

	"peerchallenge/internal/access"
)

var factCheck = []access.Stage{access.FactCheck}

// The verbs of the fact check. Those of the host also ask the window.
var (
	Save = access.Verb{Name: "comment.save", Label: "Save for later", Roles: access.HostLeaders, Stages: factCheck}
	Note = access.Verb{Name: "comment.remark", Label: "Save the note",
		Roles: []access.Role{access.DASS, access.SeniorLeader, access.LinkOfficer, access.HostReader}, Stages: factCheck}
	Send       = access.Verb{Name: "comment.send", Label: "Send to the team", Roles: access.HostLeaders, Stages: factCheck}
	EndEarly   = access.Verb{Name: "comment.end-early", Label: "End comments early", Roles: []access.Role{access.DASS}, Stages: factCheck}
	SaveAnswer = access.Verb{Name: "answer.save", Label: "Save for later", Roles: access.Team, Stages: factCheck}
	SendAnswer = access.Verb{Name: "answer.send", Label: "Send the answer", Roles: []access.Role{access.Lead, access.DeputyLead}, Stages: factCheck}
)

// Verbs are all of them, for the policy.
var Verbs = []access.Verb{Save, Note, Send, EndEarly, SaveAnswer, SendAnswer}

// asRole is the part somebody acts in when a verb is theirs by several.
func asRole(v access.Verb, s access.Standing) access.Role {
	for _, role := range v.Roles {
		if slices.Contains(s.Roles, role) {
			return role
		}
	}
	return ""
}
