package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
)

func wantKind(t *testing.T, what string, err error, kind problem.Kind) {
	t.Helper()
	if !problem.Is(err, kind) {
		t.Errorf("%s: want %v, got %v", what, kind, err)
	}
}

// F8: a reservation needs words; a word may change until final; nobody signs for another.
func TestSignOff_F8_OwnWordAndMayChange(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	wantKind(t, "no kind", x.SignOff(ctx, x.As(access.Expert), x.Challenge, report.Own{}), problem.Invalid)
	wantKind(t, "for silence", x.SignOff(ctx, x.As(access.Expert), x.Challenge, report.Own{Kind: report.DidNotAnswer}), problem.Invalid)
	wantKind(t, "no words", x.SignOff(ctx, x.As(access.Expert), x.Challenge, report.Own{Kind: report.Reservation, Words: " \n"}), problem.Invalid)
	wantKind(t, "too long", x.SignOff(ctx, x.As(access.Expert), x.Challenge,
		report.Own{Kind: report.Reservation, Words: strings.Repeat("é", 5001)}), problem.Invalid)
	p, err := x.SignOffPage(ctx, x.As(access.Expert), x.Challenge)
	x.must(err)
	if p.Waiting != 4 || p.Own.Kind != nil {
		t.Errorf("a refusal recorded something: %+v", p.Own)
	}
	x.must(x.SignOff(ctx, x.As(access.Expert), x.Challenge, report.Own{Kind: report.Reservation, Words: "Hidden name.", Named: true}))
	x.sign(access.Expert)
	p, err = x.SignOffPage(ctx, x.As(access.Expert), x.Challenge)
	x.must(err)
	if *p.Own.Kind != report.Signed || *p.Own.Words != "" || *p.Own.Named || p.Waiting != 3 {
		t.Errorf("want a sign-off in place of the reservation, got %+v, %d waiting", p.Own, p.Waiting)
	}
	x.othersSignAndFinalise()
	wantKind(t, "after final", x.SignOff(ctx, x.As(access.Expert), x.Challenge, report.Own{Kind: report.Signed}), problem.Closed)
}

func (x *tale) othersSignAndFinalise() {
	x.T.Helper()
	for _, role := range []access.Role{access.Lead, access.Councillor, access.SeniorManager} {
		x.sign(role)
	}
	x.must(x.Finalise(ctx, x.As(access.Lead), x.Challenge))
}

// F8: a text, a title or a source that changes after a sign-off needs it again; a reservation stands.
func TestSignOff_F8_CountsOnlyForTheTextItSaw(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.everyoneSigns()
	x.must(x.SignOff(ctx, x.As(access.Expert), x.Challenge, report.Own{Kind: report.Reservation, Words: "Mine."}))
	x.later(time.Minute)
	x.edit("They wait for 41 days.", "The host gave the number.")
	x.later(time.Minute)
	p, err := x.SignOffPage(ctx, x.As(access.Lead), x.Challenge)
	x.must(err)
	if p.Waiting != 3 || p.Own.Answered() || !p.Own.Changed() {
		t.Errorf("want three to sign again, got %d", p.Waiting)
	}
	err = x.Finalise(ctx, x.As(access.Lead), x.Challenge)
	wantKind(t, "finalise", err, problem.Closed)
	x.sign(access.Lead)
	x.later(time.Minute)
	x.must(x.findings.MarkLived(ctx, x.As(access.Expert), x.Challenge, x.strength, true))
	if p, err = x.SignOffPage(ctx, x.As(access.Lead), x.Challenge); err != nil || p.Own.Answered() {
		t.Errorf("what the report says about lived experience changed (F5), and the sign-off still counts: %v", err)
	}
}

// F8: silence is recorded by the lead alone, after two reminders on two days and ten working days.
func TestSilence_F8_TwoRemindersAndTheWholeWindow(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	expert := x.People[access.Expert]
	silent := func() error { return x.RecordSilence(ctx, x.As(access.Lead), x.Challenge, expert) }
	wantMissing(t, "remind by a member", x.Remind(ctx, x.As(access.Councillor), x.Challenge, expert))
	wantMissing(t, "silence by a member", x.RecordSilence(ctx, x.As(access.Councillor), x.Challenge, expert))
	wantMissing(t, "somebody of the host", x.Remind(ctx, x.As(access.Lead), x.Challenge, x.People[access.DASS]))
	x.must(x.Remind(ctx, x.As(access.Lead), x.Challenge, expert))
	wantKind(t, "twice a day", x.Remind(ctx, x.As(access.Lead), x.Challenge, expert), problem.Conflict)
	x.later(20 * 24 * time.Hour)
	wantKind(t, "one reminder", silent(), problem.Closed)
	x.must(x.Remind(ctx, x.As(access.Lead), x.Challenge, expert))
	x.must(silent())
	wantKind(t, "again", silent(), problem.Conflict)
	x.sign(access.Expert) // they may still answer
	wantKind(t, "over a sign-off", silent(), problem.Conflict)
}

func TestSilence_F8_NotBeforeTheWindowIsOver(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	expert := x.People[access.Expert]
	for range 2 {
		x.must(x.Remind(ctx, x.As(access.Lead), x.Challenge, expert))
		x.later(24 * time.Hour)
	}
	p, err := x.SignOffPage(ctx, x.As(access.Lead), x.Challenge)
	x.must(err)
	x.Story.Clock.Set(p.SilentFrom.Time().Add(-time.Second))
	wantKind(t, "a second early", x.RecordSilence(ctx, x.As(access.Lead), x.Challenge, expert), problem.Closed)
	x.Story.Clock.Set(p.SilentFrom.Time())
	x.must(x.RecordSilence(ctx, x.As(access.Lead), x.Challenge, expert))
}

// F8, F7: final needs everybody's word, a reason for every change, and the lead.
func TestFinalise_F8_Refusals(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	wantKind(t, "nobody signed", x.Finalise(ctx, x.As(access.Lead), x.Challenge), problem.Closed)
	x.edit("They wait for 41 days.", "The host gave the number.")
	x.later(time.Minute)
	x.everyoneSigns()
	for _, role := range []access.Role{access.Councillor, access.Expert, access.DASS, access.Coordinator} {
		wantMissing(t, string(role), x.Finalise(ctx, x.As(role), x.Challenge))
	}
	x.must(db.InTx(ctx, x.Story.DB, x.As(access.Lead), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE finding SET change_reason = '' WHERE id = $1`, x.consideration)
		return err
	}))
	err := x.Finalise(ctx, x.As(access.Lead), x.Challenge)
	wantKind(t, "a change without a reason", err, problem.Closed)
	p, err := x.FinalisePage(ctx, x.As(access.Lead), x.Challenge)
	x.must(err)
	if len(p.Missing) != 1 || !strings.Contains(p.Missing[0], "Carers wait") {
		t.Errorf("want the change named, got %q", p.Missing)
	}
	x.read(access.Lead, func(tx pgx.Tx) error {
		n, err := db.Value[int](ctx, tx, `SELECT count(*) FROM handover WHERE challenge_id = $1 AND kind = 'finalise'`, x.Challenge)
		if n != 0 {
			t.Error("a refusal handed something over")
		}
		return err
	})
}
