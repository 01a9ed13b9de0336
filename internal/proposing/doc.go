// Package proposing has plans of a whole cycle made: dates and teams of every
// council at once, by the rules S1 to S4 and T1 to T8.
//
// A coordinator asks for a plan, or two that differ, or the fewest changes around
// what is told and pinned. The facts are read once, under the coordinator's own
// sight (package planfacts), and travel with the run; a worker (the job "plan", one
// at a time) searches, and keeps the best after each round as a proposal, so that
// neither "Stop" nor the end of the program loses it. The page never waits: the
// proposal is there after a second or two, and the proof of how good it is follows
// when it is found. Where nothing fits, the run says which rules and facts clash,
// and what would free them.
//
// A proposal is a list of revisions, to which package plan adds what coordinators
// change. Nothing is overwritten: a better plan of the program becomes a revision
// only while nobody has changed the proposal, and a proposal of its own otherwise.
//
// A run waits, searches, proves or explains, and ends: done, stopped or failed. Its
// facts go when it ends.
//
// Who may: the coordinators of the cycle's region, all of it; nobody else any of it.
//
// It writes plan_run, plan_proposal and plan_revision, also for package plan, in
// that one's transactions. It reads person by join.
package proposing
