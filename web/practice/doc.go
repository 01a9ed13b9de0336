// Package practice is the pages of the practice review: the three's own (sample,
// case files, focus groups, findings), the coordinator's (who makes it), and the
// page on which team and director read what was handed over (P1 to P4, T6).
package practice
