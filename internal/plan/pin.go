package plan

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/live"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
)

// Pinning says what of a council's visit, as it is in a proposal, stays in every
// later one: the date, some people, both, or nothing any more.
type Pinning struct {
	Council uuid.UUID
	Date    bool
	People  []string // ids of those who stay
	Version int      // of the proposal that was shown
}

// PinVisit pins and unpins. Conflict when the proposal has changed since it was
// shown; Closed for a visit that is not planned any more. The new pins hold for the
// whole cycle.
func (s *Service) PinVisit(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID, p Pinning) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		page, err := s.lockedTx(ctx, tx, cycleID, proposal)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(page.Visits, func(v Visit) bool { return v.Council == p.Council.String() })
		if i < 0 {
			return problem.Missing()
		}
		if err := changeable(page.Proposal, page.Visits[i]); err != nil {
			return err
		}
		if page.Proposal.Version != p.Version {
			return problem.New(problem.Conflict, "Somebody else has changed this plan since you opened the page. Look at it again before you pin.")
		}
		if err := s.storePinTx(ctx, tx, actor, page, page.Visits[i], p); err != nil {
			return err
		}
		if err := live.TellTx(ctx, tx, cycleID); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: Pin.Name, Region: page.Proposal.Region, Room: access.Region, Subject: p.Council})
	})
}

func (s *Service) storePinTx(ctx context.Context, tx pgx.Tx, actor access.Actor, page Page, v Visit, p Pinning) error {
	var first *civil.Date
	if p.Date && !v.FirstDay.IsZero() {
		first = &v.FirstDay
	}
	places := []planner.Place{}
	for _, place := range v.Places {
		if slices.Contains(p.People, place.Person) {
			places = append(places, place)
		}
	}
	if first == nil && len(places) == 0 {
		_, err := tx.Exec(ctx, `DELETE FROM plan_pin WHERE cycle_id = $1 AND council_id = $2`, page.Cycle.ID, p.Council)
		return err
	}
	body, err := json.Marshal(places)
	if err != nil {
		return problem.Internalf(err, "pinned places")
	}
	person, _ := actor.PersonID()
	_, err = tx.Exec(ctx, `INSERT INTO plan_pin (cycle_id, region_id, council_id, first_day, places, pinned_by, pinned_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (cycle_id, council_id) DO UPDATE SET first_day = excluded.first_day, places = excluded.places, pinned_by = excluded.pinned_by, pinned_at = excluded.pinned_at`,
		page.Cycle.ID, page.Cycle.RegionID, p.Council, first, body, uuid.UUID(person), s.Clock.Now())
	return err
}
