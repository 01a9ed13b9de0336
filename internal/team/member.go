package team

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
)

// State is where a place on the team stands.
type State string

// The states of a place.
const (
	Proposed State = "proposed"
	Accepted State = "accepted"
	Declined State = "declined"
	Ended    State = "ended"
)

// Roles are the places of a team, in the order people read them.
var Roles = []access.Role{access.Lead, access.DeputyLead, access.Councillor, access.SeniorManager, access.Expert, access.VisitingPSW}

// Member is one place on a team and who has it.
type Member struct {
	ID             uuid.UUID
	PersonID       uuid.UUID
	Name           string
	Post           string
	CouncilID      *uuid.UUID
	Council        string // where they work; may be empty
	Outside        string // the council, of somebody of another region (T3)
	AskedBecause   string // why somebody of the same council, or of another region, was asked (T3, T6)
	Role           access.Role
	State          State
	ProposedAt     time.Time
	AnsweredAt     *time.Time
	UndertakingAt  *time.Time
	TrainedOn      civil.Date // for the role (T9)
	CoProductionOn civil.Date // in co-production (T9)
	TrainedBy      *string    // the coordinator who recorded it; nil when they said it themselves
	Needs          string     // access needs, where the reader may see them (T10)
	NeedsForLead   bool
	EndedAt        *time.Time
	// DeclarationID, Interest, Words and Decision are nil or empty to all but the person and
	// the region; Reason is why they said no, for the region.
	DeclarationID *uuid.UUID
	Interest      *Interest
	Grounds       []string
	Words         string
	Decision      *Decision
	Reason        string
}

// Live tells whether the place is taken.
func (m Member) Live() bool { return m.State == Proposed || m.State == Accepted }

// councilKey tells whether two members work for one council; empty when it is
// not known where somebody works.
func (m Member) councilKey() string { return councilKey(m.CouncilID, m.Outside) }

func councilKey(id *uuid.UUID, outside string) string {
	if id != nil {
		return id.String()
	}
	return strings.ToLower(outside)
}

// MustWait tells whether a link was declared and nobody has decided yet.
func (m Member) MustWait() bool {
	return m.Live() && m.Interest != nil && *m.Interest == ToBeWeighed && m.Decision == nil
}

// weighTask is the coordinator's duty to decide about a link. weighedTask, done,
// is what tells the host that a link was weighed and its holder may take part
// (T5). The subject of both is the declaration, which only the person and the
// region can read: so a task tells nobody else whose link it is.
const (
	weighTask   = "weigh-link"
	weighedTask = "link-weighed"
)

const memberSQL = `SELECT m.id, m.person_id, p.name, p.post, p.council_id, coalesce(k.name, p.outside_council) AS council, p.outside_council AS outside, m.asked_because, m.role, m.state, m.proposed_at,
	m.answered_at, m.undertaking_at, m.trained_on, m.co_production_on, (SELECT t.name FROM person t WHERE t.id = m.trained_by) AS trained_by, m.ended_at,
	coalesce(a.words, g.words, '') AS needs, coalesce(a.lead_may_see, g.lead_may_see, false) AS needs_for_lead,
	d.id AS declaration_id, d.interest, coalesce(d.grounds, '{}') AS grounds, coalesce(d.words, '') AS words, d.decision, coalesce(n.reason, '') AS reason
	FROM team_member m JOIN person p ON p.id = m.person_id LEFT JOIN council k ON k.id = p.council_id
	LEFT JOIN declaration d ON d.challenge_id = m.challenge_id AND d.person_id = m.person_id
	LEFT JOIN decline n ON n.team_member_id = m.id
	LEFT JOIN access_need a ON a.challenge_id = m.challenge_id AND a.person_id = m.person_id
	LEFT JOIN person_need g ON g.person_id = m.person_id AND g.cycle_id = (SELECT cycle_id FROM challenge WHERE id = m.challenge_id) `

const inOrder = ` ORDER BY array_position(ARRAY['lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert', 'visiting_psw'], m.role),
	m.state, p.name, m.id`

// membersTx lists all places there are or were; what the actor may not read of
// declarations comes back empty.
func membersTx(ctx context.Context, tx pgx.Tx, id challenge.ID) ([]Member, error) {
	return db.All[Member](ctx, tx, memberSQL+`WHERE m.challenge_id = $1`+inOrder+` LIMIT 200`, id)
}

func memberTx(ctx context.Context, tx pgx.Tx, id challenge.ID, member uuid.UUID) (Member, error) {
	return db.One[Member](ctx, tx, memberSQL+`WHERE m.challenge_id = $1 AND m.id = $2`, id, member)
}

// ownTx is the actor's live place; Missing when they have none.
func ownTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (Member, error) {
	return db.One[Member](ctx, tx, memberSQL+`WHERE m.challenge_id = $1 AND m.person_id = app_actor() AND m.state IN ('proposed', 'accepted')`, id)
}
