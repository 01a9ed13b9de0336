package demo_test

import (
	"context"
	"testing"

	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/demo"
	"peerchallenge/internal/verify"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// The whole story can be told through the services, and what it leaves behind is
// whole: every invariant holds (V1, V5 and the rest of verify).
func TestLoad_StoryIsWhole(t *testing.T) {
	d, store := told(t)
	ctx := context.Background()
	conn, err := d.Owner.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	checks, err := verify.Run(ctx, conn.Conn(), store, demo.First)
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
	want := []string{"Hollinsea 2024: closed", "Thornbeck 2026: follow_up", "Kestrelton 2026: final", "Larkwater 2027: final",
		"Stavenholm 2027: finalising", "Calderwick 2027: fact_check", "Wrenhaven 2027: drafting", "Dunmere 2027: on_site",
		"Brindleport 2027: reading", "Ashcombe 2027: preparing", "Oxenbury 2027: scheduled"}
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
