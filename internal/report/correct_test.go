package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
)

const corrected = "They wait for 41 days."

// wording is a correction of the consideration, as its writer sends it.
func (x *tale) wording() report.Wording {
	x.T.Helper()
	p, err := x.ProposalPage(ctx, x.As(access.Lead), x.Challenge, "finding/"+x.consideration.String())
	x.must(err)
	n := report.Wording{Passage: p.Was.Name, Title: p.Was.Title, Body: corrected, WhatChanged: "The number of days was that of another council.", NotHarsher: true, Final: p.Mark}
	if p.Open != nil {
		n.Instead = p.Open.ID
	}
	return n
}

func (x *tale) corrections() report.CorrectionPage {
	x.T.Helper()
	p, err := x.CorrectionPage(ctx, x.As(access.Lead), x.Challenge)
	x.must(err)
	return p
}

// correct brings one correction to a new final version.
func (x *tale) correct() {
	x.T.Helper()
	x.must(x.ProposeCorrection(ctx, x.As(access.Lead), x.Challenge, x.wording()))
	x.must(x.AgreeCorrection(ctx, x.As(access.Expert), x.Challenge, x.corrections().Open[0].ID))
	x.must(x.SealCorrection(ctx, x.As(access.Lead), x.Challenge, x.corrections().State))
	x.later(time.Hour)
}

// F8: a correction is a new sealed version that says what changed; the first stays
// as it was, byte for byte, and team, reservations and changes go along.
func TestCorrect_F8_IsANewVersionThatSaysWhatChanged(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.must(x.SignOff(ctx, x.As(access.Councillor), x.Challenge, report.Own{Kind: report.Reservation, Words: "I would say more about money.", Public: true}))
	for _, role := range []access.Role{access.Lead, access.SeniorManager, access.Expert} {
		x.sign(role)
	}
	x.must(x.Finalise(ctx, x.As(access.Lead), x.Challenge))
	x.later(24 * time.Hour)
	first := x.corrections().Final
	x.correct()
	p, err := x.FinalPage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	got := p.Final
	want := []report.Correction{{On: got.Corrections[0].On, Passage: "finding/" + x.consideration.String(), Title: "Carers wait",
		Before: "They wait for 40 days.", After: corrected, WhatChanged: "The number of days was that of another council."}}
	if d := cmp.Diff(want, got.Corrections, cmp.Comparer(func(a, b civil.Date) bool { return a == b })); d != "" {
		t.Errorf("corrections (-want +got)\n%s", d)
	}
	if got.Version != 2 || got.Mark == first.Mark || !got.First.Equal(first.At) || textOf(got.Text, x.consideration) != corrected {
		t.Errorf("want the second version, got %d (%s) with %q", got.Version, got.Mark, textOf(got.Text, x.consideration))
	}
	if d := cmp.Diff([]any{first.Team, first.Reservations, first.CouncilOnly, first.Changes}, []any{got.Team, got.Reservations, got.CouncilOnly, got.Changes}); d != "" {
		t.Errorf("the rest changed (-first +second)\n%s", d)
	}
	x.read(access.DASS, func(tx pgx.Tx) error {
		record, err := db.Value[uuid.UUID](ctx, tx, `SELECT id FROM handover WHERE challenge_id = $1 AND kind = 'finalise' ORDER BY number LIMIT 1`, x.Challenge)
		if err != nil {
			return err
		}
		parts, err := handover.PartsTx(ctx, tx, record)
		if err != nil {
			return err
		}
		_, findings, err := finding.FromParts(parts)
		if old := textOf(report.Text{Findings: findings}, x.consideration); old != "They wait for 40 days." {
			t.Errorf("the first version now says %q", old)
		}
		return err
	})
}

func textOf(t report.Text, which uuid.UUID) string {
	for _, f := range t.Findings {
		if f.ID == which {
			return f.Text
		}
	}
	return ""
}

// F8: lead or deputy proposes, another member agrees, and only then is it sealed.
func TestCorrect_F8_AnotherMemberAgrees(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.final()
	n := x.wording()
	for _, role := range append(outsiders, access.Councillor, access.Expert, access.SeniorManager) {
		wantMissing(t, string(role), x.ProposeCorrection(ctx, x.As(role), x.Challenge, n))
	}
	x.must(x.ProposeCorrection(ctx, x.As(access.Lead), x.Challenge, n))
	open := x.corrections().Open
	if len(open) != 1 || open[0].CanAgree || x.corrections().CanSeal {
		t.Fatalf("want one proposal that its writer cannot agree to, got %+v", open)
	}
	wantKind(t, "agreeing to one's own", x.AgreeCorrection(ctx, x.As(access.Lead), x.Challenge, open[0].ID), problem.Conflict)
	wantKind(t, "sealing unread", x.SealCorrection(ctx, x.As(access.Lead), x.Challenge, x.corrections().State), problem.Closed)
	for _, role := range outsiders {
		wantMissing(t, string(role)+" agrees", x.AgreeCorrection(ctx, x.As(role), x.Challenge, open[0].ID))
		wantMissing(t, string(role)+" seals", x.SealCorrection(ctx, x.As(role), x.Challenge, x.corrections().State))
		_, err := x.CorrectionPage(ctx, x.As(role), x.Challenge)
		wantMissing(t, string(role)+" reads it", err)
	}
	x.must(x.AgreeCorrection(ctx, x.As(access.Expert), x.Challenge, open[0].ID))
	wantKind(t, "twice", x.AgreeCorrection(ctx, x.As(access.Councillor), x.Challenge, open[0].ID), problem.Conflict)
	wantMissing(t, "a member seals", x.SealCorrection(ctx, x.As(access.Councillor), x.Challenge, x.corrections().State))
	wantKind(t, "another state", x.SealCorrection(ctx, x.As(access.Lead), x.Challenge, "x"), problem.Conflict)
	x.must(x.SealCorrection(ctx, x.As(access.Lead), x.Challenge, x.corrections().State))
	wantKind(t, "twice", x.SealCorrection(ctx, x.As(access.Lead), x.Challenge, ""), problem.Conflict)
	wantKind(t, "agreeing afterwards", x.AgreeCorrection(ctx, x.As(access.Councillor), x.Challenge, open[0].ID), problem.Conflict)
}

// F7, F8: each refusal keeps the report as it is: before final, no words about
// what changed, the same words, harsher, an older version, and unread words of another.
func TestCorrect_F8_Refusals(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	_, err := x.ProposalPage(ctx, x.As(access.Lead), x.Challenge, "summary")
	wantKind(t, "before final", err, problem.Closed)
	x.final()
	good := x.wording()
	for what, change := range map[string]func(n *report.Wording){
		"no words about it": func(n *report.Wording) { n.WhatChanged = " " }, "the same words": func(n *report.Wording) { n.Body = "They wait for 40 days." },
		"harsher": func(n *report.Wording) { n.NotHarsher = false }, "no title": func(n *report.Wording) { n.Title = "" },
		"too long": func(n *report.Wording) { n.Body = strings.Repeat("é", 50001) }, "nothing": func(n *report.Wording) { n.Body = "" },
	} {
		n := good
		change(&n)
		wantKind(t, what, x.ProposeCorrection(ctx, x.As(access.Lead), x.Challenge, n), problem.Invalid)
	}
	n := good
	n.Passage = "finding/" + uuid.NewString()
	wantMissing(t, "a passage that is not there", x.ProposeCorrection(ctx, x.As(access.Lead), x.Challenge, n))
	x.must(x.ProposeCorrection(ctx, x.As(access.Lead), x.Challenge, good))
	wantKind(t, "another one unread", x.ProposeCorrection(ctx, x.As(access.Lead), x.Challenge, good), problem.Conflict)
	x.must(x.ProposeCorrection(ctx, x.As(access.Lead), x.Challenge, x.wording()))
	if open := x.corrections().Open; len(open) != 1 {
		t.Errorf("want one proposal in place of the other, got %d", len(open))
	}
	x.must(x.WithdrawCorrection(ctx, x.As(access.Lead), x.Challenge, x.corrections().Open[0].ID))
	x.correct()
	wantKind(t, "against the version before", x.ProposeCorrection(ctx, x.As(access.Lead), x.Challenge, good), problem.Conflict)
}

// F8, F9, I4: what is public changes only when the director publishes again; the new
// version says what changed, is marked corrected, and does not repeat the words of before.
func TestCorrect_F8_PublishedWhenTheDirectorDoes(t *testing.T) {
	d := dbtest.DB(t)
	x := newTale(t, d.Pool)
	x.final()
	first, err := x.publishAs(access.DASS, report.Publication{Response: "Thank you."})
	x.must(err)
	x.correct()
	var html string
	x.must(d.Owner.QueryRow(ctx, `SELECT string_agg(convert_from(html, 'UTF8'), '') FROM published_report`).Scan(&html))
	if strings.Contains(html, corrected) || !strings.Contains(html, "40 days") {
		t.Error("the published page changed by itself")
	}
	wantTask(t, d, "correction-publish", 1)
	p, err := x.PublishPage(ctx, x.As(access.DASS), x.Challenge, report.Publication{})
	x.must(err)
	if p.WhatChanged() != "The number of days was that of another council." || p.LastResponse != "Thank you." {
		t.Errorf("want what changed ready for the director, got %q, %q", p.WhatChanged(), p.LastResponse)
	}
	second, err := x.publishAs(access.DASS, report.Publication{Response: "Thank you.", WhatChanged: p.WhatChanged()})
	x.must(err)
	wantTask(t, d, "correction-publish", 0)
	x.must(d.Owner.QueryRow(ctx, `SELECT convert_from(html, 'UTF8') FROM published_report WHERE version = 2`).Scan(&html))
	if second.Version != 2 || second.FinalOn != first.FinalOn || len(second.Corrections) != 1 || !strings.Contains(html, corrected) || strings.Contains(html, "40 days") {
		t.Errorf("want the corrected version alone in it: %+v", second.Corrections)
	}
	p, err = x.PublishPage(ctx, x.As(access.DASS), x.Challenge, report.Publication{})
	x.must(err)
	if p.WhatChanged() != "" {
		t.Errorf("published already, and still offered: %q", p.WhatChanged())
	}
}

func wantTask(t *testing.T, d *dbtest.Database, kind string, want int) {
	t.Helper()
	var got int
	if err := d.Owner.QueryRow(ctx, `SELECT count(*) FROM task WHERE kind = $1 AND done_at IS NULL`, kind).Scan(&got); err != nil || got != want {
		t.Errorf("open tasks %s: %d, want %d, %v", kind, got, want, err)
	}
}

// Section 2, F8: the readers' tasks follow what is open; the deputy does what the lead does.
func TestCorrect_F8_TasksAndTheDeputy(t *testing.T) {
	d := dbtest.DB(t)
	x := newTale(t, d.Pool)
	deputy := x.Add(access.DeputyLead)
	x.must(x.SignOff(ctx, deputy, x.Challenge, report.Own{Kind: report.Signed}))
	x.final()
	x.must(x.ProposeCorrection(ctx, deputy, x.Challenge, x.wording()))
	wantTask(t, d, "correction-read", 4)
	wantTask(t, d, "correction-seal", 0)
	x.must(x.AgreeCorrection(ctx, x.As(access.Lead), x.Challenge, x.corrections().Open[0].ID))
	wantTask(t, d, "correction-read", 0)
	wantTask(t, d, "correction-seal", 1)
	x.must(x.SealCorrection(ctx, deputy, x.Challenge, x.corrections().State))
	wantTask(t, d, "correction-seal", 0)
	wantTask(t, d, "correction-publish", 0) // it was not published yet: the task to publish stands
	var mails int
	x.must(d.Owner.QueryRow(ctx, `SELECT count(*) FROM mail WHERE kind = 'report.seal-correction' AND body NOT LIKE '%41 days%'`).Scan(&mails))
	if mails == 0 {
		t.Error("nobody was told")
	}
}

// F8, V2: the database gives proposals to the team alone, and lets nobody agree in
// another's name or reopen what is sealed.
func TestRooms_F8_CorrectionsAreTheTeams(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.final()
	x.must(x.ProposeCorrection(ctx, x.As(access.Lead), x.Challenge, x.wording()))
	for _, role := range append(outsiders, teamOfStory...) {
		x.read(role, func(tx pgx.Tx) error {
			n, err := db.Value[int](ctx, tx, `SELECT count(*)::int FROM report_correction`)
			if want := role.IsTeam(); (n == 1) != want {
				t.Errorf("%s reads %d proposals, want %v", role, n, want)
			}
			return err
		})
	}
	err := db.InTx(ctx, x.Story.DB, x.As(access.Lead), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE report_correction SET agreed_by = $1, agreed_at = now()`, x.People[access.Expert])
		return err
	})
	if err == nil {
		t.Error("the lead agreed in the expert's name")
	}
}
