package plan

import (
	"fmt"
	"strings"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner"
	"peerchallenge/web/ui"
)

// daysToKeepFree says in words what the picture draws behind the visits: a table
// that is read with a keyboard and on a phone.
func (s *show) daysToKeepFree(p plan.Page) {
	s.BankHolidays = bankHolidays(p.Problem.BankHolidays)
	s.SchoolUnknown = schoolUnknownWords(p.Problem)
	for _, k := range p.Problem.Councils {
		var elections, school, shut []string
		for _, e := range k.PreElection {
			words := civil.Range(e.First, e.Last)
			if e.Agreed {
				words += " (agreed)"
			}
			elections = append(elections, words)
		}
		for _, r := range p.Problem.SchoolOf(k) {
			if !r.Last.Before(p.Cycle.FirstDay) && !r.First.After(p.Cycle.LastDay) {
				school = append(school, daysWithWhy(r))
			}
		}
		for _, r := range k.Closed {
			shut = append(shut, daysWithWhy(r))
		}
		if len(school) == 0 {
			school = []string{"Not known"}
		}
		s.Free = append(s.Free, []ui.Cell{{Text: k.Name}, listCell(elections), listCell(school), listCell(shut)})
	}
}

func listCell(lines []string) ui.Cell {
	switch len(lines) {
	case 0:
		return ui.Cell{Text: "None known"}
	case 1:
		return ui.Cell{Text: lines[0]}
	}
	return ui.Cell{Body: teamList(lines)}
}

func daysWithWhy(r planner.Range) string {
	if r.Why == "" {
		return civil.Range(r.First, r.Last)
	}
	return civil.Range(r.First, r.Last) + ": " + r.Why
}

// bankHolidays names them all, and that nobody is on site then.
func bankHolidays(days []civil.Date) string {
	var out []string
	for _, d := range days {
		out = append(out, d.Long())
	}
	if len(out) == 0 {
		return "Nobody is on site at weekends."
	}
	return "Nobody is on site at weekends and on bank holidays: " + strings.Join(out, ", ") + "."
}

// schoolUnknownWords says for whom no school holidays of the cycle are known.
func schoolUnknownWords(p planner.Problem) string {
	var unknown []string
	for _, k := range p.Councils {
		known := false
		for _, r := range p.SchoolOf(k) {
			known = known || r.Holds(p.First, p.Last)
		}
		if !known {
			unknown = append(unknown, k.Name)
		}
	}
	switch {
	case len(unknown) == 0:
		return ""
	case len(unknown) == len(p.Councils):
		return "School holidays are not known for any council, and so not drawn or kept free."
	case len(unknown) > 4:
		return fmt.Sprintf("School holidays are not known for %d councils, and so not drawn or kept free.", len(unknown))
	}
	return "School holidays are not known for " + strings.Join(unknown, ", ") + ", and so not drawn or kept free."
}

// followUpDays are the days on which lead and director meet again.
func followUpDays(v plan.Visit) (days []string) {
	for _, f := range v.FollowUps {
		days = append(days, f.On.Long())
	}
	return days
}

// followUpCell has a day on each line, so that the team beside it has room.
func followUpCell(v plan.Visit) ui.Cell {
	days := followUpDays(v)
	if len(days) == 0 {
		return ui.Cell{}
	}
	return ui.Cell{Body: teamList(days)}
}
