package planfacts

import (
	"time"

	"peerchallenge/internal/access"
	"peerchallenge/internal/planner"
)

// Rules are the framework's numbers for the planner; what a version from before
// does not have is the product's default.
func (r Round) Rules() planner.Rules {
	out := planner.DefaultRules()
	out.OnSiteDays = r.Offsets.OnSiteDays
	out.ReviewStarts, out.ReviewEnds = r.Offsets.PracticeReviewStarts, r.Offsets.PracticeReviewEnds
	p := r.Planning
	out.VisitsInMonth, out.MonthsBetween, out.BudgetMonths = p.VisitsInAMonth, p.MonthsSinceLastChallenge, p.BudgetMonths
	// schedule and team ask for so many days between two visits; the planner counts
	// from first day to first day
	if out.DaysBetween = p.DaysBetweenVisitsOfOnePerson; out.DaysBetween > 0 {
		out.DaysBetween += max(out.OnSiteDays, 1) - 1
	}
	out.ConflictYears = r.Team.YearsWorkedThereWeighed
	out.Places = planner.Places{Lead: r.Team.Leads, Councillor: r.Team.Councillors, SeniorManager: r.Team.SeniorManagers,
		Expert: r.Team.ExpertsAtLeast, PSW: r.Team.PrincipalSocialWorkers}
	if len(p.StartDays) > 0 {
		out.StartDays = nil
		for _, d := range p.StartDays {
			out.StartDays = append(out.StartDays, time.Weekday(d%7))
		}
	}
	out.ReviewDays, out.OtherPlanDays = orElse(p.ReviewDays, out.ReviewDays), orElse(p.OtherPlanDays, out.OtherPlanDays)
	out.Weights = weights(out.Weights, p.Weights)
	if !r.Team.SomebodyExperienced {
		out.Weights.Experience = 0
	}
	return out
}

func orElse(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

// notice is how many weeks ahead a new date is at least: scope and team are
// confirmed then (S2).
func (r Round) notice() int { return orElse(r.Planning.NoticeWeeks, r.Offsets.ScopeAndTeam) }

func (r Round) visitsOfAPerson() int { return orElse(r.Planning.VisitsOfAPerson, 3) }

// weights are the defaults with the region's own in their place. A goal that the
// region names with 0 does not count; a number below is taken as 0.
func weights(w planner.Weights, own map[string]int) planner.Weights {
	for name, at := range map[planner.Goal]*int{
		planner.GoalMonths: &w.Months, planner.GoalSchool: &w.School, planner.GoalBudget: &w.Budget, planner.GoalRecent: &w.Recent,
		planner.GoalAssessment: &w.Assessment, planner.GoalWeighed: &w.Weighed, planner.GoalManagers: &w.Managers, planner.GoalPSWs: &w.PSWs,
		planner.GoalOutside: &w.Outside, planner.GoalMutual: &w.Mutual, planner.GoalShare: &w.Share, planner.GoalFarShare: &w.FarShare,
		planner.GoalExperience: &w.Experience, planner.GoalChanged: &w.Changed, planner.GoalInvited: &w.Invited, planner.GoalSame: &w.Same,
	} {
		if n, named := own[string(name)]; named {
			*at = max(n, 0)
		}
	}
	return w
}

// PlannerRole is a team role as the planner knows it: a visiting principal social
// worker is its "psw".
func PlannerRole(r string) planner.Role {
	if r == string(access.VisitingPSW) {
		return planner.PSW
	}
	return planner.Role(r)
}

// TeamRole is a planner's role as package team knows it.
func TeamRole(r planner.Role) access.Role {
	if r == planner.PSW {
		return access.VisitingPSW
	}
	return access.Role(r)
}
