package report

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Left is a challenge whose team somebody left after the findings were presented:
// its name and no more, and the reservation they recorded, if they did.
type Left struct {
	ChallengeID uuid.UUID
	Name        string
	Host        string
	Role        access.Role
	LeftAt      time.Time
	StillOpen   bool // the report is not final yet
	Words       *string
	Named       *bool
	Public      *bool
	At          *time.Time
}

const leftSQL = `SELECT l.challenge_id, l.name, l.host, l.role, l.left_at, l.still_open, s.words, s.named, s.public, s.at
	FROM places_left() l LEFT JOIN sign_off s ON s.challenge_id = l.challenge_id AND s.person_id = app_actor() AND s.kind = 'reservation'
	WHERE l.challenge_id = $1`

// LeftPage reads it for somebody who left after the findings were presented (F8);
// Missing for everybody else, those on the team included.
func (s *Service) LeftPage(ctx context.Context, actor access.Actor, of challenge.ID) (Left, error) {
	var p Left
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		p, err = db.One[Left](ctx, tx, leftSQL, of)
		return err
	})
	return p, err
}

// CheckReservation reads the page and judges the words, without recording them.
func (s *Service) CheckReservation(ctx context.Context, actor access.Actor, of challenge.ID, own Own) (Left, error) {
	p, err := s.LeftPage(ctx, actor, of)
	if err != nil {
		return p, err
	}
	if !p.StillOpen {
		return p, reportIsFinal()
	}
	own.Kind = Reservation
	return p, own.check()
}

func reportIsFinal() error {
	return problem.New(problem.Closed, "The report is final, so no reservation can be recorded any more.")
}

// ReserveAfterLeaving records the reservation of somebody who left the team after
// the findings were presented, in their own words, for the public or not, named
// or not, as they choose; it may change until the report is final (F8). It opens
// nothing for them (V4).
func (s *Service) ReserveAfterLeaving(ctx context.Context, actor access.Actor, of challenge.ID, own Own) error {
	own.Kind = Reservation
	if _, err := s.LeftPage(ctx, actor, of); err != nil { // who may not learns nothing, however they wrote
		return err
	}
	if err := own.check(); err != nil {
		return err
	}
	own = own.tidy()
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		now := s.Clock.Now()
		got, err := db.Value[string](ctx, tx, `SELECT reserve_after_leaving($1, $2, $3, $4, $5)`, of, own.Words, own.Named, own.Public, now)
		if err != nil {
			return err
		}
		switch got {
		case "absent":
			return problem.Missing()
		case "closed":
			return reportIsFinal()
		}
		me, _ := actor.PersonID()
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "sign-off.after-leaving", Challenge: of, Room: access.TeamRoom, Subject: me})
	})
}
