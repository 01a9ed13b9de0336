// Package planner gives every council of a region a date and a team: rules and
// facts in, plan and reasons out. It is pure: no database, no clock, a seed, a
// budget of steps, and a context to stop it. The same Problem, seed and steps give
// the same Plan on every machine.
//
// # The problem
//
// A region's cycle visits each council once (S1). A visit is a first day on site
// and a number of places: a lead, a councillor, senior managers, experts by
// experience, and principal social workers (PSWs) for the practice review. Two
// kinds of things are to be chosen: the day of each visit, and the person in each
// place. They hang together: who can come depends on the day, and a person has only
// so many visits to give, never two within a fortnight.
//
// # Hard rules
//
// A plan must keep these, and Cost.Hard counts how often it does not:
//
//   - every council has a date in the cycle (S1), on working days in a row (S2, S3), on
//     which visits may begin, not in the host's closed days, nor in its pre-election
//     period unless agreed (S3);
//   - no month has more visits than the region allows, by first day on site (S3);
//   - every place has somebody of its role (T1 to T4, T6), who does not work for the
//     host and has no barring link with it (T5);
//   - nobody is away on site; a PSW is free on enough working days of the practice
//     review, six to three weeks before (S2, T6);
//   - nobody serves more often than offered (T7), or twice within a fortnight,
//     counted between first days on site (S3).
//
// Each empty place, visit without a date, visit too many in a month, person who
// cannot come, and so on, counts once. So a plan always exists, even when the rules
// cannot be kept, and the best one then breaks fewest of them. A pin is kept
// whatever it breaks.
//
// # Goals
//
// Cost.Soft is the sum of what the plan misses, each miss with the region's weight
// (Weights), in the order of Goals: the hosts' wishes about dates (S4); links to be
// weighed (T5); managers, or PSWs, of one council in a team (T3, T6); people of another
// region (T3); pairs of councils that review each other, and what a council gives beyond
// what it receives (T7); teams without experience (T8); and, where a plan is known
// already, visits that change. Plans are compared by Hard first, then by Soft.
//
// What a council gives is counted in person-visits of the roles in Rules.Shared.
// What it receives is the places of those roles at its own visit. Both run on
// over earlier cycles. The first person-visit beyond costs Share, each further one
// Share and FarShare, so that it is better for two councils to give one too many than
// for one to give two.
//
// # The search
//
// Propose is local search. A first plan is built greedily: pins, dates for the
// councils that have fewest, the people who cost least. Then changes are tried at
// random: put somebody else in a place (who leaves another place when they would
// serve too often), let two people change places, give a visit another date and
// replace those who cannot come then, let two visits change dates. A change for the
// better is kept; one for the worse only sometimes, by simulated annealing: often
// while the temperature is high, hardly ever when it is low. Rounds grow longer, so
// that a good plan is there early; each begins from the best so far.
//
// A change touches a few places, and its cost follows from running counts: visits
// of each person, in each month, people of each council in each team, what each has
// given. Nothing else is looked at. (state.go has the counts; join, leave and move
// are each other's opposites, and a change that is not kept is undone by them.) This
// is why hundreds of thousands of changes are tried in a second. The checker, package
// check, counts the same from the rules alone; tests hold one to the other.
//
// Replan is the same search from Problem.Current, with GoalChanged so heavy that
// nothing is changed for its own sake. Alternatives makes a second proposal under
// GoalSame, which costs for every date and person that is as in the first.
//
// # The bound
//
// That a plan is good is said by what no plan can do better. Package bound writes
// the problem as a linear program in which less is asked for than the rules do: weeks
// in place of days, and no fortnights. Its least cost is at most that of the best
// plan: a lower bound. Costs being whole numbers, it may be rounded up. When a
// plan that the checker passes costs as much as the bound, it is proven best;
// otherwise the gap between the two is said.
//
// Package clash says why there is no plan, package explain why a wish is not met.
package planner
