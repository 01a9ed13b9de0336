package team_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
)

// opens lists the rooms whose whole key somebody holds.
func opens(t *testing.T, s *dbtest.Story, who uuid.UUID) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	err := db.Read(context.Background(), s.DB, access.Person(who), func(tx pgx.Tx) error {
		for _, r := range access.Rooms {
			has, err := db.Value[bool](context.Background(), tx, `SELECT $1::uuid = ANY (keys_of($2))`, s.Challenge, r)
			if err != nil {
				return err
			}
			if has {
				out[string(r)] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func mails(t *testing.T, s *dbtest.Story, who uuid.UUID, kind string) (bodies []string) {
	t.Helper()
	err := db.Read(context.Background(), s.DB, access.Job("mail"), func(tx pgx.Tx) error {
		rows, _ := tx.Query(context.Background(), `SELECT subject || ' ' || body FROM mail WHERE person_id = $1 AND kind = $2`, who, kind)
		var err error
		bodies, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return bodies
}

func field(t *testing.T, err error) string {
	t.Helper()
	p, ok := err.(*problem.Problem)
	if !ok || p.Kind != problem.Invalid || len(p.Fields) == 0 {
		return ""
	}
	return p.Fields[0].Name
}

// T1, T2, T3, T5, T6 and section 2: who can be asked, and for which place.
func TestPropose_Refuses(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	free := newPerson(t, s, s.Others[1])
	for name, c := range map[string]struct {
		who   uuid.UUID
		role  access.Role
		field string
	}{
		"a second lead (T1)":              {free, access.Lead, "role"},
		"a second councillor (T2)":        {free, access.Councillor, "role"},
		"somebody of the host (T5)":       {newPerson(t, s, s.Host), access.SeniorManager, "person"},
		"the host's director":             {s.People[access.DASS], access.SeniorManager, "person"},
		"somebody on the team already":    {s.People[access.Expert], access.SeniorManager, "person"},
		"somebody of another region (V3)": {s.Elsewhere, access.SeniorManager, "person"},
		"nobody":                          {uuid.Nil, access.SeniorManager, "person"},
		"no such place":                   {free, access.DASS, "role"},
	} {
		err := service(s).Propose(context.Background(), s.As(access.Coordinator), s.Challenge, c.who, c.role)
		if got := field(t, err); got != c.field {
			t.Errorf("%s: %v, want a message at %s", name, err, c.field)
		}
	}
	propose(t, s, access.SeniorManager)
	err := service(s).Propose(context.Background(), s.As(access.Coordinator), s.Challenge, free, access.SeniorManager)
	if field(t, err) != "role" {
		t.Errorf("a third senior manager (T3): %v", err)
	}
}

// Section 3, T9: from the invitation to what a member opens.
func TestAccept_T9_OpensNothingBeforeUndertakingAndTraining(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	guest := propose(t, s, access.VisitingPSW)
	me := access.Person(guest)
	if diff := cmp.Diff(map[string]bool{"common": true}, opens(t, s, guest)); diff != "" {
		t.Errorf("an invitee opens (-want +got):\n%s", diff)
	}
	if len(mails(t, s, guest, "team.proposed")) != 1 {
		t.Error("no mail to the person asked")
	}
	if err := svc.AcceptInvitation(ctx, me, s.Challenge, team.Answer{Signed: true}); !problem.Is(err, problem.Closed) {
		t.Errorf("accepted without declaring (T5): %v", err)
	}
	if err := svc.Declare(ctx, me, s.Challenge, team.Declaration{Interest: team.NoInterest}); err != nil {
		t.Fatal(err)
	}
	for name, a := range map[string]team.Answer{"unsigned": {}, "trained without a day": {Signed: true, Trained: true},
		"trained tomorrow": {Signed: true, Trained: true, TrainedOn: civil.MustParseISO("2027-03-02")}} {
		if err := svc.AcceptInvitation(ctx, me, s.Challenge, a); !problem.Is(err, problem.Invalid) {
			t.Errorf("accepted %s: %v", name, err)
		}
	}
	if err := svc.AcceptInvitation(ctx, me, s.Challenge, team.Answer{Signed: true}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]bool{"common": true}, opens(t, s, guest)); diff != "" {
		t.Errorf("not trained yet, and opens (-want +got):\n%s", diff)
	}
	if err := svc.SignUndertaking(ctx, me, s.Challenge, team.Readiness{Signed: true, TrainedOn: civil.MustParseISO("2027-02-15")}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]bool{"common": true}, opens(t, s, guest)); diff != "" {
		t.Errorf("by their own word opens (-want +got):\n%s", diff)
	}
	if err := svc.RecordTraining(ctx, s.As(access.Coordinator), s.Challenge, memberOf(t, s, guest).ID, civil.MustParseISO("2027-02-15"), civil.MustParseISO("2027-02-15")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]bool{"common": true, "practice": true, "shared": true}, opens(t, s, guest)); diff != "" {
		t.Errorf("signed and confirmed opens (-want +got):\n%s", diff)
	}
	if len(mails(t, s, s.People[access.Coordinator], "team.accepted")) != 1 {
		t.Error("the coordinator was not told")
	}
}

// T5: a barring link ends it at once, and nobody learns which.
func TestDeclare_T5_BarringFreesThePlaceAndIsNotKept(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	guest := propose(t, s, access.DeputyLead)
	err := svc.Declare(ctx, access.Person(guest), s.Challenge, team.Declaration{Interest: team.Barring, Grounds: []string{"friendship"}, Words: "I draw on care"})
	if err != nil {
		t.Fatal(err)
	}
	if got := opens(t, s, guest); len(got) != 0 {
		t.Errorf("still opens %v", got)
	}
	m := memberOf(t, s, guest)
	if m.State != team.Declined || m.Words != "" || len(m.Grounds) != 0 {
		t.Errorf("kept: %s %q %v", m.State, m.Words, m.Grounds)
	}
	told := mails(t, s, s.People[access.Coordinator], "team.cannot")
	if len(told) != 1 || !strings.Contains(told[0], "cannot take part") || strings.Contains(told[0], "care from") {
		t.Errorf("the coordinator was told %q", told)
	}
	if err := svc.Propose(ctx, s.As(access.Coordinator), s.Challenge, guest, access.DeputyLead); field(t, err) != "person" {
		t.Errorf("asked again although barred: %v", err)
	}
}

// T5: a link to be weighed waits for the coordinator; the host learns that one
// was weighed, never what.
func TestDecideLink_T5_HostLearnsOnlyThatALinkWasWeighed(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	guest := propose(t, s, access.DeputyLead)
	me := access.Person(guest)
	if err := svc.Declare(ctx, me, s.Challenge, team.Declaration{Interest: team.ToBeWeighed}); field(t, err) != "grounds" {
		t.Errorf("a link without saying which: %v", err)
	}
	if err := svc.Declare(ctx, me, s.Challenge, team.Declaration{Interest: team.ToBeWeighed, Grounds: []string{"business"}, Words: "Sold them software"}); err != nil {
		t.Fatal(err)
	}
	if err := svc.AcceptInvitation(ctx, me, s.Challenge, team.Answer{Signed: true}); !problem.Is(err, problem.Closed) {
		t.Errorf("accepted before the decision: %v", err)
	}
	m := memberOf(t, s, guest)
	if err := svc.DecideLink(ctx, s.As(access.Coordinator), s.Challenge, m.ID, team.MayTakePart); err != nil {
		t.Fatal(err)
	}
	if err := svc.DecideLink(ctx, s.As(access.Coordinator), s.Challenge, m.ID, team.MayNot); !problem.Is(err, problem.Conflict) {
		t.Errorf("decided twice: %v", err)
	}
	for _, role := range []access.Role{access.DASS, access.Lead} {
		p, err := svc.TeamPage(ctx, s.As(role), s.Challenge)
		if err != nil {
			t.Fatal(err)
		}
		if p.LinkWeighed != (role == access.DASS) {
			t.Errorf("%s sees that a link was weighed: %v", role, p.LinkWeighed)
		}
		if n := tasksNaming(t, s, s.As(role), m.ID, guest); n != 0 {
			t.Errorf("%s could tell from %d tasks whose link it is", role, n)
		}
	}
	told := mails(t, s, s.People[access.DASS], "team.weighed")
	if len(told) != 1 || strings.Contains(told[0], "software") || strings.Contains(told[0], m.Name) {
		t.Errorf("the host was told %q", told)
	}
	if err := svc.AcceptInvitation(ctx, me, s.Challenge, team.Answer{Signed: true}); err != nil {
		t.Error(err)
	}
}

// tasksNaming counts the tasks about links that name a place or a person.
func tasksNaming(t *testing.T, s *dbtest.Story, actor access.Actor, member, who uuid.UUID) (n int) {
	t.Helper()
	err := db.Read(context.Background(), s.DB, actor, func(tx pgx.Tx) (err error) {
		n, err = db.Value[int](context.Background(), tx, `SELECT count(*) FROM task WHERE kind IN ('weigh-link', 'link-weighed')
			AND (subject IN ($1::text, $2::text) OR for_person = $2::uuid OR waiting = $2::uuid)`, member, who)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// T5: the coordinator says no, and the place is free.
func TestDecideLink_T5_MayNotFreesThePlace(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	guest := propose(t, s, access.DeputyLead)
	if err := svc.Declare(ctx, access.Person(guest), s.Challenge, team.Declaration{Interest: team.ToBeWeighed, Grounds: []string{"business"}, Words: "x"}); err != nil {
		t.Fatal(err)
	}
	if err := svc.DecideLink(ctx, s.As(access.Coordinator), s.Challenge, memberOf(t, s, guest).ID, team.MayNot); err != nil {
		t.Fatal(err)
	}
	if got := opens(t, s, guest); len(got) != 0 {
		t.Errorf("still opens %v", got)
	}
	propose(t, s, access.DeputyLead)
}

// V4: who is taken off the team can open nothing from that moment.
func TestRemoveMember_V4(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.Reading)
	councillor := s.People[access.Councillor]
	if got := opens(t, s, councillor); !got["team"] {
		t.Fatalf("the councillor opens %v", got)
	}
	m := memberOf(t, s, councillor)
	if err := service(s).RemoveMember(context.Background(), s.As(access.Coordinator), s.Challenge, m.ID); err != nil {
		t.Fatal(err)
	}
	if got := opens(t, s, councillor); len(got) != 0 {
		t.Errorf("taken off, and opens %v", got)
	}
	if err := service(s).RemoveMember(context.Background(), s.As(access.Coordinator), s.Challenge, m.ID); !problem.Is(err, problem.Conflict) {
		t.Errorf("taken off twice: %v", err)
	}
	p, err := service(s).TeamPage(context.Background(), s.As(access.Coordinator), s.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a councillor", "a senior manager", "a visiting principal social worker (PSW)"}, p.Summary.Missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

// T1: two coordinators who ask two leads at the same moment get one lead.
func TestPropose_T1_TwoAtOnce(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.DB(t).Pool)
	ctx := context.Background()
	a, b := newPerson(t, s, s.Others[1]), newPerson(t, s, s.Others[2])
	errs := make(chan error, 2)
	for _, who := range []uuid.UUID{a, b} {
		go func() { errs <- service(s).Propose(ctx, s.As(access.Coordinator), s.Challenge, who, access.DeputyLead) }()
	}
	first, second := <-errs, <-errs
	if (first == nil) == (second == nil) {
		t.Errorf("one of two should be refused: %v, %v", first, second)
	}
}

// A record page takes at most ten statements, of which its frame takes two.
func TestTeamPage_CountsStatements(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.DB(t).Pool)
	ask := func() int64 {
		return dbtest.Statements(func() {
			if _, err := service(s).TeamPage(context.Background(), s.As(access.Coordinator), s.Challenge); err != nil {
				t.Fatal(err)
			}
		})
	}
	ask() // the framework is read once for all
	few := ask()
	for range 5 {
		propose(t, s, access.Expert)
	}
	if many := ask(); few != many || many > 8 {
		t.Errorf("%d statements for few, %d for many", few, many)
	}
}
