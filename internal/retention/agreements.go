package retention

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Agreements are what must be there before any content (I1), as recorded for a cycle.
type Agreements struct {
	Controllers         string
	AssessmentOn        civil.Date
	AssessmentBy        string
	AssessmentReference string
	AgreementOn         civil.Date
	AgreementBy         string
	AgreementReference  string
}

// Recorded is a record of them: its number, by whom and when.
type Recorded struct {
	Agreements
	Version int
	Name    string // who recorded it
	At      time.Time
}

const selectRecorded = `SELECT i.controllers, i.assessment_on, i.assessment_by, i.assessment_reference, i.agreement_on, i.agreement_by,
	i.agreement_reference, i.version, coalesce(p.name, 'Somebody') AS name, i.recorded_at AS at
	FROM information_agreement i LEFT JOIN person p ON p.id = i.recorded_by `

func (a Agreements) check(today civil.Date) error {
	var f problem.Fields
	f.Check(!blank(a.Controllers), "controllers", "Say who the controllers are")
	f.Check(db.Length(a.Controllers) <= 1000, "controllers", "The controllers must be 1,000 characters or fewer")
	for _, one := range []struct {
		name, words   string
		on            civil.Date
		by, reference string
	}{{"assessment", "assessment", a.AssessmentOn, a.AssessmentBy, a.AssessmentReference}, {"agreement", "agreement", a.AgreementOn, a.AgreementBy, a.AgreementReference}} {
		f.Check(!one.on.IsZero(), one.name+"-on", "Enter the date of the "+one.words)
		f.Check(!today.Before(one.on), one.name+"-on", "The date of the "+one.words+" must be today or earlier")
		f.Check(!blank(one.by), one.name+"-by", "Say who signed the "+one.words)
		f.Check(db.Length(one.by) <= 200, one.name+"-by", "Who signed must be 200 characters or fewer")
		f.Check(!blank(one.reference), one.name+"-reference", "Enter the reference of the "+one.words+", so that it can be found")
		f.Check(db.Length(one.reference) <= 200, one.name+"-reference", "The reference must be 200 characters or fewer")
	}
	return f.Err()
}

// CycleRow is a cycle of the region with its newest record; Version 0: none yet.
type CycleRow struct {
	ID       uuid.UUID
	Name     string
	FirstDay civil.Date
	LastDay  civil.Date
	Recorded *Recorded
}

// Cycles lists the cycles of the actor's region with their agreements, newest
// first; Missing to all but its coordinators.
func (s *Service) Cycles(ctx context.Context, actor access.Actor) (list []CycleRow, err error) {
	err = db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := regionTx(ctx, tx)
		if err != nil {
			return err
		}
		type row struct {
			ID       uuid.UUID
			Name     string
			FirstDay civil.Date
			LastDay  civil.Date
		}
		cycles, err := db.All[row](ctx, tx, `SELECT id, name, first_day, last_day FROM cycle WHERE region_id = $1 ORDER BY first_day DESC LIMIT 50`, region)
		if err != nil {
			return err
		}
		type of struct {
			Recorded
			CycleID uuid.UUID
		}
		records, err := db.All[of](ctx, tx, `SELECT DISTINCT ON (i.cycle_id) i.controllers, i.assessment_on, i.assessment_by, i.assessment_reference, i.agreement_on,
				i.agreement_by, i.agreement_reference, i.version, coalesce(p.name, 'Somebody') AS name, i.recorded_at AS at, i.cycle_id
			FROM information_agreement i LEFT JOIN person p ON p.id = i.recorded_by WHERE i.region_id = $1 ORDER BY i.cycle_id, i.version DESC`, region)
		for _, c := range cycles {
			line := CycleRow{ID: c.ID, Name: c.Name, FirstDay: c.FirstDay, LastDay: c.LastDay}
			for i := range records {
				if records[i].CycleID == c.ID {
					line.Recorded = &records[i].Recorded
				}
			}
			list = append(list, line)
		}
		return err
	})
	return list, err
}

// regionTx is the region the actor coordinates; Missing for others (V6).
func regionTx(ctx context.Context, tx pgx.Tx) (uuid.UUID, error) {
	return db.Value[uuid.UUID](ctx, tx, `SELECT unnest(keys_of('region')) LIMIT 1`)
}

// CycleNamed is one of them; Missing when it is not the actor's.
func (s *Service) CycleNamed(ctx context.Context, actor access.Actor, cycle uuid.UUID) (CycleRow, error) {
	list, err := s.Cycles(ctx, actor)
	for _, c := range list {
		if c.ID == cycle {
			return c, nil
		}
	}
	if err == nil {
		err = problem.Missing()
	}
	return CycleRow{}, err
}

// RecordAgreements records the agreements for a cycle (I1). Recording again adds a
// newer record; what directors confirmed stays confirmed. Coordinators of the region.
func (s *Service) RecordAgreements(ctx context.Context, actor access.Actor, cycle uuid.UUID, a Agreements) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := regionTx(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := db.Value[uuid.UUID](ctx, tx, `SELECT id FROM cycle WHERE id = $1 AND region_id = $2`, cycle, region); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := a.check(civil.Of(now)); err != nil {
			return err
		}
		me, _ := actor.PersonID()
		_, err = tx.Exec(ctx, `INSERT INTO information_agreement (cycle_id, region_id, version, controllers, assessment_on, assessment_by, assessment_reference,
				agreement_on, agreement_by, agreement_reference, recorded_by, recorded_at)
			SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM information_agreement WHERE cycle_id = $1`,
			cycle, region, a.Controllers, a.AssessmentOn, a.AssessmentBy, a.AssessmentReference, a.AgreementOn, a.AgreementBy, a.AgreementReference, uuid.UUID(me), now)
		if err != nil {
			return err
		}
		// one record is for every challenge of the cycle, so one act closes the task on each
		_, err = tx.Exec(ctx, `UPDATE task SET done_at = $3, done_by = app_actor() WHERE kind = $1 AND subject = $2 AND done_at IS NULL
			AND challenge_id IN (SELECT id FROM challenge WHERE cycle_id = $2::uuid)`, task.Agreements, cycle.String(), now)
		if err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Record.Name, Region: region, Room: access.Region, Subject: cycle})
	})
}

// Confirmation is who confirmed the agreements for a challenge, and when.
type Confirmation struct {
	Name    string
	Version int
	At      time.Time
}

// ConfirmPage is the agreements and whether the host's director confirmed them.
type ConfirmPage struct {
	challenge.Head
	Recorded  *Recorded // the newest; nil while none is recorded
	Confirmed *Confirmation
}

func agreedTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (*Recorded, *Confirmation, error) {
	records, err := db.All[Recorded](ctx, tx, selectRecorded+`WHERE i.cycle_id = $1 ORDER BY i.version DESC LIMIT 1`, c.CycleID)
	if err != nil {
		return nil, nil, err
	}
	confirmed, err := db.All[Confirmation](ctx, tx, `SELECT coalesce(p.name, 'Somebody') AS name, n.version, n.at FROM information_confirmation n
		LEFT JOIN person p ON p.id = n.person_id WHERE n.challenge_id = $1`, c.ID)
	if err != nil {
		return nil, nil, err
	}
	var r *Recorded
	var n *Confirmation
	if len(records) > 0 {
		r = &records[0]
	}
	if len(confirmed) > 0 {
		n = &confirmed[0]
	}
	return r, n, nil
}

// ConfirmPage reads it for the host's director; Missing for others.
func (s *Service) ConfirmPage(ctx context.Context, actor access.Actor, id challenge.ID) (ConfirmPage, error) {
	var p ConfirmPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headFor(ctx, tx, id, Confirm.Roles); err != nil {
			return err
		}
		p.Recorded, p.Confirmed, err = agreedTx(ctx, tx, p.Challenge)
		return err
	})
	return p, err
}

// ConfirmAgreements is the host director's: from now on people may write (I1).
// Version is the record that was read; Conflict when there is a newer one.
func (s *Service) ConfirmAgreements(ctx context.Context, actor access.Actor, id challenge.ID, version int) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, Confirm); err != nil {
			return err
		}
		recorded, confirmed, err := agreedTx(ctx, tx, c)
		switch {
		case err != nil:
			return err
		case confirmed != nil:
			return nil
		case recorded == nil:
			return problem.New(problem.Closed, "There is nothing to confirm yet. The programme coordinator first records the data protection assessment and the data sharing agreement.")
		case recorded.Version != version:
			return problem.New(problem.Conflict, "The coordinator recorded other agreements while you were reading. Please read them before you confirm.")
		}
		now := s.Clock.Now()
		me, _ := actor.PersonID()
		if _, err := tx.Exec(ctx, `INSERT INTO information_confirmation (challenge_id, cycle_id, version, person_id, at) VALUES ($1, $2, $3, $4, $5)`,
			id, c.CycleID, version, uuid.UUID(me), now); err != nil {
			return err
		}
		if err := task.DoneTx(ctx, tx, actor, now, id, "information", ""); err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Confirm.Name, Challenge: id, Room: access.Common}); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, now, id, []access.Role{access.Coordinator, access.LinkOfficer}, outbox.Mail{Kind: Confirm.Name, Subject: c.Name + ": people can now write",
			Body: "The director of the host council has confirmed the agreements about information for " + c.Name + ". People can now write and add documents.\n\n" +
				s.BaseURL + "/challenges/" + id.String() + "/information\n"})
	})
}
