package overview

import (
	"slices"
	"testing"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/task"
)

// Section 5: what a dozen people have to do by the same day is one row with all of
// their names; the reader's own, and what somebody waits for, stand by themselves.
func TestFoldOthers(t *testing.T) {
	day, ann := civil.NewDate(2027, 3, 25), "Ann"
	survey := func(holders ...string) task.Task {
		return task.Task{Title: "Answer the survey", DueOn: day, Holders: holders}
	}
	mine, waited := survey("Ann"), survey("Bob")
	mine.Mine, waited.WaitingName = true, &ann
	got := foldOthers([]task.Task{mine, survey("Dev", "Priya"), survey("Eve", "Dev"), waited, {Title: "Hand over", DueOn: day, Holders: []string{"Fay"}},
		{Title: "Answer the survey", DueOn: day.AddDays(1), Holders: []string{"Gil"}}})
	want := [][]string{{"Ann"}, {"Dev", "Eve", "Priya"}, {"Bob"}, {"Fay"}, {"Gil"}}
	if len(got) != len(want) {
		t.Fatalf("%d rows: %+v", len(got), got)
	}
	for i := range want {
		if !slices.Equal(got[i].Holders, want[i]) {
			t.Errorf("row %d: %q, want %q", i, got[i].Holders, want[i])
		}
	}
}
