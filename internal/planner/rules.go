package planner

import "time"

// Rules are the region's numbers. Zero values mean what they say (zero places,
// no limit where stated); DefaultRules has the product's defaults.
type Rules struct {
	OnSiteDays    int            // consecutive working days on site (S2)
	StartDays     []time.Weekday // days of the week a visit may begin on; none means any
	VisitsInMonth int            // at most, counted by first day on site; 0 is no limit (S3)
	DaysBetween   int            // first days of two visits of one person are at least so far apart (S3)
	ReviewStarts  int            // weeks before the first day on site the practice review begins (S2)
	ReviewEnds    int            // and ends
	ReviewDays    int            // working days a PSW must be free in that time (T6)
	MonthsBetween int            // wished since the host's last challenge (S4)
	BudgetMonths  []int          // months to leave to budget setting; 1 is January (S4)
	ConflictYears int            // a link that ended longer ago does not count (T5)
	OtherPlanDays int            // a date nearer than this to the other proposal's is "the same date"
	Places        Places         // how many of each role a challenge needs (T1 to T4, T6)
	Shared        []Role         // roles in which councils give each other a fair share (T7)
	Weights       Weights        // what each goal costs
}

// Places is how many people of each role one challenge needs.
type Places struct {
	Lead, Councillor, SeniorManager, Expert, PSW int
}

// Of is the number for one role.
func (p Places) Of(r Role) int {
	switch r {
	case Lead:
		return p.Lead
	case Councillor:
		return p.Councillor
	case SeniorManager:
		return p.SeniorManager
	case Expert:
		return p.Expert
	case PSW:
		return p.PSW
	}
	return 0
}

// All is the number of places of one challenge, PSWs included.
func (p Places) All() int { return p.Lead + p.Councillor + p.SeniorManager + p.Expert + p.PSW }

// Goal is a soft goal: something that costs where it is missed.
type Goal string

// The goals, in the order in which they are told.
const (
	GoalMonths     Goal = "preferred_months" // S4: outside the months the host would like
	GoalSchool     Goal = "school_holidays"  // S4: a day on site in school holidays
	GoalBudget     Goal = "budget_setting"   // S4: a day on site in a budget month
	GoalRecent     Goal = "last_challenge"   // S4: sooner than MonthsBetween after the last challenge
	GoalAssessment Goal = "assessment"       // S4: an external assessment is near
	GoalWeighed    Goal = "weighed_link"     // T5: somebody with a link to be weighed
	GoalManagers   Goal = "managers_apart"   // T3: senior managers of one council, for each beyond the first
	GoalPSWs       Goal = "psws_apart"       // T6: PSWs of one council, for each beyond the first
	GoalOutside    Goal = "other_region"     // T3: somebody of another region
	GoalMutual     Goal = "mutual_review"    // T7: two councils in each other's teams, for each pair
	GoalShare      Goal = "beyond_share"     // T7: a person-visit given beyond what is received
	GoalFarShare   Goal = "far_beyond_share" // T7: the same once more from the second one on
	GoalExperience Goal = "no_experience"    // T8: a team in which nobody has done it before
	GoalChanged    Goal = "visit_changed"    // a visit that is not as in Problem.Current
	GoalInvited    Goal = "person_changed"   // a place of such a visit taken by somebody new
	GoalSame       Goal = "same_as_other"    // a date or person as in Problem.Other
)

// Goals are all goals, in order.
var Goals = []Goal{
	GoalMonths, GoalSchool, GoalBudget, GoalRecent, GoalAssessment, GoalWeighed, GoalManagers, GoalPSWs,
	GoalOutside, GoalMutual, GoalShare, GoalFarShare, GoalExperience, GoalChanged, GoalInvited, GoalSame,
}

// Weights are the costs of missing a goal once, whole numbers from 0. Goals come
// in an order by giving them weights far enough apart.
type Weights struct {
	Months, School, Budget, Recent, Assessment, Weighed, Managers, PSWs, Outside, Mutual, Share, FarShare,
	Experience, Changed, Invited, Same int
}

// Of is the weight of one goal.
func (w Weights) Of(g Goal) int { return *w.at(g) }

// at finds the number of a goal, so that Of and tests that set weights agree.
func (w *Weights) at(g Goal) *int {
	all := []*int{
		&w.Months, &w.School, &w.Budget, &w.Recent, &w.Assessment, &w.Weighed, &w.Managers, &w.PSWs,
		&w.Outside, &w.Mutual, &w.Share, &w.FarShare, &w.Experience, &w.Changed, &w.Invited, &w.Same,
	}
	for i, known := range Goals {
		if known == g {
			return all[i]
		}
	}
	return new(int)
}

// DefaultRules are the product's defaults (S2 to S4, T1 to T8). A changed visit
// outweighs all that can be won by changing it: who has been told a date keeps it.
func DefaultRules() Rules {
	return Rules{
		OnSiteDays: 3, StartDays: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday},
		VisitsInMonth: 2, DaysBetween: 14, ReviewStarts: 6, ReviewEnds: 3, ReviewDays: 3,
		MonthsBetween: 18, BudgetMonths: []int{1, 2}, ConflictYears: 3, OtherPlanDays: 28,
		Places: Places{Lead: 1, Councillor: 1, SeniorManager: 2, Expert: 1, PSW: 2},
		Shared: []Role{Councillor, SeniorManager, PSW},
		Weights: Weights{
			Months: 4, School: 4, Budget: 3, Recent: 6, Assessment: 6, Weighed: 3, Managers: 2, PSWs: 2,
			Outside: 2, Mutual: 6, Share: 2, FarShare: 2, Experience: 1, Changed: 1000, Invited: 20, Same: 1,
		},
	}
}

// SharedPlaces is what one challenge receives in the roles of Shared (T7).
func (r Rules) SharedPlaces() int {
	n := 0
	for _, role := range r.Shared {
		n += r.Places.Of(role)
	}
	return n
}
