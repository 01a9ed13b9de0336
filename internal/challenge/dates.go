package challenge

import (
	"peerchallenge/internal/civil"
	"peerchallenge/internal/reference"
)

// DateKind names one of the dates of a challenge (S2).
type DateKind string

// The dates that follow from the on-site days.
const (
	ScopeAndTeam     DateKind = "scope_and_team"
	PracticeStarts   DateKind = "practice_starts"
	PracticeEnds     DateKind = "practice_ends"
	GroupsWanted     DateKind = "groups_wanted"
	SelfAssessment   DateKind = "self_assessment"
	ReadingOpens     DateKind = "reading_opens"
	Invitations      DateKind = "invitations"
	FirstTeamMeeting DateKind = "first_team_meeting"
	DraftReport      DateKind = "draft_report"
	CommentsClose    DateKind = "comments_close"
	PublicationDue   DateKind = "publication_due"
	FollowUp6        DateKind = "follow_up_1"
	FollowUp12       DateKind = "follow_up_2"
	FollowUp24       DateKind = "follow_up_3"
)

var dateNames = map[DateKind]string{
	ScopeAndTeam: "Scope and team confirmed", PracticeStarts: "Practice review starts", PracticeEnds: "Practice review ends",
	GroupsWanted: "Groups the lead wants to meet", SelfAssessment: "Self-assessment and documents", ReadingOpens: "Reading starts",
	Invitations: "Invitations and briefings", FirstTeamMeeting: "First meeting of the team", DraftReport: "Draft report to the host",
	CommentsClose: "Last day for comments", PublicationDue: "Publication due", FollowUp6: "First follow-up",
	FollowUp12: "Second follow-up", FollowUp24: "Third follow-up",
}

// Name is the date in the users' words.
func (k DateKind) Name() string { return dateNames[k] }

// LastDay is the last of the consecutive working days on site that begin on first.
func LastDay(first civil.Date, days int) civil.Date {
	if days <= 1 {
		return first
	}
	return civil.AddWorkingDays(first, days-1)
}

// DatesFrom computes every date from the on-site days by a framework's offsets
// and windows (S2). A date that falls on a weekend or bank holiday moves to the
// working day before it when it is a deadline ahead of the visit, after it otherwise.
func DatesFrom(first, last civil.Date, o reference.Offsets, w reference.Windows) map[DateKind]civil.Date {
	weeks := func(n int) civil.Date { return workingDayOnOrBefore(first.AddWeeks(-n)) }
	dates := map[DateKind]civil.Date{
		ScopeAndTeam: weeks(o.ScopeAndTeam), PracticeStarts: weeks(o.PracticeReviewStarts), PracticeEnds: weeks(o.PracticeReviewEnds),
		GroupsWanted: weeks(o.GroupsWanted), SelfAssessment: weeks(o.SelfAssessment), ReadingOpens: weeks(o.ReadingOpens),
		Invitations: weeks(o.Invitations), FirstTeamMeeting: weeks(o.FirstTeamMeeting),
		PublicationDue: workingDayOnOrAfter(last.AddWeeks(o.PublicationDue)),
	}
	dates[DraftReport] = civil.AddWorkingDays(last, w.DraftReport)
	dates[CommentsClose] = civil.AddWorkingDays(dates[DraftReport], w.FactCheck)
	for i, kind := range []DateKind{FollowUp6, FollowUp12, FollowUp24} {
		if i < len(o.FollowUps) {
			dates[kind] = workingDayOnOrAfter(last.AddMonths(o.FollowUps[i]))
		}
	}
	return dates
}

func workingDayOnOrAfter(d civil.Date) civil.Date {
	if civil.IsWorkingDay(d) {
		return d
	}
	return civil.AddWorkingDays(d, 1)
}

func workingDayOnOrBefore(d civil.Date) civil.Date {
	if civil.IsWorkingDay(d) {
		return d
	}
	return civil.AddWorkingDays(d, -1)
}
