package evaluation

import "peerchallenge/internal/access"

var (
	// onTeam and atHost are asked, signed in; organisers give out paper and link.
	onTeam     = append([]access.Role{access.VisitingPSW}, access.Team...)
	atHost     = []access.Role{access.DASS, access.LinkOfficer, access.SeniorLeader, access.Contributor, access.HostPSW}
	asked      = append(append([]access.Role{}, onTeam...), atHost...)
	organisers = []access.Role{access.DASS, access.LinkOfficer}
	// readers see what came of their own challenge.
	readers = append([]access.Role{access.DASS, access.Coordinator}, access.Team...)
)

// The verbs of the evaluation. Whether a survey is open is judged from its dates.
var (
	Answer   = access.Verb{Name: "evaluation.answer", Label: "Send my answers", Roles: asked}
	Organise = access.Verb{Name: "evaluation.organise", Label: "Save the number", Roles: organisers}
	Paper    = access.Verb{Name: "evaluation.paper", Label: "Save these answers", Roles: organisers}
	Consent  = access.Verb{Name: "evaluation.consent", Label: "Agree", Roles: []access.Role{access.DASS}}
	Import   = access.Verb{Name: "evaluation.import", Label: "Import these answers", Roles: []access.Role{access.Coordinator}}
	Appoint  = access.Verb{Name: "evaluation.appoint", Label: "Appoint the evaluator", Roles: []access.Role{access.Coordinator}}
)

// Verbs lists them for the wiring.
var Verbs = []access.Verb{Answer, Organise, Paper, Consent, Import, Appoint}
