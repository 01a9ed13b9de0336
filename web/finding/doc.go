// Package finding is the pages of the team's work: notes, findings, presenting
// them, the report, and the two frozen copies that the council's leaders read.
package finding
