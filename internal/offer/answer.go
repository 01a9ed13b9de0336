package offer

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// PersonAnswer is what somebody offered says for themselves.
type PersonAnswer struct {
	Yes            bool
	No             bool
	Away           []Range
	Links          []Link
	RoleOn         civil.Date // trained for the role
	CoProductionOn civil.Date
	Undertaking    bool // signs the confidentiality undertaking for the cycle (T9)
	Needs          string
	LeadMaySee     bool
}

// Chair is the person a page is about, and what the actor is there.
type Chair struct {
	ID          uuid.UUID
	Name        string
	Post        string
	CouncilID   *uuid.UUID
	CouncilName string // of the region, or of another region, or empty
	Role        Role
	Skills      string
	Experienced bool
	MaxVisits   int
	MaxDays     *int
	Self        bool
	Coordinates bool
}

// chairTx finds somebody offered; Missing unless it is the actor or the actor
// coordinates the region. Their own director does not read this page.
func chairTx(ctx context.Context, tx pgx.Tx, g Gathering, who uuid.UUID) (Chair, error) {
	c, err := db.One[Chair](ctx, tx, `SELECT p.id, p.name, p.post, o.council_id, coalesce(c.name, p.outside_council) AS council_name, o.role, o.skills, o.experienced, o.max_visits, o.max_days,
			p.id = app_actor() AS self, o.region_id = ANY ((SELECT keys_of('region'))::uuid[]) AS coordinates
		FROM person_offer o JOIN person p ON p.id = o.person_id LEFT JOIN council c ON c.id = o.council_id WHERE o.cycle_id = $1 AND o.person_id = $2`, g.CycleID, who)
	if err == nil && !c.Self && !c.Coordinates {
		err = problem.Missing()
	}
	return c, err
}

func (a *PersonAnswer) check(g Gathering, today civil.Date) error {
	var f problem.Fields
	f.Check(a.Yes != a.No, "answer", "Say whether you could take part")
	checkRanges(&f, "away", "day you cannot come", a.Away, g)
	f.Check(!a.RoleOn.After(today), "role_on", "The day of the training cannot be in the future")
	f.Check(!a.CoProductionOn.After(today), "co_production_on", "The day of the training cannot be in the future")
	f.Check(db.Length(a.Needs) <= 2000, "needs", "Your needs must be 2,000 characters or fewer")
	f.Check(len(a.Links) <= 60, "l1-council", "At most 60 links can be kept")
	seen := map[string]bool{}
	for i := range a.Links {
		l, prefix := &a.Links[i], fmt.Sprintf("l%d-", i+1)
		f.Check(l.CouncilID != uuid.Nil, prefix+"council", "Choose the council")
		f.Check(l.Kind.Words() != "", prefix+"kind", "Choose what ties you to it")
		f.Check(db.Length(l.Words) <= 500, prefix+"words", "This must be 500 characters or fewer")
		key := l.CouncilID.String() + string(l.Kind)
		f.Check(!seen[key], prefix+"council", "You have said this about this council already")
		seen[key] = true
		l.checkYears(&f, prefix, today)
		if l.Kind == RatherNot {
			l.Words = "" // no reason is asked, so none is kept
		}
	}
	return f.Err()
}

func (l *Link) checkYears(f *problem.Fields, prefix string, today civil.Date) {
	if l.Kind != FormerEmployer {
		l.FromYear, l.UntilYear = nil, nil
		return
	}
	if l.UntilYear == nil {
		f.Add(prefix+"until", "Enter the year in which you left")
		return
	}
	f.Check(*l.UntilYear >= 1940 && *l.UntilYear <= today.Year(), prefix+"until", "Enter the year in which you left, such as 2024")
	f.Check(l.FromYear == nil || *l.FromYear >= 1940 && *l.FromYear <= *l.UntilYear, prefix+"from", "Enter the year in which you began, before the year you left")
}

// AnswerPerson keeps what somebody offered says. They answer for themselves; a
// coordinator may enter it for them, and that is kept. An expert can say yes only
// once they have got what they are promised (T10).
func (s *Service) AnswerPerson(ctx context.Context, actor access.Actor, cycleID, who uuid.UUID, a PersonAnswer) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		g, err := answerableTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		c, err := chairTx(ctx, tx, g, who)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := a.check(g, civil.Of(now)); err != nil {
			return err
		}
		if err := promisedTx(ctx, tx, g, c, a); err != nil {
			return err
		}
		if err := a.saveTx(ctx, tx, g, c, now); err != nil {
			return err
		}
		return g.logTx(ctx, tx, actor, now, AnswerForSelf, who)
	})
}

// promisedTx refuses an expert's yes before the promise has reached them.
func promisedTx(ctx context.Context, tx pgx.Tx, g Gathering, c Chair, a PersonAnswer) error {
	if c.Role != Expert || !a.Yes {
		return nil
	}
	p, err := promiseTx(ctx, tx, g.CycleID, c.ID)
	if err != nil {
		return err
	}
	switch {
	case p == nil:
		return atField("answer", "Before an expert by experience says yes they get what they are promised: hours, payment, expenses, benefits advice, a buddy and support. It is not written yet")
	case !p.Ready():
		return atField("answer", "What is promised has to be read out first, by telephone, as was asked for")
	}
	return nil
}

func (a *PersonAnswer) saveTx(ctx context.Context, tx pgx.Tx, g Gathering, c Chair, now time.Time) error {
	answer := "no"
	if a.Yes {
		answer = "yes"
	}
	_, err := tx.Exec(ctx, `INSERT INTO person_answer (cycle_id, person_id, region_id, answer, answered_at, typed_by)
		VALUES ($1, $2, $3, $4, $5, CASE WHEN $6::boolean THEN NULL ELSE app_actor() END)
		ON CONFLICT (cycle_id, person_id) DO UPDATE SET answer = excluded.answer, answered_at = excluded.answered_at, typed_by = excluded.typed_by`,
		g.CycleID, c.ID, g.RegionID, answer, now, c.Self)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM person_unavailable WHERE cycle_id = $1 AND person_id = $2`, g.CycleID, c.ID); err != nil {
		return err
	}
	if err := addAwayTx(ctx, tx, g, c.ID, a.Away); err != nil {
		return err
	}
	if err := a.linksTx(ctx, tx, g, c.ID); err != nil {
		return err
	}
	if err := a.trainingTx(ctx, tx, g, c, civil.Of(now)); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO person_need (cycle_id, person_id, region_id, words, lead_may_see, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (cycle_id, person_id) DO UPDATE SET words = excluded.words, lead_may_see = excluded.lead_may_see, at = excluded.at`,
		g.CycleID, c.ID, g.RegionID, a.Needs, a.LeadMaySee, now)
	return err
}

func (a *PersonAnswer) linksTx(ctx context.Context, tx pgx.Tx, g Gathering, who uuid.UUID) error {
	if _, err := tx.Exec(ctx, `DELETE FROM person_link WHERE cycle_id = $1 AND person_id = $2`, g.CycleID, who); err != nil {
		return err
	}
	for i, l := range a.Links {
		known, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM council WHERE id = $1 AND region_id = $2)`, l.CouncilID, g.RegionID)
		if err != nil {
			return err
		}
		if !known {
			return atField(fmt.Sprintf("l%d-council", i+1), "Choose a council of the region")
		}
		_, err = tx.Exec(ctx, `INSERT INTO person_link (id, cycle_id, person_id, region_id, council_id, kind, barring, from_year, until_year, words)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id.New(), g.CycleID, who, g.RegionID, l.CouncilID, l.Kind, l.Kind.Barring(), l.FromYear, l.UntilYear, l.Words)
		if err != nil {
			return err
		}
	}
	return nil
}

// trainingTx keeps the person's own word; changing it takes a confirmation back (T9).
func (a *PersonAnswer) trainingTx(ctx context.Context, tx pgx.Tx, g Gathering, c Chair, today civil.Date) error {
	_, err := tx.Exec(ctx, `INSERT INTO person_training (cycle_id, person_id, region_id, role_on, co_production_on, undertaking_on)
		VALUES ($1, $2, $3, $4, $5, CASE WHEN $6::boolean THEN $7::date END)
		ON CONFLICT (cycle_id, person_id) DO UPDATE SET role_on = excluded.role_on, co_production_on = excluded.co_production_on,
			undertaking_on = CASE WHEN $6::boolean THEN coalesce(person_training.undertaking_on, excluded.undertaking_on) END, confirmed_by = NULL, confirmed_at = NULL
		WHERE (person_training.role_on, person_training.co_production_on, person_training.undertaking_on IS NOT NULL)
			IS DISTINCT FROM (excluded.role_on, excluded.co_production_on, $6::boolean)`,
		g.CycleID, c.ID, g.RegionID, a.RoleOn, a.CoProductionOn, a.Undertaking, today)
	return err
}

// ConfirmTraining confirms what somebody said of their training (T9). Only a
// coordinator, and not about themselves.
func (s *Service) ConfirmTraining(ctx context.Context, actor access.Actor, cycleID, who uuid.UUID) error {
	return s.region(ctx, actor, cycleID, ConfirmTraining, who, func(tx pgx.Tx, g Gathering, now time.Time) error {
		if me, _ := actor.PersonID(); me == who {
			return problem.New(problem.Forbidden, "Another coordinator confirms your own training.")
		}
		tag, err := tx.Exec(ctx, `UPDATE person_training SET confirmed_by = app_actor(), confirmed_at = $3
			WHERE cycle_id = $1 AND person_id = $2 AND confirmed_by IS NULL AND role_on IS NOT NULL AND co_production_on IS NOT NULL`, cycleID, who, now)
		if err == nil && tag.RowsAffected() == 0 {
			err = problem.New(problem.Conflict, "There is nothing to confirm: both days of training are needed, and it may be confirmed already.")
		}
		return err
	})
}
