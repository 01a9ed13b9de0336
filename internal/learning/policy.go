package learning

import "peerchallenge/internal/access"

// writers are all who take part in a challenge or a region; an evaluator and an
// operator have no log.
var writers = append([]access.Role{access.DASS, access.PSW, access.HostPSW, access.LinkOfficer, access.SeniorLeader, access.HostReader, access.Contributor,
	access.CouncilReader, access.VisitingPSW, access.Coordinator}, access.Team...)

// What is done with ideas; it depends on no stage.
var (
	Note  = access.Verb{Name: "learning.note", Label: "Keep this idea", Roles: writers}
	Share = access.Verb{Name: "learning.share", Label: "Share with the region", Roles: writers}
	Agree = access.Verb{Name: "learning.agree", Label: "Agree to be named", Roles: []access.Role{access.DASS}, Stages: access.From(access.Drafting)}
)

// Verbs lists them for the wiring.
var Verbs = []access.Verb{Note, Share, Agree}
