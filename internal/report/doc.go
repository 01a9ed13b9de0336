// Package report is the end of the team's work and the beginning of the host's:
// the final wording, the sign-off, the final report and its publication.
//
// While a challenge is finalising, every member of the team signs off the text or
// records a reservation in their own words, and may change that until the report
// is final (F8). Nobody signs for another. A text that changes after somebody
// signed needs their sign-off again: a sign-off counts only for the text it saw,
// and that is computed, not stored. A reservation stands until its author
// changes it. Somebody silent for the framework's window after two reminders is
// recorded by the lead as "did not answer"; they may still sign.
//
// The lead then makes the report final: a sealed copy goes from the team to the
// council, with the summary and findings, who was on the team, the reservations
// (those meant for the public apart from those that are not), and what changed
// since the draft and why. The final text never changes.
//
// A correction after that is a new version. The lead or deputy lead proposes other
// words for a passage and says what changed; another member agrees; then the lead
// seals the whole report again, with the list of what was corrected. It adds no
// finding and makes none harsher (F7). What is public stays as it is until the
// director publishes the corrected version. Proposals are the team's, and a
// proposal that is changed or withdrawn stays on record.
//
// Somebody who left after the findings were presented may still record a
// reservation until the report is final, though nothing else opens for them: two
// functions of the database tell them that they may, and take their words.
//
// The host's director publishes it when they choose (F9): all findings and all
// recommendations, with the council's response beside them if there is one. The
// finished page is kept as bytes, so no later change reaches it; a correction is
// a new version that says what changed (F10).
//
// It writes sign_off, report_correction, publication and published_report, and finalised_at and
// published_at of the challenge. It reads besides: finding, report, prose_version,
// audit_line, comment, answer, person, council, team_member, room_key, region.
package report
