package finding

import (
	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/problem"
)

var (
	writing  = access.Between(access.Reading, access.Finalising)
	untilOut = access.Between(access.Reading, access.Drafting)
	leads    = []access.Role{access.Lead, access.DeputyLead}
)

// The verbs of the team's work. Add and Withdraw end with the draft (F7).
var (
	AddNote   = access.Verb{Name: "note.add", Label: "Add a note", Roles: access.Team, Stages: writing, Content: true}
	Add       = access.Verb{Name: "finding.add", Label: "Add a finding", Roles: access.Team, Stages: untilOut, Content: true}
	Withdraw  = access.Verb{Name: "finding.withdraw", Label: "Withdraw the finding", Roles: access.Team, Stages: untilOut}
	Edit      = access.Verb{Name: "finding.edit", Label: "Save the finding", Roles: access.Team, Stages: writing}
	Mark      = access.Verb{Name: "finding.mark-lived-experience", Label: "Mark as resting on lived experience", Roles: access.Team, Stages: writing}
	Link      = access.Verb{Name: "finding.evidence", Label: "Add evidence", Roles: access.Team, Stages: writing}
	Question  = access.Verb{Name: "finding.question", Label: "Ask a question", Roles: access.Team, Stages: writing}
	Position  = access.Verb{Name: "finding.position", Label: "Save what you think", Roles: access.Team, Stages: writing}
	Present   = access.Verb{Name: "finding.present", Label: "Present the findings", Roles: leads, Stages: []access.Stage{access.OnSite}}
	Summarise = access.Verb{Name: "report.write", Label: "Save the summary", Roles: access.Team, Stages: access.Between(access.OnSite, access.Finalising)}
	// NoExpert is saying why no expert by experience is on the team: on day 1 the
	// challenge goes on only with it (T4).
	NoExpert = access.Verb{Name: "report.no-expert", Label: "Save the reason", Roles: access.Team, Stages: access.Between(access.Reading, access.Finalising)}
	HandOver = access.Verb{Name: "report.hand-over-draft", Label: "Hand over the draft report", Roles: leads, Stages: []access.Stage{access.Drafting}}
)

// Verbs lists them for the wiring.
var Verbs = []access.Verb{AddNote, Add, Withdraw, Edit, Mark, Link, Question, Position, Present, Summarise, NoExpert, HandOver}

// NeedsReason tells whether a change of words must say why: the host has the
// draft, so every later change is accounted for (F7).
func NeedsReason(stage access.Stage) bool { return stage.AtLeast(access.FactCheck) }

// stillOpen refuses to add or withdraw once the draft has left (F7). It is asked
// after the verb's roles, so strangers learn nothing.
func stillOpen(c challenge.Challenge, v access.Verb) error {
	if v.Ask(c.Standing()) != access.NotYours && c.DraftHandedOverAt != nil {
		return problem.New(problem.Closed, "The draft report has been handed over, so no finding can be added, withdrawn or restored any more. Its words can still be changed, with a reason.")
	}
	return challenge.Require(c, v)
}
