package visit

import "peerchallenge/internal/access"

var (
	before = access.Between(access.Preparing, access.OnSite)
	onSite = access.Between(access.OnSite, access.Drafting)
	hosts  = []access.Role{access.DASS, access.LinkOfficer}
	leads  = []access.Role{access.Lead, access.DeputyLead}
	// readers of a shared programme beside the host
	visiting = append([]access.Role{access.VisitingPSW}, access.Team...)
)

// The verbs of the three days on site.
var (
	Want   = access.Verb{Name: "visit.want", Label: "Save the kinds of people", Roles: leads, Stages: before}
	Build  = access.Verb{Name: "visit.build", Label: "Save the session", Roles: hosts, Stages: before}
	Share  = access.Verb{Name: "visit.share", Label: "Share the programme", Roles: hosts, Stages: before}
	Assign = access.Verb{Name: "visit.assign", Label: "Save who leads and takes notes", Roles: leads, Stages: before}
	Number = access.Verb{Name: "visit.number", Label: "Save the number", Roles: append(append([]access.Role{}, hosts...), leads...), Stages: before}
	Invite = access.Verb{Name: "visit.invite", Label: "Save", Roles: []access.Role{access.Contributor}, Stages: before}
	Brief  = access.Verb{Name: "visit.brief", Label: "Mark as given", Roles: append([]access.Role{access.Contributor}, hosts...), Stages: before}
	Ask    = access.Verb{Name: "visit.ask", Label: "Add the question", Roles: access.Team, Stages: access.Between(access.Reading, access.OnSite)}
	Hear   = access.Verb{Name: "visit.hear", Label: "Save who was heard", Roles: leads, Stages: onSite}
	Topics = access.Verb{Name: "visit.topics", Label: "Save the topics", Roles: leads, Stages: onSite, Content: true}
	Line   = access.Verb{Name: "visit.line", Label: "Save your line", Roles: []access.Role{access.DASS}, Stages: onSite}
)

// Verbs lists them for the wiring.
var Verbs = []access.Verb{Want, Build, Share, Assign, Number, Invite, Brief, Ask, Hear, Topics, Line}

// Cupboard is the locked part of the host's room for one session's organiser (O5).
func Cupboard(session string) string { return "session:" + session }
