package planfacts

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/reference"
)

// Facts are all that a cycle's plan depends on, as read from the database.
type Facts struct {
	Round    Round
	Today    civil.Date
	Councils []Council
	People   []Somebody
	Ties     []Tie
	Visits   []Visit
	Pins     []Pin
	Pool     Pool
}

// Pool is who can be planned with, and what councils said.
type Pool struct {
	Gathered bool // councils and people were asked for this cycle
	Councils map[uuid.UUID]Wishes
	People   []planner.Person
}

// Wishes are what a council said about its own visit (S4).
type Wishes struct {
	Answered    bool
	months      []planner.Month
	assessments []planner.Range
}

// ReadTx reads them for a coordinator of the cycle's region; Missing to others.
func ReadTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID, today civil.Date) (f Facts, err error) {
	f.Today = today
	if f.Round, err = RoundTx(ctx, tx, cycleID); err != nil {
		return f, err
	}
	region := f.Round.RegionID
	var b db.Batch
	queueCouncils(&b, &f.Councils, region)
	queuePeople(&b, &f.People, region, today)
	queueTies(&b, &f.Ties, region)
	queueVisits(&b, &f.Visits, region)
	queuePins(&b, &f.Pins, cycleID)
	if err = b.Read(ctx, tx); err != nil {
		return f, err
	}
	f.Pool, err = poolTx(ctx, tx, f)
	return f, err
}

// State is where a visit of the cycle stands to planning.
type State int

const (
	Open    State = iota // no visit yet, or postponed: a date is to be found
	Told                 // people have been told of it: kept where possible
	Fixed                // agreed, or near: its date stays
	History              // read for, on site or over: stays as it is
	Gone                 // withdrawn or closed early: not planned
)

// StateOf is where a visit stands. From the day the team begins to read it is history.
func (f Facts) StateOf(v Visit) State {
	switch {
	case v.Ended != nil && *v.Ended == challenge.Postponed:
		return Open
	case v.Ended != nil && v.Last.After(f.Today) && !v.Stage.AtLeast(access.Drafting):
		return Gone
	case v.Stage.AtLeast(access.Reading), !v.First.After(f.Today.AddWeeks(f.Round.Offsets.ReadingOpens)):
		return History
	case v.Agreed, v.First.Before(f.notBefore()):
		return Fixed
	}
	return Told
}

func (f Facts) notBefore() civil.Date { return f.Today.AddWeeks(f.Round.notice()) }

// Own are the cycle's visits by host.
func (f Facts) Own() map[uuid.UUID]Visit {
	out := map[uuid.UUID]Visit{}
	for _, v := range f.Visits {
		if v.Cycle == f.Round.ID {
			out[v.Host] = v
		}
	}
	return out
}

// builder makes a planner.Problem of the facts.
type builder struct {
	f      Facts
	p      planner.Problem
	rules  planner.Rules
	people map[string]int // in p.People, by id
	live   map[string]int // places of visits to come that somebody has, by id
}

// Problem is the cycle as the planner sees it.
func (f Facts) Problem() planner.Problem {
	b := &builder{f: f, rules: f.Round.Rules(), people: map[string]int{}, live: map[string]int{}}
	b.p = planner.Problem{Rules: b.rules, First: f.Round.FirstDay, Last: f.Round.LastDay, NotBefore: f.notBefore(),
		BankHolidays: holidays(f.Round.FirstDay, f.Round.LastDay)}
	b.addPeople()
	for _, c := range f.Councils {
		b.addCouncil(c)
	}
	b.addVisits()
	b.addPins()
	return b.p
}

// holidays of a cycle; a mistyped year costs no century.
func holidays(first, last civil.Date) []civil.Date {
	var out []civil.Date
	for d := first; !d.After(last) && len(out) < 400; d = d.AddDays(1) {
		if _, _, yes := civil.Holiday(d); yes {
			out = append(out, d)
		}
	}
	return out
}

func (b *builder) addPeople() {
	for _, q := range b.f.Pool.People {
		b.people[q.ID] = len(b.p.People)
		q.Unavailable, q.Links = slices.Clone(q.Unavailable), slices.Clone(q.Links)
		b.p.People = append(b.p.People, q)
	}
	for _, t := range b.f.Ties {
		if i, known := b.people[t.Person.String()]; known {
			b.p.People[i].Links = append(b.p.People[i].Links, b.link(t)...)
		}
	}
}

func (b *builder) link(t Tie) []planner.Link {
	l := planner.Link{Council: t.Council.String(), Barring: t.Barring || t.Decline, Reason: "declared a link for an earlier challenge"}
	switch {
	case t.Decline && t.Cycle != b.f.Round.ID:
		return nil // no to one year's visit says nothing about the next
	case t.Decline:
		l.Reason = "has said no to this visit"
	case t.Barring:
		l.Reason = "declared that they cannot take part there"
	}
	return []planner.Link{l}
}

func (b *builder) addCouncil(c Council) {
	v, visited := b.f.Own()[c.ID]
	if visited && b.f.StateOf(v) == Gone {
		// It takes part again in the next cycle; its people are still the region's own.
		b.p.People = slices.Clone(b.p.People)
		for i := range b.p.People {
			if b.p.People[i].Council == c.ID.String() {
				b.p.People[i].Council = ""
				b.p.People[i].Links = append(b.p.People[i].Links, planner.Link{Council: c.ID.String(), Barring: true})
			}
		}
		return
	}
	out := planner.Council{ID: c.ID.String(), Name: c.Name, LastChallenge: b.lastChallenge(c.ID)}
	out.GaveEarlier, out.ReceivedEarlier = b.earlier(c.ID)
	if said, ok := b.f.Pool.Councils[c.ID]; ok {
		out.PreferredMonths, out.Assessments = said.months, said.assessments
	}
	for _, n := range reference.Neighbours(c.Code) {
		if i := slices.IndexFunc(b.f.Councils, func(o Council) bool { return o.Code == n }); i >= 0 {
			out.Neighbours = append(out.Neighbours, b.f.Councils[i].ID.String())
		}
	}
	if !visited || b.f.StateOf(v) != History {
		for _, s := range c.Closed {
			out.Closed = append(out.Closed, planner.Range{First: s.First, Last: s.Last, Why: s.Why})
		}
		for _, s := range c.School {
			out.SchoolHolidays = append(out.SchoolHolidays, planner.Range{First: s.First, Last: s.Last, Why: s.Why})
		}
		if visited && b.f.StateOf(v) == Open {
			out.Closed = append(out.Closed, b.postponed(v))
		}
		out.PreElection = b.elections(c, v)
	}
	b.p.Councils = append(b.p.Councils, out)
}

// postponed are the days that a postponed visit no longer wants: all to the end of its
// old ones. Where the cycle ends soon after them, only those themselves.
func (b *builder) postponed(v Visit) planner.Range {
	out := planner.Range{First: b.p.First, Last: v.Last, Why: "the visit is postponed to a later day"}
	if v.Last.AddWeeks(b.f.Round.notice()).After(b.p.Last) {
		out.First, out.Why = v.First, "the visit is postponed from these days"
	}
	return out
}

// elections are the council's pre-election periods in the cycle: the ordinary May
// one unless the coordinator entered that day, and each entered one (S3). Days to
// which host and region agreed are agreed.
func (b *builder) elections(c Council, v Visit) []planner.PreElection {
	var out []planner.PreElection
	add := func(p reference.Period) {
		if p.Applies() && !p.PollingDay.Before(b.p.First) && !p.Start.After(b.p.Last) {
			out = append(out, planner.PreElection{Range: planner.Range{First: p.Start, Last: p.PollingDay, Why: "election"},
				Agreed: v.Election && p.Overlaps(v.First, v.Last)})
		}
	}
	for year := b.p.First.Year(); year <= b.p.Last.Year() && year <= b.p.First.Year()+10; year++ {
		may := reference.PreElection(c.Code, year)
		for _, e := range c.Elections {
			switch {
			case e.PollingDay == may.PollingDay:
				may.Votes, may.Provisional = e.Votes, false
			case e.PollingDay.Year() == year:
				p := reference.PeriodBefore(e.PollingDay)
				p.Votes = e.Votes
				add(p)
			}
		}
		add(may)
	}
	return out
}

// lastChallenge is the last day of a council's latest challenge of another cycle.
func (b *builder) lastChallenge(host uuid.UUID) (last civil.Date) {
	for _, v := range b.f.Visits {
		if v.Host == host && v.Cycle != b.f.Round.ID && v.Ended == nil && v.Last.Before(b.p.First) && v.Last.After(last) {
			last = v.Last
		}
	}
	return last
}

// earlier is what a council gave and received in earlier cycles (T7): places of
// the shared roles on teams whose visits took place.
func (b *builder) earlier(of uuid.UUID) (gave, received int) {
	for _, v := range b.f.Visits {
		if v.Cycle == b.f.Round.ID || v.Ended != nil || !v.First.Before(b.p.First) {
			continue
		}
		for _, m := range v.Members {
			if m.State != "accepted" || !slices.Contains(b.rules.Shared, PlannerRole(m.Role)) {
				continue
			}
			if v.Host == of {
				received++
			}
			if m.Council != nil && *m.Council == of {
				gave++
			}
		}
	}
	return gave, received
}

// addVisits enters what the cycle has already: history as fixed, with people of its
// own so that what was done breaks nothing now; what people were told of as Current.
func (b *builder) addVisits() {
	var current planner.Plan
	for _, c := range b.f.Councils {
		v, ok := b.f.Own()[c.ID]
		if !ok {
			continue
		}
		switch b.f.StateOf(v) {
		case History:
			b.p.Pins = append(b.p.Pins, planner.PinVisit(b.done(v)))
		case Fixed:
			now := b.asIs(v)
			current.Visits = append(current.Visits, now)
			b.p.Pins = append(b.p.Pins, planner.Pin{Council: now.Council, FirstDay: now.FirstDay})
		case Open: // postponed: its people stay where they can
			was := b.asIs(v)
			was.FirstDay = civil.Date{}
			current.Visits = append(current.Visits, was)
		case Told:
			current.Visits = append(current.Visits, b.asIs(v))
		}
	}
	if len(current.Visits) > 0 {
		b.p.Current = &current
	}
}

// asIs is a visit as it stands: its date and whoever is asked or has said yes. They
// can be planned with even if nobody offered them.
func (b *builder) asIs(v Visit) planner.Visit {
	out := planner.Visit{Council: v.Host.String(), FirstDay: v.First}
	for _, role := range planner.Roles {
		for _, m := range v.Members {
			if PlannerRole(m.Role) != role || (m.State != "accepted" && m.State != "proposed") || len(out.In(role)) >= b.rules.Places.Of(role) {
				continue
			}
			id := b.serving(m, role)
			if b.live[id]++; b.live[id] > b.p.People[b.people[id]].MaxVisits { // whoever is asked or has said yes gives at least that
				b.p.People[b.people[id]].MaxVisits = b.live[id]
			}
			out.Places = append(out.Places, planner.Place{Role: role, Person: id})
		}
	}
	return out
}

// serving makes sure that somebody who serves in a role is known in it.
func (b *builder) serving(m Member, role planner.Role) string {
	id := m.Person.String()
	if i, known := b.people[id]; known && b.p.People[i].Role == role {
		return id
	} else if known {
		id += "/" + string(role) // somebody with two parts in one cycle
	}
	if _, known := b.people[id]; !known {
		b.people[id] = len(b.p.People)
		most := b.f.Round.visitsOfAPerson()
		if b.f.Pool.Gathered { // nobody offered them: they give the visits they are asked for, and no more (T7)
			most = 0
		}
		b.p.People = append(b.p.People, planner.Person{ID: id, Name: m.Name, Council: text(m.Council), Role: role, MaxVisits: most})
	}
	return id
}

func text(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

// done is a visit that has been. Its people stand in it under ids of their own; who
// they are has a visit less to give, and a fortnight around it.
func (b *builder) done(v Visit) planner.Visit {
	out := planner.Visit{Council: v.Host.String(), FirstDay: v.First}
	for _, role := range planner.Roles {
		n := 0
		for _, m := range v.Members {
			if PlannerRole(m.Role) != role || m.State == "declined" {
				continue
			}
			b.served(m, v)
			if n < b.rules.Places.Of(role) {
				n++
				out.Places = append(out.Places, b.stand(fmt.Sprintf("%s@%s", m.Person, v.ID), m.Name, text(m.Council), role))
			}
		}
		for ; n < b.rules.Places.Of(role); n++ {
			out.Places = append(out.Places, b.stand(fmt.Sprintf("nobody-%s-%d@%s", role, n, v.ID), "nobody", "", role))
		}
	}
	return out
}

func (b *builder) stand(id, name, council string, role planner.Role) planner.Place {
	b.people[id] = len(b.p.People)
	b.p.People = append(b.p.People, planner.Person{ID: id, Name: name, Council: council, Role: role, Experienced: true, MaxVisits: 1})
	return planner.Place{Role: role, Person: id}
}

func (b *builder) served(m Member, v Visit) {
	if i, known := b.people[m.Person.String()]; known {
		q := &b.p.People[i]
		q.MaxVisits = max(q.MaxVisits-1, 0)
		days := b.rules.DaysBetween
		q.Unavailable = append(q.Unavailable, planner.Range{First: v.First.AddDays(1 - days), Last: v.First.AddDays(days - 1), Why: "another visit"})
	}
}

// IsStand tells an id that only stands for somebody in a visit that has been.
func IsStand(id string) bool { return strings.Contains(id, "@") }

// addPins are the coordinators' own. A pin on history is left out: it stays anyway;
// so is one on the day from which a visit was postponed.
func (b *builder) addPins() {
	for _, mine := range b.f.Pins {
		v, there := b.f.Own()[mine.Council]
		if there && (b.f.StateOf(v) == History || b.f.StateOf(v) == Gone) {
			continue
		}
		out := planner.Pin{Council: mine.Council.String()}
		postponed := there && b.f.StateOf(v) == Open
		if mine.FirstDay != nil && !(postponed && v.First == *mine.FirstDay) {
			out.FirstDay = *mine.FirstDay
		}
		for _, place := range mine.Places {
			if _, known := b.people[place.Person]; known {
				out.Places = append(out.Places, planner.Place{Role: planner.Role(place.Role), Person: place.Person})
			}
		}
		i := slices.IndexFunc(b.p.Pins, func(p planner.Pin) bool { return p.Council == out.Council })
		switch {
		case i < 0:
			b.p.Pins = append(b.p.Pins, out)
		case out.FirstDay.IsZero():
			b.p.Pins[i].Places = out.Places
		default:
			b.p.Pins[i] = out
		}
	}
}
