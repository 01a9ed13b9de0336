// Package plan is what coordinators do with the plans of a cycle: look at them and
// lay them side by side, change and pin visits, approve one, and keep it (who is
// asked, who has said no, who could go instead). Package proposing makes the plans.
//
// A proposal is a list of revisions. A change is checked before it is saved and adds
// one; taking it back adds another; nothing is overwritten. Two coordinators who
// change the same version do not overwrite one another: the second is shown both.
// What is pinned stays where it is in every later proposal of the cycle.
//
// Each page judges a plan by the facts as they are now (package planfacts), not by
// those it was made from.
//
// Approving begins or moves each council's visit through package schedule and asks
// people through package team, wholly or not at all, and cannot be taken back. It
// tells hosts and people what those slices tell them. Experts by experience are
// asked once the coordinator has written down what is promised (T10).
//
// Who may: the coordinators of the cycle's region, all of it; nobody else any of it.
// Hosts and people see their own dates once they are approved, on their challenge.
//
// It writes plan_pin; revisions and approvals through package proposing. It reads
// challenge, person_promise and expert_promise by join.
package plan
