package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
)

// Question is "who could go to Dudley in March?". The zero Month is any time of
// the cycle; a Role of "" asks for no one yet.
type Question struct {
	Council uuid.UUID
	Role    planner.Role
	Month   civil.Date // its first day
}

// Found is the answer: everybody of the part, the best first, with reasons.
type Found struct {
	Cycle    cycle.Cycle
	Today    civil.Date
	Gathered bool
	Councils []planner.Council
	Council  planner.Council // the one asked about; zero when none was
	People   []Candidate
	DateSet  civil.Date // the visit has this date already; zero when none is set
}

// Candidate is somebody who could take a place, with reasons for and against.
type Candidate struct {
	planner.Candidate
	Name    string
	Council string
	Doubts  []string // what the program found by itself and nobody has declared
}

// Find answers without writing to anybody. What people have been told of counts:
// who serves where already, and when.
func (s *Service) Find(ctx context.Context, actor access.Actor, cycleID uuid.UUID, q Question) (Found, error) {
	var out Found
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		f, err := readTx(ctx, tx, cycleID, s.today())
		if err != nil {
			return err
		}
		out = f.find(q)
		return nil
	})
	return out, err
}

func (f facts) find(q Question) Found {
	p := f.Problem()
	out := Found{Cycle: f.Round.Cycle, Today: f.Today, Gathered: f.Pool.Gathered, Councils: p.Councils}
	i := slices.IndexFunc(p.Councils, func(c planner.Council) bool { return c.ID == q.Council.String() })
	if i < 0 || !slices.Contains(planner.Roles, q.Role) {
		return out
	}
	out.Council = p.Councils[i]
	first, last := p.First, p.Last
	if !q.Month.IsZero() {
		first, last = q.Month, q.Month.AddMonths(1).AddDays(-1)
	}
	told := toldPlan(p)
	if v, ok := told.Visit(out.Council.ID); ok && v.FirstDay.Between(first, last) {
		out.DateSet = v.FirstDay
	}
	board := Board{Problem: p}
	doubts := f.doubts()
	for _, c := range planner.Candidates(p, told, out.Council.ID, q.Role, first, last) {
		if planfacts.IsStand(c.Person) {
			continue
		}
		x := Candidate{Candidate: c, Name: p.PersonName(c.Person), Council: board.CouncilOf(c.Person)}
		for _, d := range doubts {
			if d.Person == c.Person && d.CouncilID == out.Council.ID {
				x.Doubts = d.Why
			}
		}
		out.People = append(out.People, x)
	}
	return out
}

// toldPlan is what has been and what people have been told of.
func toldPlan(p planner.Problem) planner.Plan {
	var out planner.Plan
	if p.Current != nil {
		out = p.Current.Clone()
	}
	for _, pin := range p.Pins {
		if _, there := out.Visit(pin.Council); !there && len(pin.Places) > 0 && planfacts.IsStand(pin.Places[0].Person) {
			out.Visits = append(out.Visits, planner.Visit(pin))
		}
	}
	return out
}

// Doubt is a conflict of interest to look at: one that is likely and that nobody
// has declared, or one that was declared and that nothing else shows.
type Doubt struct {
	Person    string
	Name      string
	CouncilID string
	Council   string
	Why       []string
}

// Doubts are the two lists.
type Doubts struct {
	Cycle      cycle.Cycle
	Undeclared []Doubt
	Unseen     []Doubt // declared, and nothing that the program knows shows it
}

// ConflictsPage lists them for a coordinator of the region. Neither list bars
// anybody: people decide (T5).
func (s *Service) ConflictsPage(ctx context.Context, actor access.Actor, cycleID uuid.UUID) (Doubts, error) {
	var out Doubts
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		f, err := readTx(ctx, tx, cycleID, s.today())
		if err != nil {
			return err
		}
		out = Doubts{Cycle: f.Round.Cycle, Undeclared: f.doubts(), Unseen: f.unseen()}
		return nil
	})
	return out, err
}

// signs are what the program sees by itself between somebody and a council (T5).
func (f facts) signs(p planfacts.Somebody, c planfacts.Council, domains map[string]uuid.UUID) []string {
	var out []string
	if p.Council != nil && *p.Council == c.ID {
		return nil // works there: known, and barred
	}
	if slices.Contains(p.Former, c.ID) {
		out = append(out, "held a post at "+c.Name+" before")
	}
	if _, domain, ok := strings.Cut(p.Email, "@"); ok && domains[domain] == c.ID {
		out = append(out, fmt.Sprintf("has an e-mail address of %s (%s)", c.Name, domain))
	}
	for _, v := range f.Visits {
		if v.Host == c.ID && v.Last.Before(f.Today) && slices.ContainsFunc(v.Members, func(m planfacts.Member) bool { return m.Person == p.ID && m.State == "accepted" }) {
			out = append(out, "was on the team of "+v.Name)
		}
	}
	return out
}

// domains are the e-mail domains that people of one council alone have, two at least.
func (f facts) domains() map[string]uuid.UUID {
	count := map[string]map[uuid.UUID]int{}
	for _, p := range f.People {
		if _, domain, ok := strings.Cut(p.Email, "@"); ok && p.Council != nil {
			if count[domain] == nil {
				count[domain] = map[uuid.UUID]int{}
			}
			count[domain][*p.Council]++
		}
	}
	out := map[string]uuid.UUID{}
	for domain, of := range count {
		for c, n := range of {
			if len(of) == 1 && n > 1 {
				out[domain] = c
			}
		}
	}
	return out
}

// declared tells whether somebody has said anything about a council.
func (f facts) declared(person, council string) bool {
	for _, q := range f.Pool.People {
		if q.ID == person && slices.ContainsFunc(q.Links, func(l planner.Link) bool { return l.Council == council }) {
			return true
		}
	}
	return slices.ContainsFunc(f.Ties, func(t planfacts.Tie) bool {
		return !t.Decline && t.Person.String() == person && t.Council.String() == council
	})
}

// hosts are the councils whose visit of the cycle is still to come.
func (f facts) hosts() []planfacts.Council {
	own := f.Own()
	return slices.DeleteFunc(slices.Clone(f.Councils), func(c planfacts.Council) bool {
		v, visited := own[c.ID]
		return visited && (f.StateOf(v) == planfacts.History || f.StateOf(v) == planfacts.Gone)
	})
}

// planned are the people who can be planned with.
func (f facts) planned() map[string]planner.Person {
	out := map[string]planner.Person{}
	for _, q := range f.Pool.People {
		out[q.ID] = q
	}
	return out
}

func (f facts) doubts() []Doubt {
	pool, domains, hosts := f.planned(), f.domains(), f.hosts()
	var out []Doubt
	for _, p := range f.People {
		if _, in := pool[p.ID.String()]; !in {
			continue
		}
		for _, c := range hosts {
			if why := f.signs(p, c, domains); len(why) > 0 && !f.declared(p.ID.String(), c.ID.String()) {
				out = append(out, Doubt{p.ID.String(), p.Name, c.ID.String(), c.Name, why})
			}
		}
	}
	return out
}

// unseen are declared links that nothing else shows. That is no fault: most of what
// ties people is seen by nobody else. It is asked about where a place hangs on it.
func (f facts) unseen() []Doubt {
	pool, domains, hosts := f.planned(), f.domains(), f.hosts()
	var out []Doubt
	for _, p := range f.People {
		q, in := pool[p.ID.String()]
		if !in {
			continue
		}
		for _, c := range hosts {
			if f.declared(q.ID, c.ID.String()) && q.Council != c.ID.String() && len(f.signs(p, c, domains)) == 0 {
				out = append(out, Doubt{q.ID, p.Name, c.ID.String(), c.Name, []string{"declared a link with " + c.Name}})
			}
		}
	}
	return out
}
