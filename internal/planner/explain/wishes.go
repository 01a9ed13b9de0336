package explain

import (
	"fmt"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
)

// wishes tells every wish about a date that somebody had, met or missed (S4).
func wishes(p planner.Problem, plan planner.Plan, missed []Missed) []Wish {
	var out []Wish
	for _, c := range p.Councils {
		v, _ := plan.Visit(c.ID)
		if v.FirstDay.IsZero() {
			continue
		}
		when := civil.Range(v.FirstDay, v.LastDay(p.Rules.OnSiteDays))
		for _, w := range wished(p, c) {
			wish := Wish{Council: c.ID, Goal: w.goal, Met: true, Text: fmt.Sprintf("%s: %s is %s.", c.Name, when, w.met)}
			for i := range missed {
				if missed[i].Goal == w.goal && missed[i].Council == c.ID {
					wish.Met, wish.Text, wish.Missed = false, missed[i].Text, &missed[i]
				}
			}
			out = append(out, wish)
		}
	}
	return out
}

type wishKind struct {
	goal planner.Goal
	met  string
}

// wished are the wishes that there are for a host.
func wished(p planner.Problem, c planner.Council) []wishKind {
	w := p.Rules.Weights
	var out []wishKind
	add := func(is bool, weight int, goal planner.Goal, met string) {
		if is && weight > 0 {
			out = append(out, wishKind{goal, met})
		}
	}
	add(len(c.PreferredMonths) > 0, w.Months, planner.GoalMonths, "in a month the council would like")
	add(len(p.SchoolOf(c)) > 0, w.School, planner.GoalSchool, "outside the school holidays")
	add(len(p.Rules.BudgetMonths) > 0, w.Budget, planner.GoalBudget, "outside budget setting")
	add(!c.LastChallenge.IsZero(), w.Recent, planner.GoalRecent,
		fmt.Sprintf("at least %d months after the last challenge", p.Rules.MonthsBetween))
	add(len(c.Assessments) > 0, w.Assessment, planner.GoalAssessment, "not near an external assessment")
	return out
}
