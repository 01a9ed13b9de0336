package planfacts

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Round is a cycle with the region's numbers.
type Round struct {
	cycle.Cycle
	Offsets  reference.Offsets
	Planning reference.Planning
	Team     reference.TeamRules
}

// RoundTx is a cycle of a region whose coordinator the actor is; Missing to others.
func RoundTx(ctx context.Context, tx pgx.Tx, id uuid.UUID) (Round, error) {
	type row struct {
		cycle.Cycle
		Offsets, Planning, Team []byte
	}
	r, err := db.One[row](ctx, tx, `SELECT y.id, y.region_id, y.framework_id, y.name, y.first_day, y.last_day,
		f.body->'offsets' AS offsets, f.body->'planning' AS planning, f.body->'team' AS team
		FROM cycle y JOIN framework f ON f.id = y.framework_id
		WHERE y.region_id = ANY ((SELECT keys_of('region'))::uuid[]) AND y.id = $1`, id)
	if err != nil {
		return Round{}, err
	}
	out := Round{Cycle: r.Cycle}
	for _, part := range []struct {
		from []byte
		to   any
	}{{r.Offsets, &out.Offsets}, {r.Planning, &out.Planning}, {r.Team, &out.Team}} {
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return Round{}, problem.Internalf(err, "framework %s", r.FrameworkID)
		}
	}
	return out, nil
}

// Council is what is known of a council as a host (S3, S4).
type Council struct {
	ID        uuid.UUID
	Code      string
	Name      string
	Closed    []Span
	Elections []Election
	School    []Span // school holidays that somebody entered (S4); none: not known
}

// Span is a run of days with its reason, as somebody wrote it.
type Span struct {
	First civil.Date `json:"first"`
	Last  civil.Date `json:"last"`
	Why   string     `json:"why"`
}

// Election is one that a coordinator entered for a council (S3).
type Election struct {
	PollingDay civil.Date     `json:"polling_day"`
	Votes      reference.Vote `json:"votes"`
}

func queueCouncils(b *db.Batch, into *[]Council, region uuid.UUID) {
	db.Queue(b, into, `SELECT k.id, k.code, k.name,
		coalesce((SELECT jsonb_agg(jsonb_build_object('first', d.first_day, 'last', d.last_day, 'why', d.reason) ORDER BY d.first_day)
			FROM council_closed_dates d WHERE d.council_id = k.id), '[]') AS closed,
		coalesce((SELECT jsonb_agg(jsonb_build_object('polling_day', e.polling_day, 'votes', e.votes) ORDER BY e.polling_day)
			FROM council_election e WHERE e.council_id = k.id), '[]') AS elections,
		coalesce((SELECT jsonb_agg(jsonb_build_object('first', s.first_day, 'last', s.last_day, 'why', s.name) ORDER BY s.first_day, s.last_day)
			FROM council_school_holiday s WHERE s.council_id = k.id), '[]') AS school
		FROM council k WHERE k.region_id = $1 ORDER BY k.name, k.id LIMIT 400`, region)
}

// Somebody is a person of the region as the planner's guess needs them, and for
// the lists of conflicts.
type Somebody struct {
	ID          uuid.UUID
	Name        string
	Council     *uuid.UUID
	Outside     string
	Post        string
	Email       string
	Posts       []string    // roles held in their council
	Served      []string    // places on teams, the newest first
	Former      []uuid.UUID // councils in which they held a post before
	Experienced bool        // was on a team whose visit is over
}

func queuePeople(b *db.Batch, into *[]Somebody, region uuid.UUID, today civil.Date) {
	db.Queue(b, into, `SELECT p.id, p.name, p.council_id AS council, p.outside_council AS outside, p.post, coalesce(e.email, '') AS email,
		coalesce((SELECT array_agg(h.role) FROM role_holding h WHERE h.person_id = p.id AND h.scope = 'council' AND h.ended_at IS NULL), '{}') AS posts,
		coalesce((SELECT array_agg(m.role ORDER BY m.proposed_at DESC) FROM team_member m WHERE m.person_id = p.id AND m.role <> 'deputy_lead'), '{}') AS served,
		coalesce((SELECT array_agg(DISTINCT h.scope_id) FROM role_holding h WHERE h.person_id = p.id AND h.scope = 'council' AND h.ended_at IS NOT NULL), '{}') AS former,
		EXISTS (SELECT FROM team_member m JOIN challenge c ON c.id = m.challenge_id
			WHERE m.person_id = p.id AND m.state = 'accepted' AND c.onsite_last < $2) AS experienced
		FROM person p LEFT JOIN person_contact e ON e.person_id = p.id WHERE p.region_id = $1 ORDER BY p.name, p.id LIMIT 5000`, region, today)
}

// Tie is a link with a host that somebody declared for a challenge (T5), or a
// visit they have said no to.
type Tie struct {
	Person  uuid.UUID
	Council uuid.UUID
	Cycle   uuid.UUID
	Barring bool
	Decline bool
}

func queueTies(b *db.Batch, into *[]Tie, region uuid.UUID) {
	db.Queue(b, into, `SELECT d.person_id AS person, c.host_council_id AS council, c.cycle_id AS cycle,
		(d.interest = 'barring' OR d.decision IS NOT DISTINCT FROM 'may_not') AS barring, false AS decline
		FROM declaration d JOIN challenge c ON c.id = d.challenge_id WHERE d.region_id = $1 AND d.interest <> 'none'
		UNION ALL SELECT m.person_id, c.host_council_id, c.cycle_id, false, true
		FROM team_member m JOIN challenge c ON c.id = m.challenge_id WHERE m.region_id = $1 AND m.state = 'declined'
		ORDER BY 1, 2, 4 LIMIT 5000`, region)
}

// Visit is one challenge of the region, of this cycle or an earlier one.
type Visit struct {
	ID       uuid.UUID
	Name     string
	Cycle    uuid.UUID
	Host     uuid.UUID
	First    civil.Date
	Last     civil.Date
	Stage    access.Stage
	Agreed   bool
	Election bool // host and region agreed to these days before an election (S3)
	Ended    *string
	Version  int
	Members  []Member
}

// Member is somebody on the team of a visit, or asked for it.
type Member struct {
	Person  uuid.UUID  `json:"person"`
	Name    string     `json:"name"`
	Council *uuid.UUID `json:"council"`
	Role    string     `json:"role"`
	State   string     `json:"state"`
	Place   uuid.UUID  `json:"place"`
	Due     civil.Date `json:"due"`
}

func queueVisits(b *db.Batch, into *[]Visit, region uuid.UUID) {
	db.Queue(b, into, `SELECT c.id, c.name, c.cycle_id AS cycle, c.host_council_id AS host, c.onsite_first AS first, c.onsite_last AS last, c.stage,
		c.agreed_at IS NOT NULL AS agreed, c.ended, c.dates_version AS version,
		EXISTS (SELECT FROM task t WHERE t.challenge_id = c.id AND t.kind = 'before-election' AND t.subject = c.onsite_first::text AND t.done_at IS NOT NULL) AS election,
		coalesce((SELECT jsonb_agg(jsonb_build_object('person', p.id, 'name', p.name, 'council', p.council_id, 'role', m.role, 'state', m.state, 'place', m.id,
			'due', (SELECT t.due_on FROM task t WHERE t.challenge_id = c.id AND t.kind = 'invitation' AND t.subject = m.id::text AND t.done_at IS NULL LIMIT 1))
			ORDER BY p.name, p.id)
			FROM team_member m JOIN person p ON p.id = m.person_id WHERE m.challenge_id = c.id AND m.state <> 'ended'), '[]') AS members
		FROM challenge c WHERE c.region_id = $1 ORDER BY c.onsite_first, c.id LIMIT 2000`, region)
}

// Pin is what a coordinator has fixed of a council's visit.
type Pin struct {
	Council  uuid.UUID
	FirstDay *civil.Date
	Places   []Pinned
}

// Pinned is a place that is fixed with its person.
type Pinned struct {
	Role   string `json:"Role"`
	Person string `json:"Person"`
}

const pinsSQL = `SELECT council_id AS council, first_day, places FROM plan_pin WHERE cycle_id = $1 ORDER BY council_id LIMIT 400`

func queuePins(b *db.Batch, into *[]Pin, cycleID uuid.UUID) { db.Queue(b, into, pinsSQL, cycleID) }

// PinsTx are what is pinned in a cycle, by council; none to all but its coordinators.
func PinsTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) ([]Pin, error) {
	return db.All[Pin](ctx, tx, pinsSQL, cycleID)
}
