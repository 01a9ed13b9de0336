package team

import (
	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/web/ui"
)

// datesOf are the dates that matter to somebody who is asked, by their role.
func datesOf(role access.Role) []challenge.DateKind {
	if role == access.VisitingPSW {
		return []challenge.DateKind{challenge.PracticeStarts, challenge.PracticeEnds}
	}
	return []challenge.DateKind{challenge.ReadingOpens, challenge.FirstTeamMeeting, challenge.DraftReport}
}

// hours is what the role asks of somebody, in days of work.
func hours(role access.Role) []ui.SummaryRow {
	if role == access.VisitingPSW {
		return []ui.SummaryRow{{Key: "Practice review", Value: "About three days in the host council, between the two dates"},
			{Key: "Writing", Value: "About half a day, together with the other visiting principal social worker (PSW)"}}
	}
	rows := []ui.SummaryRow{{Key: "Reading before", Value: "About one day, at times that suit you"}, {Key: "First meeting of the team", Value: "About two hours"},
		{Key: "On site", Value: "Three full days"}, {Key: "Report afterwards", Value: "About half a day, and your sign-off"}}
	return rows
}
