// Package finding is where the visiting team writes: notes of what its members
// read, heard and saw, the findings that stand on them, and the summary of the
// report. It ends with two hand-overs: findings are presented on the last day on
// site, and the draft report follows within ten working days (F6).
//
// Everything here is the team's own until a hand-over. What leaves is a sealed
// copy made by SealedNowTx: title, text, and at most "read, heard, seen" of the
// evidence; never a note, a place, a link or a question (F2). A later change of a
// finding does not reach a copy that was handed over.
//
// Who may do what: every member writes notes from reading to finalising, adds and
// withdraws findings until the draft was handed over (F7), changes their words
// until the end of finalising (from the fact check on with a reason), questions
// them (F4) and says what they think of them. The lead and the deputy lead
// present, and hand over the draft. Nothing is deleted but a link to evidence.
//
// It writes note, finding, finding_evidence, finding_position, finding_question
// and report, sets presented_at, draft_handed_over_at and comments_close_at of the
// challenge, and reads besides: person, team_member, room_key, shared_document,
// framework, prose_document, prose_version and visit_session.
package finding
