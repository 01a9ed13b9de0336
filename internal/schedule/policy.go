package schedule

import (
	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
)

// Place begins a council's challenge in a cycle (S1). It is asked of a region,
// before there is a challenge: only its coordinators hold the region's key.
var Place = access.Verb{Name: "schedule.place", Label: "Place the visit", Roles: []access.Role{access.Coordinator}}

// Move moves the days on site and what follows from them (S5).
var Move = access.Verb{Name: "schedule.move", Label: "Move the visit", Roles: []access.Role{access.Coordinator},
	Stages: access.Between(access.Scheduled, access.Reading)}

// SetByHand puts one of the other dates on a day of its own (S2).
var SetByHand = access.Verb{Name: "schedule.set-date", Label: "Set the date", Roles: []access.Role{access.Coordinator},
	Stages: access.Between(access.Scheduled, access.FollowUp)}

// Answer is the host director's answer to dates and team (section 3).
var Answer = access.Verb{Name: "schedule.answer", Label: "Send my answer", Roles: []access.Role{access.DASS},
	Stages: []access.Stage{access.Scheduled}}

// Verbs are what can be done here.
var Verbs = []access.Verb{Place, Move, SetByHand, Answer}

// Open asks one of the verbs about dates for whoever read c. A postponed challenge
// takes new dates, at any stage before findings are presented: with them it goes
// on where it was (section 3).
func Open(c challenge.Challenge, v access.Verb) error {
	if c.Ended != nil && *c.Ended == challenge.Postponed && v.Name == Move.Name {
		c.Ended = nil
		v.Stages = access.Between(access.Scheduled, access.OnSite)
	}
	return challenge.Require(c, v)
}
