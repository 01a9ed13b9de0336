package access

// Role is a part somebody has: in the installation, a region, a council or one
// challenge (product.md section 2).
type Role string

// The roles, as the database spells them.
const (
	Operator      Role = "operator"
	Coordinator   Role = "coordinator"
	DASS          Role = "dass"
	PSW           Role = "psw"      // a council's standing post
	HostPSW       Role = "host_psw" // the same post, seen from a challenge its council hosts
	LinkOfficer   Role = "link_officer"
	SeniorLeader  Role = "senior_leader"
	HostReader    Role = "host_reader" // a senior leader whom the DASS lets into host drafts
	Contributor   Role = "contributor"
	CouncilReader Role = "council_reader"
	Invitee       Role = "invitee" // asked to join a team, not yet answered
	Lead          Role = "lead"
	DeputyLead    Role = "deputy_lead"
	Councillor    Role = "councillor"
	SeniorManager Role = "senior_manager"
	Expert        Role = "expert"
	VisitingPSW   Role = "visiting_psw"
	Evaluator     Role = "evaluator" // independent, of a region; opens no challenge
)

var roleNames = map[Role]string{
	Operator: "Technical operator", Coordinator: "Programme coordinator",
	DASS: "Director of adult social services (DASS)", PSW: "Principal social worker (PSW)",
	HostPSW: "Principal social worker (PSW) of the host", LinkOfficer: "Link officer",
	SeniorLeader: "Senior leader of the host", HostReader: "Reader of the host's drafts",
	Contributor: "Contributor", CouncilReader: "Reader in the council", Invitee: "Asked to join the team",
	Lead: "Challenge lead", DeputyLead: "Deputy lead", Councillor: "Councillor",
	SeniorManager: "Senior manager", Expert: "Expert by experience",
	VisitingPSW: "Visiting principal social worker (PSW)", Evaluator: "Independent evaluator",
}

// Name is the role in the users' words.
func (r Role) Name() string { return roleNames[r] }

// Team is every role of the visiting team that writes findings (T1 to T4).
var Team = []Role{Lead, DeputyLead, Councillor, SeniorManager, Expert}

// HostLeaders are those of the host who hear findings and comment on facts (F7).
var HostLeaders = []Role{DASS, SeniorLeader}

// IsTeam tells whether the role belongs to the visiting team.
func (r Role) IsTeam() bool { return has(Team, r) }

func has[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}
