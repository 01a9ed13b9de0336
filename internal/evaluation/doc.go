// Package evaluation asks the team, the host and those who came to a group what a
// peer challenge was worth to them, and shows what they said (E1): after the visit,
// and 6, 12 and 24 months later, each time for three weeks.
//
// Who may do what: team and host answer once, signed in. Participants answer on
// paper, typed in by the director or link officer, or through an open link that
// these two give out. The job of the day opens surveys, reminds once, closes them
// and pools the answers. Results are read by the region (all), by the host's
// director and the team (their own challenge), and by an independent evaluator
// whom the region appoints, where the host's director has agreed.
//
// Answers are anonymous. The mark that somebody answered (survey_asked) has no
// date and goes at the closing day; an answer has no name, no role, nothing that
// holds one person's answers together, and a month for a date. Roles lie on a pile
// of their own, by region and year, without the challenge. Each sheet mixes its
// pile anew. There is no line in the record of changes, and no task that closes
// when somebody answers. What remains: who watches the database at the moment an
// answer comes, or while only one person has answered, can know what it was.
//
// What is shown is made of tables that were pooled once (survey_result), each of
// five or more people who could say. release.go proves that no sum or difference of
// tables is about fewer than five answers: over questions, roles, challenge and
// region, and time.
//
// It writes survey, survey_turnout, survey_asked, survey_link, survey_import,
// survey_result and evaluation_consent, and through database functions alone
// survey_answer, survey_role_answer, survey_cell and survey_words. It reads
// besides: challenge, challenge_date, council, framework, room_key, role_holding,
// person.
package evaluation
