package report_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/internal/team"
)

// leaves takes somebody off the team, as the coordinator does.
func (x *tale) leaves(role access.Role) {
	x.T.Helper()
	var member team.Member
	teams := &team.Service{DB: x.Story.DB, Clock: x.Story.Clock, BaseURL: "https://example.org"}
	p, err := teams.TeamPage(ctx, x.As(access.Coordinator), x.Challenge)
	x.must(err)
	for _, m := range p.Members {
		if m.PersonID == x.People[role] {
			member = m
		}
	}
	x.must(teams.RemoveMember(ctx, x.As(access.Coordinator), x.Challenge, member.ID))
}

// presented sets the day on which the findings were presented to now: the tale
// moves through the stages without presenting.
func (x *tale) presented() {
	x.T.Helper()
	x.must(db.InTx(ctx, x.Story.DB, x.As(access.Lead), func(tx pgx.Tx) error {
		return db.ExecOne(ctx, tx, `UPDATE challenge SET presented_at = $2 WHERE id = $1`, x.Challenge, x.Story.Clock.Now())
	}))
	x.later(time.Minute)
}

// F8, V4: somebody who left after the findings were presented records a
// reservation, though nothing of the challenge opens for them any more; it goes
// into the final report as they chose.
func TestReserve_F8_AfterLeaving(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.presented()
	own := report.Own{Words: "I left, and I still think money was left out.", Public: true, Named: true}
	wantMissing(t, "while on the team", x.ReserveAfterLeaving(ctx, x.As(access.Councillor), x.Challenge, own))
	x.leaves(access.Councillor)
	wantMissing(t, "signing off", x.SignOff(ctx, x.As(access.Councillor), x.Challenge, report.Own{Kind: report.Signed}))
	wantKind(t, "no words", x.ReserveAfterLeaving(ctx, x.As(access.Councillor), x.Challenge, report.Own{}), problem.Invalid)
	x.must(x.ReserveAfterLeaving(ctx, x.As(access.Councillor), x.Challenge, own))
	p, err := x.LeftPage(ctx, x.As(access.Councillor), x.Challenge)
	x.must(err)
	if p.Words == nil || *p.Words != own.Words || !p.StillOpen || p.Name != "Hostshire 2027" {
		t.Errorf("want one's own words back, got %+v", p)
	}
	_, err = x.WordingPage(ctx, x.As(access.Councillor), x.Challenge)
	wantMissing(t, "reading the text", err)
	s, err := x.SignOffPage(ctx, x.As(access.Lead), x.Challenge)
	x.must(err)
	if last := s.Members[len(s.Members)-1]; s.Waiting != 3 || last.LeftAt == nil || last.CanRemind || *last.Words != own.Words {
		t.Errorf("want the lead to see it among the words, got %+v", s.Members)
	}
	for _, role := range []access.Role{access.Lead, access.SeniorManager, access.Expert} {
		x.sign(role)
	}
	x.later(time.Hour)
	x.must(x.Finalise(ctx, x.As(access.Lead), x.Challenge))
	f, err := x.FinalPage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	if len(f.Final.Reservations) != 1 || f.Final.Reservations[0].Words != own.Words || f.Final.Reservations[0].Role != access.Councillor {
		t.Errorf("want it printed with their name, got %+v", f.Final.Reservations)
	}
	wantKind(t, "after final", x.ReserveAfterLeaving(ctx, x.As(access.Councillor), x.Challenge, own), problem.Closed)
}

// F8, V6: for whoever left before the findings were presented, and for everybody
// else, the page is not there; what one recorded before leaving is not lost.
func TestReserve_F8_OnlyWhoLeftAfterPresenting(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.leaves(access.SeniorManager)
	own := report.Own{Words: "Words.", Public: true}
	wantMissing(t, "left before", x.ReserveAfterLeaving(ctx, x.As(access.SeniorManager), x.Challenge, own))
	x.later(time.Minute)
	x.presented()
	x.must(x.SignOff(ctx, x.As(access.Expert), x.Challenge, report.Own{Kind: report.Reservation, Words: "Said before leaving."}))
	x.leaves(access.Expert)
	for name, actor := range map[string]access.Actor{"lead": x.As(access.Lead), "director": x.As(access.DASS), "coordinator": x.As(access.Coordinator),
		"left before": x.As(access.SeniorManager), "stranger": access.Person(x.Stranger), "public": access.Public()} {
		_, err := x.LeftPage(ctx, actor, x.Challenge)
		wantMissing(t, name, err)
		wantMissing(t, name, x.ReserveAfterLeaving(ctx, actor, x.Challenge, own))
		wantMissing(t, name, x.ReserveAfterLeaving(ctx, actor, x.Challenge, report.Own{}))
	}
	p, err := x.LeftPage(ctx, x.As(access.Expert), x.Challenge)
	x.must(err)
	if p.Words == nil || *p.Words != "Said before leaving." {
		t.Errorf("want what was said before leaving, got %+v", p)
	}
	x.read(access.Expert, func(tx pgx.Tx) error { // and nobody else's word
		n, err := db.Value[int](ctx, tx, `SELECT count(*)::int FROM sign_off`)
		if n != 1 {
			t.Errorf("reads %d words, want the own one", n)
		}
		return err
	})
}
