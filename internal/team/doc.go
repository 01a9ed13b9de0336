// Package team finds the people who visit: who is asked, what they declare, who
// accepts, and what is still missing.
//
// The coordinator proposes somebody of the region for a place (T1 to T4, T6).
// They hold the role "invitee" until they answer, and see dates, host and team,
// never content. Before they accept they declare whether they have a link with
// the host (T5): a barring link frees the place at once, and nobody is told which
// it was, nor is it kept; a link to be weighed waits for the coordinator; the
// host learns that one was weighed, never what. Accepting turns the invitee into
// a member; what members open stays shut until they have signed the
// confidentiality undertaking and the coordinator has confirmed their training
// (T9). Leaving ends access at once (V4).
//
// A place is "proposed", then "accepted" or "declined"; an accepted one can be
// "ended". Declarations and reasons for saying no are read by the person and the
// region's coordinators alone.
//
// Two of one council on a place that comes from two needs a reason, and so does a
// senior manager of another region, when nobody of the region is free (T3, T6);
// everybody on the challenge can read it. On day 1 the councillor is asked whether
// the brief still stands; after "no", which the lead and the coordinator alone
// read, they decide (T2).
//
// It writes team_member, declaration, decline and councillor_brief; roles begin and end through
// package person. It reads person, council, cycle, framework, role_holding, task
// and person_need by join.
package team
