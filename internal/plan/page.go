package plan

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/planner/explain"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/proposing"
	"peerchallenge/internal/reference"
)

// Board is everything about the planning of a cycle at a glance.
type Board struct {
	Cycle     cycle.Cycle
	Today     civil.Date
	Problem   planner.Problem
	Gathered  bool // people were offered for the cycle; otherwise the pool is a guess
	Answered  int  // councils that have said what they wish
	Cannot    string
	Pins      []planfacts.Pin
	Offsets   reference.Offsets
	Run       *proposing.Run // the newest
	Report    *proposing.Report
	Proposals []proposing.Proposal
	States    map[string]State // by council
}

// State is where a council's visit stands to planning, with its challenge.
type State struct {
	Challenge    uuid.UUID // Nil: no visit yet
	History      bool      // being read for, on site or over: not planned any more
	Fixed        bool      // agreed or near: its date stays
	Told         bool      // people have been told of it
	Gone         bool      // withdrawn
	Postponed    bool
	Stage        access.Stage
	DatesVersion int
	Declined     []string // names of those who said no
	Members      []Seat
}

// Seat is one place of a team.
type Seat struct {
	Role    planner.Role
	Person  string
	Name    string
	Council string // its name; empty for somebody of no council
	Pinned  bool
	Where   string    // the host, in a list over several
	Place   uuid.UUID // of the team, where there is one already
	Extra   bool      // on the team beyond the places of the rules
	Asked   string    // "proposed", "accepted" or empty, where there is a challenge already
	Due     civil.Date
}

// PlansPage reads the board for a coordinator of the cycle's region; Missing to
// everybody else.
func (s *Service) PlansPage(ctx context.Context, actor access.Actor, cycleID uuid.UUID) (Board, error) {
	var b Board
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		f, err := s.boardTx(ctx, tx, cycleID, &b)
		if err != nil {
			return err
		}
		b.Cannot = proposing.CannotPlan(b.Problem)
		b.Answered = answered(f)
		b.Proposals, err = proposing.ProposalsTx(ctx, tx, cycleID)
		return err
	})
	return b, err
}

func answered(f facts) (n int) {
	for _, w := range f.Pool.Councils {
		if w.Answered {
			n++
		}
	}
	return n
}

func (s *Service) boardTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID, b *Board) (facts, error) {
	f, err := readTx(ctx, tx, cycleID, s.today())
	if err != nil {
		return f, err
	}
	b.Cycle, b.Today, b.Problem, b.Gathered, b.States, b.Pins = f.Round.Cycle, f.Today, f.Problem(), f.Pool.Gathered, f.states(), f.Pins
	b.Offsets = f.Round.Offsets
	if b.Run, err = proposing.LatestTx(ctx, tx, cycleID); err != nil {
		return f, err
	}
	if b.Run != nil && b.Run.Report != nil {
		b.Report = &proposing.Report{}
		if err := json.Unmarshal(b.Run.Report, b.Report); err != nil {
			return f, problem.Internalf(err, "report of run %s", b.Run.ID)
		}
	}
	return f, nil
}

func (f facts) states() map[string]State {
	out := map[string]State{}
	for _, v := range f.Own() {
		at := f.StateOf(v)
		st := State{Challenge: v.ID, History: at == planfacts.History, Fixed: at == planfacts.Fixed, Told: at == planfacts.Told, Gone: at == planfacts.Gone, Postponed: v.Ended != nil && at == planfacts.Open, Stage: v.Stage, DatesVersion: v.Version}
		places, n := f.Round.Rules().Places, map[planner.Role]int{}
		for _, m := range v.Members {
			if m.State == "declined" {
				st.Declined = append(st.Declined, m.Name)
			} else {
				n[planfacts.PlannerRole(m.Role)]++
				st.Members = append(st.Members, Seat{Place: m.Place, Extra: n[planfacts.PlannerRole(m.Role)] > places.Of(planfacts.PlannerRole(m.Role)), Role: planfacts.PlannerRole(m.Role), Person: m.Person.String(), Name: m.Name, Council: f.nameOf(m.Council), Asked: m.State, Due: m.Due})
			}
		}
		slices.SortStableFunc(st.Members, func(a, b Seat) int { return slices.Index(planner.Roles, a.Role) - slices.Index(planner.Roles, b.Role) })
		out[v.Host.String()] = st
	}
	return out
}

func (f facts) nameOf(council *uuid.UUID) string {
	for _, c := range f.Councils {
		if council != nil && c.ID == *council {
			return c.Name
		}
	}
	return ""
}

// Page is one proposal, judged by the facts as they are now.
type Page struct {
	Board
	Proposal proposing.Proposal
	Verdict  check.Verdict
	Wishes   []explain.Wish // of hosts about their dates (S4)
	Visits   []Visit        // by date
	Shares   []check.Given
	Changes  []planner.Change // against what people have been told; none when nobody has
	BaseOf   int              // number of the proposal it changes as little as possible; 0 for none
	Against  []planner.Change // against that one
	Mine     bool             // the run that made it is the newest
	// Cost is that of Verdict, or, of a plan made around another one, with what it
	// changes of that one: so it is measured when it is made and when it is saved.
	Cost planner.Cost
	base *planner.Plan
}

// Visit is one council's visit in a proposal.
type Visit struct {
	planner.Visit
	State
	Name       string
	Last       civil.Date
	ReviewFrom civil.Date
	ReviewTo   civil.Date
	FollowUps  []FollowUp
	Seats      []Seat
	Empty      []planner.Role // places that nobody has
	DatePinned bool
	Breaks     []string // broken rules, in sentences
	Misses     []string
}

// FollowUp is when lead and director meet again, so many months after the visit (S2).
type FollowUp struct {
	Months int
	On     civil.Date
}

// ProposalPage reads a proposal for a coordinator of the cycle's region; Missing to
// everybody else.
func (s *Service) ProposalPage(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID) (Page, error) {
	var p Page
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if _, err = s.boardTx(ctx, tx, cycleID, &p.Board); err != nil {
			return err
		}
		return p.openTx(ctx, tx, cycleID, proposal)
	})
	return p, err
}

// openTx reads a proposal into a page that has its board, and judges it.
func (p *Page) openTx(ctx context.Context, tx pgx.Tx, cycleID, proposal uuid.UUID) (err error) {
	if p.Proposal, err = proposing.ProposalTx(ctx, tx, cycleID, proposal); err != nil {
		return err
	}
	if p.Proposal.Base != nil {
		base, err := proposing.ProposalTx(ctx, tx, cycleID, *p.Proposal.Base)
		if err != nil {
			return err
		}
		p.base, p.BaseOf, p.Against = &base.Plan, base.Number, planner.Changes(base.Plan, p.Proposal.Plan)
	}
	p.judge(p.Proposal.Plan)
	return nil
}

// measured is the problem by which the plan was made.
func (p *Page) measured() planner.Problem {
	out := p.Problem
	if p.base != nil {
		out.Current = p.base
	}
	return out
}

// judge checks a plan and makes its lines.
func (p *Page) judge(plan planner.Plan) {
	plan = p.withHistory(plan)
	p.Verdict, p.Shares = check.Check(p.Problem, plan), check.Shares(p.Problem, plan)
	p.Cost = p.Verdict.Cost
	if p.base != nil {
		p.Cost = check.Check(p.measured(), plan).Cost
	}
	done, cancel := context.WithCancel(context.Background())
	cancel() // what the whys are was found out beside the page
	p.Wishes = explain.Explain(done, p.Problem, plan, explain.Options{}).Wishes
	p.Mine = p.Run != nil && p.Run.ID == p.Proposal.Run
	if p.Problem.Current != nil {
		for _, c := range planner.Changes(*p.Problem.Current, plan) {
			if _, told := p.Problem.Current.Visit(c.Council); told {
				p.Changes = append(p.Changes, c)
			}
		}
	}
	p.Visits = nil
	for _, c := range p.Problem.Councils {
		v, _ := plan.Visit(c.ID)
		v.Council = c.ID
		p.Visits = append(p.Visits, p.line(c, v))
	}
	slices.SortStableFunc(p.Visits, func(a, b Visit) int {
		if a.FirstDay.IsZero() != b.FirstDay.IsZero() {
			return map[bool]int{true: 1, false: -1}[a.FirstDay.IsZero()]
		}
		return a.FirstDay.Compare(b.FirstDay)
	})
}

// withHistory is the plan with what has been as it was: a proposal may be older
// than that.
func (p *Page) withHistory(plan planner.Plan) planner.Plan {
	out := planner.Plan{}
	for _, c := range p.Problem.Councils {
		v, _ := plan.Visit(c.ID)
		v.Council = c.ID
		if p.States[c.ID].History {
			for _, pin := range p.Problem.Pins {
				if pin.Council == c.ID {
					v = planner.Visit{Council: c.ID, FirstDay: pin.FirstDay, Places: pin.Places}
				}
			}
		}
		out.Visits = append(out.Visits, v)
	}
	return out
}

func (p *Page) line(c planner.Council, v planner.Visit) Visit {
	out := Visit{Visit: v, State: p.States[c.ID], Name: c.Name}
	var pin planner.Pin
	for _, x := range p.Problem.Pins {
		if x.Council == c.ID {
			pin = x
		}
	}
	if !v.FirstDay.IsZero() {
		out.Last = v.LastDay(p.Problem.Rules.OnSiteDays)
		out.ReviewFrom, out.ReviewTo = v.Review(p.Problem.Rules)
		out.DatePinned = pin.FirstDay == v.FirstDay
		out.FollowUps = followUps(v.FirstDay, out.Last, p.Offsets)
	}
	if out.History {
		out.Seats = out.State.Members
	} else {
		for _, place := range v.Places {
			out.Seats = append(out.Seats, p.seat(place, pin))
		}
		for _, role := range planner.Roles {
			for range p.Problem.Rules.Places.Of(role) - len(v.In(role)) {
				out.Empty = append(out.Empty, role)
			}
		}
	}
	for _, b := range p.Verdict.Breaches {
		if b.Council == c.ID && b.Kind != check.EmptyPlace {
			out.Breaks = append(out.Breaks, b.Text)
		}
	}
	for _, m := range p.Verdict.Misses {
		if m.Council == c.ID && m.Goal != planner.GoalShare && m.Goal != planner.GoalFarShare && m.Goal != planner.GoalChanged && m.Goal != planner.GoalInvited {
			out.Misses = append(out.Misses, m.Text)
		}
	}
	return out
}

func followUps(first, last civil.Date, o reference.Offsets) (out []FollowUp) {
	dates := challenge.DatesFrom(first, last, o, reference.Windows{})
	for i, kind := range []challenge.DateKind{challenge.FollowUp6, challenge.FollowUp12, challenge.FollowUp24} {
		if d, there := dates[kind]; there {
			out = append(out, FollowUp{o.FollowUps[i], d})
		}
	}
	return out
}

func (p *Page) seat(place planner.Place, pin planner.Pin) Seat {
	seat := Seat{Role: place.Role, Person: place.Person, Name: p.Problem.PersonName(place.Person), Pinned: slices.Contains(pin.Places, place)}
	seat.Council = p.CouncilOf(place.Person)
	if !slices.ContainsFunc(p.Problem.People, func(q planner.Person) bool { return q.ID == place.Person }) {
		seat.Name = "somebody who is no longer offered"
	}
	return seat
}

// PromisePath is where it is written what an expert by experience is promised, once
// for the whole cycle (T10); empty while the cycle is not gathered: then it is
// written on each challenge.
func (b Board) PromisePath(person string) string {
	who, err := uuid.Parse(person)
	if err != nil || !b.Gathered {
		return ""
	}
	return offer.PersonPath(b.Cycle.ID, who) + "#promise"
}

// CouncilOf is the name of the council that somebody works for; empty for none.
func (b Board) CouncilOf(person string) string {
	i := slices.IndexFunc(b.Problem.People, func(q planner.Person) bool { return q.ID == person })
	if i < 0 || b.Problem.People[i].Council == "" {
		return ""
	}
	if outside, is := strings.CutPrefix(b.Problem.People[i].Council, "outside:"); is {
		return outside + " (another region)"
	}
	return b.Problem.CouncilName(b.Problem.People[i].Council)
}

// WhyOf is why a goal is missed, where that was looked into.
func (p Page) WhyOf(m check.Miss) string {
	for _, w := range p.Proposal.Whys {
		if w.Goal == m.Goal && w.Council == m.Council && w.Other == m.Other && w.Person == m.Person {
			return w.Words
		}
	}
	return ""
}

// FactsChanged says that the facts are others than when this version was judged.
func (p Page) FactsChanged() bool { return p.Cost != p.Proposal.Cost }

// Proven says that no plan is better, with the facts as they are.
func (p Page) Proven() bool {
	return p.Proposal.Bound != nil && p.Verdict.OK() && !p.FactsChanged() && p.Cost.Soft == *p.Proposal.Bound
}

// ComparePage reads two proposals of a cycle.
func (s *Service) ComparePage(ctx context.Context, actor access.Actor, cycleID, one, other uuid.UUID) (a, b Page, apart planner.Difference, err error) {
	err = db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if _, err := s.boardTx(ctx, tx, cycleID, &a.Board); err != nil {
			return err
		}
		b.Board = a.Board
		if err = a.openTx(ctx, tx, cycleID, one); err != nil {
			return err
		}
		if err = b.openTx(ctx, tx, cycleID, other); err != nil {
			return err
		}
		apart = planner.Differ(a.Problem.Rules, a.Proposal.Plan, b.Proposal.Plan)
		return nil
	})
	return a, b, apart, err
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
