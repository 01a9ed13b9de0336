// Package plan has a whole cycle proposed, changed, agreed and kept: dates and
// teams of every council at once, by the rules S1 to S4 and T1 to T8.
//
// A coordinator asks for a proposal. The facts are read once, under the
// coordinator's own sight, and travel with the run; a worker (the job "plan", one at
// a time) searches, and keeps the best after each round, so that neither "Stop" nor
// the end of the program loses it. The page never waits: the proposal is there after
// a second or two, and the proof of how good it is follows when it is found. Where
// nothing fits, the run says which rules and facts clash, and what would free them.
//
// A proposal is a list of revisions. A change is checked before it is saved and adds
// one; taking it back adds another; nothing is overwritten. Two coordinators who
// change the same version do not overwrite one another: the second is shown both.
// What is pinned stays where it is in every later proposal of the cycle.
//
// Approving begins or moves each council's visit through package schedule and asks
// people through package team, wholly or not at all, and cannot be taken back. It
// tells hosts and people what those slices tell them. Experts by experience are
// asked once the coordinator has written down what is promised (T10).
//
// Who may: the coordinators of the cycle's region, all of it; nobody else any of it.
// Hosts and people see their own dates once they are approved, on their challenge.
//
// A visit that has begun to be read for, or is over, is history: it stays as it is,
// counts for fairness (T7) and for the fortnight of its people (S3), and is no
// longer planned. A date that is agreed or near stays as if pinned.
//
// It writes plan_run, plan_proposal, plan_revision and plan_pin. It reads cycle,
// framework, council, council_closed_dates, council_election, person,
// person_contact, role_holding, challenge, team_member, declaration, decline,
// person_promise and expert_promise by join, and what was gathered through package
// offer.
package plan
