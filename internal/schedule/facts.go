package schedule

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// electionTask records, for everybody on the challenge, that host and region
// agreed to days before an election; its subject is the first day agreed to.
const electionTask = "before-election"

// newDatesTask is open while a challenge is postponed; package ending opens it.
const newDatesTask = "new-dates"

const visitColumns = `c.id, c.name, c.cycle_id, c.host_council_id AS host_id, k.name AS council, c.onsite_first AS first, c.onsite_last AS last,
	c.stage, c.agreed_at, c.ended,
	EXISTS (SELECT FROM task t WHERE t.challenge_id = c.id AND t.kind = '` + electionTask + `' AND t.subject = c.onsite_first::text
		AND t.done_at IS NOT NULL) AS election_agreed,
	coalesce((SELECT jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'role', m.role) ORDER BY m.role = 'lead' DESC, p.name)
		FROM team_member m JOIN person p ON p.id = m.person_id
		WHERE m.challenge_id = c.id AND m.state IN ('proposed', 'accepted')), '[]') AS people,
	coalesce((SELECT jsonb_object_agg(d.kind, d.on_day) FROM challenge_date d WHERE d.challenge_id = c.id), '{}') AS dates`

// visitsTx lists the visits of a region by date; as its coordinator all of them.
func visitsTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) ([]Visit, error) {
	return db.All[Visit](ctx, tx, `SELECT `+visitColumns+` FROM challenge c JOIN council k ON k.id = c.host_council_id
		WHERE c.region_id = $1 ORDER BY c.onsite_first, k.name LIMIT 500`, region)
}

const hostSQL = `SELECT k.id, k.code, k.name,
	coalesce((SELECT jsonb_agg(jsonb_build_object('first', d.first_day, 'last', d.last_day, 'reason', d.reason) ORDER BY d.first_day)
		FROM council_closed_dates d WHERE d.council_id = k.id), '[]') AS closed,
	coalesce((SELECT jsonb_agg(jsonb_build_object('polling_day', e.polling_day, 'votes', e.votes) ORDER BY e.polling_day)
		FROM council_election e WHERE e.council_id = k.id), '[]') AS elections,
	coalesce((SELECT jsonb_agg(jsonb_build_object('first', s.first_day, 'last', s.last_day, 'reason', s.name) ORDER BY s.first_day, s.last_day)
		FROM council_school_holiday s WHERE s.council_id = k.id), '[]') AS school FROM council k `

func hostTx(ctx context.Context, tx pgx.Tx, council uuid.UUID) (Host, error) {
	return db.One[Host](ctx, tx, hostSQL+`WHERE k.id = $1`, council)
}

func hostsTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) ([]Host, error) {
	return db.All[Host](ctx, tx, hostSQL+`WHERE k.region_id = $1 ORDER BY k.name LIMIT 200`, region)
}

// round is a cycle with the parts of its framework that a calendar needs.
type round struct {
	cycle.Cycle
	Offsets  reference.Offsets
	Windows  reference.Windows
	Planning reference.Planning
	Agreed   bool // the agreements about information are recorded (I1)
}

type roundRow struct {
	cycle.Cycle
	Offsets  []byte
	Windows  []byte
	Planning []byte
	Agreed   bool
}

const roundSQL = `SELECT y.id, y.region_id, y.framework_id, y.name, y.first_day, y.last_day,
	f.body->'offsets' AS offsets, f.body->'windows' AS windows, f.body->'planning' AS planning,
	EXISTS (SELECT FROM information_agreement i WHERE i.cycle_id = y.id) AS agreed
	FROM cycle y JOIN framework f ON f.id = y.framework_id
	WHERE y.region_id = ANY ((SELECT keys_of('region'))::uuid[]) `

// roundTx is a cycle of a region whose coordinator the actor is; Missing to others.
func roundTx(ctx context.Context, tx pgx.Tx, id uuid.UUID) (round, error) {
	row, err := db.One[roundRow](ctx, tx, roundSQL+`AND y.id = $1`, id)
	if err != nil {
		return round{}, err
	}
	return row.round()
}

// roundsTx lists the cycles of the actor's regions, newest first.
func roundsTx(ctx context.Context, tx pgx.Tx) ([]round, error) {
	rows, err := db.All[roundRow](ctx, tx, roundSQL+`ORDER BY y.first_day DESC LIMIT 50`)
	if err != nil {
		return nil, err
	}
	out := make([]round, len(rows))
	for i, r := range rows {
		if out[i], err = r.round(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r roundRow) round() (round, error) {
	out := round{Cycle: r.Cycle, Agreed: r.Agreed}
	for _, part := range []struct {
		from []byte
		to   any
	}{{r.Offsets, &out.Offsets}, {r.Windows, &out.Windows}, {r.Planning, &out.Planning}} {
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return round{}, problem.Internalf(err, "framework %s", r.FrameworkID)
		}
	}
	return out, nil
}

// lockRegionTx lets one coordinator at a time place or move a visit of a region,
// so that two who are each the second in a month are not both let in (S3). It is
// always the last lock taken.
func lockRegionTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('schedule/' || $1::text, 0))`, region)
	return err
}
