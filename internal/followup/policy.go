package followup

import "peerchallenge/internal/access"

var (
	hostDrafters = []access.Role{access.DASS, access.LinkOfficer}
	director     = []access.Role{access.DASS}
	leads        = []access.Role{access.Lead, access.DeputyLead}
	owners       = []access.Role{access.DASS, access.LinkOfficer, access.SeniorLeader, access.HostReader, access.Contributor,
		access.CouncilReader, access.HostPSW}
	responding = access.Between(access.Final, access.FollowUp)
	following  = []access.Stage{access.FollowUp}
)

// The verbs of response, plan and follow-up (U1 to U3).
var (
	Start          = access.Verb{Name: "response.start", Label: "Start the response", Roles: director, Stages: responding}
	Write          = access.Verb{Name: "response.write", Label: "Save the response", Roles: hostDrafters, Stages: responding}
	HandOver       = access.Verb{Name: "response.hand-over", Label: "Hand over the response", Roles: director, Stages: responding}
	Change         = access.Verb{Name: "plan.write", Label: "Save", Roles: hostDrafters, Stages: responding}
	HandOverPlan   = access.Verb{Name: "plan.hand-over", Label: "Hand over the plan", Roles: director, Stages: responding}
	ReportAction   = access.Verb{Name: "plan.action", Label: "Save how far it is", Roles: owners, Stages: responding}
	WriteStatement = access.Verb{Name: "progress.write", Label: "Save", Roles: append(leads[:2:2], hostDrafters...), Stages: responding}
	Record         = access.Verb{Name: "progress.record", Label: "Record progress", Roles: append(leads[:2:2], access.DASS), Stages: following}
	CloseCheck     = access.Verb{Name: "progress.close", Label: "Close the check", Roles: []access.Role{access.Coordinator}, Stages: following}
	Publish        = access.Verb{Name: "progress.publish", Label: "Publish progress", Roles: director, Stages: access.From(access.FollowUp)}
)

// Verbs lists them for the wiring.
var Verbs = []access.Verb{Start, Write, HandOver, Change, HandOverPlan, ReportAction, WriteStatement, Record, CloseCheck, Publish}

// opens tells whether a standing holds the whole of a room, now that the report
// is final.
func opens(s access.Standing, room access.Room) bool {
	if !s.Stage.AtLeast(access.Final) {
		return false
	}
	for _, role := range s.Roles {
		if access.Opens(role, room, s.Stage) {
			return true
		}
	}
	return false
}

// reads tells whether response, plan and progress are this reader's: those who
// draft for the host, and the council's readers.
func reads(s access.Standing) bool { return opens(s, access.Council) || opens(s, access.Host) }
