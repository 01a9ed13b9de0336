package selfassessment

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/task"
)

// Invitation asks somebody to write areas: either one of the host's people on the
// challenge (Person), or by name and e-mail. Areas are keys.
type Invitation struct {
	Person uuid.UUID
	Name   string
	Email  string
	Areas  []string
}

// Candidate is one of the host's people on the challenge who may be asked.
type Candidate struct {
	ID   uuid.UUID
	Name string
}

// ContributorsView is the page of who writes what, and where somebody is invited.
type ContributorsView struct {
	challenge.Head
	Areas      []Area
	People     map[string][]Person // by the area's key
	Candidates []Candidate
}

// Contributors reads it: director and link officer, while it is written; Missing
// for others.
func (s *Service) Contributors(ctx context.Context, actor access.Actor, id challenge.ID) (ContributorsView, error) {
	v := ContributorsView{People: map[string][]Person{}}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, v.Challenge)
		if err != nil {
			return err
		}
		if err := require(v.Challenge, Invite); err != nil {
			return err
		}
		people, err := peopleTx(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, a := range g.framework.Areas {
			v.Areas = append(v.Areas, Area{Key: a.Key, Name: a.Name, Help: a.Help})
			v.People[a.Key] = peopleOf(people, a.Key)
		}
		v.Areas = append(v.Areas, Area{Key: RiskPart, Name: RiskName})
		v.People[RiskPart] = peopleOf(people, RiskPart)
		v.Candidates, err = db.All[Candidate](ctx, tx, `SELECT DISTINCT p.id, p.name FROM room_key k JOIN person p ON p.id = k.person_id
			WHERE k.scope = 'challenge' AND k.scope_id = $1 AND k.room = 'common' AND k.revoked_at IS NULL
				AND k.because IN ('contributor', 'senior_leader', 'host_psw', 'council_reader') ORDER BY p.name, p.id`, id)
		return err
	})
	return v, err
}

func (i Invitation) check(f reference.Framework) error {
	var fields problem.Fields
	if i.Person == uuid.Nil {
		if err := (person.New{Name: i.Name, Email: i.Email}).Check(); err != nil {
			fields = fieldsOf(err)
		}
	}
	fields.Check(len(i.Areas) > 0, "areas", "Choose at least one area")
	for _, key := range i.Areas {
		_, ok := f.AreaByKey(key)
		fields.Check(ok || key == RiskPart, "areas", "Choose from the areas listed")
	}
	return fields.Err()
}

// Invite lets somebody write areas at once, tells them by e-mail, and opens their
// task. Director and link officer. Nobody of the visiting team can be invited:
// no one stands on both sides of a challenge.
func (s *Service) Invite(ctx context.Context, actor access.Actor, id challenge.ID, i Invitation) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, c)
		if err != nil {
			return err
		}
		if err := require(c, Invite); err != nil {
			return err
		}
		if err := i.check(g.framework); err != nil {
			return err
		}
		for _, key := range i.Areas {
			area, ok := g.framework.AreaByKey(key)
			if !ok {
				continue // the risk awareness tool needs no rows before the first save
			}
			if err := prepareAreaTx(ctx, tx, id, area); err != nil {
				return err
			}
		}
		who, existed, err := s.personTx(ctx, tx, actor, c, i)
		if err != nil {
			return err
		}
		if err := s.letInTx(ctx, tx, actor, c, who, i.Areas); err != nil {
			return err
		}
		return s.inviteTx(ctx, tx, actor, c, who, existed)
	})
}

// personTx finds or adds who is invited, and refuses those who cannot be.
func (s *Service) personTx(ctx context.Context, tx pgx.Tx, actor access.Actor, c challenge.Challenge, i Invitation) (uuid.UUID, bool, error) {
	who, existed, field := i.Person, true, "person"
	if who == uuid.Nil {
		var err error
		field = "email"
		who, existed, err = person.AddTx(ctx, tx, actor, s.Clock.Now(), person.New{Name: i.Name, Email: i.Email,
			RegionID: c.RegionID, CouncilID: c.HostCouncilID})
		if problem.Is(err, problem.Conflict) {
			return uuid.Nil, false, invalid(field, "This address cannot be used here. Ask the person for another address, or ask the coordinator")
		}
		if err != nil {
			return uuid.Nil, false, err
		}
	}
	if !existed {
		return who, false, nil
	}
	rows, _ := tx.Query(ctx, `SELECT DISTINCT because FROM room_key WHERE scope = 'challenge' AND scope_id = $1 AND person_id = $2 AND revoked_at IS NULL`, c.ID, who)
	roles, err := pgx.CollectRows(rows, pgx.RowTo[access.Role])
	if err != nil {
		return uuid.Nil, false, err
	}
	if field == "person" && len(roles) == 0 {
		return uuid.Nil, false, invalid(field, "Choose somebody from the list")
	}
	return who, true, refuseRoles(field, roles)
}

func refuseRoles(field string, roles []access.Role) error {
	for _, r := range roles {
		switch {
		case r.IsTeam() || r == access.VisitingPSW || r == access.Invitee:
			return invalid(field, "This person belongs to the visiting team, so they cannot write for the host")
		case r == access.DASS || r == access.LinkOfficer:
			return invalid(field, "This person can write every area already")
		}
	}
	return nil
}

// letInTx gives the areas that the person does not have yet.
func (s *Service) letInTx(ctx context.Context, tx pgx.Tx, actor access.Actor, c challenge.Challenge, who uuid.UUID, areas []string) error {
	people, err := peopleTx(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, p := range people {
		if p.ID == who && p.Because == access.Contributor {
			has[p.Cupboard] = true
		}
	}
	now := s.Clock.Now()
	for _, key := range areas {
		cupboard := access.AreaCupboard(key)
		if has[cupboard] {
			continue
		}
		has[cupboard] = true
		if _, err := person.HoldTx(ctx, tx, actor, now, person.Holding{Person: who, Role: access.Contributor, Scope: person.InChallenge,
			ScopeID: c.ID, Cupboard: cupboard, Starts: civil.Of(now)}); err != nil {
			return err
		}
	}
	due, err := challenge.DateTx(ctx, tx, c.ID, challenge.SelfAssessment)
	if err != nil {
		return err
	}
	return task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: ContributeKind, Subject: who.String(),
		Title: "Write your part of the self-assessment", Path: path(c.ID), Person: who, Due: due})
}

// inviteTx writes to them: somebody new gets an invitation to sign in, somebody
// known a link.
func (s *Service) inviteTx(ctx context.Context, tx pgx.Tx, actor access.Actor, c challenge.Challenge, who uuid.UUID, existed bool) error {
	now := s.Clock.Now()
	if !existed {
		return s.People.InviteTx(ctx, tx, actor, now, who, person.Words{Subject: c.Name + ": please write a part of the self-assessment",
			For: "contributor to the self-assessment of " + c.Name})
	}
	return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: who, Kind: "self-assessment.invite",
		Subject: c.Name + ": please write a part of the self-assessment",
		Body: fmt.Sprintf("You are asked to write a part of the self-assessment of %s.\n\nYour part is here: %s\n",
			c.Name, s.BaseURL+path(c.ID))})
}

// TakeBack ends a contributor's access to an area at once (V4); what they wrote
// stays. If they owned the area it has no owner then. Director and link officer.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, id challenge.ID, holding uuid.UUID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := groundTx(ctx, tx, c); err != nil {
			return err
		}
		if err := require(c, Invite); err != nil {
			return err
		}
		held, err := db.One[struct {
			PersonID uuid.UUID
			Cupboard string
		}](ctx, tx, `SELECT person_id, cupboard FROM role_holding WHERE id = $1 AND scope = 'challenge' AND scope_id = $2
			AND role = 'contributor' AND ended_at IS NULL`, holding, id)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := person.EndTx(ctx, tx, actor, now, holding); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE assessment_area SET owner_id = NULL WHERE challenge_id = $1 AND 'area:' || area_key = $2 AND owner_id = $3`,
			id, held.Cupboard, held.PersonID)
		if err != nil {
			return err
		}
		left, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM role_holding WHERE scope = 'challenge' AND scope_id = $1
			AND role = 'contributor' AND person_id = $2 AND ended_at IS NULL)`, id, held.PersonID)
		if err != nil || left {
			return err
		}
		return task.DoneTx(ctx, tx, actor, now, id, ContributeKind, held.PersonID.String())
	})
}

func invalid(field, message string) error {
	return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: field, Message: message}}}
}

func fieldsOf(err error) problem.Fields {
	var p *problem.Problem
	if errors.As(err, &p) {
		return p.Fields
	}
	return nil
}
