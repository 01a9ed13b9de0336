package proposing

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/problem"
)

// Service asks for plans, stops the search, and says how far it is.
type Service struct {
	DB     db.Beginner
	Clock  clock.Clock
	Worker *Worker // told of new runs and of "Stop"; nil: it finds out by itself
}

// Kind is what a run is asked for.
type Kind string

// The kinds of run.
const (
	One    Kind = "one"    // one proposal
	Two    Kind = "two"    // two that truly differ
	Around Kind = "around" // the fewest changes around what is told and pinned
)

// Run is one run of the planner.
type Run struct {
	ID        uuid.UUID
	Cycle     uuid.UUID
	Region    uuid.UUID
	Kind      Kind
	AskedAt   time.Time
	By        string
	Seed      int64
	Base      *uuid.UUID // the proposal it changes as little as possible
	State     string
	StopAsked bool
	Step      int
	Steps     int
	BestHard  *int
	BestSoft  *int
	Bound     *int
	Report    []byte
	Words     string
	EndedAt   *time.Time
}

// Live says that the run goes on or waits.
func (r Run) Live() bool { return r.EndedAt == nil }

const runSQL = `SELECT r.id, r.cycle_id AS cycle, r.region_id AS region, r.kind, r.asked_at, coalesce(w.name, '') AS by, r.seed, r.base, r.state, r.stop_asked, r.step, r.steps,
	r.best_hard, r.best_soft, r.bound, r.report, r.words, r.ended_at FROM plan_run r LEFT JOIN person w ON w.id = r.asked_by `

// LatestTx is the newest run of a cycle, nil when there is none, or none of the
// actor's.
func LatestTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) (*Run, error) {
	list, err := db.All[Run](ctx, tx, runSQL+`WHERE r.cycle_id = $1 ORDER BY r.asked_at DESC, r.id DESC LIMIT 1`, cycleID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Asking is what a coordinator asks for. Base, for Around, is the proposal to
// change as little as possible; Nil for what people have been told.
type Asking struct {
	Kind Kind
	Base uuid.UUID
}

// Suggest starts a run for a cycle with the facts as they are now. Closed when
// nothing is left to plan or the facts cannot be meant; Conflict when a run goes on
// already. Only a coordinator of the region.
func (s *Service) Suggest(ctx context.Context, actor access.Actor, cycleID uuid.UUID, a Asking) (uuid.UUID, error) {
	run := id.New()
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		f, err := planfacts.ReadTx(ctx, tx, cycleID, civil.Of(s.Clock.Now()))
		if err != nil {
			return err
		}
		if a.Kind != One && a.Kind != Two && a.Kind != Around {
			return problem.New(problem.Invalid, "Choose one plan, two plans, or a plan around your pins.")
		}
		p := f.Problem()
		if why := CannotPlan(p); why != "" {
			return problem.New(problem.Closed, why)
		}
		if a.Base != uuid.Nil {
			base, err := ProposalTx(ctx, tx, cycleID, a.Base)
			if err != nil {
				return err
			}
			p.Current = &base.Plan
		}
		p = keepDates(p)
		body, err := json.Marshal(p)
		if err != nil {
			return problem.Internalf(err, "facts of a plan")
		}
		// what former runs said in sentences names people, and is of no use any more (V7)
		if _, err := tx.Exec(ctx, `UPDATE plan_run SET report = NULL WHERE cycle_id = $1 AND report IS NOT NULL`, cycleID); err != nil {
			return err
		}
		person, _ := actor.PersonID()
		now := s.Clock.Now()
		_, err = tx.Exec(ctx, `INSERT INTO plan_run (id, cycle_id, region_id, kind, asked_by, asked_at, seed, base, facts)
			SELECT $1, $2, $3, $4, $5, $6, 1 + (SELECT count(*) FROM plan_run WHERE cycle_id = $2), $7, $8`,
			run, cycleID, f.Round.RegionID, a.Kind, uuid.UUID(person), now, orNull(a.Base), body)
		if err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Propose.Name, Region: f.Round.RegionID, Room: access.Region, Subject: run})
	})
	if problem.Is(err, problem.Conflict) {
		return uuid.Nil, problem.New(problem.Conflict, "A plan is being made for this cycle already. Wait for it, or stop it.")
	}
	if err == nil {
		s.Worker.Wake()
	}
	return run, err
}

func orNull(u uuid.UUID) *uuid.UUID {
	if u == uuid.Nil {
		return nil
	}
	return &u
}

// CannotPlan says why there is nothing to plan; empty when there is.
func CannotPlan(p planner.Problem) string {
	switch {
	case p.Last.Before(p.First) || p.First.DaysUntil(p.Last) > 10*366:
		return "The first and last day of this cycle cannot be planned with. A cycle is at most ten years long."
	case len(p.Councils) == 0:
		return "No council of the region takes part in this cycle."
	case len(p.People) == 0:
		return "Nobody is known who could be on a team. Enter people, or gather what councils offer, and then ask for a plan."
	case p.Last.Before(p.Earliest()):
		return "The cycle ends too soon for a new visit: the last day is before " + p.Earliest().Long() + ", the first day that leaves time to get ready."
	}
	for _, c := range p.Councils {
		if !pinnedDate(p, c.ID) {
			return ""
		}
	}
	return placesLeft(p)
}

// placesLeft says that everything is fixed, unless a visit that is still to come
// lacks somebody.
func placesLeft(p planner.Problem) string {
	for _, pin := range p.Pins {
		if len(pin.Places) < p.Rules.Places.All() {
			return ""
		}
	}
	return "Every visit of this cycle has its date and its team. There is nothing left to plan."
}

func pinnedDate(p planner.Problem, council string) bool {
	for _, pin := range p.Pins {
		if pin.Council == council && !pin.FirstDay.IsZero() {
			return true
		}
	}
	return false
}

// keepDates pins the dates of told visits that lack somebody. The planner counts a
// visit as changed or not; one whose empty place is filled is changed anyway, and
// would be moved for the least wish. A date that breaks a rule by now is let go.
func keepDates(p planner.Problem) planner.Problem {
	if p.Current == nil {
		return p
	}
	bad := map[string]bool{}
	for _, b := range check.Check(p, *p.Current).Breaches {
		switch b.Kind {
		case check.OutsideCycle, check.TooEarly, check.NotWorking, check.StartDay, check.Closed, check.Election, check.NoDate:
			bad[b.Council] = true
		}
	}
	p.Pins = slices.Clone(p.Pins)
	for _, v := range p.Current.Visits {
		if len(v.Places) >= p.Rules.Places.All() || bad[v.Council] || pinnedDate(p, v.Council) {
			continue
		}
		i := slices.IndexFunc(p.Pins, func(pin planner.Pin) bool { return pin.Council == v.Council })
		if i < 0 {
			p.Pins = append(p.Pins, planner.Pin{Council: v.Council, FirstDay: v.FirstDay})
		} else {
			p.Pins[i].FirstDay = v.FirstDay
		}
	}
	return p
}

// StopRun asks the run of a cycle to stop; its best so far is kept. Nothing happens
// when it has ended already.
func (s *Service) StopRun(ctx context.Context, actor access.Actor, cycleID uuid.UUID) error {
	var stopped uuid.UUID
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		r, err := planfacts.RoundTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		run, err := LatestTx(ctx, tx, cycleID)
		if err != nil || run == nil || !run.Live() {
			return err
		}
		stopped = run.ID
		if _, err := tx.Exec(ctx, `UPDATE plan_run SET stop_asked = true WHERE id = $1 AND ended_at IS NULL`, run.ID); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: Stop.Name, Region: r.RegionID, Room: access.Region, Subject: run.ID})
	})
	if err == nil {
		s.Worker.Cancel(stopped)
	}
	return err
}

// HowFar is the newest run of a cycle and how many proposals there are,
// for a coordinator of its region; Missing to everybody else.
func (s *Service) HowFar(ctx context.Context, actor access.Actor, cycleID uuid.UUID) (run *Run, proposals int, err error) {
	err = db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if _, err := planfacts.RoundTx(ctx, tx, cycleID); err != nil {
			return err
		}
		if run, err = LatestTx(ctx, tx, cycleID); err != nil {
			return err
		}
		proposals, err = db.Value[int](ctx, tx, `SELECT count(*)::int FROM plan_proposal WHERE cycle_id = $1`, cycleID)
		return err
	})
	return run, proposals, err
}
