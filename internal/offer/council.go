package offer

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Desk is the council an offer is for, and what the actor is there.
type Desk struct {
	ID          uuid.UUID
	Name        string
	Slug        string
	Directs     bool // is DASS or acting DASS there now
	Coordinates bool // coordinates the region
}

// deskTx finds the council; Missing unless the actor directs it or coordinates its
// region.
func deskTx(ctx context.Context, tx pgx.Tx, g Gathering, slug string, today civil.Date) (Desk, error) {
	d, err := db.One[Desk](ctx, tx, `SELECT c.id, c.name, c.slug, c.region_id = ANY ((SELECT keys_of('region'))::uuid[]) AS coordinates,
			EXISTS (SELECT FROM role_holding h WHERE h.person_id = app_actor() AND h.scope = 'council' AND h.scope_id = c.id AND h.role = 'dass'
				AND h.ended_at IS NULL AND h.starts_on <= $3 AND (h.ends_on IS NULL OR h.ends_on >= $3)) AS directs
		FROM council c WHERE c.slug = $1 AND c.region_id = $2`, slug, g.RegionID, today)
	if err == nil && !d.Directs && !d.Coordinates {
		err = problem.Missing()
	}
	return d, err
}

// CouncilAnswer is what a council offers and asks for. Version is the one the
// words rest on; 0 for the first.
type CouncilAnswer struct {
	Closed      []Range      // days it cannot host, within the cycle
	Months      []civil.Date // first days of months
	LookAt      string
	Assessments []Range
	SignedName  string     // under the memorandum of understanding; empty is not yet
	SignedOn    civil.Date // zero is today, or the day it was signed before
	People      []Offered
	Version     int
}

// Offered is one person in the offer. ID is Nil for somebody new, who then needs a
// name and an e-mail address.
type Offered struct {
	ID          uuid.UUID
	Name        string
	Email       string
	Role        Role
	Skills      string
	Experienced bool
	MaxVisits   int
	MaxDays     int     // 0 for no limit
	Away        []Range // to be added to the days they cannot come
	Remove      bool    // taken off the list
}

func (a *CouncilAnswer) check(g Gathering, today civil.Date) error {
	var f problem.Fields
	f.Check(!a.SignedOn.After(today), "signed_on", "The day it was signed cannot be in the future")
	checkRanges(&f, "closed", "day it cannot host", a.Closed, g)
	checkRanges(&f, "assessments", "assessment", a.Assessments, g)
	for _, m := range a.Months {
		f.Check(m.Day() == 1 && !m.Before(g.FirstDay.AddDays(1-g.FirstDay.Day())) && !m.After(g.LastDay), "months", "Choose months of the cycle")
	}
	f.Check(db.Length(a.LookAt) <= 4000, "look_at", "What you ask to be looked at must be 4,000 characters or fewer")
	f.Check(db.Length(a.SignedName) <= 200, "signed", "The name must be 200 characters or fewer")
	f.Check(len(a.People) <= 100, "people", "At most 100 people can be offered")
	for i := range a.People {
		a.People[i].check(&f, fmt.Sprintf("p%d-", i+1), g)
	}
	return f.Err()
}

func checkRanges(f *problem.Fields, field, what string, list []Range, g Gathering) {
	f.Check(len(list) <= 60, field, "At most 60 lines, please")
	for _, r := range list {
		f.Check(!r.Last.Before(r.First), field, r.Last.Long()+" is before "+r.First.Long()+". Put the first day first")
		f.Check(!r.First.After(g.LastDay) && !r.Last.Before(g.FirstDay), field,
			fmt.Sprintf("The %s %s is outside the cycle, %s", what, civil.Range(r.First, r.Last), civil.Range(g.FirstDay, g.LastDay)))
		f.Check(db.Length(r.Why) <= 300, field, "Each reason must be 300 characters or fewer")
	}
}

func (o *Offered) check(f *problem.Fields, prefix string, g Gathering) {
	if o.Remove {
		return
	}
	if o.ID == uuid.Nil {
		f.Check(o.Name != "", prefix+"name", "Enter the name of the person you offer")
		f.Check(o.Email != "", prefix+"email", "Enter the e-mail address of "+or(o.Name, "the person you offer"))
	}
	f.Check(o.Role.Words() != "", prefix+"role", "Choose what "+or(o.Name, "the person")+" is offered for")
	f.Check(o.MaxVisits >= 1 && o.MaxVisits <= 12, prefix+"visits", "Enter how many visits at most, from 1 to 12")
	f.Check(o.MaxDays >= 0 && o.MaxDays <= 100, prefix+"days", "Enter how many days at most, from 1 to 100, or leave it empty")
	f.Check(db.Length(o.Skills) <= 1000, prefix+"skills", "Skills must be 1,000 characters or fewer")
	checkRanges(f, prefix+"away", "day they cannot come", o.Away, g)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// SendCouncil keeps what a council offers and asks for, all of it or nothing, and
// writes to everybody it newly offers. Its directors send; a coordinator may enter
// it for them, which is kept as such. Conflict when it was changed in the meantime.
func (s *Service) SendCouncil(ctx context.Context, actor access.Actor, cycleID uuid.UUID, slug string, a CouncilAnswer) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		g, err := answerableTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		d, err := deskTx(ctx, tx, g, slug, civil.Of(now))
		if err != nil {
			return err
		}
		if err := a.check(g, civil.Of(now)); err != nil {
			return err
		}
		if err := a.saveTx(ctx, tx, g, d, now); err != nil {
			return err
		}
		if err := s.offerAllTx(ctx, tx, actor, now, g, d, a.People); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM council_offer_draft WHERE cycle_id = $1 AND council_id = $2`, cycleID, d.ID); err != nil {
			return err
		}
		return g.logTx(ctx, tx, actor, now, SendOffer, d.ID)
	})
}

// saveTx writes the offer itself: one row, guarded by its version.
func (a *CouncilAnswer) saveTx(ctx context.Context, tx pgx.Tx, g Gathering, d Desk, now time.Time) error {
	a.Months = append([]civil.Date{}, a.Months...) // none is an empty list
	slices.SortFunc(a.Months, civil.Date.Compare)
	tag, err := tx.Exec(ctx, `INSERT INTO council_offer (cycle_id, council_id, region_id, months, look_at, signed_name, signed_on, answered_at, answered_by, typed_by)
		VALUES ($1, $2, $3, $4, $5, $6::text, CASE WHEN $6::text = '' THEN NULL ELSE coalesce($7::date, $11::date) END, $8, app_actor(), CASE WHEN $9::boolean THEN NULL ELSE app_actor() END)
		ON CONFLICT (cycle_id, council_id) DO UPDATE SET months = excluded.months, look_at = excluded.look_at, signed_name = excluded.signed_name,
			signed_on = CASE WHEN $7::date IS NULL AND council_offer.signed_name = excluded.signed_name THEN council_offer.signed_on ELSE excluded.signed_on END,
			answered_at = excluded.answered_at, answered_by = excluded.answered_by, typed_by = excluded.typed_by, version = council_offer.version + 1
		WHERE council_offer.version = $10`,
		g.CycleID, d.ID, g.RegionID, a.Months, a.LookAt, a.SignedName, a.SignedOn, now, d.Directs, a.Version, civil.Of(now))
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return problem.New(problem.Conflict, "Somebody else sent this page in the meantime. What you wrote is still here: compare it with what they sent, then send again.")
	}
	if _, err := tx.Exec(ctx, `DELETE FROM council_assessment WHERE cycle_id = $1 AND council_id = $2`, g.CycleID, d.ID); err != nil {
		return err
	}
	for _, r := range a.Assessments {
		_, err := tx.Exec(ctx, `INSERT INTO council_assessment (id, cycle_id, council_id, first_day, last_day, what) VALUES ($1, $2, $3, $4, $5, $6)`,
			id.New(), g.CycleID, d.ID, r.First, r.Last, or(r.Why, "External assessment"))
		if err != nil {
			return err
		}
	}
	var closed []council.Closed
	for _, r := range a.Closed {
		closed = append(closed, council.Closed{CouncilID: d.ID, FirstDay: r.First, LastDay: r.Last, Reason: or(r.Why, "Cannot host")})
	}
	return council.ReplaceClosedTx(ctx, tx, d.ID, g.FirstDay, g.LastDay, closed)
}

// SaveDraft keeps the form as it is, for the council's directors alone.
func (s *Service) SaveDraft(ctx context.Context, actor access.Actor, cycleID uuid.UUID, slug string, form map[string][]string) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		g, err := answerableTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		d, err := deskTx(ctx, tx, g, slug, civil.Of(now))
		if err != nil {
			return err
		}
		if !d.Directs {
			return problem.New(problem.Forbidden, "Only the council’s own director can keep a draft. What you enter on their behalf is sent at once.")
		}
		b, err := json.Marshal(form)
		if err != nil {
			return problem.Internalf(err, "draft of an offer")
		}
		if len(b) > 150_000 {
			return problem.New(problem.TooLarge, "This is too long to be kept. Please shorten it.")
		}
		_, err = tx.Exec(ctx, `INSERT INTO council_offer_draft (cycle_id, council_id, region_id, form, saved_by, saved_at) VALUES ($1, $2, $3, $4, app_actor(), $5)
			ON CONFLICT (cycle_id, council_id) DO UPDATE SET form = excluded.form, saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
			cycleID, d.ID, g.RegionID, b, now)
		return err
	})
}
