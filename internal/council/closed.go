package council

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Closed are days on which a council takes no visit (S3).
type Closed struct {
	ID          uuid.UUID
	CouncilID   uuid.UUID
	CouncilName string
	FirstDay    civil.Date
	LastDay     civil.Date
	Reason      string
}

// Overlaps says whether any day from first to last is closed.
func (c Closed) Overlaps(first, last civil.Date) bool {
	return !first.After(c.LastDay) && !last.Before(c.FirstDay)
}

// ClosedTx lists the closed dates of councils that end on or after a day.
func ClosedTx(ctx context.Context, tx pgx.Tx, from civil.Date, councils ...uuid.UUID) ([]Closed, error) {
	return db.All[Closed](ctx, tx, `SELECT d.id, d.council_id, c.name AS council_name, d.first_day, d.last_day, d.reason
		FROM council_closed_dates d JOIN council c ON c.id = d.council_id
		WHERE d.council_id = ANY ($1) AND d.last_day >= $2 ORDER BY d.first_day, c.name LIMIT 500`, councils, from)
}

// ClosedPage is the closed dates of a region from today on.
type ClosedPage struct {
	Region   Region
	Councils []Council
	Closed   []Closed
}

// ClosedDates lists them for a coordinator; Missing to others.
func (s *Service) ClosedDates(ctx context.Context, actor access.Actor) (ClosedPage, error) {
	var v ClosedPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Region, err = CoordinatedTx(ctx, tx); err != nil {
			return err
		}
		if v.Councils, err = ListTx(ctx, tx, v.Region.ID); err != nil {
			return err
		}
		var ids []uuid.UUID
		for _, c := range v.Councils {
			ids = append(ids, c.ID)
		}
		v.Closed, err = ClosedTx(ctx, tx, civil.Of(s.Clock.Now()), ids...)
		return err
	})
	return v, err
}

// NewClosed is what a coordinator enters.
type NewClosed struct {
	Council  uuid.UUID
	FirstDay civil.Date
	LastDay  civil.Date // the zero Date for one day
	Reason   string
}

func (n *NewClosed) check(today civil.Date) error {
	var f problem.Fields
	f.Check(n.Council != uuid.Nil, "council", "Choose a council")
	checkDays(&f, n.FirstDay, &n.LastDay, today)
	f.Check(n.FirstDay.IsZero() || !n.LastDay.After(n.FirstDay.AddMonths(12)), "last", "Enter at most one year at a time")
	f.Check(n.Reason != "", "reason", "Say why, such as “Ofsted inspection expected”")
	f.Check(db.Length(n.Reason) <= 300, "reason", "The reason must be 300 characters or fewer")
	return f.Err()
}

// checkDays checks days from a first to a last one, which is the first when none was
// given: they are days, in order, and not all over.
func checkDays(f *problem.Fields, first civil.Date, last *civil.Date, today civil.Date) {
	if last.IsZero() {
		*last = first
	}
	f.Check(!first.IsZero(), "first", "Enter the first day")
	f.Check(!last.Before(first), "last", "The last day must not be before the first")
	f.Check(first.IsZero() || !last.Before(today), "last", "These days are over. Enter days that are still to come")
}

// AddClosed adds days on which a council of the coordinator's region takes no
// visit (S3). A council of another region is Missing.
func (s *Service) AddClosed(ctx context.Context, actor access.Actor, n NewClosed) error {
	now := s.Clock.Now()
	if err := n.check(civil.Of(now)); err != nil {
		return err
	}
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO council_closed_dates (id, council_id, first_day, last_day, reason) VALUES ($1, $2, $3, $4, $5)`,
			id.New(), n.Council, n.FirstDay, n.LastDay, n.Reason)
		if err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: CloseDates.Name, Region: region.ID, Room: access.Region, Subject: n.Council})
	})
}

// RemoveClosed takes closed dates away again; Missing when they are not there or
// of another region.
func (s *Service) RemoveClosed(ctx context.Context, actor access.Actor, closed uuid.UUID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		council, err := db.Value[uuid.UUID](ctx, tx, `DELETE FROM council_closed_dates WHERE id = $1 RETURNING council_id`, closed)
		if err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: OpenDates.Name, Region: region.ID, Room: access.Region, Subject: council})
	})
}

// ReplaceClosedTx makes the closed dates of a council that touch the days from first
// to last the given ones; others stay. The caller has checked that the actor speaks
// for the council, or coordinates its region.
func ReplaceClosedTx(ctx context.Context, tx pgx.Tx, council uuid.UUID, first, last civil.Date, list []Closed) error {
	var keep []string
	for _, c := range list {
		keep = append(keep, c.FirstDay.String()+" "+c.LastDay.String()+" "+c.Reason)
	}
	_, err := tx.Exec(ctx, `DELETE FROM council_closed_dates WHERE council_id = $1 AND last_day >= $2 AND first_day <= $3
		AND NOT (first_day::text || ' ' || last_day::text || ' ' || reason) = ANY (coalesce($4::text[], '{}'))`, council, first, last, keep)
	if err != nil {
		return err
	}
	for _, c := range list {
		_, err := tx.Exec(ctx, `INSERT INTO council_closed_dates (id, council_id, first_day, last_day, reason)
			SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM council_closed_dates WHERE council_id = $2 AND first_day = $3 AND last_day = $4 AND reason = $5)`,
			id.New(), council, c.FirstDay, c.LastDay, c.Reason)
		if err != nil {
			return err
		}
	}
	return nil
}
