// Package schedule gives each council its turn in a cycle: when the team is on
// site, which dates follow from that, and whether the host agrees.
//
// A coordinator places a visit (S1): the challenge begins at the stage
// "scheduled", with every other date counted from the days on site (S2). Check
// holds the rules that no visit may break (S3); it is pure, so that the form, the
// preview of a move and the calendar say the same. Moving a visit shows first
// which dates move, what breaks and who will be told, and then does it (S5). A
// date set by hand stays where it was put.
//
// The host director answers the proposal: agrees dates and team, which begins
// the stage "preparing", or asks for others with a reason that only the host and
// the region read.
//
// It writes challenge (when it begins, its dates, its agreement), challenge_date
// and proposal_answer. It reads council, council_closed_dates, council_election, council_school_holiday,
// team_member, person and information_agreement by join.
package schedule
