package team_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
)

func ask(s *dbtest.Story, p team.Proposal) error {
	return service(s).Ask(context.Background(), s.As(access.Coordinator), s.Challenge, p)
}

// T3, T6: a second senior manager, or visiting PSW, of one council only with a
// reason that everybody on the challenge reads; a third never; nobody of the host.
func TestAsk_T3_T6_SecondOfOneCouncilNeedsAReason(t *testing.T) {
	t.Parallel()
	for _, role := range []access.Role{access.SeniorManager, access.VisitingPSW} {
		s := dbtest.NewStory(t, dbtest.Tx(t)) // has one of each, from Others[0]
		second := newPerson(t, s, s.Others[0])
		if err := ask(s, team.Proposal{Person: second, Role: role}); field(t, err) != "because" || !strings.Contains(message(err), "Alderby") {
			t.Errorf("%s: a second of the same council without a reason: %v", role, err)
		}
		if err := ask(s, team.Proposal{Person: newPerson(t, s, s.Host), Role: role, Because: "She knows the council"}); field(t, err) != "person" {
			t.Errorf("%s: one of the host: %v", role, err)
		}
		if err := ask(s, team.Proposal{Person: newPerson(t, s, uuid.Nil), Role: role}); field(t, err) != "person" {
			t.Errorf("%s: one of no council: %v", role, err)
		}
		if err := ask(s, team.Proposal{Person: second, Role: role, Because: "Nobody else is free in May"}); err != nil {
			t.Fatalf("%s: with a reason: %v", role, err)
		}
		p, err := service(s).TeamPage(context.Background(), s.As(access.DASS), s.Challenge)
		if err != nil {
			t.Fatal(err)
		}
		if m := of(p.Members, second); m.AskedBecause != "Nobody else is free in May" {
			t.Errorf("%s: the host reads the reason %q", role, m.AskedBecause)
		}
		if err := ask(s, team.Proposal{Person: newPerson(t, s, s.Others[1]), Role: role, Because: "Three are better"}); field(t, err) != "role" {
			t.Errorf("%s: a third: %v", role, err)
		}
	}
}

// T3, T6: from another council no reason is asked.
func TestAsk_T3_T6_AnotherCouncilNeedsNoReason(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for _, role := range []access.Role{access.SeniorManager, access.VisitingPSW} {
		if err := ask(s, team.Proposal{Person: newPerson(t, s, s.Others[1]), Role: role}); err != nil {
			t.Errorf("%s: %v", role, err)
		}
	}
}

// T1, T2: one lead and one councillor, whatever the reason; a councillor works
// for a council.
func TestAsk_T1_T2_OneOfEach(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for _, role := range []access.Role{access.Lead, access.Councillor} {
		if err := ask(s, team.Proposal{Person: newPerson(t, s, s.Others[1]), Role: role, Because: "Two see more"}); field(t, err) != "role" {
			t.Errorf("a second %s: %v", role, err)
		}
	}
	leave(t, s, access.Councillor)
	if err := ask(s, team.Proposal{Person: newPerson(t, s, uuid.Nil), Role: access.Councillor}); field(t, err) != "person" {
		t.Errorf("a councillor of no council: %v", err)
	}
}

func leave(t *testing.T, s *dbtest.Story, role access.Role) {
	t.Helper()
	if err := service(s).RemoveMember(context.Background(), s.As(access.Coordinator), s.Challenge, memberOf(t, s, s.People[role]).ID); err != nil {
		t.Fatal(err)
	}
}

func of(members []team.Member, who uuid.UUID) team.Member {
	for _, m := range members {
		if m.PersonID == who {
			return m
		}
	}
	return team.Member{}
}

func message(err error) string {
	if p, ok := err.(*problem.Problem); ok && len(p.Fields) > 0 {
		return p.Fields[0].Message
	}
	return ""
}

func visitor() team.Outside {
	return team.Outside{Name: "Farrah Outsider", Email: uuid.NewString() + "@example.org", Post: "Head of adult social work", Council: "Faraway County",
		Because: "Everybody of the region has a link with the host"}
}

// T3, V3: somebody of another region only with a reason; they see this challenge
// and nothing else of the region, and their own region sees nothing of it.
func TestProposeOutside_T3_V3(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	for name, c := range map[string]struct {
		change func(*team.Outside)
		field  string
	}{
		"no reason":                 {func(o *team.Outside) { o.Because = "" }, "because"},
		"no council":                {func(o *team.Outside) { o.Council = "" }, "council"},
		"no address":                {func(o *team.Outside) { o.Email = "somebody" }, "email"},
		"a council of the region":   {func(o *team.Outside) { o.Council = councilName(t, s, s.Others[1]) }, "council"},
		"a person of the region":    {func(o *team.Outside) { o.Email = s.Stranger.String() + "@example.org" }, "email"},
		"a coordinator, no council": {func(o *team.Outside) { o.Email = s.Elsewhere.String() + "@example.org" }, "email"},
	} {
		o := visitor()
		c.change(&o)
		if err := svc.ProposeOutside(ctx, coordinator, s.Challenge, o); field(t, err) != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, actor := range others(s) {
		if err := svc.ProposeOutside(ctx, actor, s.Challenge, visitor()); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s asks: %v", name, err)
		}
	}
	o := visitor()
	if err := svc.ProposeOutside(ctx, coordinator, s.Challenge, o); err != nil {
		t.Fatal(err)
	}
	p, err := svc.TeamPage(ctx, coordinator, s.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	var m team.Member
	for _, x := range p.Members {
		if x.Name == o.Name {
			m = x
		}
	}
	if m.Role != access.SeniorManager || m.Council != "Faraway County" || m.AskedBecause != o.Because {
		t.Errorf("asked as %s of %q because %q", m.Role, m.Council, m.AskedBecause)
	}
	me := access.Person(m.PersonID)
	if n := count(t, s, me, "challenge"); n != 1 {
		t.Errorf("sees %d challenges, want this one", n)
	}
	if n := count(t, s, me, "room_key WHERE room = 'region'"); n != 0 {
		t.Errorf("holds %d keys to the region", n)
	}
	for _, x := range p.Pool {
		if x.ID == m.PersonID {
			t.Error("is now in the region's own pool")
		}
	}
	if err := svc.ProposeOutside(ctx, coordinator, s.Challenge, visitor()); !problem.Is(err, problem.Conflict) {
		t.Errorf("a third senior manager: %v", err)
	}
}

// T3, V3: somebody known in another region is asked by their address, and reads
// this challenge alone of the region.
func TestProposeOutside_T3_KnownElsewhere(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	far, who := uuid.New(), uuid.New()
	run(t, s, dbtest.Operator, `INSERT INTO council (id, region_id, code, slug, name, official_name)
		SELECT $1::uuid, region_id, $1::uuid::text, $1::uuid::text, 'Faraway ' || $1::uuid::text, 'Faraway' FROM person WHERE id = $2`, far, s.Elsewhere)
	run(t, s, access.Person(s.Elsewhere), `INSERT INTO person (id, name, region_id, council_id, created_at) SELECT $1::uuid, 'Known Elsewhere', region_id, $2::uuid, now() FROM person WHERE id = $3`, who, far, s.Elsewhere)
	run(t, s, access.Person(s.Elsewhere), `INSERT INTO person_contact (person_id, region_id, email) SELECT id, region_id, $2 FROM person WHERE id = $1`, who, who.String()+"@example.org")
	o := visitor()
	o.Email = who.String() + "@example.org"
	if err := svc.ProposeOutside(ctx, s.As(access.Coordinator), s.Challenge, o); err != nil {
		t.Fatal(err)
	}
	if m := memberOf(t, s, who); m.Name != "Known Elsewhere" || !strings.HasPrefix(m.Council, "Faraway") {
		t.Errorf("asked %s of %s", m.Name, m.Council)
	}
	if n := count(t, s, access.Person(who), "challenge"); n != 1 {
		t.Errorf("sees %d challenges of the region", n)
	}
	if n := count(t, s, access.Person(s.Elsewhere), "challenge"); n != 0 {
		t.Errorf("their coordinator sees %d challenges of this region", n)
	}
}

func run(t *testing.T, s *dbtest.Story, actor access.Actor, sql string, args ...any) {
	t.Helper()
	err := db.InTx(context.Background(), s.DB, actor, func(tx pgx.Tx) error {
		_, err := tx.Exec(context.Background(), sql, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func councilName(t *testing.T, s *dbtest.Story, id uuid.UUID) (name string) {
	t.Helper()
	err := db.Read(context.Background(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) (err error) {
		name, err = db.Value[string](context.Background(), tx, `SELECT name FROM council WHERE id = $1`, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return name
}
