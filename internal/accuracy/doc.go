// Package accuracy is the fact check (F7): for ten working days after the draft
// report is handed over, the host's director and senior leaders say where the
// draft has a fact wrong, is not clear, or where they see it differently; the
// team answers every point: changed, partly changed, or kept with the reason.
//
// Each side has an inner stage that the other never sees. A comment is drafted in
// a locked part of the host's room (director, link officer, senior leaders) and
// reaches the team only when it is sent: a sealed copy. An answer is drafted in
// the team's room and reaches the host only when the lead or deputy gives it.
// What each side knows of the other is what was handed over, and nothing of
// what was not: no draft, no remark, no number, no hint that one exists (V2, V6).
//
// The window is judged from its dates inside each verb (challenge.CommentsOpen);
// only the host's director may end it early, and it is never opened again. When
// it is over and every comment has its answer the challenge goes on to
// finalising: in the transaction of the last answer or of ending early, else by
// the daily job. A job that comes late changes nothing of what is allowed.
package accuracy
