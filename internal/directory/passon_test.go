package directory_test

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
	"peerchallenge/internal/directory"
	"peerchallenge/internal/id"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/problem"
)

// post finds what somebody holds.
func post(t *testing.T, s *dbtest.Story, d *directory.Service, who uuid.UUID, role access.Role) uuid.UUID {
	t.Helper()
	v, err := d.Page(context.Background(), s.As(access.Coordinator), who)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range v.Holdings {
		if h.Role == role && h.Live() {
			return h.ID
		}
	}
	t.Fatalf("nobody holds %s", role)
	return uuid.Nil
}

// opens counts the rooms of the challenge that somebody may enter because of a role.
func opens(t *testing.T, s *dbtest.Story, who uuid.UUID, because access.Role) (n int) {
	t.Helper()
	err := db.Read(context.Background(), s.DB, access.Person(who), func(tx pgx.Tx) (err error) {
		n, err = db.Value[int](context.Background(), tx, `SELECT count(*)::int FROM room_key WHERE person_id = app_actor() AND because = $1 AND revoked_at IS NULL`, because)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func byEmail(t *testing.T, s *dbtest.Story, email string) (who uuid.UUID) {
	t.Helper()
	err := db.Read(context.Background(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) (err error) {
		who, err = db.Value[uuid.UUID](context.Background(), tx, `SELECT person_id FROM person_contact WHERE email = $1`, email)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// V4, V8, section 2: a post passes to its next holder with what it may see, past
// challenges included, and its former holder's access ends at once.
func TestSuccessor_V4V8_SeesPastChallengesAndTheFormerNothing(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.Closed)
	d, ctx := service(s), context.Background()
	former, email := s.People[access.DASS], "next."+id.New().String()+"@example.org"
	if err := d.PassOn(ctx, s.As(access.Coordinator), former, post(t, s, d, former, access.DASS), directory.Successor{Name: "Nora Next", Email: email}); err != nil {
		t.Fatal(err)
	}
	if n := opens(t, s, byEmail(t, s, email), access.DASS); n != 5 {
		t.Errorf("the successor opens %d rooms of the past challenge, want 5", n)
	}
	if n := opens(t, s, former, access.DASS); n != 0 {
		t.Errorf("the former holder still opens %d", n)
	}
	var mails int
	err := db.InTx(ctx, s.DB, access.Job("mail"), func(tx pgx.Tx) (err error) {
		mails, err = db.Value[int](ctx, tx, `SELECT count(*)::int FROM mail m WHERE kind = 'person.invited'`)
		return err
	})
	if err != nil || mails != 1 {
		t.Errorf("%d invitations (%v), want 1", mails, err)
	}
}

// V4: from a later day the former holder keeps the post until the day before, and
// the daily work changes the keys on the day.
func TestSuccessor_V4_FromALaterDay(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	d, ctx := service(s), context.Background()
	former, email := s.People[access.HostPSW], s.Stranger.String()+"@example.org"
	err := d.PassOn(ctx, s.As(access.Coordinator), former, post(t, s, d, former, access.PSW), directory.Successor{Name: "Stranger", Email: email, From: civil.NewDate(2027, 4, 1)})
	if err != nil {
		t.Fatal(err)
	}
	daily := &journey.Service{DB: s.DB, Clock: s.Clock}
	for _, c := range []struct {
		day          time.Time
		before, next bool
	}{{time.Date(2027, 3, 31, 9, 0, 0, 0, clock.London), true, false}, {time.Date(2027, 4, 1, 6, 0, 0, 0, clock.London), false, true}} {
		s.Clock.Set(c.day)
		if err := daily.Keys(ctx); err != nil {
			t.Fatal(err)
		}
		if before, next := opens(t, s, former, access.HostPSW) > 0, opens(t, s, s.Stranger, access.HostPSW) > 0; before != c.before || next != c.next {
			t.Errorf("on %s: former %v, next %v", civil.Of(c.day), before, next)
		}
	}
}

// Only the region's coordinator passes a post on, and only a post of that person.
func TestSuccessor_V6_OnlyTheRegionsCoordinator(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	d, ctx := service(s), context.Background()
	former := s.People[access.DASS]
	holding := post(t, s, d, former, access.DASS)
	n := directory.Successor{Name: "Nora Next", Email: "next." + id.New().String() + "@example.org"}
	for _, role := range dbtest.Everyone[1:] {
		if err := d.PassOn(ctx, s.As(role), former, holding, n); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v", role, err)
		}
	}
	if err := d.PassOn(ctx, access.Person(s.Elsewhere), former, holding, n); !problem.Is(err, problem.NotFound) {
		t.Errorf("another region's coordinator: %v", err)
	}
	if err := d.PassOn(ctx, s.As(access.Coordinator), s.Stranger, holding, n); !problem.Is(err, problem.NotFound) {
		t.Errorf("another person's post: %v", err)
	}
	for what, bad := range map[string]directory.Successor{"no name": {Email: n.Email}, "no address": {Name: "X", Email: "x"}, "in the past": {Name: "X", Email: n.Email, From: civil.NewDate(2027, 2, 1)},
		"themselves": {Name: "X", Email: former.String() + "@example.org"}} {
		if err := d.PassOn(ctx, s.As(access.Coordinator), former, holding, bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// V4, V8: a deputy coordinator with a last day has the coordinator's rights until
// then, the region's own pages included, and none the day after.
func TestActing_V8_DeputyCoordinatorUntilTheLastDay(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	d, ctx := service(s), context.Background()
	deputy := s.Stranger
	err := d.GivePost(ctx, s.As(access.Coordinator), deputy, directory.NewPost{Role: access.Coordinator, Acting: true, Ends: civil.NewDate(2027, 3, 5)})
	if err != nil {
		t.Fatal(err)
	}
	daily := &journey.Service{DB: s.DB, Clock: s.Clock}
	for day, want := range map[int]bool{5: true, 6: false} {
		s.Clock.Set(time.Date(2027, 3, day, 6, 0, 0, 0, clock.London))
		if err := daily.Keys(ctx); err != nil {
			t.Fatal(err)
		}
		_, err := d.List(ctx, access.Person(deputy), directory.Query{})
		if (err == nil) != want || (opens(t, s, deputy, access.Coordinator) > 0) != want {
			t.Errorf("on %d March: %v, opens %d", day, err, opens(t, s, deputy, access.Coordinator))
		}
	}
}
