package selfassessment

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// AreaView is the page of one area: its prompts, and who writes it.
type AreaView struct {
	challenge.Head
	Area      Area
	Prompts   []Prompt
	People    []Person
	Director  string
	CanManage bool
	CanInvite bool
}

// Area reads one area; Missing when it is not the reader's (V6).
func (s *Service) Area(ctx context.Context, actor access.Actor, id challenge.ID, key string) (AreaView, error) {
	var v AreaView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, v.Challenge)
		if err != nil {
			return err
		}
		area, err := g.areaByKey(key)
		if err != nil {
			return err
		}
		rows, states, err := statesTx(ctx, tx, id)
		if err != nil {
			return err
		}
		v.Area, v.Prompts = areaOf(area, rows[key], states), promptsOf(area, states)
		people, err := peopleTx(ctx, tx, id)
		v.People, v.Director = peopleOf(people, key), directorOf(people)
		v.CanManage, v.CanInvite = may(v.Challenge, Manage), may(v.Challenge, Invite)
		return err
	})
	return v, err
}

// SetOwner names who answers for an area (A2): somebody who may write it, or
// nobody. Director and link officer.
func (s *Service) SetOwner(ctx context.Context, actor access.Actor, id challenge.ID, key string, owner uuid.UUID) error {
	return s.inArea(ctx, actor, id, key, Manage, func(tx pgx.Tx, c challenge.Challenge) error {
		people, err := peopleTx(ctx, tx, id)
		if err != nil {
			return err
		}
		fits := owner == uuid.Nil || slices.ContainsFunc(peopleOf(people, key), func(p Person) bool { return p.ID == owner && p.Writes })
		var fields problem.Fields
		fields.Check(fits, "owner", "Choose somebody who may write this area; invite them first")
		if err := fields.Err(); err != nil {
			return err
		}
		var value *uuid.UUID
		if owner != uuid.Nil {
			value = &owner
		}
		err = db.ExecOne(ctx, tx, `UPDATE assessment_area SET owner_id = $3 WHERE challenge_id = $1 AND area_key = $2`, id, key, value)
		if err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: "self-assessment.owner", Challenge: id, Room: access.Host, Subject: owner})
	})
}

// SetJudgement gives the council's own view of an area: one of Judgements, or
// empty for none. Director and link officer.
func (s *Service) SetJudgement(ctx context.Context, actor access.Actor, id challenge.ID, key, judgement string) error {
	var fields problem.Fields
	fields.Check(judgement == "" || slices.Contains(Judgements, judgement), "judgement", "Choose one of the answers")
	if err := fields.Err(); err != nil {
		return err
	}
	return s.inArea(ctx, actor, id, key, Manage, func(tx pgx.Tx, _ challenge.Challenge) error {
		err := db.ExecOne(ctx, tx, `UPDATE assessment_area SET judgement = $3 WHERE challenge_id = $1 AND area_key = $2`, id, key, judgement)
		if err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: "self-assessment.own-view", Challenge: id, Room: access.Host})
	})
}
