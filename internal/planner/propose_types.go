package planner

// Options steer a search. The same problem, Seed and Steps give the same plan.
type Options struct {
	Seed  int64 // any number; another one gives another plan of about the same cost
	Steps int   // how many changes are tried; 0 is DefaultSteps for the problem

	// Start is a plan to begin with, nil for none. The proposal is never worse than
	// what of it the rules and pins allow.
	Start *Plan

	// Valid ends the search at the first plan that breaks no hard rule: to learn
	// whether there is one.
	Valid bool

	// OnProgress, when set, is called from the searching goroutine some times a
	// second; it must return soon.
	OnProgress func(Progress)
}

// Progress is how far a search has come.
type Progress struct {
	Step, Steps int
	Best        Cost
}

// Proposal is the best plan a search has found.
type Proposal struct {
	Plan    Plan
	Cost    Cost
	Steps   int  // tried
	Stopped bool // the context ended before the steps did
}
