package team_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/team"
)

// T10: what somebody said they need when the cycle was gathered comes with them when
// they accept, and the lead reads it only if they agreed then.
func TestAccept_T10_GatheredNeedsComeAlong(t *testing.T) {
	for name, consent := range map[string]bool{"agreed": true, "not agreed": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := dbtest.NewStory(t, dbtest.Tx(t))
			ctx, svc := context.Background(), service(s)
			who := newPerson(t, s, s.Others[1])
			me := access.Person(who)
			write := func(as access.Actor, sql string, args ...any) {
				t.Helper()
				if err := db.InTx(ctx, s.DB, as, func(tx pgx.Tx) error { _, err := tx.Exec(ctx, sql, args...); return err }); err != nil {
					t.Fatal(err)
				}
			}
			write(s.As(access.Coordinator), `INSERT INTO gathering (cycle_id, region_id, answer_by, opened_by, opened_at) VALUES ($1, $2, '2027-03-31', app_actor(), $3)`, s.Cycle, s.Region, s.Clock.Now())
			write(s.As(access.Coordinator), `INSERT INTO person_offer (cycle_id, person_id, region_id, role, offered_by, offered_at) VALUES ($1, $2, $3, 'expert', app_actor(), $4)`, s.Cycle, who, s.Region, s.Clock.Now())
			write(me, `INSERT INTO person_need (cycle_id, person_id, region_id, words, lead_may_see, at) VALUES ($1, $2, $3, 'A quiet room', $4, $5)`, s.Cycle, who, s.Region, consent, s.Clock.Now())
			promise(t, s, who, team.OnThePage)
			if err := ask(s, team.Proposal{Person: who, Role: access.Expert}); err != nil {
				t.Fatal(err)
			}
			if err := svc.Declare(ctx, me, s.Challenge, team.Declaration{Interest: team.NoInterest}); err != nil {
				t.Fatal(err)
			}
			if err := svc.AcceptInvitation(ctx, me, s.Challenge, team.Answer{Signed: true}); err != nil {
				t.Fatal(err)
			}
			want := map[string]int{"the person": 1, "the coordinator": 1, "the lead": 0, "the director": 0}
			if consent {
				want["the lead"] = 1
			}
			for name, as := range map[string]access.Actor{"the person": me, "the coordinator": s.As(access.Coordinator), "the lead": s.As(access.Lead), "the director": s.As(access.DASS)} {
				var n int
				err := db.Read(ctx, s.DB, as, func(tx pgx.Tx) (err error) {
					n, err = db.Value[int](ctx, tx, `SELECT count(*)::int FROM access_need WHERE person_id = $1 AND words = 'A quiet room'`, who)
					return err
				})
				if err != nil || n != want[name] {
					t.Errorf("%s reads %d, want %d, %v", name, n, want[name], err)
				}
			}
		})
	}
}
