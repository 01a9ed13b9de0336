package offer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// offerAllTx adds, changes and takes off the people of a council.
func (s *Service) offerAllTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, g Gathering, d Desk, list []Offered) error {
	seen := map[uuid.UUID]bool{}
	for i, o := range list {
		prefix := fmt.Sprintf("p%d-", i+1)
		if o.Remove && o.ID == uuid.Nil {
			continue // an empty block of the form
		}
		if o.Remove {
			if err := withdrawTx(ctx, tx, g, d.ID, o.ID); err != nil {
				return err
			}
			continue
		}
		added, err := s.personTx(ctx, tx, actor, now, g, d.ID, o)
		if err != nil {
			return atFields(prefix, err)
		}
		if seen[added.id] {
			return atField(prefix+"email", or(o.Name, "This person")+" is on the list twice. Keep one of them")
		}
		seen[added.id] = true
		o.ID = added.id
		if err := s.offerTx(ctx, tx, actor, now, g, &d.ID, o, added.isNew); err != nil {
			return atFields(prefix, err)
		}
	}
	return nil
}

type addedPerson struct {
	id    uuid.UUID
	isNew bool
}

// personTx finds or adds who is offered. A council offers only people of its own.
func (s *Service) personTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, g Gathering, councilID uuid.UUID, o Offered) (addedPerson, error) {
	a := addedPerson{id: o.ID}
	if a.id == uuid.Nil {
		who, existed, err := person.AddTx(ctx, tx, actor, now, person.New{Name: o.Name, Email: o.Email, RegionID: g.RegionID, CouncilID: councilID, Post: o.Role.Words()})
		if err != nil {
			if problem.Is(err, problem.Conflict) {
				return a, atField("email", "This address already belongs to somebody in another region. Use another address of theirs, or ask the coordinator")
			}
			return a, err
		}
		a.id, a.isNew = who, !existed
	}
	ours, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM person WHERE id = $1 AND council_id = $2)`, a.id, councilID)
	if err == nil && !ours {
		err = atField("email", "This address belongs to somebody who is not of your council. Ask the coordinator to put them on the list")
	}
	return a, err
}

// offerTx writes that somebody is offered, and asks them when they are new on the
// list. An expert is asked once the promise is written (T10).
func (s *Service) offerTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, g Gathering, councilID *uuid.UUID, o Offered, isNew bool) error {
	var days *int
	if o.MaxDays > 0 {
		days = &o.MaxDays
	}
	tag, err := tx.Exec(ctx, `UPDATE person_offer SET role = $4, skills = $5, experienced = $6, max_visits = $7, max_days = $8
		WHERE cycle_id = $1 AND person_id = $2 AND council_id IS NOT DISTINCT FROM $3`, g.CycleID, o.ID, councilID, o.Role, o.Skills, o.Experienced, o.MaxVisits, days)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		err := pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO person_offer (cycle_id, person_id, region_id, council_id, role, skills, experienced, max_visits, max_days, offered_by, offered_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, app_actor(), $10)`, g.CycleID, o.ID, g.RegionID, councilID, o.Role, o.Skills, o.Experienced, o.MaxVisits, days, now)
			return err
		})
		if taken(err) {
			return atField("email", or(o.Name, "This person")+" is on the list already, offered by somebody else. Ask the coordinator")
		}
		if err != nil {
			return db.Explain(err)
		}
		if o.Role != Expert {
			if err := s.askPersonTx(ctx, tx, actor, now, g, o.ID, isNew); err != nil {
				return err
			}
		}
	}
	return addAwayTx(ctx, tx, g, o.ID, o.Away)
}

func addAwayTx(ctx context.Context, tx pgx.Tx, g Gathering, who uuid.UUID, away []Range) error {
	for _, r := range away {
		_, err := tx.Exec(ctx, `INSERT INTO person_unavailable (id, cycle_id, person_id, region_id, first_day, last_day)
			SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT FROM person_unavailable WHERE cycle_id = $2 AND person_id = $3 AND first_day = $5 AND last_day = $6)`,
			id.New(), g.CycleID, who, g.RegionID, r.First, r.Last)
		if err != nil {
			return err
		}
	}
	return nil
}

// withdrawTx takes somebody off a council's list, with all they answered.
func withdrawTx(ctx context.Context, tx pgx.Tx, g Gathering, councilID, who uuid.UUID) error {
	tag, err := tx.Exec(ctx, `DELETE FROM person_offer WHERE cycle_id = $1 AND person_id = $2 AND council_id = $3`, g.CycleID, who, councilID)
	if err == nil && tag.RowsAffected() == 0 {
		err = problem.New(problem.Conflict, "Somebody you took off was off the list already. Nothing was changed.")
	}
	return err
}

// Named is somebody a coordinator puts on the list: an expert or lead of no council,
// somebody of another region (Outside is then their council), or of a council.
type Named struct {
	Offered
	Council uuid.UUID // Nil for none
	Outside string
}

// Name puts somebody on the list. Only a coordinator.
func (s *Service) Name(ctx context.Context, actor access.Actor, cycleID uuid.UUID, n Named) (uuid.UUID, error) {
	var who uuid.UUID
	err := s.region(ctx, actor, cycleID, NamePerson, cycleID, func(tx pgx.Tx, g Gathering, now time.Time) (err error) {
		who, err = s.nameTx(ctx, tx, actor, now, g, n)
		return err
	})
	return who, err
}

func (s *Service) nameTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, g Gathering, n Named) (uuid.UUID, error) {
	var f problem.Fields
	n.check(&f, "", g)
	f.Check(db.Length(n.Outside) <= 200, "outside", "The council must be 200 characters or fewer")
	f.Check(n.Outside == "" || n.Council == uuid.Nil, "outside", "Choose a council of the region, or write one of another region, not both")
	if err := f.Err(); err != nil {
		return uuid.Nil, err
	}
	who, existed, err := person.AddTx(ctx, tx, actor, now, person.New{Name: n.Name, Email: n.Email, RegionID: g.RegionID, CouncilID: n.Council, Post: n.Role.Words(), Outside: n.Outside})
	if problem.Is(err, problem.Conflict) {
		return uuid.Nil, atField("email", "This address already belongs to somebody in another region. Use another address of theirs")
	}
	if err != nil {
		return uuid.Nil, err
	}
	council := &n.Council
	if existed { // known people keep their council
		if council, err = db.Value[*uuid.UUID](ctx, tx, `SELECT council_id FROM person WHERE id = $1 AND region_id = $2`, who, g.RegionID); err != nil {
			return uuid.Nil, err
		}
		if n.Council != uuid.Nil && (council == nil || *council != n.Council) {
			return uuid.Nil, atField("council", n.Name+" is known here with another council, or with none. Change that on their page first")
		}
	} else if n.Council == uuid.Nil {
		council = nil
	}
	there, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM person_offer WHERE cycle_id = $1 AND person_id = $2)`, g.CycleID, who)
	if err != nil {
		return uuid.Nil, err
	}
	if there {
		return uuid.Nil, atField("email", n.Name+" is on the list already")
	}
	n.ID = who
	return who, s.offerTx(ctx, tx, actor, now, g, council, n.Offered, !existed)
}

func taken(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505"
}

func atField(name, message string) error {
	return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: name, Message: message}}}
}

// atFields puts the fields of one person's problem under that person's prefix.
func atFields(prefix string, err error) error {
	var p *problem.Problem
	if !errors.As(err, &p) || p.Kind != problem.Invalid {
		return err
	}
	out := &problem.Problem{Kind: p.Kind, Message: p.Message}
	for _, f := range p.Fields {
		out.Fields = append(out.Fields, problem.Field{Name: prefix + f.Name, Message: f.Message})
	}
	return out
}
