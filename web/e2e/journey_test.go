package e2e

import (
	"testing"
)

const (
	oxenburyName = "Oxenbury 2027"
	careHours    = "Nobody rings in the evening: from five o’clock a recorded voice answers."
)

// oxenbury is one challenge and those who meet in it.
type oxenbury struct {
	*journey
	home                           string
	dass, lead, councillor, expert *visitor
	officer, chief, writer         *visitor // named by the director; they come in by the link of an e-mail
}

// oxenburyAsked are asked by the coordinator; lead and expert are asked already.
var oxenburyAsked = []struct{ key, role, name string }{
	{"councillor-finalising", "Councillor", "Cllr Devika Raghunathan"},
	{"senior-manager-drafting", "Senior manager", "Patrick Mbeki-Sloane"},
	{"senior-manager-reading", "Senior manager", "Jasmin Thackray"},
	{"psw-marlfield", "Visiting principal", "Daniel Ferreira"},
	{"psw-kestrelton", "Visiting principal", "Yusuf Demir"},
}

// TestWholeJourney walks one challenge through its ten stages, from the coordinator
// who asks a team in March 2027 to the last check in June 2029 (product.md section
// 3). At each hand-over the other side sees nothing before and what was meant for
// it after (V1, V2, V8).
func TestWholeJourney(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		o := &oxenbury{journey: j}
		// scheduled
		o.askTeam()
		o.accept()
		o.confirmTraining()
		o.agreeDates()
		// preparing
		o.confirmAgreements()
		o.namePeople()
		o.whomToRing()
		o.agreeScope()
		o.writeAssessment()
		o.handToTeam()
		o.samplePractice()
		o.reviewPractice()
		o.handPracticeOver()
		o.programme()
		// reading
		o.read()
		o.readOn()
		// on site
		o.firstDay()
		o.findTogether()
		o.talkItOver()
		o.present()
		// drafting, fact check, finalising, final
		o.handDraftOver()
		o.commentAndAnswer()
		o.signAndFinish()
		o.publishIt()
		o.respond()
		o.plan()
		// follow-up, closed
		o.sixMonths()
		o.lastChecks()
	})
}
