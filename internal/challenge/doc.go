// Package challenge is the spine: one council's turn as host, with its dates
// and its stage. Every other slice hangs on it.
//
// A challenge is scheduled by the coordinator of its region, one for each council
// in a cycle (S1). Its on-site days are set by hand; the other dates follow by the
// offsets of the region's framework (S2). Stages go from scheduled to closed
// (product.md section 3); a slice moves the stage when its condition is met, by
// MoveTx, which also makes the keys agree. Lead or coordinator may move a stage
// on early, with a reason everyone on the challenge sees; that never hands
// anything over.
//
// StandingTx says what the actor is on a challenge; Require asks a verb and gives
// the right refusal: Missing for what is not theirs (V6), Closed for the wrong stage.
package challenge
