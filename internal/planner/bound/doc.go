// Package bound proves how good a plan is: a lower bound on the cost of every
// plan that breaks no hard rule, and sometimes a better plan. It hands a linear
// model to the HiGHS solver (package highs), or, for the bound alone, to CBC where
// the machine has it.
//
// The model "l" has a 0/1 number for each (host, week) and for each (host, person
// who may go there): a date in that week; a place in that team. Rows say: one
// week each; the places filled; nobody more often than offered; no month too
// full; nobody in a team whose week they are away. Further columns count what the
// goals cost. It says less than the rules: only weeks, not days, and nothing of
// the fortnight between two visits of one person. So its least cost is at most that
// of the best plan: a bound. Being small, it is solved in seconds.
//
// Stage 2 takes the weeks of l's solution as given and asks for days and teams, now
// with the fortnight as exact rows. When its plan costs what l's bound is, it is
// proven best, since no plan can cost less. The same holds for a plan of the search.
//
// Where that leaves a gap and there is time, the model "x" is solved in l's stead:
// l with a further number for each two hosts, 1 when their weeks are too near for one
// person to go to both.
//
// "Proven" is said only when package check finds no broken rule in the plan and
// its cost equals the bound, rounded up: costs are whole numbers.
package bound
