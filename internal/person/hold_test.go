package person_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/id"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// try runs f as somebody and gives what came of it.
func try(s *dbtest.Story, actor access.Actor, f func(ctx context.Context, tx pgx.Tx) error) error {
	ctx := context.Background()
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error { return f(ctx, tx) })
}

// add adds a person as somebody.
func add(s *dbtest.Story, actor access.Actor, email string) (who uuid.UUID, existed bool, err error) {
	err = try(s, actor, func(ctx context.Context, tx pgx.Tx) error {
		who, existed, err = person.AddTx(ctx, tx, actor, s.Clock.Now(), person.New{Name: "Zoë O’Hara", Email: email, RegionID: s.Region, CouncilID: s.Host})
		return err
	})
	return who, existed, err
}

func TestAdd_FindsWithinReachAndTellsNothingBeyond(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	email := "zoe." + id.New().String() + "@example.org"
	who, existed, err := add(s, s.As(access.Coordinator), email)
	if err != nil || existed {
		t.Fatalf("first = %v, %v", existed, err)
	}
	for _, role := range []access.Role{access.Coordinator, access.DASS, access.LinkOfficer} {
		if again, existed, err := add(s, s.As(role), " "+email); err != nil || !existed || again != who {
			t.Errorf("again by the %s = %v, %v, %v; want %v", role, again, existed, err, who)
		}
	}
	elsewhere := access.Person(s.Elsewhere)
	theirs, err := (&person.Service{DB: s.DB, Clock: s.Clock}).Who(context.Background(), s.Elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	err = try(s, elsewhere, func(ctx context.Context, tx pgx.Tx) error {
		_, _, err := person.AddTx(ctx, tx, elsewhere, s.Clock.Now(), person.New{Name: "Zoë O’Hara", Email: email, RegionID: theirs.RegionID})
		return err
	})
	if p := wants(t, err, problem.Conflict); p.Message == "" || len(p.Fields) != 0 {
		t.Errorf("from another region: %v", p)
	}
	for _, role := range []access.Role{access.Lead, access.Contributor, access.SeniorLeader} {
		if _, _, err := add(s, s.As(role), "new."+id.New().String()+"@example.org"); problem.KindOf(err) != problem.NotFound {
			t.Errorf("the %s adds people: %v", role, err)
		}
		if _, _, err := add(s, s.As(role), email); err == nil {
			t.Errorf("the %s finds people by address", role)
		}
	}
}

// An address out of reach does not spoil the rows around it.
func TestAdd_TransactionGoesOnAfterAConflict(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	taken := s.Elsewhere.String() + "@example.org"
	err := try(s, s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		add := func(email string) error {
			_, _, err := person.AddTx(ctx, tx, s.As(access.Coordinator), s.Clock.Now(), person.New{Name: "Zoë O’Hara", Email: email, RegionID: s.Region})
			return err
		}
		wants(t, add(taken), problem.Conflict)
		return add("after." + id.New().String() + "@example.org")
	})
	if err != nil {
		t.Errorf("the next row: %v", err)
	}
}

// V4: a role brings its keys at once and takes them along when it ends.
func TestHoldAndEnd_V4_KeysFollow(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	coordinator := s.As(access.Coordinator)
	who, _, err := add(s, coordinator, id.New().String()+"@example.org")
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range []person.Holding{
		{Role: access.SeniorLeader, Scope: person.InChallenge, ScopeID: s.Challenge, Title: "Chief executive"},
		{Role: access.DASS, Scope: person.InCouncil, ScopeID: s.Host, Acting: true},
		{Role: access.Coordinator, Scope: person.InRegion, ScopeID: s.Region},
	} {
		h.Person, h.Starts = who, civil.Of(s.Clock.Now())
		var holding uuid.UUID
		err := try(s, coordinator, func(ctx context.Context, tx pgx.Tx) (err error) {
			holding, err = person.HoldTx(ctx, tx, coordinator, s.Clock.Now(), h)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", h.Role, err)
		}
		if n := keys(t, s, who); n == 0 {
			t.Errorf("%s: no keys", h.Role)
		}
		wants(t, try(s, coordinator, func(ctx context.Context, tx pgx.Tx) error {
			_, err := person.HoldTx(ctx, tx, coordinator, s.Clock.Now(), h)
			return err
		}), problem.Conflict)
		end := func(ctx context.Context, tx pgx.Tx) error {
			return person.EndTx(ctx, tx, coordinator, s.Clock.Now(), holding)
		}
		if err := try(s, coordinator, end); err != nil {
			t.Fatalf("end %s: %v", h.Role, err)
		}
		if n := keys(t, s, who); n != 0 {
			t.Errorf("%s ended: %d keys left", h.Role, n)
		}
		wants(t, try(s, coordinator, end), problem.Conflict)
	}
}

// keys counts the keys somebody holds, as they see them.
func keys(t *testing.T, s *dbtest.Story, who uuid.UUID) (n int) {
	t.Helper()
	err := try(s, access.Person(who), func(ctx context.Context, tx pgx.Tx) (err error) {
		n, err = db.Value[int](ctx, tx, `SELECT count(*) FROM room_key WHERE person_id = $1 AND revoked_at IS NULL`, who)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestHold_OutOfReachIsNotThere(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for _, actor := range []access.Actor{access.Person(s.Elsewhere), access.Person(s.Stranger)} {
		err := try(s, actor, func(ctx context.Context, tx pgx.Tx) error {
			_, err := person.HoldTx(ctx, tx, actor, s.Clock.Now(), person.Holding{Person: s.Stranger, Role: access.Lead,
				Scope: person.InChallenge, ScopeID: s.Challenge, Starts: civil.Of(s.Clock.Now())})
			return err
		})
		wants(t, err, problem.NotFound)
	}
	coordinator := s.As(access.Coordinator)
	err := try(s, coordinator, func(ctx context.Context, tx pgx.Tx) error {
		_, err := person.HoldTx(ctx, tx, coordinator, s.Clock.Now(), person.Holding{Person: s.Stranger, Role: access.Lead, Scope: person.InChallenge,
			ScopeID: s.Challenge, Starts: civil.Of(s.Clock.Now()), Ends: civil.Of(s.Clock.Now()).AddDays(-1)})
		return err
	})
	wants(t, err, problem.Invalid)
}

func TestWho_OneStatement(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	svc, ctx := &person.Service{DB: s.DB, Clock: s.Clock}, context.Background()
	var got person.Who
	var err error
	if n := dbtest.Statements(func() { got, err = svc.Who(ctx, s.People[access.Coordinator]) }); n != 1 {
		t.Errorf("%d statements, want 1", n)
	}
	if err != nil || got.Roles == "" {
		t.Fatalf("Who = %+v, %v", got, err)
	}
	want := person.Who{ID: s.People[access.Coordinator], Name: got.Name, RegionID: s.Region, RegionName: got.RegionName, Coordinator: true, SessionEpoch: 1, Roles: got.Roles}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("coordinator (-want +got):\n%s", diff)
	}
	lead, err := svc.Who(ctx, s.People[access.Lead])
	if err != nil || lead.Coordinator || lead.Operator || lead.RegionID != s.Region || lead.Roles == got.Roles {
		t.Errorf("lead = %+v, %v", lead, err)
	}
	_, err = svc.Who(ctx, id.New())
	wants(t, err, problem.NotFound)
}

// A role that has run out by its date no longer counts, and the session is renewed.
func TestWho_RolesAreDated(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	svc, ctx, coordinator := &person.Service{DB: s.DB, Clock: s.Clock}, context.Background(), s.As(access.Coordinator)
	today := civil.Of(s.Clock.Now())
	err := try(s, coordinator, func(ctx context.Context, tx pgx.Tx) error {
		_, err := person.HoldTx(ctx, tx, coordinator, s.Clock.Now(), person.Holding{Person: s.Stranger, Role: access.Coordinator,
			Scope: person.InRegion, ScopeID: s.Region, Acting: true, Starts: today, Ends: today.AddDays(1)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	during, err := svc.Who(ctx, s.Stranger)
	if err != nil || !during.Coordinator {
		t.Fatalf("during = %+v, %v", during, err)
	}
	s.Clock.Set(today.AddDays(2).Time())
	after, err := svc.Who(ctx, s.Stranger)
	if err != nil || after.Coordinator || after.Roles == during.Roles {
		t.Errorf("after = %+v, %v", after, err)
	}
}
