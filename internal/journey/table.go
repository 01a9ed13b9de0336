package journey

import (
	"time"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
)

// Why a reason does not pass over what protects the host and the team.
const (
	notBeforePresented = "From here the challenge goes on only when its findings are presented to the host."
	notBeforeDraft     = "From here the challenge goes on only when the whole draft report is handed to the host."
	notBeforeWindow    = "The host’s time for comments is theirs: nobody else can end it, and each comment gets its answer first."
	notBeforeSignOff   = "A report becomes final only when every member has signed off or recorded a reservation."
	notBeforeExpert    = "No expert by experience is on the team. First a member of the team says why, on the page of the team’s report: the reason is printed in the report."
)

func roles(list ...access.Role) []access.Role { return list }

func there(t *time.Time) bool { return t != nil }

func come(d civil.Date, now time.Time) bool { return !d.IsZero() && !d.After(civil.Of(now)) }

// conditions is product.md section 3, "leaves when", with what else is shown
// beside. The day on site comes whether or not practice findings are in: the team
// is there, so they stand beside it and stay open.
var conditions = []Condition{
	{Key: "agreed", Stage: access.Scheduled, Words: "The host’s director has seen the proposed team and agreed the dates", Who: roles(access.DASS),
		Rule: "section 3", Due: challenge.ScopeAndTeam, Part: "proposal", met: func(f Facts, _ time.Time) bool { return there(f.AgreedAt) }},
	{Key: "objection", Stage: access.Scheduled, Words: "Nothing the host asked for is unanswered", Who: roles(access.Coordinator),
		Rule: "section 3", Due: challenge.ScopeAndTeam, Part: "proposal", Beside: true, met: func(f Facts, _ time.Time) bool { return f.Objections == 0 }},

	{Key: "lead", Stage: access.Preparing, Words: "A lead for the team", Who: roles(access.Coordinator), Rule: "T1", Due: challenge.ScopeAndTeam, Part: "team",
		met: func(f Facts, _ time.Time) bool { return f.Leads >= 1 }},
	{Key: "councillor", Stage: access.Preparing, Words: "A councillor of another council", Who: roles(access.Coordinator), Rule: "T2", Due: challenge.ScopeAndTeam, Part: "team",
		met: func(f Facts, _ time.Time) bool { return f.Councillors >= 1 }},
	{Key: "senior-managers", Stage: access.Preparing, Words: "Two senior managers of other councils", Who: roles(access.Coordinator), Rule: "T3", Due: challenge.ScopeAndTeam, Part: "team",
		met: func(f Facts, _ time.Time) bool { return f.SeniorManagers >= 2 }},
	{Key: "expert", Stage: access.Preparing, Words: "An expert by experience", Who: roles(access.Coordinator), Rule: "T4", Due: challenge.ScopeAndTeam, Part: "team",
		met: func(f Facts, _ time.Time) bool { return f.Experts >= 1 }},
	{Key: "trained", Stage: access.Preparing, Words: "Everybody on the team is trained and has signed the undertaking", Who: roles(access.Coordinator), Rule: "T9",
		Due: challenge.ReadingOpens, Part: "team", met: func(f Facts, _ time.Time) bool { return f.Unready == 0 && f.Leads+f.Experts > 0 }},
	{Key: "self-assessment", Stage: access.Preparing, Words: "The self-assessment is submitted", Who: roles(access.DASS), Rule: "A5", Due: challenge.SelfAssessment,
		Part: "self-assessment", met: func(f Facts, _ time.Time) bool { return there(f.SubmittedAt) }},
	{Key: "documents", Stage: access.Preparing, Words: "Every required document is in or explained, and shared", Who: roles(access.LinkOfficer, access.DASS), Rule: "D1",
		Due: challenge.SelfAssessment, Part: "documents", met: func(f Facts, _ time.Time) bool { return f.DocumentsOpen == 0 && there(f.DocumentsSharedAt) }},
	{Key: "reading-day", Stage: access.Preparing, Words: "The day has come on which reading starts", Rule: "V8", Due: challenge.ReadingOpens,
		met: func(f Facts, now time.Time) bool { return come(f.Dates[challenge.ReadingOpens], now) }},

	{Key: "first-day", Stage: access.Reading, Words: "The first day on site has come", Rule: "section 3", Due: onSiteFirst,
		met: func(f Facts, now time.Time) bool { return come(f.OnsiteFirst, now) }},
	{Key: "expert-or-reason", Stage: access.Reading, Words: "An expert by experience is on the team, or the report says why not", Who: roles(access.Coordinator, access.Lead),
		Rule: "T4", Due: onSiteFirst, Part: "team", Fixed: notBeforeExpert, met: func(f Facts, _ time.Time) bool { return f.Experts >= 1 || f.NoExpertSaid }},
	{Key: "practice", Stage: access.Reading, Words: "The findings of the practice review are in", Who: roles(access.VisitingPSW, access.HostPSW), Rule: "P3",
		Due: onSiteFirst, Beside: true, met: func(f Facts, _ time.Time) bool { return f.PracticeIn }},

	{Key: "presented", Stage: access.OnSite, Words: "The overall findings are presented to the host", Who: roles(access.Lead), Rule: "F6", Due: onSiteLast, Part: "present",
		Fixed: notBeforePresented, met: func(f Facts, _ time.Time) bool { return there(f.PresentedAt) }},
	{Key: "practice-late", Stage: access.OnSite, Words: "The findings of the practice review are in", Who: roles(access.VisitingPSW, access.HostPSW), Rule: "P3",
		Due: onSiteFirst, Beside: true, met: func(f Facts, _ time.Time) bool { return f.PracticeIn }},

	{Key: "draft", Stage: access.Drafting, Words: "The whole draft report is handed to the host", Who: roles(access.Lead), Rule: "F6", Due: challenge.DraftReport, Part: "report",
		Fixed: notBeforeDraft, met: func(f Facts, _ time.Time) bool { return there(f.DraftHandedOverAt) }},

	{Key: "window", Stage: access.FactCheck, Words: "The host’s time for comments is over", Who: roles(access.DASS, access.SeniorLeader), Rule: "F7", Due: challenge.CommentsClose,
		Part: "comments", Fixed: notBeforeWindow, met: windowOver},
	{Key: "answers", Stage: access.FactCheck, Words: "Every comment has its answer", Who: roles(access.Lead), Rule: "F7", Due: challenge.CommentsClose, Part: "comments",
		Fixed: notBeforeWindow, met: func(f Facts, now time.Time) bool { return f.AnswersOpen == 0 && windowOver(f, now) }},

	{Key: "sign-off", Stage: access.Finalising, Words: "Every member has signed off or recorded a reservation", Who: access.Team, Rule: "F8", Part: "sign-off",
		Fixed: notBeforeSignOff, met: func(f Facts, _ time.Time) bool { return f.SignOffsOpen == 0 }},
	{Key: "final", Stage: access.Finalising, Words: "The lead has made the report final", Who: roles(access.Lead), Rule: "F8", Part: "sign-off",
		Fixed: notBeforeSignOff, met: func(f Facts, _ time.Time) bool { return there(f.FinalisedAt) }},

	{Key: "follow-up-day", Stage: access.Final, Words: "The date of the first follow-up has come", Rule: "section 3", Due: challenge.FollowUp6,
		met: func(f Facts, now time.Time) bool { return come(f.Dates[challenge.FollowUp6], now) }},

	{Key: "last-check", Stage: access.FollowUp, Words: "The last check, two years after the visit, is made", Who: roles(access.DASS, access.Lead), Rule: "U3",
		Due: challenge.FollowUp24, Part: "progress", Fixed: "The follow-up ends with its last check.", met: func(Facts, time.Time) bool { return false }},
}

// windowOver tells whether the host may send no more comments (F7).
func windowOver(f Facts, now time.Time) bool {
	return there(f.CommentsEndedAt) || (f.CommentsCloseAt != nil && !now.Before(*f.CommentsCloseAt))
}
