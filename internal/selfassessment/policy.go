package selfassessment

import (
	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/problem"
)

// While it is written: in preparing, and in reading when the stage was moved on
// early, since moving a stage hands nothing over (section 3).
var open = []access.Stage{access.Preparing, access.Reading}

// The verbs of the self-assessment.
var (
	Write = access.Verb{Name: "self-assessment.write", Label: "Save and see changes",
		Roles: []access.Role{access.DASS, access.LinkOfficer, access.Contributor}, Stages: open, Content: true}
	Invite = access.Verb{Name: "self-assessment.invite", Label: "Invite a contributor",
		Roles: []access.Role{access.DASS, access.LinkOfficer}, Stages: open}
	Manage = access.Verb{Name: "self-assessment.manage-area", Label: "Save",
		Roles: []access.Role{access.DASS, access.LinkOfficer}, Stages: open}
	LinkEvidence = access.Verb{Name: "self-assessment.link-evidence", Label: "Add evidence",
		Roles: []access.Role{access.DASS, access.LinkOfficer}, Stages: open}
	Submit = access.Verb{Name: "self-assessment.submit", Label: "Submit to the team",
		Roles: []access.Role{access.DASS}, Stages: open}
	Reopen = access.Verb{Name: "self-assessment.reopen", Label: "Reopen the self-assessment",
		Roles: []access.Role{access.DASS}, Stages: []access.Stage{access.Preparing}}
)

// Verbs lists them for the policy.
var Verbs = []access.Verb{Write, Invite, Manage, LinkEvidence, Submit, Reopen}

// may tells whether a verb other than Reopen can be done now: by this person, at
// this stage, and not yet submitted (V8).
func may(c challenge.Challenge, v access.Verb) bool {
	return v.Allows(c.Standing()) && c.SubmittedAt == nil
}

// require is may as a refusal in words.
func require(c challenge.Challenge, v access.Verb) error {
	if v.Ask(c.Standing()) == access.NotYours {
		return problem.Missing()
	}
	if c.SubmittedAt != nil {
		return problem.New(problem.Closed, "The self-assessment was submitted on "+civil.Of(*c.SubmittedAt).Long()+
			", so it can no longer be changed. Nothing was changed.")
	}
	return challenge.Require(c, v)
}
