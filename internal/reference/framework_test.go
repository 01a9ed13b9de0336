package reference

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// S2, F6, F7, F8: the defaults are those of the product rules.
func TestStarterFramework_OffsetsAndWindows(t *testing.T) {
	f := StarterFramework()
	wantOffsets := Offsets{3, 12, 6, 3, 6, 5, 3, 2, 1, 12, []int{6, 12, 24}}
	if diff := cmp.Diff(wantOffsets, f.Offsets); diff != "" {
		t.Errorf("offsets (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Windows{10, 10, 10, 2, 5, 20, 5, 3, 12}, f.Windows); diff != "" {
		t.Errorf("windows (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(TeamRules{1, 1, 2, 1, 2, true, true, 3}, f.Team); diff != "" {
		t.Errorf("team (-want +got):\n%s", diff)
	}
	p := f.Planning
	p.Weights = nil // held to the planner's own by package plan
	if diff := cmp.Diff(Planning{DaysBetweenVisitsOfOnePerson: 14, VisitsInAMonth: 2, MonthsSinceLastChallenge: 18, BudgetMonths: []int{1, 2},
		StartDays: []int{1, 2, 3}, ReviewDays: 3, NoticeWeeks: 12, OtherPlanDays: 28, VisitsOfAPerson: 3}, p); diff != "" {
		t.Errorf("planning (-want +got):\n%s", diff)
	}
}

// A1, A4, D1, P2: everything of the files arrived, with its words.
func TestStarterFramework_Content(t *testing.T) {
	f := StarterFramework()
	prompts, riskAreas, caseQuestions, groupQuestions := 0, 0, 0, 0
	for _, a := range f.Areas {
		prompts += len(a.Prompts)
		if a.Help == "" || len(a.QualityStatements) == 0 || a.Prompts[0].Text == "" {
			t.Errorf("area %s is not complete: %+v", a.Key, a)
		}
	}
	for _, d := range f.RiskDomains {
		riskAreas += len(d.Areas)
	}
	for _, s := range f.Practice.Sections {
		caseQuestions += len(s.Questions)
	}
	for _, g := range f.Practice.FocusGroups {
		groupQuestions += len(g.Questions)
	}
	got := []int{len(f.Areas), prompts, len(f.RiskDomains), riskAreas, len(f.Documents), len(f.MandatoryDocuments()), len(f.QualityStatements), caseQuestions, len(f.Practice.FocusGroups), groupQuestions, len(f.Survey)}
	if diff := cmp.Diff([]int{6, 49, 7, 34, 49, 37, 9, 33, 6, 33, 25}, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	for _, d := range f.Documents {
		for _, key := range d.Areas {
			if _, ok := f.AreaByKey(key); !ok || d.Help == "" {
				t.Errorf("document %s: area %q, help %q", d.ID, key, d.Help)
			}
		}
	}
}

// E1: every scale ends in "I cannot say", which has no value.
func TestStarterFramework_EveryScaleHasCannotSay(t *testing.T) {
	scales := 0
	for _, q := range StarterFramework().Survey {
		if q.Type != "scale" {
			continue
		}
		scales++
		last := q.Scale[len(q.Scale)-1]
		if last.Key != CannotSay || last.Value != nil || len(q.Scale) < 3 {
			t.Errorf("%s: scale %+v", q.ID, q.Scale)
		}
		for _, p := range q.Scale[:len(q.Scale)-1] {
			if p.Value == nil {
				t.Errorf("%s: %q has no value", q.ID, p.Label)
			}
		}
	}
	if scales != 21 {
		t.Errorf("%d scale questions, want 21", scales)
	}
}

// A framework version is stored as JSON: nothing may be lost on the way, and one
// caller's change must not reach another.
func TestFramework_JSONRoundTrip(t *testing.T) {
	want := StarterFramework()
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Framework
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got = StarterFramework()
	got.Areas[0].Prompts[0].Text = "changed"
	if StarterFramework().Areas[0].Prompts[0].Text == "changed" {
		t.Error("two callers share one framework")
	}
}
