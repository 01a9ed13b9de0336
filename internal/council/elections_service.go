package council

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Service is what a coordinator does with the councils of their region.
type Service struct {
	DB    db.Beginner
	Clock clock.Clock
}

// YearsAhead is how many years of elections are listed: cycles last up to three.
const YearsAhead = 3

// ElectionsPage is the elections of a region in one year.
type ElectionsPage struct {
	Region    Region
	Year      int
	Years     []int // that can be looked at
	ToConfirm []CouncilElection
	Known     []CouncilElection
}

// CouncilElection is one polling day of one council.
type CouncilElection struct {
	Council Council
	Election
}

// Elections lists what is known of elections in a year, this year's when the year
// is not one that is listed. For coordinators; Missing to others.
func (s *Service) Elections(ctx context.Context, actor access.Actor, year int) (ElectionsPage, error) {
	var v ElectionsPage
	this := civil.Of(s.Clock.Now()).Year()
	for y := this; y <= this+YearsAhead; y++ {
		v.Years = append(v.Years, y)
	}
	if year < this || year > this+YearsAhead {
		year = this
	}
	v.Year = year
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Region, err = CoordinatedTx(ctx, tx); err != nil {
			return err
		}
		return v.fillTx(ctx, tx)
	})
	return v, err
}

func (v *ElectionsPage) fillTx(ctx context.Context, tx pgx.Tx) error {
	list, err := ListTx(ctx, tx, v.Region.ID)
	if err != nil {
		return err
	}
	var ids []uuid.UUID
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	elections, err := ElectionsTx(ctx, tx, ids, v.Year, v.Year)
	if err != nil {
		return err
	}
	for _, c := range list {
		for _, e := range elections[c.ID] {
			if e.ToConfirm() {
				v.ToConfirm = append(v.ToConfirm, CouncilElection{c, e})
			} else {
				v.Known = append(v.Known, CouncilElection{c, e})
			}
		}
	}
	return nil
}

// Answer is what a coordinator says of one polling day of one council.
type Answer struct {
	Council    uuid.UUID
	PollingDay civil.Date
	Votes      reference.Vote
}

func (a Answer) check(today civil.Date) error {
	var f problem.Fields
	f.Check(a.Votes == reference.Votes || a.Votes == reference.DoesNot || a.Votes == reference.NotKnown, "votes", "Say whether people vote on this day")
	switch {
	case a.PollingDay.IsZero():
		f.Add("day", "Enter the polling day")
	case a.PollingDay.Before(today.AddMonths(-24)) || a.PollingDay.After(today.AddMonths(120)):
		f.Add("day", "The polling day must be within the last 2 or the next 10 years")
	case a.PollingDay.Weekday() == time.Saturday || a.PollingDay.Weekday() == time.Sunday:
		f.Add("day", "The polling day cannot be a Saturday or Sunday")
	}
	return f.Err()
}

// ConfirmElections keeps what a coordinator says about polling days of the
// councils of their region (S3), all or none. A council of another region is
// Missing.
func (s *Service) ConfirmElections(ctx context.Context, actor access.Actor, answers ...Answer) error {
	now := s.Clock.Now()
	for _, a := range answers {
		if err := a.check(civil.Of(now)); err != nil {
			return err
		}
	}
	person, _ := actor.PersonID()
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		for _, a := range answers {
			err := db.ExecOne(ctx, tx, `INSERT INTO council_election (council_id, polling_day, votes, entered_by, entered_at) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (council_id, polling_day) DO UPDATE SET votes = excluded.votes, entered_by = excluded.entered_by, entered_at = excluded.entered_at`,
				a.Council, a.PollingDay, a.Votes, uuid.UUID(person), now)
			if err != nil {
				return err
			}
			line := audit.Line{Verb: ConfirmElection.Name, Region: region.ID, Room: access.Region, Subject: a.Council}
			if err := audit.LogTx(ctx, tx, actor, now, line); err != nil {
				return err
			}
		}
		return nil
	})
}
