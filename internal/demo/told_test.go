package demo_test

import (
	"context"
	"testing"

	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/concern"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/demo"
	"peerchallenge/internal/directory"
	"peerchallenge/internal/document"
	"peerchallenge/internal/evaluation"
	"peerchallenge/internal/files"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/followup"
	"peerchallenge/internal/host"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/learning"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/person"
	"peerchallenge/internal/practicereview"
	"peerchallenge/internal/regionsetup"
	"peerchallenge/internal/reminder"
	"peerchallenge/internal/report"
	"peerchallenge/internal/retention"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/scope"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/internal/team"
	"peerchallenge/internal/visit"
)

// told is a database of the test's own with the whole story in it, and the files
// beside it.
func told(t *testing.T) (*dbtest.Database, *files.Local) {
	t.Helper()
	d, folder := story.Copy(t, func(d *dbtest.Database, folder string) error {
		store, err := files.NewLocal(folder)
		if err != nil {
			return err
		}
		return demo.Load(context.Background(), d.Pool, d.Owner, build(store))
	})
	store, err := files.NewLocal(folder)
	if err != nil {
		t.Fatal(err)
	}
	return d, store
}

var story dbtest.Filled

func build(store *files.Local) func(db.Beginner, clock.Clock) demo.Services {
	return func(b db.Beginner, c clock.Clock) demo.Services {
		people := &person.Service{DB: b, Clock: c}
		return demo.Services{People: people, Regions: &regionsetup.Service{DB: b, Clock: c, People: people}, Councils: &council.Service{DB: b, Clock: c},
			Directory: &directory.Service{DB: b, Clock: c, People: people}, Schedule: &schedule.Service{DB: b, Clock: c},
			Offers: &offer.Service{DB: b, Clock: c, People: people},
			Host:   &host.Service{DB: b, Clock: c, People: people}, Team: &team.Service{DB: b, Clock: c},
			Scopes:      &scope.Service{DB: b, Clock: c},
			Assessments: &selfassessment.Service{DB: b, Clock: c, People: people}, Documents: &document.Service{DB: b, Clock: c, Files: store},
			Findings: &finding.Service{DB: b, Clock: c}, Accuracy: &accuracy.Service{DB: b, Clock: c},
			FollowUp: &followup.Service{DB: b, Clock: c, Render: func(followup.Public) ([]byte, error) { return []byte("<p>progress</p>"), nil }},
			Reports:  &report.Service{DB: b, Clock: c, Render: func(report.Public) ([]byte, error) { return []byte("<p>page</p>"), nil }},
			Journey:  &journey.Service{DB: b, Clock: c}, Visits: &visit.Service{DB: b, Clock: c}, Reminders: &reminder.Service{DB: b, Clock: c},
			Practice: &practicereview.Service{DB: b, Clock: c}, Concerns: &concern.Service{DB: b, Clock: c},
			Learning: &learning.Service{DB: b, Clock: c}, Evaluation: &evaluation.Service{DB: b, Clock: c, People: people}, Retention: &retention.Service{DB: b, Clock: c}}
	}
}
