package clash

import (
	"slices"

	"peerchallenge/internal/planner"
)

// counted says whether the three counts prove that no plan keeps all hard rules.
func counted(p planner.Problem) bool {
	t := planner.NewTable(p)
	days, ok := possibleDays(p, t)
	return !ok || tooFewMonths(p, t, days) || tooFewPeople(p, t, days)
}

// possibleDays are the starts of each host on which enough people of each role
// can come; ok is false when some host has none, or a pin cannot be kept.
func possibleDays(p planner.Problem, t planner.Table) (days [][]int, ok bool) {
	for c := range t.Councils {
		if slices.ContainsFunc(t.Pinned(c), func(q int) bool { return !t.May(c, q) }) {
			return nil, false
		}
		var mine []int
		for _, s := range t.Allowed(c) {
			if t.DateHard(c, s) == 0 && enough(p, t, c, s) {
				mine = append(mine, s)
			}
		}
		if len(mine) == 0 {
			return nil, false
		}
		days = append(days, mine)
	}
	return days, true
}

// enough says whether each role has enough people for a host on a start.
func enough(p planner.Problem, t planner.Table, c, start int) bool {
	for _, q := range t.Pinned(c) {
		if t.Away(q, start) {
			return false
		}
	}
	for _, role := range planner.Roles {
		need := p.Rules.Places.Of(role)
		for q, person := range t.People {
			if need > 0 && person.Role == role && t.May(c, q) && !t.Away(q, start) {
				need--
			}
		}
		if need > 0 {
			return false
		}
	}
	return true
}

func tooFewMonths(p planner.Problem, t planner.Table, days [][]int) bool {
	limit := p.Rules.VisitsInMonth
	if limit <= 0 || len(t.Month) == 0 {
		return false
	}
	f := &flow{have: make([]int, t.Month[len(t.Month)-1]+1)}
	for m := range f.have {
		f.have[m] = limit
	}
	for c := range t.Councils {
		var months []int
		for _, s := range days[c] {
			if m := t.Month[s]; len(months) == 0 || months[len(months)-1] != m {
				months = append(months, m)
			}
		}
		f.need, f.may = append(f.need, 1), append(f.may, months)
	}
	return f.largest() < len(f.need)
}

func tooFewPeople(p planner.Problem, t planner.Table, days [][]int) bool {
	for _, role := range planner.Roles {
		if n := p.Rules.Places.Of(role); n > 0 && n*len(t.Councils) > roleFlow(t, role, n, days) {
			return true
		}
	}
	return false
}

// roleFlow is how many places of a role can be filled at most, as far as counting goes.
func roleFlow(t planner.Table, role planner.Role, need int, days [][]int) int {
	f := &flow{have: make([]int, len(t.People)), once: true}
	for q, person := range t.People {
		f.have[q] = person.MaxVisits
	}
	for c := range t.Councils {
		var may []int
		for q, person := range t.People {
			if person.Role == role && t.May(c, q) && slices.ContainsFunc(days[c], func(s int) bool { return !t.Away(q, s) }) {
				may = append(may, q)
			}
		}
		f.need, f.may = append(f.need, need), append(f.may, may)
	}
	return f.largest()
}
