package offer

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
)

// Facts are what was gathered for a cycle, as the slice that plans needs it.
// Elections are not among them: package council knows those.
type Facts struct {
	Cycle    cycle.Cycle
	Open     bool // the gathering has been opened
	Councils []CouncilFacts
	People   []PersonFacts
}

// CouncilFacts is one council of the region, answered or not.
type CouncilFacts struct {
	ID          uuid.UUID
	Name        string
	Answered    bool
	Closed      []Range      // days it cannot host that touch the cycle (S3)
	Months      []civil.Date // first days of the months it would like; none means any (S4)
	Assessments []Range      // an external assessment is expected (S4)
}

// PersonFacts is somebody offered who has not said no.
type PersonFacts struct {
	ID          uuid.UUID
	Name        string
	Council     uuid.UUID // the council that offers them; Nil for none
	Outside     string    // the council of another region they work for (T3)
	Role        Role
	Experienced bool // has done a challenge before (T8)
	MaxVisits   int  // as offered (T7)
	MaxDays     int  // on site in all; 0 when no limit was named
	Answered    bool // said yes themselves; false is not answered yet
	Unavailable []Range
	Links       []LinkFacts
}

// Range is some days, both ends included.
type Range struct {
	First, Last civil.Date
	Why         string // for closed days and assessments
}

// LinkFacts is a tie with a council (T5). Reason is for sentences; of a barring
// link it never says which it is.
type LinkFacts struct {
	Council uuid.UUID
	Barring bool
	Ended   civil.Date // the last day of a former employment; zero when it goes on
	Reason  string
}

// gathered is what the database has of it, as read in one round trip.
type gathered struct {
	open     []struct{ Open bool }
	councils []struct {
		ID       uuid.UUID
		Name     string
		Answered bool
		Months   []civil.Date
	}
	closed, assessed, away []rangeRow
	people                 []struct {
		ID          uuid.UUID
		Name        string
		Council     *uuid.UUID
		Outside     string
		Role        Role
		Experienced bool
		MaxVisits   int
		MaxDays     *int
		Answered    bool
	}
	links []struct {
		PersonID uuid.UUID
		Link
	}
}

type rangeRow struct {
	Of                uuid.UUID
	FirstDay, LastDay civil.Date
	Why               string
}

// FactsTx reads what was gathered for a cycle, in the caller's transaction and
// under the actor's own sight: all of it for a coordinator of the region. Two round trips.
func FactsTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) (Facts, error) {
	var f Facts
	var err error
	if f.Cycle, err = cycle.GetTx(ctx, tx, cycleID); err != nil {
		return f, err
	}
	g, err := gatheredTx(ctx, tx, f.Cycle)
	if err != nil {
		return f, err
	}
	f.Open = len(g.open) > 0
	f.addCouncils(g)
	f.addPeople(g)
	return f, nil
}

func gatheredTx(ctx context.Context, tx pgx.Tx, y cycle.Cycle) (gathered, error) {
	var g gathered
	var b db.Batch
	db.Queue(&b, &g.open, `SELECT true AS open FROM gathering WHERE cycle_id = $1`, y.ID)
	db.Queue(&b, &g.councils, `SELECT c.id, c.name, o.answered_at IS NOT NULL AS answered, coalesce(o.months, '{}') AS months
		FROM council c LEFT JOIN council_offer o ON o.council_id = c.id AND o.cycle_id = $1 WHERE c.region_id = $2 ORDER BY c.name, c.id`, y.ID, y.RegionID)
	db.Queue(&b, &g.closed, `SELECT council_id AS of, first_day, last_day, reason AS why FROM council_closed_dates
		WHERE last_day >= $1 AND first_day <= $2 AND council_id IN (SELECT id FROM council WHERE region_id = $3) ORDER BY first_day, id`, y.FirstDay, y.LastDay, y.RegionID)
	db.Queue(&b, &g.assessed, `SELECT council_id AS of, first_day, last_day, what AS why FROM council_assessment WHERE cycle_id = $1 ORDER BY first_day, id`, y.ID)
	db.Queue(&b, &g.people, `SELECT p.id, p.name, o.council_id AS council, p.outside_council AS outside, o.role, o.experienced, o.max_visits, o.max_days,
			a.answer IS NOT NULL AS answered
		FROM person_offer o JOIN person p ON p.id = o.person_id LEFT JOIN person_answer a ON a.cycle_id = o.cycle_id AND a.person_id = o.person_id
		WHERE o.cycle_id = $1 AND a.answer IS DISTINCT FROM 'no' ORDER BY p.name, p.id`, y.ID)
	db.Queue(&b, &g.away, `SELECT person_id AS of, first_day, last_day, '' AS why FROM person_unavailable WHERE cycle_id = $1 ORDER BY first_day, id`, y.ID)
	db.Queue(&b, &g.links, `SELECT l.person_id, `+linkColumns+` FROM person_link l JOIN council c ON c.id = l.council_id WHERE l.cycle_id = $1 ORDER BY c.name, l.kind`, y.ID)
	return g, b.Read(ctx, tx)
}

func (f *Facts) addCouncils(g gathered) {
	closed, assessed := ranges(g.closed), ranges(g.assessed)
	for _, c := range g.councils {
		f.Councils = append(f.Councils, CouncilFacts{ID: c.ID, Name: c.Name, Answered: c.Answered, Months: c.Months, Closed: closed[c.ID], Assessments: assessed[c.ID]})
	}
}

func (f *Facts) addPeople(g gathered) {
	away, links := ranges(g.away), map[uuid.UUID][]LinkFacts{}
	for _, l := range g.links {
		links[l.PersonID] = append(links[l.PersonID], l.fact())
	}
	for _, p := range g.people {
		q := PersonFacts{ID: p.ID, Name: p.Name, Outside: p.Outside, Role: p.Role, Experienced: p.Experienced, MaxVisits: p.MaxVisits, Answered: p.Answered,
			Unavailable: away[p.ID], Links: links[p.ID]}
		if p.Council != nil {
			q.Council = *p.Council
		}
		if p.MaxDays != nil {
			q.MaxDays = *p.MaxDays
		}
		f.People = append(f.People, q)
	}
}

func rangesTx(ctx context.Context, tx pgx.Tx, sql string, args ...any) (map[uuid.UUID][]Range, error) {
	list, err := db.All[rangeRow](ctx, tx, sql, args...)
	return ranges(list), err
}

func ranges(list []rangeRow) map[uuid.UUID][]Range {
	out := map[uuid.UUID][]Range{}
	for _, r := range list {
		out[r.Of] = append(out[r.Of], Range{First: r.FirstDay, Last: r.LastDay, Why: r.Why})
	}
	return out
}

func (l Link) fact() LinkFacts {
	f := LinkFacts{Council: l.CouncilID, Barring: l.Kind.Barring(), Reason: "has a link that is to be weighed"}
	switch {
	case f.Barring:
		f.Reason = "should not take part there"
	case l.Kind == FormerEmployer && l.UntilYear != nil:
		f.Ended = civil.NewDate(*l.UntilYear, time.December, 31)
		f.Reason = "worked there until " + f.Ended.String()[:4]
	}
	return f
}
