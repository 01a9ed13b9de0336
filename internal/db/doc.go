// Package db is how the program speaks to PostgreSQL: pools that put on a role
// which owns nothing, transactions that carry the actor, and constraint names
// turned into sentences.
//
// Every read and every write of the program happens inside Read or InTx, so
// that row-level security always knows who asks. (The one exception is Ask: who is
// signed in is asked before anybody is known.) A transaction is a parameter; a
// function that joins one ends in Tx.
package db
