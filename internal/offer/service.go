package offer

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// Service gathers what people can offer for a cycle.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string // without a slash at the end; for links in mails
	People  *person.Service
}

// regionTx reads a cycle for a coordinator of its region; Missing to others (V6).
func regionTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) (cycle.Cycle, error) {
	return db.One[cycle.Cycle](ctx, tx, `SELECT id, region_id, framework_id, name, first_day, last_day FROM cycle
		WHERE id = $1 AND region_id = ANY ((SELECT keys_of('region'))::uuid[])`, cycleID)
}

// gatheringTx reads an open gathering; Missing when none is open, or for whoever
// has nothing to do with it.
func gatheringTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) (Gathering, error) {
	return db.One[Gathering](ctx, tx, `SELECT g.cycle_id, g.region_id, c.name AS cycle_name, c.first_day, c.last_day, g.answer_by, g.opened_at,
			gathered_due(c.id) AS kept_until, d.at AS gone_at
		FROM gathering g JOIN cycle c ON c.id = g.cycle_id LEFT JOIN gathering_destruction d ON d.cycle_id = g.cycle_id WHERE g.cycle_id = $1`, cycleID)
}

// answerableTx is gatheringTx for a change: Closed once what was said is destroyed,
// since nothing new may come after it (I2).
func answerableTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) (Gathering, error) {
	g, err := gatheringTx(ctx, tx, cycleID)
	if err == nil && g.GoneAt != nil {
		err = problem.New(problem.Closed, g.CycleName+" is over, and what was gathered for it was destroyed on "+civil.Of(*g.GoneAt).Long()+". Nothing was kept of what you sent.")
	}
	return g, err
}

// region is the frame of every change a coordinator makes: the gathering, and
// a line in the record.
func (s *Service) region(ctx context.Context, actor access.Actor, cycleID uuid.UUID, v access.Verb, subject uuid.UUID, f func(tx pgx.Tx, g Gathering, now time.Time) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if _, err := regionTx(ctx, tx, cycleID); err != nil {
			return err
		}
		g, err := answerableTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := f(tx, g, now); err != nil {
			return err
		}
		return g.logTx(ctx, tx, actor, now, v, subject)
	})
}

func (g Gathering) logTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, v access.Verb, subject uuid.UUID) error {
	return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: v.Name, Region: g.RegionID, Room: access.Region, Subject: subject})
}

// Open opens the gathering of a cycle: every director of the region is written to,
// once each, and has it on their first page. Only a coordinator; Conflict when it is
// open already.
func (s *Service) Open(ctx context.Context, actor access.Actor, cycleID uuid.UUID, answerBy civil.Date) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := regionTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		var f problem.Fields
		f.Check(!answerBy.IsZero(), "by", "Enter the day by which they should answer")
		f.Check(answerBy.IsZero() || answerBy.After(civil.Of(now)), "by", "The day must be in the future")
		f.Check(!answerBy.After(c.LastDay), "by", "The day must be before the cycle ends on "+c.LastDay.Long())
		if err := f.Err(); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `INSERT INTO gathering (cycle_id, region_id, answer_by, opened_by, opened_at) VALUES ($1, $2, $3, app_actor(), $4) ON CONFLICT DO NOTHING`,
			cycleID, c.RegionID, answerBy, now)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return problem.New(problem.Conflict, "The gathering of "+c.Name+" is open already.")
		}
		g, err := gatheringTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		directors, err := directorsTx(ctx, tx, g, civil.Of(now))
		if err != nil {
			return err
		}
		for _, d := range directors {
			if err := s.askDirectorTx(ctx, tx, now, g, d); err != nil {
				return err
			}
		}
		return g.logTx(ctx, tx, actor, now, OpenIt, cycleID)
	})
}

// director is somebody who speaks for a council now: DASS or acting DASS.
type director struct {
	PersonID    uuid.UUID
	Name        string
	CouncilID   uuid.UUID
	CouncilName string
	CouncilSlug string
}

func directorsTx(ctx context.Context, tx pgx.Tx, g Gathering, today civil.Date) ([]director, error) {
	return db.All[director](ctx, tx, `SELECT p.id AS person_id, p.name, c.id AS council_id, c.name AS council_name, c.slug AS council_slug
		FROM role_holding h JOIN council c ON c.id = h.scope_id JOIN person p ON p.id = h.person_id
		WHERE h.scope = 'council' AND h.role = 'dass' AND c.region_id = $1 AND h.ended_at IS NULL AND h.starts_on <= $2 AND (h.ends_on IS NULL OR h.ends_on >= $2)
		ORDER BY c.name, h.acting, p.name, p.id`, g.RegionID, today)
}
