package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
)

// F8: the final report says what changed since the draft and why, names the team,
// and moves the challenge on.
func TestFinalise_F8_SealsTextTeamAndChanges(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.edit("They wait for 41 days.", "The host gave the number.")
	x.later(time.Minute)
	x.final()
	p, err := x.FinalPage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	want := []report.Change{{Passage: "finding/" + x.consideration.String(), Title: "Carers wait", Before: "They wait for 40 days.",
		After: "They wait for 41 days.", Reason: "The host gave the number."}}
	if d := cmp.Diff(want, p.Final.Changes); d != "" {
		t.Errorf("changes (-want +got)\n%s", d)
	}
	if p.Stage != access.Final || p.FinalisedAt == nil || !p.CanPublish || p.Final.Text.Summary != "A council that knows its people." {
		t.Errorf("want it final and ready to publish: %+v", p.Challenge)
	}
	var roles []access.Role
	for _, m := range p.Final.Team.Members {
		roles = append(roles, m.Role)
		if (m.Role == access.Expert) != (m.Council == "") {
			t.Errorf("%s of %q: an expert's council is theirs to say", m.Role, m.Council)
		}
	}
	if d := cmp.Diff(teamOfStory, roles); d != "" {
		t.Errorf("team (-want +got)\n%s", d)
	}
	wantKind(t, "twice", x.Finalise(ctx, x.As(access.Lead), x.Challenge), problem.Closed)
}

// F8, F9: everybody concerned is told, always the principal social worker; the
// director gets the task to publish, and the team's tasks are closed.
func TestFinalise_TasksAndMails(t *testing.T) {
	d := dbtest.DB(t)
	x := newTale(t, d.Pool)
	x.final()
	var told []string
	x.must(d.Owner.QueryRow(ctx, `SELECT array_agg(DISTINCT k.because ORDER BY k.because) FROM mail m JOIN room_key k ON k.person_id = m.person_id
		AND k.room = 'common' WHERE m.kind = 'report.finalise' AND m.body NOT LIKE '%Carers%'`).Scan(&told))
	want := []string{"coordinator", "councillor", "dass", "expert", "host_psw", "lead", "senior_leader", "senior_manager"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("told (-want +got)\n%s", diff)
	}
	var open []string
	x.must(d.Owner.QueryRow(ctx, `SELECT array_agg(kind || ' ' || coalesce(for_role, '') || ' ' || coalesce(due_on::text, '') ORDER BY kind)
		FROM task WHERE done_at IS NULL AND kind IN ('sign-off', 'finalise', 'publish')`).Scan(&open))
	if diff := cmp.Diff([]string{"publish dass 2027-08-05"}, open); diff != "" {
		t.Errorf("open tasks (-want +got)\n%s", diff)
	}
}

// F9, F10: a first version needs no words about changes, a corrected one does; what
// was published is verified with the record of changes.
func TestPublish_F10_VersionsSayWhatChanged(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	_, err := x.publishAs(access.DASS, report.Publication{})
	wantKind(t, "before final", err, problem.Closed)
	x.final()
	_, err = x.publishAs(access.DASS, report.Publication{Response: strings.Repeat("x", 5001)})
	wantKind(t, "too long", err, problem.Invalid)
	first, err := x.publishAs(access.DASS, report.Publication{Response: "Thank you."})
	x.must(err)
	_, err = x.publishAs(access.DASS, report.Publication{Response: "Thank you all."})
	wantKind(t, "no words", err, problem.Invalid)
	second, err := x.publishAs(access.DASS, report.Publication{Response: "Thank you all.", WhatChanged: "We thank more people."})
	x.must(err)
	if first.Version != 1 || second.Version != 2 || second.Versions[0].WhatChanged != "We thank more people." || len(second.Versions) != 2 {
		t.Errorf("versions are wrong: %+v", second.Versions)
	}
	if len(second.Findings) != 3 || second.Summary == "" {
		t.Error("F9: all findings and all recommendations are published, each time")
	}
	p, err := x.PublishPage(ctx, x.As(access.DASS), x.Challenge, report.Publication{})
	x.must(err)
	if p.LastResponse != "Thank you all." || p.Next != 3 {
		t.Errorf("want the last response kept for the next version, got %q", p.LastResponse)
	}
	x.read(access.DASS, func(tx pgx.Tx) error {
		r, parts, err := handover.LatestTx(ctx, tx, x.Challenge, handover.Publish)
		if err == nil && (handover.CheckSeal(r, parts) != nil || r.Mark() != second.Mark || second.Mark == first.Mark) {
			t.Error("the mark on the page is not that of the record")
		}
		return err
	})
}

// F9: the director of before has no say any more; a stale check publishes nothing.
func TestPublish_F9_OnlyWhatWasChecked(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.final()
	_, err := x.Publish(ctx, x.As(access.DASS), x.Challenge, report.Publication{Version: 1, Final: "0000000000000000"})
	wantKind(t, "another text", err, problem.Conflict)
	_, err = x.Publish(ctx, access.Person(x.Stranger), x.Challenge, report.Publication{Version: 1})
	wantMissing(t, "another director", err)
	x.read(access.DASS, func(tx pgx.Tx) error {
		n, err := db.Value[int](ctx, tx, `SELECT count(*) FROM publication WHERE challenge_id = $1`, x.Challenge)
		if n != 0 {
			t.Error("a refusal published something")
		}
		return err
	})
}

// F2, F5: what the report says of sources is told as a change too, and needs no reason of its own.
func TestChanges_F5_SourcesAreTold(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.must(x.findings.AddEvidence(ctx, x.As(access.Expert), x.Challenge, x.strength, finding.NewEvidence{Source: "heard", Words: "From a meeting."}))
	x.later(time.Minute)
	p, err := x.WordingPage(ctx, x.As(access.Lead), x.Challenge)
	x.must(err)
	if len(p.Changes) != 1 || p.Changes[0].Sources != "The sources were “none” and are “Heard”." || p.Changes[0].NeedsReason() {
		t.Errorf("want the sources told, got %+v", p.Changes)
	}
	x.final()
}
