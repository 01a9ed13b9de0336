package host_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/host"
	"peerchallenge/internal/id"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

func actingService(t *testing.T) (*dbtest.Story, *host.Service) {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	return s, &host.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://peer.example", People: &person.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://peer.example"}}
}

// roomsAs counts what somebody opens because they direct the host.
func roomsAs(t *testing.T, s *dbtest.Story, who uuid.UUID) (n int) {
	t.Helper()
	err := db.Read(context.Background(), s.DB, access.Person(who), func(tx pgx.Tx) (err error) {
		n, err = db.Value[int](context.Background(), tx, `SELECT count(*)::int FROM room_key WHERE person_id = app_actor() AND because = 'dass' AND revoked_at IS NULL`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// V4, V8: a director names somebody to act from a first to a last day; who acts has
// the director's rights, is shown as acting, and loses all of it the day after.
func TestActing_V8_ForATimeAndShownAsActing(t *testing.T) {
	t.Parallel()
	s, svc := actingService(t)
	ctx, email := context.Background(), "acting."+id.New().String()+"@example.org"
	if err := svc.NameActing(ctx, s.As(access.DASS), s.Challenge, host.Acting{Name: "Abena Acting", Email: email, From: civil.NewDate(2027, 3, 3), Until: civil.NewDate(2027, 3, 5)}); err != nil {
		t.Fatal(err)
	}
	v, err := svc.PeoplePage(ctx, s.As(access.DASS), s.Challenge)
	if err != nil || len(v.Of(access.DASS)) != 2 || !v.CanAct {
		t.Fatalf("the page: %+v, %v", v.Of(access.DASS), err)
	}
	var who uuid.UUID
	for _, p := range v.Of(access.DASS) {
		if p.Acting {
			who = p.PersonID
		}
	}
	daily := &journey.Service{DB: s.DB, Clock: s.Clock}
	for _, c := range []struct {
		day  int
		want int
	}{{2, 0}, {3, 5}, {5, 5}, {6, 0}} {
		s.Clock.Set(time.Date(2027, 3, c.day, 6, 0, 0, 0, clock.London))
		if err := daily.Keys(ctx); err != nil {
			t.Fatal(err)
		}
		if got := roomsAs(t, s, who); got != c.want {
			t.Errorf("on %d March: %d rooms, want %d", c.day, got, c.want)
		}
	}
}

// V4: the director ends it at once; who acts cannot name another, nor end the
// director; nobody else names anybody.
func TestActing_V4_OnlyTheDirectorNamesAndEnds(t *testing.T) {
	t.Parallel()
	s, svc := actingService(t)
	ctx, until := context.Background(), civil.NewDate(2027, 3, 31)
	naming := func(n int) host.Acting {
		return host.Acting{Name: "Abena Acting", Email: id.New().String() + "@example.org", Until: until.AddDays(n)}
	}
	for _, role := range dbtest.Everyone {
		if role != access.DASS {
			if err := svc.NameActing(ctx, s.As(role), s.Challenge, naming(0)); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s names: %v", role, err)
			}
		}
	}
	for what, bad := range map[string]host.Acting{"no last day": {Name: "A", Email: "a@example.org"}, "over a year": naming(400), "no name": {Email: "a@example.org", Until: until},
		"from before": {Name: "A", Email: "a@example.org", From: until, Until: civil.NewDate(2027, 3, 2)},
		"a visitor":   {Name: "A", Email: s.People[access.Lead].String() + "@example.org", Until: until}} {
		if err := svc.NameActing(ctx, s.As(access.DASS), s.Challenge, bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
	who := s.People[access.SeniorLeader]
	if err := svc.NameActing(ctx, s.As(access.DASS), s.Challenge, host.Acting{Name: "Known", Email: who.String() + "@example.org", Until: until}); err != nil {
		t.Fatal(err)
	}
	if err := svc.NameActing(ctx, access.Person(who), s.Challenge, naming(0)); !problem.Is(err, problem.Closed) {
		t.Errorf("who acts names another: %v", err)
	}
	if err := svc.EndActing(ctx, s.As(access.DASS), s.Challenge, s.People[access.DASS]); !problem.Is(err, problem.NotFound) {
		t.Errorf("the director's own post is ended as acting: %v", err)
	}
	if err := svc.EndActing(ctx, s.As(access.DASS), s.Challenge, who); err != nil {
		t.Fatal(err)
	}
	if n := roomsAs(t, s, who); n != 0 {
		t.Errorf("after the end %d rooms are open", n)
	}
	err := db.InTx(ctx, s.DB, s.As(access.DASS), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO role_holding (id, person_id, role, scope, scope_id, starts_on) VALUES ($1, $2, 'dass', 'council', $3, '2027-03-01')`, id.New(), who, s.Host)
		return err
	})
	if err == nil {
		t.Error("a director gives the post itself away for good")
	}
}
