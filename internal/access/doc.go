// Package access is the vocabulary of trust: who somebody is (Actor), which part
// they have (Role), where things are written (Room), when (Stage), and what may
// be done (Verb). It asks pure questions and touches no database.
//
// Reading is decided by keys alone: Rules says which role opens which room of a
// challenge from which stage on, and package room makes the keys in the
// database agree with it. Acting is decided by role, stage and date: a slice
// declares a Verb beside its service and asks it inside the transaction.
package access
