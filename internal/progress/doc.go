// Package progress is read-only views across stages: home, the list of
// challenges, a challenge's overview, who can see what, and the record of
// changes. It writes nothing. It joins to the tables of task, team, handover,
// offer, person and room; what a reader may not see, row-level security leaves out.
package progress
