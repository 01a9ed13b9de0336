// Package verify checks that what is stored is whole: the chains of hand-overs,
// the keys against the roles that imply them, the bytes of documents against
// their SHA-256, and a list of named invariants, each a query that must be
// empty. It runs as the database's owner, past row-level security, and changes nothing.
package verify
