package offer

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// CouncilRow is one council in the list of who has answered.
type CouncilRow struct {
	ID         uuid.UUID
	Name       string
	Slug       string
	Directors  []string
	AnsweredAt *time.Time
	TypedBy    string // who entered it on the council's behalf
	Signed     bool
	Offered    int // people on its list
	Reminders  int // mails to its directors since the first
	RemindedOn civil.Date
	Elections  []council.Election
}

// PersonRow is one person offered in that list.
type PersonRow struct {
	ID          uuid.UUID
	Name        string
	CouncilName string
	Role        Role
	Answer      string
	AnsweredAt  *time.Time
	TypedBy     string
	Promised    bool // has got what T10 promises
	Reminders   int
	RemindedOn  civil.Date
}

// ListPage is who has answered and who has not.
type ListPage struct {
	Cycle     cycle.Cycle
	Gathering *Gathering // nil while it is not open
	Councils  []CouncilRow
	People    []PersonRow
	Today     civil.Date
}

// reminded counts what went to somebody: s.reminders and s.reminded_on.
const reminded = `SELECT person_id, count(*)::int AS reminders, max(on_day) AS reminded_on FROM gathering_reminder WHERE cycle_id = $1 GROUP BY person_id`

// List reads who has answered: coordinators alone; Missing for others.
func (s *Service) List(ctx context.Context, actor access.Actor, cycleID uuid.UUID) (ListPage, error) {
	v := ListPage{Today: civil.Of(s.Clock.Now())}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Cycle, err = regionTx(ctx, tx, cycleID); err != nil {
			return err
		}
		g, err := gatheringTx(ctx, tx, cycleID)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		v.Gathering = &g
		return v.fillTx(ctx, tx)
	})
	return v, err
}

func (v *ListPage) fillTx(ctx context.Context, tx pgx.Tx) error {
	type row struct {
		ID         uuid.UUID
		Name       string
		Slug       string
		Directors  []string
		AnsweredAt *time.Time
		TypedBy    string
		Signed     bool
		Offered    int
		Reminders  int
		RemindedOn civil.Date
	}
	list, err := db.All[row](ctx, tx, `WITH s AS (`+reminded+`), d AS (
			SELECT h.scope_id, h.acting, p.id, p.name FROM role_holding h JOIN person p ON p.id = h.person_id
			WHERE h.scope = 'council' AND h.role = 'dass' AND h.ended_at IS NULL AND h.starts_on <= $3 AND (h.ends_on IS NULL OR h.ends_on >= $3))
		SELECT c.id, c.name, c.slug, coalesce((SELECT array_agg(d.name ORDER BY d.acting, d.name) FROM d WHERE d.scope_id = c.id), '{}') AS directors,
			o.answered_at, coalesce(t.name, '') AS typed_by, coalesce(o.signed_name <> '', false) AS signed,
			(SELECT count(*)::int FROM person_offer q WHERE q.cycle_id = $1 AND q.council_id = c.id) AS offered,
			coalesce((SELECT max(s.reminders) FROM s JOIN d ON d.id = s.person_id WHERE d.scope_id = c.id), 0) AS reminders,
			(SELECT max(s.reminded_on) FROM s JOIN d ON d.id = s.person_id WHERE d.scope_id = c.id) AS reminded_on
		FROM council c LEFT JOIN council_offer o ON o.cycle_id = $1 AND o.council_id = c.id LEFT JOIN person t ON t.id = o.typed_by
		WHERE c.region_id = $2 ORDER BY c.name, c.id`, v.Cycle.ID, v.Cycle.RegionID, v.Today)
	if err != nil {
		return err
	}
	var ids []uuid.UUID
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	elections, err := council.ElectionsTx(ctx, tx, ids, v.Cycle.FirstDay.Year(), v.Cycle.LastDay.Year())
	if err != nil {
		return err
	}
	for _, r := range list {
		c := CouncilRow{ID: r.ID, Name: r.Name, Slug: r.Slug, Directors: r.Directors, AnsweredAt: r.AnsweredAt, TypedBy: r.TypedBy, Signed: r.Signed, Offered: r.Offered,
			Reminders: r.Reminders, RemindedOn: r.RemindedOn}
		for _, e := range elections[r.ID] {
			if e.Applies() && e.PollingDay.Between(v.Cycle.FirstDay, v.Cycle.LastDay) {
				c.Elections = append(c.Elections, e)
			}
		}
		v.Councils = append(v.Councils, c)
	}
	v.People, err = db.All[PersonRow](ctx, tx, `WITH s AS (`+reminded+`)
		SELECT p.id, p.name, coalesce(c.name, p.outside_council) AS council_name, o.role, coalesce(a.answer, '') AS answer, a.answered_at, coalesce(t.name, '') AS typed_by,
			o.role <> 'expert' OR EXISTS (SELECT FROM person_promise x WHERE x.cycle_id = o.cycle_id AND x.person_id = o.person_id AND (x.format <> 'telephone' OR x.read_out_on IS NOT NULL)) AS promised,
			coalesce(s.reminders, 0) AS reminders, s.reminded_on
		FROM person_offer o JOIN person p ON p.id = o.person_id LEFT JOIN council c ON c.id = o.council_id
		LEFT JOIN person_answer a ON a.cycle_id = o.cycle_id AND a.person_id = o.person_id LEFT JOIN person t ON t.id = a.typed_by LEFT JOIN s ON s.person_id = p.id
		WHERE o.cycle_id = $1 ORDER BY array_position(ARRAY['lead', 'councillor', 'senior_manager', 'expert', 'psw'], o.role), p.name, p.id LIMIT 1000`, v.Cycle.ID)
	return err
}

// Remind writes one mail to each of the people chosen who has something to answer,
// whatever it is, at most one a day, and says to how many. Whom to remind are people
// offered and, by their councils, directors. Only a coordinator.
func (s *Service) Remind(ctx context.Context, actor access.Actor, cycleID uuid.UUID, councils, people []uuid.UUID) (int, error) {
	sent := 0
	err := s.region(ctx, actor, cycleID, Remind, cycleID, func(tx pgx.Tx, g Gathering, now time.Time) error {
		links, order, err := waitingTx(ctx, tx, g, civil.Of(now), councils, people)
		if err != nil {
			return err
		}
		if len(order) == 0 {
			return atField("remind", "Choose at least one council or person that has not answered")
		}
		for _, who := range order {
			tag, err := tx.Exec(ctx, `INSERT INTO gathering_reminder (cycle_id, region_id, person_id, on_day, sent_by) VALUES ($1, $2, $3, $4, app_actor()) ON CONFLICT DO NOTHING`,
				cycleID, g.RegionID, who, civil.Of(now))
			if err != nil {
				return err
			}
			if tag.RowsAffected() == 0 {
				continue // had one today
			}
			if err := s.remindTx(ctx, tx, now, g, who, links[who]); err != nil {
				return err
			}
			sent++
		}
		if sent == 0 {
			return problem.New(problem.Conflict, fmt.Sprintf("All %d have had a reminder today. Nobody is written to twice a day.", len(order)))
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return sent, nil
}

// waitingTx finds who of the chosen has something to answer, and where.
func waitingTx(ctx context.Context, tx pgx.Tx, g Gathering, today civil.Date, councils, people []uuid.UUID) (map[uuid.UUID][]string, []uuid.UUID, error) {
	links := map[uuid.UUID][]string{}
	var order []uuid.UUID
	add := func(who uuid.UUID, path string) {
		if links[who] == nil {
			order = append(order, who)
		}
		links[who] = append(links[who], path)
	}
	open, err := db.All[struct{ CouncilID uuid.UUID }](ctx, tx, `SELECT c.id AS council_id FROM council c WHERE c.id = ANY ($2) AND c.region_id = $3
		AND NOT EXISTS (SELECT FROM council_offer o WHERE o.cycle_id = $1 AND o.council_id = c.id)`, g.CycleID, councils, g.RegionID)
	if err != nil {
		return nil, nil, err
	}
	directors, err := directorsTx(ctx, tx, g, today)
	if err != nil {
		return nil, nil, err
	}
	for _, o := range open {
		for _, d := range directors {
			if d.CouncilID == o.CouncilID {
				add(d.PersonID, CouncilPath(g.CycleID, d.CouncilSlug))
			}
		}
	}
	// an expert is asked only after the promise is written (T10)
	list, err := db.All[struct{ PersonID uuid.UUID }](ctx, tx, `SELECT o.person_id FROM person_offer o WHERE o.cycle_id = $1 AND o.person_id = ANY ($2)
		AND NOT EXISTS (SELECT FROM person_answer a WHERE a.cycle_id = $1 AND a.person_id = o.person_id)
		AND (o.role <> 'expert' OR EXISTS (SELECT FROM person_promise x WHERE x.cycle_id = $1 AND x.person_id = o.person_id)) ORDER BY o.person_id`, g.CycleID, people)
	for _, p := range list {
		add(p.PersonID, PersonPath(g.CycleID, p.PersonID))
	}
	return links, order, err
}
