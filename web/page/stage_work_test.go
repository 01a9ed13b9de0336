package page

import (
	"testing"
	"time"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/task"
)

// Section 5: somebody of the team is told what to do while the team is on site;
// the host is not sent to the team's notes (V2).
func TestStageWork_FollowsThePart(t *testing.T) {
	if w, ok := StageWorkOf(access.OnSite, []access.Role{access.Expert}); !ok || w.Part != "today" {
		t.Errorf("an expert on site: %+v %v, want today's page", w, ok)
	}
	if w, ok := StageWorkOf(access.OnSite, []access.Role{access.DASS, access.LinkOfficer}); ok {
		t.Errorf("the host on site is sent to %+v", w)
	}
}

// Section 5: a done task links to where it was done, unless that page has closed.
func TestTaskRow_NoLinkToAClosedPage(t *testing.T) {
	done := time.Date(2027, 3, 9, 12, 0, 0, 0, time.UTC)
	for path, want := range map[string]string{"/challenges/1/present": "", "/challenges/1/report": "/challenges/1/report"} {
		row := TaskRow(task.Task{Mine: true, Path: path, DoneAt: &done}, civil.NewDate(2027, 3, 10), true)
		if row.Href != want {
			t.Errorf("%s: linked to %q, want %q", path, row.Href, want)
		}
	}
}
