package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/proposing"
)

// Edit is a change of one council's visit in a proposal. Version is that of the
// page it was typed on.
type Edit struct {
	Council uuid.UUID
	First   civil.Date      // zero: no date
	Places  []planner.Place // filled ones
	Version int
	asItIs  bool // the places are those of the proposal
}

// Preview is what a change would do, before it is saved.
type Preview struct {
	Page               // as it is now
	Council   string   // id
	Now       Visit    // as stored
	Yours     Visit    // as typed
	Breaks    []string // rules that the change breaks
	Mends     []string // rules that it mends
	Misses    []string // wishes that it misses
	Meets     []string // wishes that it meets
	Before    planner.Cost
	After     planner.Cost
	ByRole    map[planner.Role][]planner.Candidate // who could take each kind of place
	Stale     bool                                 // somebody else has changed the proposal since
	By, Did   string                               // who, and what
	Unchanged bool
}

// ChangeForm is the page that changes a visit, before anything is typed.
func (s *Service) ChangeForm(ctx context.Context, actor access.Actor, cycleID, proposal, council uuid.UUID) (Preview, error) {
	return s.preview(ctx, actor, cycleID, proposal, Edit{Council: council}, false)
}

// PreviewChange says what a change breaks and mends. Invalid at the fields "first"
// and the roles' names.
func (s *Service) PreviewChange(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID, e Edit) (Preview, error) {
	return s.preview(ctx, actor, cycleID, proposal, e, true)
}

// PreviewMove is PreviewChange for another first day and nothing else.
func (s *Service) PreviewMove(ctx context.Context, actor access.Actor, cycleID, proposal, council uuid.UUID, first civil.Date, version int) (Preview, error) {
	return s.preview(ctx, actor, cycleID, proposal, Edit{Council: council, First: first, Version: version, asItIs: true}, true)
}

func (s *Service) preview(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID, e Edit, typed bool) (Preview, error) {
	p := Preview{Council: e.Council.String(), ByRole: map[planner.Role][]planner.Candidate{}}
	page, err := s.ProposalPage(ctx, actor, cycleID, proposal)
	if err != nil {
		return p, err
	}
	p.Page = page
	i := slices.IndexFunc(p.Visits, func(v Visit) bool { return v.Council == p.Council })
	if i < 0 {
		return p, problem.Missing()
	}
	if p.Now = p.Visits[i]; e.asItIs {
		e.Places = p.Now.Places
	}
	if err := changeable(p.Proposal, p.Now); err != nil {
		return p, err
	}
	first, last := civil.Date{}, civil.Date{}
	if d := p.Now.FirstDay; typed && !e.First.IsZero() {
		first, last = e.First, e.First
	} else if !d.IsZero() {
		first, last = d, d
	} else {
		first, last = p.Problem.Earliest(), p.Problem.Last
	}
	for _, role := range planner.Roles {
		p.ByRole[role] = planner.Candidates(p.Problem, without(p.Proposal.Plan, p.Council), p.Council, role, first, last)
	}
	if !typed {
		p.Yours = p.Now
		return p, nil
	}
	if err := checkEdit(p.Problem, e); err != nil {
		return p, err
	}
	p.compare(e)
	return p, nil
}

// without is a plan in which a council's visit keeps its date and has no people.
func without(plan planner.Plan, council string) planner.Plan {
	out := plan.Clone()
	for i := range out.Visits {
		if out.Visits[i].Council == council {
			out.Visits[i].Places = nil
		}
	}
	return out
}

func changeable(p proposing.Proposal, v Visit) error {
	switch {
	case p.Approved != nil:
		return problem.New(problem.Closed, "This plan is approved. What changes now is changed on each challenge.")
	case v.History:
		return problem.New(problem.Closed, "The team of "+v.Name+" is reading already, or its visit is over. It is not planned any more.")
	}
	return nil
}

// checkEdit refuses what cannot be meant; what only breaks a rule is shown and can
// be saved.
func checkEdit(p planner.Problem, e Edit) error {
	var f problem.Fields
	if !e.First.IsZero() && !e.First.Between(p.First, p.Last) {
		f.Add("first", "The visit must lie in the cycle, "+civil.Range(p.First, p.Last))
	}
	seen := map[string]bool{}
	for _, place := range e.Places {
		i := slices.IndexFunc(p.People, func(q planner.Person) bool { return q.ID == place.Person && q.Role == place.Role })
		switch {
		case i < 0 || planfacts.IsStand(place.Person):
			f.Add(string(place.Role), "Choose somebody from the list")
		case seen[place.Person]:
			f.Add(string(place.Role), p.People[i].Name+" can have one place only")
		}
		seen[place.Person] = true
	}
	return f.Err()
}

// apply is the proposal's plan with the change.
func (e Edit) apply(plan planner.Plan) planner.Plan {
	out := plan.Clone()
	visit := planner.Visit{Council: e.Council.String(), FirstDay: e.First, Places: ordered(e.Places)}
	for i := range out.Visits {
		if out.Visits[i].Council == visit.Council {
			out.Visits[i] = visit
			return out
		}
	}
	out.Visits = append(out.Visits, visit)
	return out
}

func ordered(places []planner.Place) []planner.Place {
	out := slices.Clone(places)
	slices.SortStableFunc(out, func(a, b planner.Place) int {
		return slices.Index(planner.Roles, a.Role) - slices.Index(planner.Roles, b.Role)
	})
	return out
}

func (p *Preview) compare(e Edit) {
	after := p.Page
	after.Changes = nil
	after.judge(e.apply(p.Proposal.Plan))
	for _, v := range after.Visits {
		if v.Council == p.Council {
			p.Yours = v
		}
	}
	p.Before, p.After = p.Verdict.Cost, after.Verdict.Cost
	p.Breaks, p.Mends = differ(breachTexts(after.Verdict), breachTexts(p.Verdict))
	p.Misses, p.Meets = differ(missTexts(after.Verdict), missTexts(p.Verdict))
	p.Unchanged = len(planner.Changes(p.Proposal.Plan, e.apply(p.Proposal.Plan))) == 0
	if p.Stale = e.Version != p.Proposal.Version; p.Stale {
		p.By, p.Did = p.Proposal.By, p.Proposal.Words
	}
}

func breachTexts(v check.Verdict) (out []string) {
	for _, b := range v.Breaches {
		out = append(out, b.Text)
	}
	return out
}

func missTexts(v check.Verdict) (out []string) {
	for _, m := range v.Misses {
		out = append(out, m.Text)
	}
	return out
}

// differ is what only the first has, and what only the second has.
func differ(a, b []string) (onlyA, onlyB []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			onlyA = append(onlyA, x)
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			onlyB = append(onlyB, x)
		}
	}
	return onlyA, onlyB
}

// SaveChange keeps a change as the proposal's next revision, also one that breaks a
// rule: the page says so until it is mended. Conflict when somebody else has changed
// the proposal since; Closed once it is approved.
func (s *Service) SaveChange(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID, e Edit) error {
	return s.revise(ctx, actor, Change, cycleID, proposal, e.Version, func(page Page) (planner.Plan, *int, string, error) {
		i := slices.IndexFunc(page.Visits, func(v Visit) bool { return v.Council == e.Council.String() })
		if i < 0 {
			return planner.Plan{}, nil, "", problem.Missing()
		}
		if err := changeable(page.Proposal, page.Visits[i]); err != nil {
			return planner.Plan{}, nil, "", err
		}
		if err := checkEdit(page.Problem, e); err != nil {
			return planner.Plan{}, nil, "", err
		}
		after := e.apply(page.Proposal.Plan)
		changes := planner.Changes(page.Proposal.Plan, after)
		if len(changes) == 0 {
			return planner.Plan{}, nil, "", problem.New(problem.Invalid, "Nothing is different. Change the date or a place first.")
		}
		back := page.Proposal.Version
		return after, &back, changeWords(page.Problem, changes[0]), nil
	})
}

// changeWords says what a change did, without naming anybody: the words are kept.
func changeWords(p planner.Problem, c planner.Change) string {
	var parts []string
	switch {
	case c.Moved() && c.To.IsZero():
		parts = append(parts, "no date")
	case c.Moved():
		parts = append(parts, "moved to "+c.To.Long())
	}
	if n := max(len(c.Leave), len(c.Join)); n == 1 {
		parts = append(parts, "1 place changed")
	} else if n > 1 {
		parts = append(parts, fmt.Sprintf("%d places changed", n))
	}
	return p.CouncilName(c.Council) + ": " + strings.Join(parts, ", ")
}

// TakeBack restores what was before the last change, as a new revision. Conflict
// when somebody else has changed the proposal since; Closed when there is nothing
// to take back or it is approved.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID, version int) error {
	return s.revise(ctx, actor, Undo, cycleID, proposal, version, nil)
}

// revise adds a revision in one transaction; f nil takes back the last change.
func (s *Service) revise(ctx context.Context, actor access.Actor, v access.Verb, cycleID, proposal uuid.UUID, version int,
	f func(Page) (planner.Plan, *int, string, error)) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		page, err := s.lockedTx(ctx, tx, cycleID, proposal)
		if err != nil {
			return err
		}
		if page.Proposal.Approved != nil {
			return problem.New(problem.Closed, "This plan is approved. What changes now is changed on each challenge.")
		}
		if page.Proposal.Version != version {
			return problem.New(problem.Conflict, "Somebody else has changed this plan since you opened the page: "+page.Proposal.Words+by(page.Proposal.By)+". Nothing of yours is saved yet. Look at both and save again.")
		}
		var r proposing.Revision
		if f == nil {
			r.Plan, r.BackTo, err = proposing.BeforeTx(ctx, tx, page.Proposal)
			r.Words = "The last change was taken back"
		} else {
			r.Plan, r.BackTo, r.Words, err = f(page)
		}
		if err != nil {
			return err
		}
		person, _ := actor.PersonID()
		who := uuid.UUID(person)
		r.Verdict, r.Person = check.Check(page.measured(), r.Plan), &who
		now := s.Clock.Now()
		if err := proposing.ReviseTx(ctx, tx, now, page.Proposal, r); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: v.Name, Region: page.Proposal.Region, Room: access.Region, Subject: proposal})
	})
}

func by(name string) string {
	if name == "" {
		return ""
	}
	return " (" + name + ")"
}

// lockedTx reads a proposal that is about to change, one coordinator at a time.
func (s *Service) lockedTx(ctx context.Context, tx pgx.Tx, cycleID, proposal uuid.UUID) (Page, error) {
	var p Page
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('plan/' || $1::text, 0))`, cycleID); err != nil {
		return p, err
	}
	if _, err := s.boardTx(ctx, tx, cycleID, &p.Board); err != nil {
		return p, err
	}
	return p, p.openTx(ctx, tx, cycleID, proposal)
}
