package offer

import (
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
)

// Role is what somebody is offered for (T1 to T4, T6).
type Role string

// The roles, as the database and the planner spell them.
const (
	Lead          Role = "lead"
	Councillor    Role = "councillor"
	SeniorManager Role = "senior_manager"
	Expert        Role = "expert"
	PSW           Role = "psw"
)

// Roles in the order of T1 to T6, in words.
var Roles = []struct {
	Role  Role
	Words string
}{{Lead, "Challenge lead"}, {Councillor, "Councillor"}, {SeniorManager, "Senior manager"}, {Expert, "Expert by experience"}, {PSW, "Principal social worker (PSW)"}}

// Words is the role as people say it; empty for none.
func (r Role) Words() string {
	for _, x := range Roles {
		if x.Role == r {
			return x.Words
		}
	}
	return ""
}

// Kind is what ties somebody to a council (T5).
type Kind string

// The kinds. RatherNot is "I should not take part": no reason is asked.
const (
	Employer       Kind = "employer"
	FormerEmployer Kind = "former_employer"
	DrawsOnCare    Kind = "draws_on_care"
	Relation       Kind = "relation"
	RatherNot      Kind = "rather_not"
	Other          Kind = "other"
)

// Kinds in the order of the form, in the words of the person.
var Kinds = []struct {
	Kind  Kind
	Words string
}{{Employer, "I work for this council now"}, {FormerEmployer, "I worked for it before"}, {DrawsOnCare, "I, or somebody I care for, draw on its care"},
	{Relation, "I am close to one of its leaders"}, {RatherNot, "I should not take part there (no reason needed)"}, {Other, "Something else, such as a friendship, business or earlier advice"}}

// Words is the kind in the words of the person; empty for none.
func (k Kind) Words() string {
	for _, x := range Kinds {
		if x.Kind == k {
			return x.Words
		}
	}
	return ""
}

// Barring says that the link keeps somebody out of the council's team; others are
// weighed by the coordinator (T5).
func (k Kind) Barring() bool {
	return k == Employer || k == DrawsOnCare || k == Relation || k == RatherNot
}

// Link is one tie between a person and a council.
type Link struct {
	CouncilID   uuid.UUID
	CouncilName string
	Kind        Kind
	FromYear    *int
	UntilYear   *int // of a former employer
	Words       string
}

const linkColumns = `l.council_id, c.name AS council_name, l.kind, l.from_year, l.until_year, l.words`

// Gathering is the gathering of one cycle.
type Gathering struct {
	CycleID   uuid.UUID
	RegionID  uuid.UUID
	CycleName string
	FirstDay  civil.Date
	LastDay   civil.Date
	AnswerBy  civil.Date
	OpenedAt  time.Time
	KeptUntil civil.Date // from this day on what people and councils said is destroyed (I2)
	GoneAt    *time.Time // when it was
}
