package library_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/library"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// shelf is a library of n reports, two versions each, read by the public's own role.
func shelf(t *testing.T, n int) (*dbtest.Database, *library.Service) {
	t.Helper()
	d := dbtest.DB(t)
	for i := range n {
		for version := 1; version <= 2; version++ {
			_, err := d.Owner.Exec(ctx, `INSERT INTO published_report (id, region_name, council_name, council_slug, visited_on, version, title,
				summary, html, etag, seal, published_at) VALUES ($1, 'Region', $2, $2, '2027-05-11', $3, 'Title', 'Summary', 'page', 'e', 's', $4)`,
				uuid.New(), fmt.Sprintf("council-%02d", i), version, time.Date(2027, 8, 1+i/3, 0, 0, version, 0, time.UTC))
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	pool, err := db.Open(ctx, d.OwnerURL, db.PublicRole, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return d, &library.Service{DB: pool}
}

// F10: every report is listed once, by its newest version; pages follow each other without gap.
func TestList_NewestVersionsInPages(t *testing.T) {
	_, lib := shelf(t, 60)
	seen, after := map[string]int{}, library.After{}
	for page := 1; ; page++ {
		rows, more, err := lib.List(ctx, after)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			seen[r.CouncilSlug] += r.Version
		}
		if !more {
			if page != 3 || len(rows) != 10 {
				t.Errorf("want 25, 25 and 10, got page %d with %d", page, len(rows))
			}
			break
		}
		last := rows[len(rows)-1]
		after = library.After{At: last.PublishedAt, ID: last.ID}
	}
	if len(seen) != 60 {
		t.Errorf("want 60 reports, got %d", len(seen))
	}
	for slug, versions := range seen {
		if versions != 2 {
			t.Errorf("%s: want version 2 once, got %d", slug, versions)
		}
	}
}

// I4: a version that was taken down gives a notice, no words, and no older version in its place.
func TestGet_I4_TakenDown(t *testing.T) {
	d, lib := shelf(t, 2)
	day := civil.NewDate(2027, 5, 11)
	if _, err := d.Owner.Exec(ctx, `UPDATE published_report SET taken_down_at = now() WHERE council_slug = 'council-00' AND version = 2`); err != nil {
		t.Fatal(err)
	}
	r, err := lib.Get(ctx, "council-00", day, 0)
	if err != nil || r.TakenDownAt == nil || r.HTML != nil || r.Version != 2 {
		t.Errorf("want the notice alone, got version %d with %d bytes, %v", r.Version, len(r.HTML), err)
	}
	rows, _, err := lib.List(ctx, library.After{})
	if err != nil || len(rows) != 1 || rows[0].CouncilSlug != "council-01" {
		t.Errorf("want it off the list, got %+v, %v", rows, err)
	}
	if _, err := lib.Get(ctx, "council-01", day, 3); !problem.Is(err, problem.NotFound) {
		t.Errorf("a version that is not there: %v", err)
	}
	if _, err := lib.Get(ctx, "council-99", day, 0); !problem.Is(err, problem.NotFound) {
		t.Errorf("a council that is not there: %v", err)
	}
}
