package access

// Verb is one thing that can be done, as data: what the button says, which
// roles may press it, in which stages. Each is declared beside its slice;
// dates and windows are judged by the slice itself.
type Verb struct {
	Name   string  // "self-assessment.submit": slice and act
	Label  string  // the words on the button
	Roles  []Role  // any of these
	Stages []Stage // in any of these; empty means at every stage
	// Content is set where people write what others told them or show: refused until
	// the agreements about information are recorded and confirmed (I1).
	Content bool
}

// Standing is what an actor is on one challenge at this moment, read inside
// the transaction.
type Standing struct {
	Roles []Role
	Stage Stage
	Ended bool // postponed, withdrawn or closed early
	// Unagreed: the agreements about information are not confirmed yet (I1).
	Unagreed bool
}

// Is tells whether the standing has any of the roles.
func (s Standing) Is(roles ...Role) bool {
	for _, r := range s.Roles {
		if has(roles, r) {
			return true
		}
	}
	return false
}

// Answer is what a verb says to a standing.
type Answer int

// The three answers: yes; not this person's to do; theirs, but not at this stage.
const (
	NotYours Answer = iota
	NotNow
	Granted
)

// Ask gives the verb's answer to a standing.
func (v Verb) Ask(s Standing) Answer {
	if !s.Is(v.Roles...) {
		return NotYours
	}
	if s.Ended || (len(v.Stages) > 0 && !has(v.Stages, s.Stage)) || (v.Content && s.Unagreed) {
		return NotNow
	}
	return Granted
}

// Allows tells whether the button may be drawn.
func (v Verb) Allows(s Standing) bool { return v.Ask(s) == Granted }
