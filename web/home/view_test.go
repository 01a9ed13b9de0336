package home

import (
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/progress"
	"peerchallenge/internal/task"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

var today = civil.NewDate(2027, 3, 10)

// Section 5: the glance says what first, how many, whether anyone waits and
// whether anything is late.
func TestGlance_SaysWhatFirst(t *testing.T) {
	meera := "Meera Joshi"
	for _, c := range []struct {
		what         string
		tasks        []task.Task
		first, count string
	}{
		{"one due", []task.Task{{Title: "Agree how case files are chosen", DueOn: civil.NewDate(2027, 3, 12)}},
			"First: agree how case files are chosen, by Friday 12 March.", "You have 1 thing to do. Nothing is late."},
		{"late, and somebody waits", []task.Task{{Title: "Send it", DueOn: civil.NewDate(2027, 3, 8), WaitingName: &meera}, {Title: "Then this"}},
			"First: send it, by Monday 8 March.", "You have 2 things to do. One person is waiting for you. 1 late."},
		{"nothing", nil, "Nothing for you to do now.", "We send you an e-mail when there is something."},
	} {
		first, count := glance(progress.Home{ToDo: c.tasks}, today)
		if first != c.first || count != c.count {
			t.Errorf("%s: %q %q", c.what, first, count)
		}
	}
	_, count := glance(progress.Home{Challenges: []challenge.Row{{Name: "A", HostCouncil: "Ashcombe", OnsiteFirst: civil.NewDate(2027, 5, 11)}}}, today)
	if want := "The next date is Tuesday 11 May 2027, when the team visits Ashcombe."; count != want {
		t.Errorf("next date: %q, want %q", count, want)
	}
}

// Section 5: somebody on site with nothing that has a date is led to today's sessions, first
// of all; what else is under way stands below.
func TestView_LeadsToTheStage(t *testing.T) {
	row := func(name string, stage access.Stage) challenge.Row {
		return challenge.Row{ID: uuid.New(), Name: name, Stage: stage, Roles: []access.Role{access.Councillor}}
	}
	r := &page.Request{Now: today.Time(), Who: &page.Person{}}
	both := []challenge.Row{row("Dunmere 2027", access.OnSite), row("Oxenbury 2027", access.Reading)}
	v := toView(progress.Home{Challenges: both}, r)
	if v.Go == nil || v.First != "Dunmere 2027 is under way" || v.Go.Href != ui.ChallengePart(both[0].ID.String(), "today") || len(v.Now) != 1 || v.Now[0].Name != "Oxenbury 2027" {
		t.Errorf("%+v", v)
	}
	v = toView(progress.Home{Challenges: both, ToDo: []task.Task{{Title: "Send it"}}}, r)
	if v.Go != nil || len(v.Now) != 2 {
		t.Errorf("with a task: %+v", v)
	}
}
