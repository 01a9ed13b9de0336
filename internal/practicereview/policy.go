package practicereview

import (
	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/problem"
)

// Three are those who make the practice review (P3, T6).
var Three = []access.Role{access.VisitingPSW, access.HostPSW}

var (
	visiting = []access.Role{access.VisitingPSW}
	// beforehand ends with the days on site: findings that come later help nobody.
	beforehand = access.Between(access.Preparing, access.OnSite)
)

// The verbs of the practice review.
var (
	Propose  = access.Verb{Name: "practice.propose-sample", Label: "Propose this sample", Roles: Three, Stages: beforehand}
	Agree    = access.Verb{Name: "practice.agree-sample", Label: "Agree to this sample", Roles: Three, Stages: beforehand}
	Count    = access.Verb{Name: "practice.count", Label: "Save how many there are", Roles: []access.Role{access.HostPSW}, Stages: beforehand}
	Draw     = access.Verb{Name: "practice.draw", Label: "Draw the files", Roles: visiting, Stages: beforehand}
	Enter    = access.Verb{Name: "practice.enter", Label: "Save this entry", Roles: Three, Stages: beforehand, Content: true}
	Gather   = access.Verb{Name: "practice.group", Label: "Save the group", Roles: Three, Stages: beforehand, Content: true}
	Write    = access.Verb{Name: "practice.write", Label: "Save the finding", Roles: Three, Stages: beforehand}
	Stand    = access.Verb{Name: "practice.position", Label: "Save what you think", Roles: Three, Stages: beforehand}
	HandOver = access.Verb{Name: "practice.hand-over", Label: "Hand over the practice findings", Roles: Three, Stages: beforehand}
	Correct  = access.Verb{Name: "practice.correct", Label: "Send to the reviewers", Roles: []access.Role{access.DASS}}
	Answer   = access.Verb{Name: "practice.answer", Label: "Send the answer", Roles: visiting}
	Excuse   = access.Verb{Name: "practice.excuse", Label: "Save the reason", Roles: []access.Role{access.Coordinator}, Stages: access.Between(access.Scheduled, access.OnSite)}
)

// Verbs lists them for the wiring.
var Verbs = []access.Verb{Propose, Agree, Count, Draw, Enter, Gather, Write, Stand, HandOver, Correct, Answer, Excuse}

// readers are those who read the practice findings once they are handed over (P3).
var readers = append(append([]access.Role{access.DASS}, access.Team...), Three...)

// requireOpen asks a verb of the three, and then whether the findings are still
// with them: whose it is not learns nothing.
func requireOpen(c challenge.Challenge, v access.Verb, handedOver bool) error {
	if v.Ask(c.Standing()) != access.NotYours && handedOver {
		return problem.New(problem.Closed, "The practice findings have been handed over, so nothing more can be changed here.")
	}
	return challenge.Require(c, v)
}
