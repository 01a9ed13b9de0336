package access

// Stage is where a challenge is on its journey (product.md section 3).
type Stage string

// The ten stages in order.
const (
	Scheduled  Stage = "scheduled"
	Preparing  Stage = "preparing"
	Reading    Stage = "reading"
	OnSite     Stage = "on_site"
	Drafting   Stage = "drafting"
	FactCheck  Stage = "fact_check"
	Finalising Stage = "finalising"
	Final      Stage = "final"
	FollowUp   Stage = "follow_up"
	Closed     Stage = "closed"
)

// Stages lists all ten in order.
var Stages = []Stage{Scheduled, Preparing, Reading, OnSite, Drafting, FactCheck, Finalising, Final, FollowUp, Closed}

var stageNames = map[Stage]string{
	Scheduled: "Scheduled", Preparing: "Preparing", Reading: "Reading", OnSite: "On site", Drafting: "Drafting",
	FactCheck: "Fact check", Finalising: "Finalising", Final: "Final", FollowUp: "Follow-up", Closed: "Closed",
}

// Name is the stage in the users' words.
func (s Stage) Name() string { return stageNames[s] }

// Number is 1 for scheduled to 10 for closed; 0 for no stage.
func (s Stage) Number() int {
	for i, t := range Stages {
		if s == t {
			return i + 1
		}
	}
	return 0
}

// AtLeast tells whether the challenge has come as far as t.
func (s Stage) AtLeast(t Stage) bool { return s.Number() >= t.Number() }

// Next is the stage that follows; closed follows itself.
func (s Stage) Next() Stage {
	if n := s.Number(); n > 0 && n < len(Stages) {
		return Stages[n]
	}
	return Closed
}

// From lists a stage and all that follow it.
func From(s Stage) []Stage { return Stages[s.Number()-1:] }

// Between lists the stages from one to another, both included.
func Between(from, to Stage) []Stage { return Stages[from.Number()-1 : to.Number()] }
