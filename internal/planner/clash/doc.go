// Package clash says why a cycle cannot be planned, in place of "no solution".
//
// A shortfall is what the best plan found lacks: "2 visits of experts by experience are
// missing". Its mend, as many more people for one visit each, is enough by
// construction: they take the empty places.
//
// A clash is a set of rules and facts that cannot all hold, none of which can be
// left out: with any one of them gone, the proof that there is no plan fails. It
// is found by a deletion filter: leave out fact after fact for as long as the rest
// is still proven impossible. The proof is, where that is enough, three counts that
// need no solver:
//
//   - a host has no day on which enough people of each role can come,
//   - the hosts' remaining days do not fit into the months (Hall's condition: some
//     hosts have fewer places in their months than they are),
//   - the people of a role, each as often as offered, do not cover the teams (the
//     same, with a largest flow);
//
// otherwise the models of package bound. What a mend of a clash does is not taken
// on trust: each is tried by a search, and only those that give a plan, or at
// least do away with this clash, are named.
package clash
