package overview

import (
	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/web/ui"
)

// part is a page of a challenge that some roles can open at some stages. It
// decides only which links are drawn; each page decides for itself who may read.
type part struct {
	path, text string
	roles      []access.Role
	open       func(h challenge.Head) bool
}

func always(challenge.Head) bool { return true }

func from(s access.Stage) func(challenge.Head) bool {
	return func(h challenge.Head) bool { return h.Stage.AtLeast(s) }
}

func roles(lists ...[]access.Role) []access.Role {
	var all []access.Role
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

var (
	host     = []access.Role{access.DASS, access.LinkOfficer}
	visiting = roles(access.Team, []access.Role{access.VisitingPSW})
	readers  = roles(access.HostLeaders, access.Team)
	// those who hold the council's copy from final on
	councilReaders = roles(access.HostLeaders, access.Team, []access.Role{access.HostPSW, access.CouncilReader, access.VisitingPSW, access.Coordinator})
)

var allParts = []part{
	{"proposal", "Dates and team proposed", []access.Role{access.DASS}, func(h challenge.Head) bool { return h.Stage == access.Scheduled }},
	{"invitation", "Your invitation to the team", []access.Role{access.Invitee}, always},
	{"scope", "Scope and key lines of enquiry", nil, from(access.Preparing)},
	{"host-people", "People of your council", host, always},
	{"self-assessment", "Self-assessment", roles(host, []access.Role{access.HostReader, access.Contributor}), from(access.Preparing)},
	{"self-assessment/submitted", "Self-assessment as submitted", roles(access.HostLeaders, visiting, []access.Role{access.LinkOfficer}),
		func(h challenge.Head) bool { return h.SubmittedAt != nil }},
	{"documents", "Documents", roles(host, []access.Role{access.HostReader}), from(access.Preparing)},
	{"reading", "Reading", roles(visiting, access.HostLeaders, []access.Role{access.LinkOfficer}), func(h challenge.Head) bool { return h.DocumentsSharedAt != nil }},
	{"programme", "Programme of the visit", roles(host, []access.Role{access.SeniorLeader, access.HostReader, access.Coordinator}, visiting), from(access.Preparing)},
	{"today", "Today on site", access.Team, func(h challenge.Head) bool { return h.Stage == access.OnSite || h.Stage == access.Reading }},
	{"daily", "Daily conversation", roles(access.Team, []access.Role{access.DASS}), from(access.OnSite)},
	{"practice", "Practice review", []access.Role{access.VisitingPSW, access.HostPSW}, from(access.Preparing)},
	{"practice-findings", "Practice findings", roles(access.Team, []access.Role{access.DASS, access.VisitingPSW, access.HostPSW}), func(h challenge.Head) bool {
		return h.PracticeAt != nil && !(h.Standing().Is(access.Team...) && !h.Stage.AtLeast(access.Reading))
	}},
	{"practice-team", "Who makes the practice review", []access.Role{access.Coordinator}, from(access.Preparing)},
	{"notes", "Notes", access.Team, from(access.Reading)},
	{"findings", "Findings", access.Team, from(access.Reading)},
	{"presented", "Findings as presented", readers, func(h challenge.Head) bool { return h.PresentedAt != nil }},
	{"report", "The team’s report", access.Team, from(access.OnSite)},
	{"draft-report", "Draft report", readers, func(h challenge.Head) bool { return h.DraftHandedOverAt != nil }},
	{"comments", "Comments and answers", roles(readers, []access.Role{access.LinkOfficer}), func(h challenge.Head) bool { return h.DraftHandedOverAt != nil }},
	{"sign-off", "Sign-off", access.Team, from(access.Finalising)},
	{"final-report", "Final report", roles(readers, []access.Role{access.HostPSW, access.CouncilReader, access.VisitingPSW, access.Coordinator}),
		func(h challenge.Head) bool { return h.FinalisedAt != nil }},
	{"response", "Response to the recommendations", roles(host, councilReaders, []access.Role{access.HostReader}), from(access.Final)},
	{"plan", "Improvement plan", roles(host, councilReaders, []access.Role{access.HostReader}), from(access.Final)},
	{"progress", "Progress", roles(host, councilReaders, []access.Role{access.HostReader}), from(access.Final)},
	{"what-came", "What came of what you raised", visiting, from(access.Final)},
	{"evaluation", "Evaluation", roles(host, visiting, []access.Role{access.SeniorLeader, access.Contributor, access.HostPSW, access.Coordinator}), from(access.Drafting)},
	{"learning", "Learning", roles(visiting, []access.Role{access.DASS}), from(access.Drafting)},
	{"team", "Team", nil, always},
	{"team/brief", "The councillor’s brief", []access.Role{access.Councillor, access.Lead, access.DeputyLead, access.Coordinator}, from(access.OnSite)},
	{"concern", "Raise a serious concern", nil, always},
	{"who-can-see", "Who can see what", nil, always},
	{"information", "What is kept, and for how long", nil, always},
	{"requests", "Requests for information", []access.Role{access.DASS, access.LinkOfficer, access.Coordinator}, always},
	{"record", "Record of changes", nil, always},
}

// parts are the links of a list to what this reader can open now.
func parts(h challenge.Head, list []part) []ui.Link {
	var links []ui.Link
	for _, p := range list {
		if p.open(h) && (p.roles == nil || h.Standing().Is(p.roles...)) {
			links = append(links, ui.Link{Text: p.text, Href: ui.ChallengePart(h.ID.String(), p.path)})
		}
	}
	return links
}

// goesOn tells whether a challenge was not ended and lies between two stages.
func goesOn(first, last access.Stage) func(challenge.Head) bool {
	return func(h challenge.Head) bool {
		return h.Ended == nil && h.Stage.AtLeast(first) && !h.Stage.AtLeast(last.Next())
	}
}

func postponed(h challenge.Head) bool { return h.Ended != nil && *h.Ended == challenge.Postponed }

var coordinators = []access.Role{access.Coordinator}

// changeParts are pages for when plans change, in a list of their own.
var changeParts = []part{
	{"move", "Move the visit", coordinators, goesOn(access.Scheduled, access.Reading)},
	{"move", "Set new dates", coordinators, postponed},
	{"set-date", "Set a date by hand", coordinators, goesOn(access.Scheduled, access.FollowUp)},
	{"ask-to-postpone", "Ask to postpone", []access.Role{access.DASS}, goesOn(access.Scheduled, access.OnSite)},
	{"postpone", "Postpone the challenge", coordinators, goesOn(access.Scheduled, access.OnSite)},
	{"withdraw", "Withdraw the challenge", coordinators, goesOn(access.Scheduled, access.OnSite)},
	{"withdraw", "Withdraw the challenge", coordinators, postponed},
	{"close-early", "Close the challenge early", coordinators, goesOn(access.Drafting, access.FollowUp)},
}
