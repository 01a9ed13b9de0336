// Package regionsetup is the technical operator's part: a region is set up, with
// its councils and its first framework, and a coordinator is invited who does
// everything else.
//
// A region is one of the nine, with councils from the reference data, or a new
// one with councils from a list. Only a technical operator may do or see any of
// this; to everybody else it is not there. The operator reads no content of any
// region here.
//
// It writes no table of its own: council, framework and person do.
package regionsetup
