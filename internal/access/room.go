package access

// Room is where something is written; everything about a challenge lives in
// exactly one (design: rooms, keys and hand-overs). The word stays in the code.
type Room string

// The rooms of a challenge, and the region's own.
const (
	Common     Room = "common"
	Host       Room = "host"
	Practice   Room = "practice"
	TeamRoom   Room = "team"
	Leaders    Room = "leaders"
	Shared     Room = "shared"
	Council    Room = "council"
	PublicRoom Room = "public"
	Region     Room = "region"
)

// Rooms lists the rooms of a challenge that have keys.
var Rooms = []Room{Common, Host, Practice, TeamRoom, Leaders, Shared, Council}

// CommentsCupboard is the part of the host's room where leaders draft comments.
const CommentsCupboard = "comments"

// AreaCupboard is the part of the host's room that holds one area of the
// self-assessment (A2).
func AreaCupboard(areaKey string) string { return "area:" + areaKey }

// Rule says that a role opens a room, or one locked part of it, from a stage on.
// Cupboard "*" is the part named on the role itself, such as a contributor's area.
type Rule struct {
	Role     Role
	Room     Room
	Cupboard string
	From     Stage
}

// Rules is the one policy that keys follow from (V1, V2, V8). It is shown in the
// product as "Who can see what" and printed by `policy -json`.
var Rules = buildRules()

func buildRules() []Rule {
	var rules []Rule
	add := func(from Stage, role Role, rooms ...Room) {
		for _, room := range rooms {
			rules = append(rules, Rule{Role: role, Room: room, From: from})
		}
	}
	part := func(role Role, room Room, cupboard string) {
		rules = append(rules, Rule{Role: role, Room: room, Cupboard: cupboard, From: Scheduled})
	}
	add(Scheduled, Coordinator, Common)
	add(Final, Coordinator, Council)
	add(Scheduled, DASS, Common, Host, Leaders, Shared, Council)
	add(Scheduled, HostPSW, Common, Practice)
	add(Final, HostPSW, Council)
	add(Scheduled, LinkOfficer, Common, Host, Shared)
	add(Scheduled, SeniorLeader, Common, Leaders, Shared)
	add(Final, SeniorLeader, Council)
	part(SeniorLeader, Host, CommentsCupboard)
	add(Scheduled, HostReader, Common, Host)
	add(Scheduled, Contributor, Common)
	part(Contributor, Host, "*")
	add(Final, CouncilReader, Common, Council)
	add(Scheduled, Invitee, Common)
	add(Scheduled, VisitingPSW, Common, Practice, Shared)
	add(Final, VisitingPSW, Council)
	for _, role := range Team {
		add(Scheduled, role, Common)
		add(Reading, role, Shared, TeamRoom, Leaders)
		add(Final, role, Council)
	}
	return rules
}

// Opens tells whether a role opens the whole of a room at a stage.
func Opens(role Role, room Room, at Stage) bool {
	for _, r := range Rules {
		if r.Role == role && r.Room == room && r.Cupboard == "" && at.AtLeast(r.From) {
			return true
		}
	}
	return false
}
