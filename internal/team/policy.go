package team

import "peerchallenge/internal/access"

var gathering = access.Between(access.Scheduled, access.OnSite)

// Propose asks somebody of the region to join (T1 to T4, T6).
var Propose = access.Verb{Name: "team.propose", Label: "Ask them to join", Roles: []access.Role{access.Coordinator}, Stages: gathering}

// Decide decides about a link that somebody declared (T5).
var Decide = access.Verb{Name: "team.decide", Label: "Decide", Roles: []access.Role{access.Coordinator}, Stages: gathering}

// Remove takes somebody off the team; what they could open closes at once (V4).
var Remove = access.Verb{Name: "team.remove", Label: "Take off the team", Roles: []access.Role{access.Coordinator},
	Stages: access.Between(access.Scheduled, access.Finalising)}

var visitors = append([]access.Role{access.Invitee, access.VisitingPSW}, access.Team...)

// Declare is saying whether one has a link with the host (T5). A member may do it
// again when something has changed.
var Declare = access.Verb{Name: "team.declare", Label: "Send my declaration", Roles: visitors, Stages: access.Between(access.Scheduled, access.Drafting)}

// Accept is saying yes; Decline saying no.
var (
	Accept  = access.Verb{Name: "team.accept", Label: "Accept", Roles: []access.Role{access.Invitee}, Stages: gathering}
	Decline = access.Verb{Name: "team.decline", Label: "Say no", Roles: []access.Role{access.Invitee}}
)

// Sign is signing the undertaking and confirming one's training after having
// accepted (T9).
var Sign = access.Verb{Name: "team.sign", Label: "Sign and confirm", Roles: append([]access.Role{access.VisitingPSW}, access.Team...),
	Stages: access.Between(access.Scheduled, access.Finalising)}

// ConfirmBrief is the councillor's answer on day 1: does the adult social care
// brief still stand? DecideBrief is what follows from "no" (T2).
var (
	ConfirmBrief = access.Verb{Name: "team.confirm-brief", Label: "Send my answer", Roles: []access.Role{access.Councillor}, Stages: access.From(access.OnSite)}
	DecideBrief  = access.Verb{Name: "team.decide-brief", Label: "Record the decision", Roles: []access.Role{access.Lead, access.DeputyLead, access.Coordinator},
		Stages: access.Between(access.OnSite, access.Finalising)}
)

// WritePromise is writing down what an expert by experience is promised, and
// SayNeeds saying one's own access needs (T10).
var (
	WritePromise = access.Verb{Name: "team.promise", Label: "Save what you promise", Roles: []access.Role{access.Coordinator}, Stages: gathering}
	SayNeeds     = access.Verb{Name: "team.needs", Label: "Save my needs", Roles: visitors, Stages: access.Between(access.Scheduled, access.Finalising)}
)

// Train is recording that somebody was trained (T9).
var Train = access.Verb{Name: "team.train", Label: "Record the training", Roles: []access.Role{access.Coordinator}, Stages: access.Between(access.Scheduled, access.Finalising)}

// Verbs are what can be done here.
var Verbs = []access.Verb{Propose, Decide, Remove, Declare, Accept, Decline, Sign, ConfirmBrief, DecideBrief, WritePromise, SayNeeds, Train}
