package demo_test

import (
	"context"
	"testing"
	"time"

	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/demo"
	"peerchallenge/internal/directory"
	"peerchallenge/internal/document"
	"peerchallenge/internal/files"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/host"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/person"
	"peerchallenge/internal/regionsetup"
	"peerchallenge/internal/report"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/internal/team"
	"peerchallenge/internal/verify"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// The whole story can be told through the services, and what it leaves behind is
// whole: every invariant holds (V1, V5 and the rest of verify).
func TestLoad_StoryIsWhole(t *testing.T) {
	d := dbtest.DB(t)
	ctx := context.Background()
	store, err := files.NewLocal(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	err = demo.Load(ctx, d.Pool, d.Owner, func(b db.Beginner, c clock.Clock) demo.Services {
		people := &person.Service{DB: b, Clock: c}
		return demo.Services{People: people, Regions: &regionsetup.Service{DB: b, Clock: c, People: people},
			Directory: &directory.Service{DB: b, Clock: c, People: people}, Schedule: &schedule.Service{DB: b, Clock: c},
			Host: &host.Service{DB: b, Clock: c, People: people}, Team: &team.Service{DB: b, Clock: c},
			Assessments: &selfassessment.Service{DB: b, Clock: c, People: people}, Documents: &document.Service{DB: b, Clock: c, Files: store},
			Findings: &finding.Service{DB: b, Clock: c}, Accuracy: &accuracy.Service{DB: b, Clock: c},
			Reports: &report.Service{DB: b, Clock: c, Render: func(report.Public) ([]byte, error) { return []byte("<p>page</p>"), nil }},
			Journey: &journey.Service{DB: b, Clock: c}}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("told in %s", time.Since(start).Round(time.Millisecond))
	conn, err := d.Owner.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	checks, err := verify.Run(ctx, conn.Conn(), store, civil.Of(demo.Today.Now()))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range checks.Found {
		t.Errorf("%s: %s", f.Check, f.Subject)
	}
	if checks.Handovers < 20 || checks.Files < 5 {
		t.Errorf("verify saw %d hand-overs and %d files: the story is too thin", checks.Handovers, checks.Files)
	}
	rows, err := d.Owner.Query(ctx, `SELECT name || ': ' || stage FROM challenge ORDER BY onsite_first`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	want := []string{"Kestrelton 2026: final", "Larkwater 2027: final", "Calderwick 2027: fact_check", "Dunmere 2027: on_site", "Ashcombe 2027: preparing", "Oxenbury 2027: scheduled"}
	for i := 0; rows.Next(); i++ {
		var got string
		if err := rows.Scan(&got); err != nil {
			t.Fatal(err)
		}
		if i >= len(want) || got != want[i] {
			t.Errorf("challenge %d is %q", i, got)
		}
	}
}
