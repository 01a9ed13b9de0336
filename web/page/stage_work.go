package page

import (
	"slices"

	"peerchallenge/internal/access"
)

// StageWork is what a part asks of somebody all through a stage, beside tasks
// with a date: somebody on site is never told that there is nothing to do.
type StageWork struct {
	Text string // a sentence that begins with a verb
	Link string // the words of the link
	Part string // the part of the challenge it opens
}

var stageWork = []struct {
	stage access.Stage
	roles []access.Role
	work  StageWork
}{
	{access.Preparing, []access.Role{access.LinkOfficer}, StageWork{"Gather what is on the list of documents, and help the others to be ready.", "Gather the documents", "documents"}},
	{access.Preparing, []access.Role{access.VisitingPSW, access.HostPSW}, StageWork{"The practice review goes on before the team comes.", "Go to the practice review", "practice"}},
	{access.Reading, []access.Role{access.VisitingPSW, access.HostPSW}, StageWork{"The team reads the findings of the practice review before it comes. Hand them over if you have not yet.", "Go to the practice review", "practice"}},
	{access.Reading, access.Team, StageWork{"Read what the council has shared.", "Read the documents", "reading"}},
	{access.OnSite, access.Team, StageWork{"The team is on site. Write what you read, hear and see while it is fresh.", "Open today’s sessions and add a note", "today"}},
	{access.Drafting, access.Team, StageWork{"Help to finish the findings before the draft is handed over.", "Work on the findings", "findings"}},
	{access.FactCheck, []access.Role{access.SeniorLeader}, StageWork{"Read the draft report, and comment while comments are open.", "Read the draft report", "draft-report"}},
	{access.FactCheck, access.Team, StageWork{"The council comments on the draft report, and the team answers.", "Comments and answers", "comments"}},
	{access.Final, []access.Role{access.LinkOfficer}, StageWork{"Draft the response and the plan with your director.", "Draft the response", "response"}},
	{access.FollowUp, append(access.Team[:len(access.Team):len(access.Team)], access.VisitingPSW), StageWork{"See what came of what you raised.", "What came of it", "what-came"}},
	{access.FollowUp, []access.Role{access.LinkOfficer, access.HostPSW, access.CouncilReader, access.SeniorLeader}, StageWork{"See how far the recommendations are.", "Progress", "progress"}},
	{access.Final, []access.Role{access.HostPSW, access.CouncilReader, access.SeniorLeader, access.VisitingPSW}, StageWork{"The report is final.", "Read the final report", "final-report"}},
}

// StageWorkOf finds the standing work of a stage for somebody's roles.
func StageWorkOf(stage access.Stage, roles []access.Role) (StageWork, bool) {
	for _, w := range stageWork {
		if w.stage == stage && slices.ContainsFunc(roles, func(r access.Role) bool { return slices.Contains(w.roles, r) }) {
			return w.work, true
		}
	}
	return StageWork{}, false
}
