// Package practicereview is the practice review: two visiting principal social
// workers and the host's look at case files inside the council, meet focus groups
// and write practice findings (P1 to P4, T6).
//
// Its states: the sample is proposed, agreed by all three, counted by the host's
// principal social worker (how many made-up references there are), and drawn by a
// visiting one; then each drawn file has an entry, focus groups are noted, and
// findings are drafted in words. When each of the three agrees with the findings as
// they stand, or says where they differ, one act hands a sealed copy to the team and
// the host's director, who has five working days to correct facts; the visiting
// principal social workers answer.
//
// Who may do what: everything before the hand-over is read and written by the three
// alone. What leaves is patterns in words from at least three files, never a rating,
// a file or a group. Every text is checked by package identifiers: what could point
// to a person is stopped, possible names are asked about, and the answer is kept.
//
// It writes the tables practice_*, and reads besides: framework, person, council,
// room_key, prose_document, handover and handover_part.
package practicereview
