package ending

import (
	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
)

// untilPresented are the stages before findings are presented.
var untilPresented = access.Between(access.Scheduled, access.OnSite)

var coordinator = []access.Role{access.Coordinator}

// What the coordinator can do (section 3).
var (
	Postpone   = access.Verb{Name: "challenge.postpone", Label: "Postpone the challenge", Roles: coordinator, Stages: untilPresented}
	Withdraw   = access.Verb{Name: "challenge.withdraw", Label: "Withdraw the challenge", Roles: coordinator, Stages: untilPresented}
	CloseEarly = access.Verb{Name: "challenge.close-early", Label: "Close the challenge early", Roles: coordinator, Stages: access.Between(access.Drafting, access.FollowUp)}
	// KeepDates answers a host's request to postpone with no.
	KeepDates = access.Verb{Name: "challenge.keep-dates", Label: "Keep the dates", Roles: coordinator, Stages: untilPresented}
)

// AskToPostpone is the host's one-step request (S4).
var AskToPostpone = access.Verb{Name: "challenge.ask-to-postpone", Label: "Ask to postpone", Roles: []access.Role{access.DASS}, Stages: untilPresented}

// Verbs are what can be done here.
var Verbs = []access.Verb{Postpone, Withdraw, CloseEarly, KeepDates, AskToPostpone}

// ways are the three ways to end, by the word the database keeps.
var ways = map[string]access.Verb{challenge.Postponed: Postpone, challenge.Withdrawn: Withdraw, challenge.ClosedEarly: CloseEarly}

// require asks the verb of a way; a postponed challenge can still be withdrawn.
func require(c challenge.Challenge, way string) error {
	if c.Ended != nil && *c.Ended == challenge.Postponed && way == challenge.Withdrawn {
		c.Ended = nil
	}
	return challenge.Require(c, ways[way])
}
