package report

import "peerchallenge/internal/access"

var leads = []access.Role{access.Lead, access.DeputyLead}

var finalising = []access.Stage{access.Finalising}

// The verbs of sign-off, final report and publication (F8, F9).
var (
	SignOff           = access.Verb{Name: "sign-off.sign", Label: "Record my sign-off", Roles: access.Team, Stages: finalising}
	Remind            = access.Verb{Name: "sign-off.remind", Label: "Send a reminder", Roles: []access.Role{access.Lead}, Stages: finalising}
	Silent            = access.Verb{Name: "sign-off.did-not-answer", Label: "Record “did not answer”", Roles: []access.Role{access.Lead}, Stages: finalising}
	Finalise          = access.Verb{Name: "report.finalise", Label: "Make the report final", Roles: []access.Role{access.Lead}, Stages: finalising}
	ProposeCorrection = access.Verb{Name: "report.propose-correction", Label: "Propose this correction", Roles: leads, Stages: access.Between(access.Final, access.FollowUp)}
	AgreeCorrection   = access.Verb{Name: "report.agree-correction", Label: "I agree to this correction", Roles: access.Team, Stages: access.Between(access.Final, access.FollowUp)}
	SealCorrection    = access.Verb{Name: "report.seal-correction", Label: "Make the corrected report final", Roles: leads, Stages: access.Between(access.Final, access.FollowUp)}
	Publish           = access.Verb{Name: "report.publish", Label: "Publish the report", Roles: []access.Role{access.DASS}, Stages: access.Between(access.Final, access.FollowUp)}
)

// Verbs lists them for the wiring.
var Verbs = []access.Verb{SignOff, Remind, Silent, Finalise, ProposeCorrection, AgreeCorrection, SealCorrection, Publish}

// readsFinal tells whether a standing may open the council's copy: whoever holds
// the key of the council's room now that the report is final.
func readsFinal(s access.Standing) bool {
	if !s.Stage.AtLeast(access.Final) {
		return false
	}
	for _, role := range s.Roles {
		if access.Opens(role, access.Council, s.Stage) {
			return true
		}
	}
	return false
}
