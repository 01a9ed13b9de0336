package planner

import (
	"cmp"
	"fmt"
	"slices"

	"peerchallenge/internal/civil"
)

// Candidate is somebody who could take a place, or why they cannot.
type Candidate struct {
	Person  string
	Can     bool       // no hard rule stands against it on at least one day
	Cost    int        // what the goals would lose; smaller is better
	On      civil.Date // first day on site that suits; zero when none does
	For     []string   // plain English, without a full stop
	Against []string
}

// Candidates answers "who could go to Dudley in March?": everybody of a role, the
// best first, with reasons for and against. When the plan has a date for the council
// from first to last, that date counts; otherwise all days on which it can host.
// The plan says who serves where already; it may be empty.
func Candidates(p Problem, plan Plan, council string, role Role, first, last civil.Date) []Candidate {
	m := newModel(p)
	c, ours := m.byID[council]
	if !ours {
		return nil
	}
	f := &finder{m: m, plan: plan, c: c, role: role, starts: m.startsFor(c, plan, first, last)}
	f.gather()
	var out []Candidate
	for i, q := range m.people {
		if q.Role == role {
			out = append(out, f.judge(i))
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int {
		if a.Can != b.Can {
			return cmp.Compare(count(b.Can), count(a.Can))
		}
		return cmp.Compare(a.Cost, b.Cost)
	})
	return out
}

// startsFor are the starts to ask about.
func (m *model) startsFor(c int, plan Plan, first, last civil.Date) []int {
	if v, _ := plan.Visit(m.councils[c].ID); !v.FirstDay.IsZero() && v.FirstDay.Between(first, last) {
		if s := m.startOn(m.p.First.DaysUntil(v.FirstDay)); s >= 0 {
			return []int{s}
		}
	}
	var out []int
	for _, s := range m.allowed[c] {
		if m.date(m.day[s]).Between(first, last) {
			out = append(out, int(s))
		}
	}
	return out
}

// finder judges people for one place.
type finder struct {
	m      *model
	plan   Plan
	c      int
	role   Role
	starts []int
	serves map[string][]Visit // by person: visits other than the host's
	gives  map[string]int     // by council: person-visits in shared roles
	hosts  map[string]bool    // councils that the host's people go to
	team   []Person           // who is in the host's team already
}

func (f *finder) gather() {
	f.serves, f.gives, f.hosts = map[string][]Visit{}, map[string]int{}, map[string]bool{}
	host := f.m.councils[f.c].ID
	for _, v := range f.plan.Visits {
		for _, place := range v.Places {
			i, known := f.m.personID[place.Person]
			if !known {
				continue
			}
			q := f.m.people[i]
			if slices.Contains(f.m.p.Rules.Shared, place.Role) {
				f.gives[q.Council]++
			}
			if q.Council == host {
				f.hosts[v.Council] = true
			}
			if v.Council == host {
				f.team = append(f.team, q)
			} else {
				f.serves[q.ID] = append(f.serves[q.ID], v)
			}
		}
	}
}

// judge gives the reasons for and against one person.
func (f *finder) judge(i int) Candidate {
	q := f.m.people[i]
	out := Candidate{Person: q.ID, Can: true}
	f.ties(q, &out)
	f.dates(i, &out)
	f.load(q, &out)
	f.fairness(q, &out)
	if q.Experienced {
		out.For = append(out.For, "has done a challenge before")
		out.Cost -= f.m.p.Rules.Weights.Experience
	}
	return out
}

func (out *Candidate) no(format string, args ...any) {
	out.Can = false
	out.Against = append(out.Against, fmt.Sprintf(format, args...))
}

func (out *Candidate) costs(weight int, format string, args ...any) {
	out.Cost += weight
	out.Against = append(out.Against, fmt.Sprintf(format, args...))
}

// ties are conflicts of interest, and neighbours (T1 to T6).
func (f *finder) ties(q Person, out *Candidate) {
	host := f.m.councils[f.c]
	w := f.m.p.Rules.Weights
	if q.Council == host.ID {
		out.no("works for %s", host.Name)
	}
	weighed := false
	for _, l := range q.Links {
		switch {
		case l.Council != host.ID:
		case l.Barring:
			out.no("has a conflict of interest that bars (%s)", orSome(l.Reason))
		case f.m.linkCounts(l) && !weighed:
			weighed = true
			out.costs(w.Weighed, "has a link to be weighed (%s)", orSome(l.Reason))
		}
	}
	if _, ours := f.m.byID[q.Council]; q.Council != "" && !ours {
		out.costs(w.Outside, "comes from another region")
	}
	if slices.Contains(host.Neighbours, q.Council) {
		out.costs(0, "comes from a neighbouring council")
	}
}

func orSome(reason string) string {
	if reason == "" {
		return "no reason given"
	}
	return reason
}

// dates asks on how many of the days they can come (S3).
func (f *finder) dates(i int, out *Candidate) {
	if len(f.starts) == 0 {
		out.no("%s cannot host on any of these days", f.m.councils[f.c].Name)
		return
	}
	free, busy := 0, ""
	kind := onSite
	if f.role == PSW {
		kind = review
	}
	for _, s := range f.starts {
		if f.m.away[kind][i*f.m.nS+s] {
			continue
		}
		if v, near := f.near(f.m.people[i].ID, s); near {
			busy = f.m.p.CouncilName(v.Council)
			continue
		}
		if free++; free == 1 {
			out.On = f.m.date(f.m.day[s])
		}
	}
	switch {
	case free == 0 && busy != "":
		out.no("goes to %s, too near that date", busy)
	case free == 0:
		out.no("cannot come on any of these days")
	case len(f.starts) > 1:
		out.For = append(out.For, fmt.Sprintf("can come on %d of %d dates", free, len(f.starts)))
	default:
		out.For = append(out.For, "is free on the date")
	}
}

func offered(visits int) string {
	if visits == 1 {
		return "1 visit offered"
	}
	return fmt.Sprintf("%d visits offered", visits)
}

// near finds another visit of somebody within a fortnight of a start.
func (f *finder) near(person string, start int) (Visit, bool) {
	for _, v := range f.serves[person] {
		apart := v.FirstDay.DaysUntil(f.m.date(f.m.day[start]))
		if !v.FirstDay.IsZero() && max(apart, -apart) < f.m.p.Rules.DaysBetween {
			return v, true
		}
	}
	return Visit{}, false
}

// load compares visits served with visits offered (T7).
func (f *finder) load(q Person, out *Candidate) {
	n := len(f.serves[q.ID])
	if n >= q.MaxVisits {
		out.no("already serves on %d of %s", n, offered(q.MaxVisits))
		return
	}
	out.For = append(out.For, fmt.Sprintf("serves on %d of %s", n, offered(q.MaxVisits)))
}

// fairness is T7, and T3 and T6 as far as people of one council go.
func (f *finder) fairness(q Person, out *Candidate) {
	w := f.m.p.Rules.Weights
	c, ours := f.m.byID[q.Council]
	if !ours {
		return
	}
	here := slices.ContainsFunc(f.team, func(t Person) bool { return t.ID == q.ID })
	if f.hosts[q.Council] {
		out.costs(w.Mutual, "%s and %s would review each other", f.m.councils[c].Name, f.m.councils[f.c].Name)
	}
	if slices.ContainsFunc(f.team, func(t Person) bool { return t.ID != q.ID && t.Role == f.role && t.Council == q.Council }) &&
		(f.role == SeniorManager || f.role == PSW) {
		out.costs(map[Role]int{SeniorManager: w.Managers, PSW: w.PSWs}[f.role], "another %s of the team is from %s", plainRole(f.role), f.m.councils[c].Name)
	}
	if !slices.Contains(f.m.p.Rules.Shared, f.role) {
		return
	}
	beyond := f.m.balance[c] + f.gives[q.Council] + 1
	if here {
		beyond--
	}
	if beyond > 0 {
		out.costs(w.Share+weigh(beyond > 1, w.FarShare), "%s would give %d more than it receives", f.m.councils[c].Name, beyond)
	} else {
		out.For = append(out.For, fmt.Sprintf("%s gives no more than it receives", f.m.councils[c].Name))
	}
}

func plainRole(r Role) string {
	if r == PSW {
		return "principal social worker"
	}
	return "senior manager"
}
