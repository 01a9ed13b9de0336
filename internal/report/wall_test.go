package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/library"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
)

// outsiders are all on the challenge who are not the team.
var outsiders = []access.Role{access.Coordinator, access.DASS, access.LinkOfficer, access.Contributor, access.SeniorLeader,
	access.HostPSW, access.VisitingPSW}

func wantMissing(t *testing.T, what string, err error) {
	t.Helper()
	if !problem.Is(err, problem.NotFound) {
		t.Errorf("%s: want it to look absent, got %v", what, err)
	}
}

// V2, V6: before the report is final nobody but the team sees the wording, the
// sign-offs or the final page; strangers see nothing at any time.
func TestWall_V2_NobodyOutsideSeesTheWordingBeforeFinal(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.edit("They wait for 41 days.", "The host gave the number.")
	actors := map[string]access.Actor{"stranger": access.Person(x.Stranger), "elsewhere": access.Person(x.Elsewhere), "public": access.Public()}
	for _, role := range outsiders {
		actors[string(role)] = x.As(role)
	}
	for name, actor := range actors {
		_, err := x.WordingPage(ctx, actor, x.Challenge)
		wantMissing(t, name+" wording", err)
		_, err = x.SignOffPage(ctx, actor, x.Challenge)
		wantMissing(t, name+" sign-off", err)
		_, err = x.FinalisePage(ctx, actor, x.Challenge)
		wantMissing(t, name+" finalise", err)
		_, err = x.FinalPage(ctx, actor, x.Challenge)
		wantMissing(t, name+" final report", err)
		wantMissing(t, name+" signs", x.SignOff(ctx, actor, x.Challenge, report.Own{Kind: report.Signed}))
		wantMissing(t, name+" finalises", x.Finalise(ctx, actor, x.Challenge))
	}
}

// V2, V8: from final on the council's readers, visiting principal social workers
// and the coordinator read it; link officer, contributor and strangers do not.
func TestWall_V2_WhoReadsTheFinalReport(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	_, err := x.FinalPage(ctx, x.As(access.Lead), x.Challenge)
	wantMissing(t, "lead before final", err)
	x.final()
	for _, role := range append([]access.Role{access.Coordinator, access.DASS, access.SeniorLeader, access.HostPSW, access.VisitingPSW}, teamOfStory...) {
		p, err := x.FinalPage(ctx, x.As(role), x.Challenge)
		if err != nil || len(p.Final.Text.Findings) != 3 {
			t.Errorf("%s: want the final report with 3 findings, got %d, %v", role, len(p.Final.Text.Findings), err)
		}
	}
	for name, actor := range map[string]access.Actor{"link officer": x.As(access.LinkOfficer), "contributor": x.As(access.Contributor),
		"stranger": access.Person(x.Stranger), "elsewhere": access.Person(x.Elsewhere), "public": access.Public()} {
		_, err := x.FinalPage(ctx, actor, x.Challenge)
		wantMissing(t, name, err)
	}
	for _, role := range append([]access.Role{access.Coordinator, access.SeniorLeader, access.HostPSW, access.LinkOfficer}, teamOfStory...) {
		_, err := x.publishAs(role, report.Publication{})
		wantMissing(t, string(role)+" publishes", err)
	}
}

// V2, F9: the public sees nothing before publication: no list, no address, no older date.
func TestWall_V2_PublicSeesNothingBeforePublication(t *testing.T) {
	t.Parallel()
	b := dbtest.Tx(t)
	x, lib := newTale(t, b), &library.Service{DB: b}
	x.final()
	p, err := x.PublishPage(ctx, x.As(access.DASS), x.Challenge, report.Publication{})
	x.must(err)
	slug, day := p.HostSlug, p.OnsiteFirst
	_, err = lib.Get(ctx, slug, day, 0)
	wantMissing(t, "before", err)
	_, err = x.publishAs(access.DASS, report.Publication{})
	x.must(err)
	if _, err = lib.Get(ctx, slug, day, 0); err != nil {
		t.Errorf("published, but not there: %v", err)
	}
	_, err = lib.Get(ctx, slug, day.AddDays(-365), 0)
	wantMissing(t, "an older date", err)
	_, err = lib.Get(ctx, slug, day, 2)
	wantMissing(t, "a version to come", err)
}

// F8: reservations not meant for the public never reach the published bytes, and
// nobody is named who did not choose it; nor is any evidence beyond "read, heard, seen" (F2).
func TestWall_F8_OnlyPublicReservationsArePublished(t *testing.T) {
	t.Parallel()
	b := dbtest.Tx(t)
	x, lib := newTale(t, b), &library.Service{DB: b}
	x.sign(access.Lead)
	x.must(x.SignOff(ctx, x.As(access.Councillor), x.Challenge, report.Own{Kind: report.Reservation, Words: "For the council alone: marmalade."}))
	x.must(x.SignOff(ctx, x.As(access.SeniorManager), x.Challenge, report.Own{Kind: report.Reservation, Words: "Public without a name: quince.", Public: true}))
	x.must(x.SignOff(ctx, x.As(access.Expert), x.Challenge, report.Own{Kind: report.Reservation, Words: "Public with a name: damson.", Public: true, Named: true}))
	x.later(time.Hour)
	x.must(x.Finalise(ctx, x.As(access.Lead), x.Challenge))
	p, err := x.publishAs(access.DASS, report.Publication{})
	x.must(err)
	got, err := lib.Get(ctx, p.CouncilSlug, p.First, 0)
	x.must(err)
	html := string(got.HTML)
	if strings.Contains(html, "marmalade") || !strings.Contains(html, "quince") || !strings.Contains(html, "damson") {
		t.Errorf("published reservations are wrong: %s", html)
	}
	reservations := p.Reservations
	if len(reservations) != 2 || reservations[0].Name != "" || reservations[1].Role != access.Expert {
		t.Errorf("named without choosing it, or not named: %+v", reservations)
	}
	f, err := x.FinalPage(ctx, x.As(access.HostPSW), x.Challenge)
	x.must(err)
	if len(f.Final.CouncilOnly) != 1 || f.Final.CouncilOnly[0].Name != "" {
		t.Errorf("the council reads the other one, without a name: %+v", f.Final.CouncilOnly)
	}
}

// F8, F10: what happens later never reaches the published bytes.
func TestWall_F10_LaterChangesDoNotReachThePublishedPage(t *testing.T) {
	t.Parallel()
	b := dbtest.Tx(t)
	x, lib := newTale(t, b), &library.Service{DB: b}
	x.final()
	p, err := x.publishAs(access.DASS, report.Publication{Response: "We accept this."})
	x.must(err)
	before, err := lib.Get(ctx, p.CouncilSlug, p.First, 1)
	x.must(err)
	x.must(db.InTx(ctx, b, x.As(access.Lead), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE finding SET title = 'Tampered' WHERE challenge_id = $1`, x.Challenge)
		return err
	}))
	x.later(24 * time.Hour)
	_, err = x.publishAs(access.DASS, report.Publication{Response: "We accept this in part.", WhatChanged: "Our response."})
	x.must(err)
	after, err := lib.Get(ctx, p.CouncilSlug, p.First, 1)
	x.must(err)
	if string(before.HTML) != string(after.HTML) || before.Etag != after.Etag || strings.Contains(string(after.HTML), "Tampered") {
		t.Error("the first version changed")
	}
	newest, err := lib.Get(ctx, p.CouncilSlug, p.First, 0)
	x.must(err)
	if newest.Version != 2 || strings.Contains(string(newest.HTML), "Tampered") {
		t.Errorf("want version 2 with the team's own words, got %d", newest.Version)
	}
	err = db.InTx(ctx, b, x.As(access.DASS), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE published_report SET html = 'x' WHERE council_slug = $1`, p.CouncilSlug)
		return err
	})
	if err == nil {
		t.Error("the program can alter a published page")
	}
}

// V2: the role of public pages can read what is published and no other table.
func TestWall_V2_PublicRoleReadsWhatIsPublished(t *testing.T) {
	d := dbtest.DB(t)
	pool, err := db.Open(ctx, d.OwnerURL, db.PublicRole, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var tables []string
	if err := d.Owner.QueryRow(ctx, `SELECT array_agg(quote_ident(relname)) FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p')
		AND relnamespace = 'public'::regnamespace`).Scan(&tables); err != nil {
		t.Fatal(err)
	}
	readable := 0
	for _, table := range tables {
		_, err := pool.Exec(ctx, `SELECT * FROM `+table+` LIMIT 1`)
		if err == nil {
			readable++
		}
		if (err == nil) != (table == "published_report" || table == "published_progress") {
			t.Errorf("the public role reading %s: %v", table, err)
		}
	}
	if readable != 2 || len(tables) < 40 {
		t.Errorf("read %d of %d tables, want what is published alone", readable, len(tables))
	}
	if _, err := pool.Exec(ctx, `DELETE FROM published_report`); err == nil {
		t.Error("the public role can delete")
	}
	if _, _, err := (&library.Service{DB: pool}).List(ctx, library.After{}); err != nil {
		t.Errorf("the library on its own role: %v", err)
	}
	if _, err := pool.Exec(ctx, `SELECT set_config('app.actor', $1, false)`, uuid.NewString()); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(ctx, `SELECT * FROM finding`); err == nil {
		t.Error("an actor's name opens a table to the public role")
	}
}
