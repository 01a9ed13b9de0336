package council

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// SchoolHoliday is days of school holidays, with the councils whose schools have
// them: to be kept free where possible (S4).
type SchoolHoliday struct {
	FirstDay civil.Date
	LastDay  civil.Date
	Name     string
	Councils []Council // by name
}

// SchoolPage is the school holidays of a region from today on.
type SchoolPage struct {
	Region   Region
	Councils []Council
	Holidays []SchoolHoliday // by first day
	Unknown  []Council       // those for which none is entered
}

// SchoolHolidays lists them for a coordinator; Missing to others.
func (s *Service) SchoolHolidays(ctx context.Context, actor access.Actor) (SchoolPage, error) {
	var v SchoolPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Region, err = CoordinatedTx(ctx, tx); err != nil {
			return err
		}
		if v.Councils, err = ListTx(ctx, tx, v.Region.ID); err != nil {
			return err
		}
		return v.fillTx(ctx, tx, civil.Of(s.Clock.Now()))
	})
	return v, err
}

func (v *SchoolPage) fillTx(ctx context.Context, tx pgx.Tx, from civil.Date) error {
	type row struct {
		CouncilID         uuid.UUID
		FirstDay, LastDay civil.Date
		Name              string
	}
	rows, err := db.All[row](ctx, tx, `SELECT d.council_id, d.first_day, d.last_day, d.name FROM council_school_holiday d JOIN council c ON c.id = d.council_id
		WHERE c.region_id = $1 AND d.last_day >= $2 ORDER BY d.first_day, d.last_day, d.name, c.name LIMIT 5000`, v.Region.ID, from)
	if err != nil {
		return err
	}
	known := map[uuid.UUID]bool{}
	for _, r := range rows {
		known[r.CouncilID] = true
		of := v.Councils[slices.IndexFunc(v.Councils, func(c Council) bool { return c.ID == r.CouncilID })]
		if n := len(v.Holidays) - 1; n >= 0 && v.Holidays[n].FirstDay == r.FirstDay && v.Holidays[n].LastDay == r.LastDay && v.Holidays[n].Name == r.Name {
			v.Holidays[n].Councils = append(v.Holidays[n].Councils, of)
			continue
		}
		v.Holidays = append(v.Holidays, SchoolHoliday{FirstDay: r.FirstDay, LastDay: r.LastDay, Name: r.Name, Councils: []Council{of}})
	}
	for _, c := range v.Councils {
		if !known[c.ID] {
			v.Unknown = append(v.Unknown, c)
		}
	}
	return nil
}

// NewSchoolHoliday is what a coordinator enters, once for all councils that have it.
type NewSchoolHoliday struct {
	Councils []uuid.UUID
	FirstDay civil.Date
	LastDay  civil.Date // the zero Date for one day
	Name     string
}

func (n *NewSchoolHoliday) check(today civil.Date) error {
	var f problem.Fields
	f.Check(len(n.Councils) > 0, "councils", "Choose the councils whose schools have these holidays")
	checkDays(&f, n.FirstDay, &n.LastDay, today)
	f.Check(n.FirstDay.IsZero() || !n.LastDay.After(n.FirstDay.AddDays(69)), "last", "School holidays last ten weeks at most")
	f.Check(n.Name != "", "name", "Say which holidays, such as “Summer holidays”")
	f.Check(db.Length(n.Name) <= 100, "name", "The name must be 100 characters or fewer")
	return f.Err()
}

// AddSchoolHoliday keeps school holidays of councils of the coordinator's region
// (S4). Entered again they are named anew. A council of another region is Missing,
// and then none is kept.
func (s *Service) AddSchoolHoliday(ctx context.Context, actor access.Actor, n NewSchoolHoliday) error {
	now := s.Clock.Now()
	if err := n.check(civil.Of(now)); err != nil {
		return err
	}
	person, _ := actor.PersonID()
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		for _, council := range n.Councils {
			if _, err := tx.Exec(ctx, `INSERT INTO council_school_holiday (id, council_id, first_day, last_day, name, entered_by, entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
				ON CONFLICT (council_id, first_day, last_day) DO UPDATE SET name = excluded.name, entered_by = excluded.entered_by, entered_at = excluded.entered_at`,
				id.New(), council, n.FirstDay, n.LastDay, n.Name, uuid.UUID(person), now); err != nil {
				return err
			}
			if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: EnterSchool.Name, Region: region.ID, Room: access.Region, Subject: council}); err != nil {
				return err
			}
		}
		return nil
	})
}

// RemoveSchoolHoliday takes holidays with these days away from every council of the
// coordinator's region; Missing when there are none.
func (s *Service) RemoveSchoolHoliday(ctx context.Context, actor access.Actor, first, last civil.Date, name string) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `DELETE FROM council_school_holiday WHERE first_day = $1 AND last_day = $2 AND name = $3
			AND council_id IN (SELECT id FROM council WHERE region_id = $4) RETURNING council_id`, first, last, name, region.ID)
		councils, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		if err != nil {
			return err
		}
		if len(councils) == 0 {
			return problem.Missing()
		}
		for _, council := range councils {
			if err := audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: RemoveSchool.Name, Region: region.ID, Room: access.Region, Subject: council}); err != nil {
				return err
			}
		}
		return nil
	})
}
