package progress

import (
	"testing"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/task"
)

// Section 5: what others wait for stands above a survey, though it has no date.
func TestByDate_SurveysLast(t *testing.T) {
	day := func(d int) civil.Date { return civil.NewDate(2027, 3, d) }
	list := byDate([]task.Task{{Title: "survey", Kind: task.Survey, DueOn: day(11)}, {Title: "no date", Kind: "answer"}, {Title: "later", Kind: "sign-off", DueOn: day(20)}, {Title: "soon", Kind: "action", DueOn: day(12)}})
	for i, want := range []string{"soon", "later", "no date", "survey"} {
		if list[i].Title != want {
			t.Errorf("%d: %s, want %s", i, list[i].Title, want)
		}
	}
}
