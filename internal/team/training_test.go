package team_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/team"
)

// T9: a member's own word on training opens nothing and leaves the team incomplete;
// the coordinator is asked to confirm it, and only then does the role open anything.
func TestTraining_T9_OwnWordOpensNothing(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, day := context.Background(), service(s), civil.MustParseISO("2027-02-15")
	guest := propose(t, s, access.DeputyLead)
	me := access.Person(guest)
	if err := svc.Declare(ctx, me, s.Challenge, team.Declaration{Interest: team.NoInterest}); err != nil {
		t.Fatal(err)
	}
	if err := svc.AcceptInvitation(ctx, me, s.Challenge, team.Answer{Signed: true, Trained: true, TrainedOn: day}); err != nil {
		t.Fatal(err)
	}
	s.MoveTo(access.Reading)
	m := memberOf(t, s, guest)
	if got := opens(t, s, guest); len(got) != 1 || !got["common"] || !strings.Contains(strings.Join(m.Lacks(), ";"), "confirmed by the coordinator") {
		t.Errorf("said to be trained, and opens %v, lacks %v", got, m.Lacks())
	}
	if p, err := svc.TeamPage(ctx, s.As(access.Coordinator), s.Challenge); err != nil || p.Summary.Complete {
		t.Errorf("the team counts as complete (%v)", err)
	}
	open := `SELECT count(*)::int FROM task WHERE challenge_id = $1 AND kind = 'training' AND subject = $2 AND for_role = 'coordinator' AND done_at IS NULL`
	if n := openTasks(t, s, open, m.ID.String()); n != 1 {
		t.Errorf("the coordinator has %d tasks to confirm it, want 1", n)
	}
	if err := svc.RecordTraining(ctx, s.As(access.Coordinator), s.Challenge, m.ID, m.TrainedOn, m.CoProductionOn); err != nil {
		t.Fatal(err)
	}
	if got := opens(t, s, guest); !got["team"] || !got["shared"] || openTasks(t, s, open, m.ID.String()) != 0 {
		t.Errorf("confirmed, and opens %v", got)
	}
}

func openTasks(t *testing.T, s *dbtest.Story, sql string, subject string) (n int) {
	t.Helper()
	err := db.Read(context.Background(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) (err error) {
		n, err = db.Value[int](context.Background(), tx, sql, s.Challenge, subject)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// T9: what the coordinator confirmed before somebody accepted stays as confirmed,
// whatever they say of themselves.
func TestTraining_T9_ConfirmedBeforeAccepting(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, day := context.Background(), service(s), civil.MustParseISO("2027-02-15")
	guest := propose(t, s, access.VisitingPSW)
	if err := svc.RecordTraining(ctx, s.As(access.Coordinator), s.Challenge, memberOf(t, s, guest).ID, day, day); err != nil {
		t.Fatal(err)
	}
	if err := svc.Declare(ctx, access.Person(guest), s.Challenge, team.Declaration{Interest: team.NoInterest}); err != nil {
		t.Fatal(err)
	}
	if err := svc.AcceptInvitation(ctx, access.Person(guest), s.Challenge, team.Answer{Signed: true, Trained: true, TrainedOn: day.AddDays(3)}); err != nil {
		t.Fatal(err)
	}
	if m := memberOf(t, s, guest); m.TrainedOn != day || !opens(t, s, guest)["practice"] {
		t.Errorf("trained on %s and opens %v", m.TrainedOn, opens(t, s, guest))
	}
}

// T9: the database lets nobody confirm their own training, nor in another's name.
func TestRooms_T9_TheRegionAloneConfirms(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for name, c := range map[string]struct {
		as  access.Role
		sql string
	}{
		"confirms herself":            {access.Expert, `UPDATE team_member SET trained_by = app_actor() WHERE person_id = app_actor()`},
		"takes the confirmation away": {access.Expert, `UPDATE team_member SET trained_by = NULL WHERE person_id = app_actor()`},
		"changes what was confirmed":  {access.Expert, `UPDATE team_member SET trained_on = '2020-01-01' WHERE person_id = app_actor()`},
		"confirms in another's name":  {access.Coordinator, `UPDATE team_member SET trained_by = person_id`},
	} {
		err := db.InTx(context.Background(), s.DB, s.As(c.as), func(tx pgx.Tx) error {
			_, err := tx.Exec(context.Background(), c.sql)
			return err
		})
		if err == nil {
			t.Errorf("%s %s", c.as, name)
		}
	}
}
