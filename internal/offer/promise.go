package offer

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
)

const promiseColumns = `person_id, hours, payment, expenses, benefits, buddy, support, format, read_out_on`

// promiseTx is what an expert is promised for the cycle; nil when nothing is written.
func promiseTx(ctx context.Context, tx pgx.Tx, cycleID, who uuid.UUID) (*team.Promise, error) {
	list, err := db.All[team.Promise](ctx, tx, `SELECT `+promiseColumns+` FROM person_promise WHERE cycle_id = $1 AND person_id = $2`, cycleID, who)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// beginTx is the region's words for the next expert.
func beginTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) (team.Promise, error) {
	list, err := db.All[team.Promise](ctx, tx, `SELECT '00000000-0000-0000-0000-000000000000'::uuid AS person_id, hours, payment, expenses, benefits, '' AS buddy, support,
		'web' AS format, NULL::date AS read_out_on FROM expert_default WHERE region_id = $1`, region)
	if err != nil || len(list) == 0 {
		return team.Promise{Format: team.OnThePage}, err
	}
	return list[0], nil
}

// SavePromise writes down what an expert by experience is promised in every visit of
// the cycle, and asks them (T10); remember keeps the words for the region's next
// expert. A change after it was read out must be read out again. Only a coordinator.
func (s *Service) SavePromise(ctx context.Context, actor access.Actor, cycleID uuid.UUID, p team.Promise, remember bool) error {
	return s.region(ctx, actor, cycleID, WritePromise, p.PersonID, func(tx pgx.Tx, g Gathering, now time.Time) error {
		if err := p.Check(); err != nil {
			return err
		}
		c, err := chairTx(ctx, tx, g, p.PersonID)
		if err != nil {
			return err
		}
		if c.Role != Expert {
			return problem.New(problem.Conflict, "Only experts by experience are promised something here.")
		}
		former, err := promiseTx(ctx, tx, cycleID, p.PersonID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO person_promise (cycle_id, person_id, region_id, hours, payment, expenses, benefits, buddy, support, format, written_by, written_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, app_actor(), $11)
			ON CONFLICT (cycle_id, person_id) DO UPDATE SET hours = excluded.hours, payment = excluded.payment, expenses = excluded.expenses, benefits = excluded.benefits,
				buddy = excluded.buddy, support = excluded.support, format = excluded.format, written_by = excluded.written_by, written_at = excluded.written_at,
				read_out_by = NULL, read_out_on = NULL`,
			cycleID, p.PersonID, g.RegionID, p.Hours, p.Payment, p.Expenses, p.Benefits, p.Buddy, p.Support, p.Format, now)
		if err == nil && remember {
			err = team.RememberTx(ctx, tx, now, g.RegionID, p)
		}
		if err != nil || former != nil {
			return err
		}
		isNew, err := db.Value[bool](ctx, tx, `SELECT NOT EXISTS (SELECT FROM role_holding WHERE person_id = $1)`, p.PersonID)
		if err != nil {
			return err
		}
		if p.Format == team.ByEmail {
			m := outbox.Mail{Person: p.PersonID, Kind: "offer.promise", Subject: "What you are promised", Body: p.AsText() + s.BaseURL + PersonPath(cycleID, p.PersonID) + "\n"}
			if err := outbox.QueueTx(ctx, tx, now, m); err != nil {
				return err
			}
		}
		return s.askPersonTx(ctx, tx, actor, now, g, p.PersonID, isNew)
	})
}

// ReadOut records that the promises were read out by telephone (T10).
func (s *Service) ReadOut(ctx context.Context, actor access.Actor, cycleID, who uuid.UUID) error {
	return s.region(ctx, actor, cycleID, WritePromise, who, func(tx pgx.Tx, _ Gathering, now time.Time) error {
		tag, err := tx.Exec(ctx, `UPDATE person_promise SET read_out_by = app_actor(), read_out_on = $3
			WHERE cycle_id = $1 AND person_id = $2 AND format = 'telephone' AND read_out_on IS NULL`, cycleID, who, civil.Of(now))
		if err == nil && tag.RowsAffected() == 0 {
			err = problem.New(problem.Conflict, "There is nothing to read out. It may be recorded already.")
		}
		return err
	})
}
