package planner

import "peerchallenge/internal/civil"

// Plan is a whole cycle: one visit for each council, in the order of
// Problem.Councils when Propose made it. A plan made by hand may be partial.
type Plan struct {
	Visits []Visit
}

// Visit is one council's challenge. The practice review lies Rules.ReviewStarts
// to ReviewEnds weeks before FirstDay (S2).
type Visit struct {
	Council  string     // id of the host
	FirstDay civil.Date // first day on site; the zero Date: no date found yet
	Places   []Place    // filled places only, in the order of Roles
}

// Place is one person in one role of a visit.
type Place struct {
	Role   Role
	Person string // id
}

// Clone is a copy that shares nothing.
func (p Plan) Clone() Plan {
	out := Plan{Visits: make([]Visit, len(p.Visits))}
	for i, v := range p.Visits {
		out.Visits[i] = Visit{v.Council, v.FirstDay, append([]Place(nil), v.Places...)}
	}
	return out
}

// Visit is the visit of a council; ok is false when the plan has none.
func (p Plan) Visit(council string) (v Visit, ok bool) {
	for _, v := range p.Visits {
		if v.Council == council {
			return v, true
		}
	}
	return Visit{}, false
}

// LastDay is the last of n days on site: consecutive days (S2). When it is not
// all working days the checker says so (S3).
func (v Visit) LastDay(n int) civil.Date { return v.FirstDay.AddDays(max(n, 1) - 1) }

// Review is the time of the practice review: from starts to ends weeks before
// the first day on site (S2, T6), as the region's rules say.
func (v Visit) Review(r Rules) (first, last civil.Date) {
	return v.FirstDay.AddWeeks(-r.ReviewStarts), v.FirstDay.AddWeeks(-r.ReviewEnds)
}

// Has says whether somebody has a place in the visit.
func (v Visit) Has(person string) bool {
	for _, p := range v.Places {
		if p.Person == person {
			return true
		}
	}
	return false
}

// In is everybody in one role of the visit, by id.
func (v Visit) In(role Role) []string {
	var out []string
	for _, p := range v.Places {
		if p.Role == role {
			out = append(out, p.Person)
		}
	}
	return out
}

// Cost is what a plan costs. Hard counts broken hard rules: one for each empty
// place, each visit without a date, each person too soon or once too often, and
// so on. Soft is the sum of the goals' weights. A plan is better when Hard is
// smaller, and with equal Hard when Soft is.
type Cost struct {
	Hard, Soft int
}

// Less says that c is better than d.
func (c Cost) Less(d Cost) bool {
	return c.Hard < d.Hard || c.Hard == d.Hard && c.Soft < d.Soft
}
