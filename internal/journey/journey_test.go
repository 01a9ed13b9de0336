package journey_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/journey"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func stage(t *testing.T, s *dbtest.Story) (at access.Stage) {
	t.Helper()
	err := db.InTx(context.Background(), s.DB, s.As(access.DASS), func(tx pgx.Tx) error {
		c, err := challenge.GetTx(context.Background(), tx, s.Challenge)
		at = c.Stage
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func advance(t *testing.T, s *dbtest.Story, month time.Month, day int) access.Stage {
	t.Helper()
	s.Clock.Set(time.Date(2027, month, day, 6, 0, 0, 0, clock.London))
	if _, err := (&journey.Service{DB: s.DB, Clock: s.Clock}).Advance(context.Background()); err != nil {
		t.Fatal(err)
	}
	return stage(t, s)
}

// Section 3: reading begins when material is handed over, the team is complete
// and its date has come; the visit begins on its first day; and not before.
func TestAdvance_ByConditionAndDate(t *testing.T) {
	t.Parallel()
	tx := dbtest.Tx(t)
	s := dbtest.NewStory(t, tx)
	s.Add(access.SeniorManager)
	if got := advance(t, s, 4, 21); got != access.Preparing {
		t.Fatalf("nothing handed over, yet the stage is %s", got)
	}
	err := db.InTx(context.Background(), tx, s.As(access.DASS), func(tx pgx.Tx) error {
		return db.ExecOne(context.Background(), tx, `UPDATE challenge SET submitted_at = $2, documents_shared_at = $2 WHERE id = $1`, s.Challenge, s.Clock.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		month time.Month
		day   int
		want  access.Stage
	}{{4, 19, access.Preparing}, {4, 20, access.Reading}, {5, 10, access.Reading}, {5, 11, access.OnSite}, {5, 12, access.OnSite}} {
		if got := advance(t, s, c.month, c.day); got != c.want {
			t.Errorf("on %d %s: %s, want %s", c.day, c.month, got, c.want)
		}
	}
}

// V8: when reading starts each member of the team is told, once; nobody else is.
func TestAdvance_V8_TellsTheTeamThatReadingHasStarted(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx := context.Background()
	err := db.InTx(ctx, s.DB, s.As(access.Lead), func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, s.Challenge)
		if err != nil {
			return err
		}
		if err := challenge.MoveEarlyTx(ctx, tx, s.As(access.Lead), s.Clock.Now(), c, "Documents follow."); err != nil {
			return err
		}
		return journey.ArriveTx(ctx, tx, s.Clock.Now(), c, access.Reading, "https://pc.example.org")
	})
	if err != nil {
		t.Fatal(err)
	}
	told := map[uuid.UUID]int{}
	err = db.Read(ctx, s.DB, access.Job("mail"), func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT person_id FROM mail WHERE kind = 'stage.reading'`)
		people, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		for _, p := range people {
			told[p]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range dbtest.Everyone {
		want := 0
		if role.IsTeam() {
			want = 1
		}
		if got := told[s.People[role]]; got != want {
			t.Errorf("%s is told %d times, want %d", role, got, want)
		}
	}
}

// T2: on day 1 the councillor is asked, once, also when the stage was moved on early.
func TestAdvance_T2_AsksTheCouncillorOnDayOne(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.OnSite)
	asked := func() (n int) {
		err := db.Read(context.Background(), s.DB, s.As(access.Councillor), func(tx pgx.Tx) (err error) {
			n, err = db.Value[int](context.Background(), tx, `SELECT count(*) FROM task WHERE kind = 'councillor-brief' AND for_role = 'councillor' AND due_on = '2027-05-11'`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	advance(t, s, 5, 10)
	if asked() != 0 {
		t.Error("asked before day 1")
	}
	advance(t, s, 5, 11)
	advance(t, s, 5, 12)
	if n := asked(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}
