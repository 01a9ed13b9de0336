package check_test

import (
	"testing"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
)

var monday = civil.MustParseISO("2027-06-07")

// sound is a problem of two hosts far apart, and a plan that breaks nothing and
// misses nothing.
func sound() (planner.Problem, planner.Plan) {
	p := planner.Problem{Rules: planner.DefaultRules(), First: monday.AddDays(-60), Last: monday.AddDays(300)}
	p.Rules.Places = planner.Places{Lead: 1, SeniorManager: 2, PSW: 1}
	p.Councils = []planner.Council{{ID: "w", Name: "Walsall"}, {ID: "d", Name: "Dudley"}, {ID: "s", Name: "Solihull"}}
	p.Rules.VisitsInMonth = 2
	person := func(id string, role planner.Role, council string) {
		p.People = append(p.People, planner.Person{ID: id, Name: id, Role: role, Council: council, MaxVisits: 3, Experienced: true})
	}
	person("lead", planner.Lead, "")
	person("m1", planner.SeniorManager, "x1")
	person("m2", planner.SeniorManager, "")
	person("psw", planner.PSW, "")
	p.Councils = append(p.Councils, planner.Council{ID: "x1", Name: "Sandwell"})
	var plan planner.Plan
	for i, id := range []string{"w", "d", "s"} {
		plan.Visits = append(plan.Visits, planner.Visit{Council: id, FirstDay: monday.AddDays(28 * i), Places: []planner.Place{
			{Role: planner.Lead, Person: "lead"}, {Role: planner.SeniorManager, Person: "m1"}, {Role: planner.SeniorManager, Person: "m2"}, {Role: planner.PSW, Person: "psw"},
		}})
	}
	p.Councils = p.Councils[:3]
	p.Rules.Weights.Outside = 0
	return p, plan
}

func TestCheck_FindsEachBrokenRule(t *testing.T) {
	p, plan := sound()
	if v := check.Check(p, plan); v.Cost != (planner.Cost{}) {
		t.Fatalf("a sound plan: %+v", v)
	}
	june := planner.Range{First: monday.AddDays(2), Last: monday.AddDays(9), Why: "budget council"}
	for kind, c := range map[check.Kind]struct {
		spoil func(*planner.Problem, *planner.Plan)
		count int // of all breaches
		text  string
	}{
		check.NoDate: {func(_ *planner.Problem, pl *planner.Plan) { pl.Visits[0].FirstDay = civil.Date{} }, 1,
			"Walsall has no date in the cycle."},
		check.TwiceVisited: {func(_ *planner.Problem, pl *planner.Plan) { pl.Visits = append(pl.Visits, pl.Visits[0]) }, 1,
			"Walsall has more than one visit in the cycle."},
		check.NotInCycle: {func(_ *planner.Problem, pl *planner.Plan) {
			pl.Visits = append(pl.Visits, planner.Visit{Council: "elsewhere", FirstDay: monday})
		}, 1, "elsewhere has a visit but does not take part in the cycle."},
		check.OutsideCycle: {func(p *planner.Problem, _ *planner.Plan) { p.First = monday.AddDays(1) }, 1,
			"Walsall: 7 to 9 June 2027 is outside the cycle, 8 June 2027 to 2 April 2028."},
		check.TooEarly: {func(p *planner.Problem, _ *planner.Plan) { p.NotBefore = monday.AddDays(1) }, 1,
			"Walsall: 7 to 9 June 2027 is before 8 June 2027, the earliest day for a new date."},
		check.NotWorking: {func(p *planner.Problem, _ *planner.Plan) { p.BankHolidays = []civil.Date{monday.AddDays(2)} }, 1,
			"Walsall: Wednesday 9 June 2027 is a weekend or bank holiday."},
		check.StartDay: {func(p *planner.Problem, pl *planner.Plan) {
			p.Rules.OnSiteDays, pl.Visits[0].FirstDay = 1, monday.AddDays(4)
		}, 1, "Walsall: visits do not begin on a Friday."},
		check.Closed: {func(p *planner.Problem, _ *planner.Plan) { p.Councils[0].Closed = []planner.Range{june} }, 1,
			"Walsall cannot host on 7 to 9 June 2027 (budget council)."},
		check.Election: {func(p *planner.Problem, _ *planner.Plan) {
			p.Councils[0].PreElection = []planner.PreElection{{Range: june, Agreed: true}, {Range: planner.Range{First: monday, Last: monday}}}
		}, 1, "Walsall: 7 to 9 June 2027 is in the council's pre-election period."},
		check.FullMonth: {func(p *planner.Problem, pl *planner.Plan) {
			p.Rules.VisitsInMonth, pl.Visits[1].FirstDay = 1, monday.AddDays(21)
		}, 1, "June 2027 already has 1 visits; Dudley would be one more."},
		check.Fortnight: {func(p *planner.Problem, pl *planner.Plan) { pl.Visits[1].FirstDay = monday.AddDays(8) }, 4,
			"lead would be at Walsall and Dudley only 8 days apart."},
		check.TwiceHere: {func(p *planner.Problem, pl *planner.Plan) {
			p.People[1].MaxVisits = 4
			pl.Visits[0].Places[2].Person = "m1"
		}, 1, "Walsall: m1 has two places."},
		check.Unavailable: {func(p *planner.Problem, _ *planner.Plan) { p.People[0].Unavailable = []planner.Range{june} }, 1,
			"Walsall: lead cannot come on 7 to 9 June 2027 (budget council)."},
		check.TooOften: {func(p *planner.Problem, _ *planner.Plan) { p.People[0].MaxVisits = 1 }, 2,
			"lead is to serve 3 times and has offered 1."},
		check.WrongRole: {func(p *planner.Problem, _ *planner.Plan) { p.People[0].Role = planner.Expert }, 3,
			"Walsall: lead is offered as expert by experience, not as challenge lead."},
		check.OwnCouncil: {func(p *planner.Problem, _ *planner.Plan) {
			p.People[1].Council = "w"
			p.Rules.Weights = planner.Weights{}
		}, 1,
			"Walsall: m1 works for the host."},
		check.Barred: {func(p *planner.Problem, _ *planner.Plan) {
			p.People[0].Links = []planner.Link{{Council: "w", Barring: true, Reason: "close relation"}}
		}, 1, "Walsall: lead has a conflict of interest that bars (close relation)."},
		check.EmptyPlace: {func(_ *planner.Problem, pl *planner.Plan) { pl.Visits[0].Places = pl.Visits[0].Places[:2] }, 2,
			"Walsall: 1 senior manager missing."},
		check.TooMany: {func(p *planner.Problem, _ *planner.Plan) { p.Rules.Places.PSW = 0 }, 3,
			"Walsall: 1 principal social worker too many."},
		check.NobodyKnown: {func(_ *planner.Problem, pl *planner.Plan) { pl.Visits[0].Places[0].Person = "ghost" }, 2,
			"Walsall: nobody is known as ghost."},
		check.Unpinned: {func(p *planner.Problem, _ *planner.Plan) {
			p.Pins = []planner.Pin{{Council: "w", FirstDay: monday.AddDays(7)}}
		}, 1, "Walsall is pinned to 14 June 2027."},
	} {
		t.Run(string(kind), func(t *testing.T) {
			p, plan := sound()
			c.spoil(&p, &plan)
			v := check.Check(p, plan)
			found := false
			for _, b := range v.Breaches {
				found = found || b.Kind == kind && b.Text == c.text
				t.Log(b.Kind, b.Text)
			}
			if !found || v.Cost.Hard != c.count || v.OK() {
				t.Errorf("hard %d, want %d; found %v", v.Cost.Hard, c.count, found)
			}
		})
	}
}

// S4, T3, T5 to T8: each wish and each measure of fairness that is not met is counted.
func TestCheck_FindsEachMissedGoal(t *testing.T) {
	june := planner.Range{First: monday.AddDays(2), Last: monday.AddDays(9)}
	for goal, c := range map[planner.Goal]struct {
		spoil func(*planner.Problem, *planner.Plan)
		count int
	}{
		planner.GoalMonths: {func(p *planner.Problem, _ *planner.Plan) {
			p.Councils[0].PreferredMonths = []planner.Month{{Year: 2028, Month: 6}, {Month: 9}}
		}, 1},
		planner.GoalSchool: {func(p *planner.Problem, _ *planner.Plan) { p.SchoolHolidays = []planner.Range{june} }, 1},
		planner.GoalBudget: {func(p *planner.Problem, _ *planner.Plan) { p.Rules.BudgetMonths = []int{6} }, 1},
		planner.GoalRecent: {func(p *planner.Problem, _ *planner.Plan) {
			p.Councils[0].LastChallenge, p.Councils[1].LastChallenge = monday.AddMonths(-17), monday.AddMonths(-18)
		}, 1},
		planner.GoalAssessment: {func(p *planner.Problem, _ *planner.Plan) { p.Councils[0].Assessments = []planner.Range{june} }, 1},
		planner.GoalWeighed: {func(p *planner.Problem, _ *planner.Plan) {
			p.People[0].Links = []planner.Link{{Council: "w"}, {Council: "w"}, {Council: "d", Ended: p.First.AddMonths(-37)}}
		}, 1},
		planner.GoalManagers: {func(p *planner.Problem, _ *planner.Plan) { p.People[2].Council = "x1" }, 3},
		planner.GoalPSWs: {func(p *planner.Problem, pl *planner.Plan) {
			p.People[3].Council = "x1"
			p.People = append(p.People, planner.Person{ID: "psw2", Role: planner.PSW, Council: "x1", MaxVisits: 1})
			p.Rules.Places.PSW = 2
			pl.Visits[0].Places = append(pl.Visits[0].Places, planner.Place{Role: planner.PSW, Person: "psw2"})
		}, 1},
		planner.GoalOutside: {func(p *planner.Problem, _ *planner.Plan) { p.Rules.Weights.Outside = 1 }, 3},
		planner.GoalMutual: {func(p *planner.Problem, pl *planner.Plan) {
			p.People[1].Council, p.People[2].Council = "w", "d"
		}, 1},
		planner.GoalShare:    {func(p *planner.Problem, _ *planner.Plan) { p.Councils[0].GaveEarlier = 5 }, 2},
		planner.GoalFarShare: {func(p *planner.Problem, _ *planner.Plan) { p.Councils[0].GaveEarlier = 5 }, 1},
		planner.GoalExperience: {func(p *planner.Problem, _ *planner.Plan) {
			for i := range 3 {
				p.People[i].Experienced = false // the PSW is, and is not on site
			}
		}, 3},
		planner.GoalChanged: {func(p *planner.Problem, pl *planner.Plan) {
			told := pl.Clone()
			pl.Visits[0].FirstDay = monday.AddDays(1)
			p.Current = &told
		}, 1},
		planner.GoalInvited: {func(p *planner.Problem, pl *planner.Plan) {
			told := pl.Clone()
			told.Visits[1].Places[1].Person = "m9"
			p.Current = &told
		}, 1},
		planner.GoalSame: {func(p *planner.Problem, pl *planner.Plan) {
			told := pl.Clone()
			told.Visits = told.Visits[:1]
			told.Visits[0].FirstDay = monday.AddDays(27)
			p.Other = &told
		}, 5},
	} {
		t.Run(string(goal), func(t *testing.T) {
			p, plan := sound()
			c.spoil(&p, &plan)
			v := check.Check(p, plan)
			count := 0
			for _, m := range v.Misses {
				if m.Goal == goal {
					count += m.Count
					if m.Text == "" || m.Cost != m.Count*p.Rules.Weights.Of(goal) {
						t.Errorf("%+v", m)
					}
				}
			}
			if count != c.count || v.Of(goal) != c.count*p.Rules.Weights.Of(goal) {
				t.Errorf("missed %d times, want %d: %+v", count, c.count, v.Misses)
			}
		})
	}
}

func TestCompare_SaysWhatAChangeDoes(t *testing.T) {
	p, before := sound()
	p.Rules.BudgetMonths = []int{6}
	after := before.Clone()
	after.Visits[0].FirstDay = monday.AddDays(33) // a Saturday, near Dudley's
	got := check.Compare(p, before, after)
	if len(got.Won) != 1 || got.Won[0].Goal != planner.GoalBudget || len(got.Missed) != 0 || len(got.Mended) != 0 {
		t.Errorf("%+v", got)
	}
	if got.After.Hard != 6 || len(got.Broken) != 6 || got.Before != (planner.Cost{Soft: 3}) { // weekend, start day, four people
		t.Errorf("%+v", got)
	}
	if back := check.Compare(p, after, before); len(back.Mended) != 6 || len(back.Missed) != 1 {
		t.Errorf("%+v", back)
	}
}
