package team_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
)

func promised(who uuid.UUID, format team.Format) team.Promise {
	return team.Promise{PersonID: who, Hours: "Forty hours", Payment: "25 pounds an hour", Expenses: "Trains and taxis", Benefits: "It may affect benefits; ask Citizens Advice",
		Buddy: "Sam Okafor", Support: "A call each evening", Format: format}
}

func promise(t *testing.T, s *dbtest.Story, who uuid.UUID, format team.Format) {
	t.Helper()
	if err := service(s).SavePromise(context.Background(), s.As(access.Coordinator), s.Challenge, promised(who, format), true); err != nil {
		t.Fatal(err)
	}
}

// T10: no expert is asked before what they are promised is written down, each part
// of it; the next one begins with the region's words.
func TestAsk_T10_NoExpertBeforeThePromises(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, coordinator := context.Background(), service(s), s.As(access.Coordinator)
	who := newPerson(t, s, s.Others[1])
	if err := ask(s, team.Proposal{Person: who, Role: access.Expert}); field(t, err) != "person" || !strings.Contains(message(err), "what you promise") {
		t.Errorf("asked without promises: %v", err)
	}
	for name, change := range map[string]func(*team.Promise){"hours": func(p *team.Promise) { p.Hours = "" }, "benefits": func(p *team.Promise) { p.Benefits = "" },
		"buddy": func(p *team.Promise) { p.Buddy = "" }, "format": func(p *team.Promise) { p.Format = "smoke" }, "person": func(p *team.Promise) { p.PersonID = s.Elsewhere }} {
		p := promised(who, team.OnThePage)
		change(&p)
		if err := svc.SavePromise(ctx, coordinator, s.Challenge, p, false); field(t, err) != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	promise(t, s, who, team.ByEmail)
	if err := ask(s, team.Proposal{Person: who, Role: access.Expert}); err != nil {
		t.Fatal(err)
	}
	if m := mails(t, s, who, "team.proposed"); len(m) != 1 || !strings.Contains(m[0], "Sam Okafor") || !strings.Contains(m[0], "Citizens Advice") {
		t.Errorf("the e-mail they chose says %q", m)
	}
	if p, err := svc.PromisesPage(ctx, coordinator, s.Challenge); err != nil || p.Begin.Hours != "Forty hours" || p.Begin.Buddy != "" {
		t.Errorf("the next begins with %+v, %v", p.Begin, err)
	}
}

// T10: by telephone: it is read out and recorded before they can accept.
func TestAccept_T10_TelephoneIsReadOutFirst(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	who := newPerson(t, s, s.Others[1])
	promise(t, s, who, team.ByTelephone)
	if err := ask(s, team.Proposal{Person: who, Role: access.Expert}); err != nil {
		t.Fatal(err)
	}
	me := access.Person(who)
	if err := svc.Declare(ctx, me, s.Challenge, team.Declaration{Interest: team.NoInterest}); err != nil {
		t.Fatal(err)
	}
	if err := svc.AcceptInvitation(ctx, me, s.Challenge, team.Answer{Signed: true}); !problem.Is(err, problem.Closed) {
		t.Errorf("accepted before it was read out: %v", err)
	}
	if err := svc.ReadOut(ctx, s.As(access.Coordinator), s.Challenge, who); err != nil {
		t.Fatal(err)
	}
	if err := svc.AcceptInvitation(ctx, me, s.Challenge, team.Answer{Signed: true}); err != nil {
		t.Error(err)
	}
}

// T10, V1: promises are for the expert and the region; access needs too, and for
// the lead only when the expert agrees.
func TestNeeds_T10_LeadOnlyWithConsent(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, expert := context.Background(), service(s), s.As(access.Expert)
	promise(t, s, s.People[access.Expert], team.OnThePage)
	actors := others(s)
	for _, role := range dbtest.Everyone {
		actors[string(role)] = s.As(role)
	}
	for _, consent := range []bool{false, true} {
		if err := svc.SaveNeeds(ctx, expert, s.Challenge, "A ramp, and breaks each hour", consent); err != nil {
			t.Fatal(err)
		}
		for name, actor := range actors {
			own := name == "expert" || name == "coordinator"
			if n := count(t, s, actor, "expert_promise"); (n == 1) != own {
				t.Errorf("%s reads %d promises", name, n)
			}
			may := own || consent && name == "lead"
			if n := count(t, s, actor, "access_need"); (n == 1) != may {
				t.Errorf("consent %v: %s reads %d needs", consent, name, n)
			}
			if p, err := svc.TeamPage(ctx, actor, s.Challenge); err == nil && name != "expert" {
				if got := of(p.Members, s.People[access.Expert]).Needs != ""; got != may {
					t.Errorf("consent %v: %s sees the needs on the page: %v", consent, name, got)
				}
			}
		}
	}
	if err := svc.SaveNeeds(ctx, s.As(access.DASS), s.Challenge, "x", true); !problem.Is(err, problem.NotFound) {
		t.Errorf("the host has needs here: %v", err)
	}
	if err := svc.SavePromise(ctx, s.As(access.Lead), s.Challenge, promised(s.People[access.Expert], team.OnThePage), false); !problem.Is(err, problem.NotFound) {
		t.Errorf("the lead promises: %v", err)
	}
}

// T9: who accepts signs, trained or not, and the signature is kept: the training
// that the coordinator records is then all that is missing.
func TestAccept_T9_SignedBeforeTrained(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, day := context.Background(), service(s), civil.MustParseISO("2027-02-01")
	guest := propose(t, s, access.DeputyLead)
	if err := svc.Declare(ctx, access.Person(guest), s.Challenge, team.Declaration{Interest: team.NoInterest}); err != nil {
		t.Fatal(err)
	}
	if err := svc.AcceptInvitation(ctx, access.Person(guest), s.Challenge, team.Answer{Signed: true}); err != nil {
		t.Fatal(err)
	}
	m := memberOf(t, s, guest)
	if diff := cmp.Diff([]string{"be trained for your role", "be trained in co-production"}, m.Lacks()); diff != "" {
		t.Errorf("signed, and lacks (-want +got):\n%s", diff)
	}
	s.MoveTo(access.Reading)
	if got := opens(t, s, guest); got["team"] {
		t.Errorf("not trained, and opens %v", got)
	}
	if err := svc.RecordTraining(ctx, s.As(access.Coordinator), s.Challenge, m.ID, day, day); err != nil {
		t.Fatal(err)
	}
	if got := opens(t, s, guest); !got["team"] {
		t.Errorf("trained and signed, and opens %v", got)
	}
	if err := svc.SignUndertaking(ctx, access.Person(guest), s.Challenge, team.Readiness{Signed: true, TrainedOn: day}); err == nil {
		t.Error("signed a second time, over the coordinator’s record")
	}
}

// T9: each of undertaking, training for the role and in co-production is needed
// before anything opens; taking one away closes it at once.
func TestTraining_T9_EachIsNeeded(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.Reading)
	ctx, svc, coordinator, who := context.Background(), service(s), s.As(access.Coordinator), s.People[access.Councillor]
	m, day := memberOf(t, s, who), civil.MustParseISO("2027-02-01")
	for name, days := range map[string][2]civil.Date{"neither": {}, "not in co-production": {day, civil.Date{}}, "not for the role": {civil.Date{}, day}} {
		if err := svc.RecordTraining(ctx, coordinator, s.Challenge, m.ID, days[0], days[1]); err != nil {
			t.Fatal(err)
		}
		if got := opens(t, s, who); got["team"] || got["shared"] || !got["common"] {
			t.Errorf("%s, and opens %v", name, got)
		}
		if len(memberOf(t, s, who).Lacks()) == 0 {
			t.Errorf("%s, and lacks nothing", name)
		}
	}
	if err := svc.RecordTraining(ctx, coordinator, s.Challenge, m.ID, day, day); err != nil {
		t.Fatal(err)
	}
	if got := opens(t, s, who); !got["team"] || !got["shared"] {
		t.Errorf("trained and signed, and opens %v", got)
	}
	if err := svc.RecordTraining(ctx, coordinator, s.Challenge, m.ID, civil.MustParseISO("2027-03-02"), day); field(t, err) != "role" {
		t.Errorf("trained tomorrow: %v", err)
	}
	if err := svc.RecordTraining(ctx, s.As(access.Lead), s.Challenge, m.ID, day, day); !problem.Is(err, problem.NotFound) {
		t.Errorf("the lead records training: %v", err)
	}
}
