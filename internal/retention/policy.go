package retention

import "peerchallenge/internal/access"

var loggers = []access.Role{access.Coordinator, access.DASS, access.LinkOfficer}

// The verbs on a challenge. A request may come at any time, also when a challenge
// was ended: Log and Close ask the roles alone.
var (
	Confirm = access.Verb{Name: "information.confirm", Label: "Confirm the agreements", Roles: []access.Role{access.DASS}}
	Log     = access.Verb{Name: "information.log-request", Label: "Log the request", Roles: loggers}
	Close   = access.Verb{Name: "information.close-request", Label: "Close the request", Roles: loggers}
	// TakeDown takes a published version out of sight; the other side decides (I4).
	TakeDown = access.Verb{Name: "information.take-down", Label: "Take this version down", Roles: []access.Role{access.DASS, access.Coordinator},
		Stages: access.From(access.Final)}
	Decide = access.Verb{Name: "information.decide-take-down", Label: "Decide", Roles: []access.Role{access.DASS, access.Coordinator},
		Stages: access.From(access.Final)}
)

// The verbs of a region's coordinator, outside any challenge.
var (
	Record = access.Verb{Name: "information.record-agreements", Label: "Record the agreements", Roles: []access.Role{access.Coordinator}}
	Erase  = access.Verb{Name: "person.erase", Label: "Erase", Roles: []access.Role{access.Coordinator}}
)

// Verbs lists them for the wiring.
var Verbs = []access.Verb{Confirm, Log, Close, TakeDown, Decide, Record, Erase}
