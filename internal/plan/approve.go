package plan

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/db"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/proposing"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/team"
)

// Approval is what approving a proposal would do.
type Approval struct {
	Page
	Begin   []Visit // visits that begin: their hosts are told
	Move    []Visit // visits that move: everybody on them is told
	Ask     []Seat  // people who are asked
	Promise []Seat  // experts by experience who are asked once what they are promised is written (T10)
	Outside []Seat  // people of another region, who are asked on the challenge's own page (T3)
	Leave   []Seat  // people who are taken off, and told
	Why     string  // why it cannot be approved; empty when it can
}

// ApprovePage is the check before approving, for a coordinator of the region.
func (s *Service) ApprovePage(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID) (Approval, error) {
	var a Approval
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if _, err := s.boardTx(ctx, tx, cycleID, &a.Board); err != nil {
			return err
		}
		if err := a.openTx(ctx, tx, cycleID, proposal); err != nil {
			return err
		}
		promised, err := promisesTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		a.fill(promised)
		return nil
	})
	return a, err
}

func (a *Approval) fill(promised map[uuid.UUID]team.Promise) {
	a.Why = approvable(a.Page)
	for _, v := range a.Visits {
		if v.History || v.FirstDay.IsZero() {
			continue
		}
		was, _ := a.currentVisit(v.Council)
		switch {
		case v.Challenge == uuid.Nil:
			a.Begin = append(a.Begin, v)
		case v.Postponed || was.FirstDay != v.FirstDay:
			a.Move = append(a.Move, v)
		}
		for _, seat := range v.joining() {
			seat.Where = v.Name
			who, _ := uuid.Parse(seat.Person)
			switch _, ok := promised[who]; {
			case seat.Role == planner.Expert && !ok:
				a.Promise = append(a.Promise, seat)
			case a.outside(seat.Person):
				a.Outside = append(a.Outside, seat)
			default:
				a.Ask = append(a.Ask, seat)
			}
		}
		for _, seat := range v.leaving() {
			seat.Where = v.Name
			a.Leave = append(a.Leave, seat)
		}
	}
}

func (b Board) currentVisit(council string) (planner.Visit, bool) {
	if b.Problem.Current == nil {
		return planner.Visit{}, false
	}
	return b.Problem.Current.Visit(council)
}

// joining are those of the plan who are not asked yet; leaving those asked or on
// the team whom the plan does not have.
func (v Visit) joining() []Seat {
	return slices.DeleteFunc(slices.Clone(v.Seats), func(x Seat) bool {
		return slices.ContainsFunc(v.Members, func(m Seat) bool { return m.Person == x.Person && m.Role == x.Role })
	})
}

func (v Visit) leaving() []Seat {
	return slices.DeleteFunc(slices.Clone(v.Members), func(m Seat) bool {
		full := slices.ContainsFunc(planner.Roles, func(r planner.Role) bool { return r == m.Role }) // deputy leads are not planned
		return !full || v.Has(m.Person) || v.Has(m.Person+"/"+string(m.Role)) || m.Extra
	})
}

// outside tells whether somebody works for a council of another region.
func (b Board) outside(person string) bool {
	i := slices.IndexFunc(b.Problem.People, func(q planner.Person) bool { return q.ID == person })
	return i >= 0 && len(b.Problem.People[i].Council) > 8 && b.Problem.People[i].Council[:8] == "outside:"
}

func approvable(p Page) string {
	switch {
	case p.Proposal.Approved != nil:
		return "This plan is approved already."
	case !p.Verdict.OK():
		return "This plan breaks a rule in " + count(p.Verdict.Cost.Hard, "place", "places") + ". Mend that first."
	}
	return ""
}

// Approve agrees a proposal: it begins and moves visits, takes people off, and asks
// people, in one transaction: all of it, or none. It cannot be taken back. Closed
// when the plan breaks a rule by the facts as they are now or is approved already;
// Conflict when somebody has changed it since it was shown.
func (s *Service) Approve(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID, version int) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		page, err := s.lockedTx(ctx, tx, cycleID, proposal)
		if err != nil {
			return err
		}
		if why := approvable(page); why != "" {
			return problem.New(problem.Closed, why)
		}
		if page.Proposal.Version != version {
			return problem.New(problem.Conflict, "Somebody else has changed this plan since you opened the page: "+page.Proposal.Words+by(page.Proposal.By)+". Nobody has been told anything. Check it again.")
		}
		promised, err := promisesTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		a := &act{ctx: ctx, actor: actor, page: page, promised: promised, schedule: *s.Schedule, team: *s.Team, made: map[string]uuid.UUID{}}
		a.schedule.DB, a.team.DB = db.Within{Tx: tx}, db.Within{Tx: tx} // many verbs, one act
		if err := a.do(ctx, tx); err != nil {
			return err
		}
		person, _ := actor.PersonID()
		now := s.Clock.Now()
		if err := proposing.ApproveTx(ctx, tx, now, page.Proposal, uuid.UUID(person)); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Approve.Name, Region: page.Cycle.RegionID, Room: access.Region, Subject: proposal})
	})
}

// act carries a proposal out, inside the caller's transaction.
type act struct {
	ctx      context.Context
	actor    access.Actor
	page     Page
	promised map[uuid.UUID]team.Promise
	schedule schedule.Service
	team     team.Service
	made     map[string]uuid.UUID // challenges by council
}

func (a *act) do(ctx context.Context, tx pgx.Tx) error {
	var dates []Visit
	for _, v := range a.page.Visits {
		if v.History || v.FirstDay.IsZero() {
			continue
		}
		a.made[v.Council] = v.Challenge
		if !v.Postponed { // while it is, its team cannot be changed
			if err := a.takeOff(v); err != nil {
				return err
			}
		}
		was, _ := a.page.currentVisit(v.Council)
		if v.Challenge == uuid.Nil || v.Postponed || was.FirstDay != v.FirstDay {
			dates = append(dates, v)
		}
	}
	if err := a.dates(dates); err != nil {
		return err
	}
	for _, v := range a.page.Visits {
		if v.History || v.FirstDay.IsZero() {
			continue
		}
		if v.Postponed {
			if err := a.takeOff(v); err != nil {
				return err
			}
		}
		for _, seat := range v.joining() {
			if err := a.ask(ctx, tx, v, seat); err != nil {
				return a.failed(v, seat, err)
			}
		}
	}
	return nil
}

func (a *act) takeOff(v Visit) error {
	for _, m := range v.leaving() {
		if err := a.team.RemoveMember(a.ctx, a.actor, v.Challenge, m.Place); err != nil {
			return a.failed(v, m, err)
		}
	}
	return nil
}

// dates begins and moves visits. One may have to make room for another (two a
// month, S3), so what is refused is tried again after the others.
func (a *act) dates(left []Visit) error {
	for len(left) > 0 {
		var again []Visit
		var last error
		for _, v := range left {
			if err := a.date(v); problem.Is(err, problem.Invalid) {
				again, last = append(again, v), a.failed(v, Seat{}, err)
			} else if err != nil {
				return a.failed(v, Seat{}, err)
			}
		}
		if len(again) == len(left) {
			return last
		}
		left = again
	}
	return nil
}

func (a *act) date(v Visit) error {
	council := uuid.MustParse(v.Council)
	if v.Challenge == uuid.Nil {
		id, err := a.schedule.PlaceVisit(a.ctx, a.actor, schedule.Placing{Cycle: a.page.Cycle.ID, Council: council, First: v.FirstDay, ElectionAgreed: a.agreed(v)})
		a.made[v.Council] = id
		return err
	}
	return a.schedule.MoveVisit(a.ctx, a.actor, v.Challenge, schedule.Moving{First: v.FirstDay, Version: v.DatesVersion, ElectionAgreed: a.agreed(v)})
}

// agreed tells whether host and region agreed to days before an election (S3).
func (a *act) agreed(v Visit) bool {
	for _, c := range a.page.Problem.Councils {
		if c.ID == v.Council {
			return slices.ContainsFunc(c.PreElection, func(e planner.PreElection) bool { return e.Agreed && e.Holds(v.FirstDay, v.Last) })
		}
	}
	return false
}

// ask asks somebody for a place. An expert by experience without a promise (T10)
// and somebody of another region (T3) wait for the coordinator.
func (a *act) ask(ctx context.Context, tx pgx.Tx, v Visit, seat Seat) error {
	if a.page.outside(seat.Person) {
		return nil
	}
	who, err := uuid.Parse(seat.Person)
	if err != nil {
		return nil // somebody with two parts in the cycle has the place already
	}
	challenge := a.made[v.Council]
	if seat.Role == planner.Expert {
		p, ok := a.promised[who]
		if !ok {
			return nil
		}
		// who asked to be told by telephone is rung with the dates of this visit (T10)
		if err := a.team.SavePromise(ctx, a.actor, challenge, p, false); err != nil {
			return err
		}
	}
	ask := team.Proposal{Person: who, Role: planfacts.TeamRole(seat.Role)}
	if a.sameCouncil(v, seat) {
		ask.Because = "The plan of the cycle found nobody of another council who is free and has no conflict of interest."
	}
	return a.team.Ask(ctx, a.actor, challenge, ask)
}

// sameCouncil tells whether somebody else of that council has such a place (T3, T6).
func (a *act) sameCouncil(v Visit, seat Seat) bool {
	return seat.Council != "" && slices.ContainsFunc(v.Seats, func(o Seat) bool {
		return o.Person != seat.Person && o.Role == seat.Role && o.Council == seat.Council
	})
}

// failed says where it failed. Everything else is undone with it.
func (a *act) failed(v Visit, seat Seat, err error) error {
	var p *problem.Problem
	if !errors.As(err, &p) || p.Kind == problem.Internal {
		return err
	}
	words := p.Message
	if len(p.Fields) > 0 {
		words = p.Fields[0].Message
	}
	where := v.Name
	if seat.Name != "" {
		where += ", " + seat.Name
	}
	return problem.Wrap(problem.Closed, "Nothing was approved, and nobody has been told anything. "+where+": "+words, err)
}

// promisesTx are what experts by experience are promised for the cycle (T10), as
// gathered.
func promisesTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) (map[uuid.UUID]team.Promise, error) {
	list, err := db.All[struct {
		PersonID                                           uuid.UUID
		Hours, Payment, Expenses, Benefits, Buddy, Support string
		Format                                             team.Format
	}](ctx, tx, `SELECT person_id, hours, payment, expenses, benefits, buddy, support, format FROM person_promise WHERE cycle_id = $1`, cycleID)
	out := map[uuid.UUID]team.Promise{}
	for _, p := range list {
		x := team.Promise{PersonID: p.PersonID, Hours: p.Hours, Payment: p.Payment, Expenses: p.Expenses, Benefits: p.Benefits, Buddy: p.Buddy, Support: p.Support, Format: p.Format}
		out[p.PersonID] = x
	}
	return out, err
}
