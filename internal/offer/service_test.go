package offer_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// ground is a story whose cycle is being gathered.
type ground struct {
	*dbtest.Story
	t    *testing.T
	svc  *offer.Service
	slug string // of the host
}

func open(t *testing.T) *ground {
	t.Helper()
	b := dbtest.Tx(t)
	s := dbtest.NewStory(t, b)
	g := &ground{Story: s, t: t, svc: &offer.Service{DB: b, Clock: s.Clock, BaseURL: "https://pc.example", People: &person.Service{DB: b, Clock: s.Clock, BaseURL: "https://pc.example"}}}
	if err := g.svc.Open(context.Background(), s.As(access.Coordinator), s.Cycle, day("2027-03-31")); err != nil {
		t.Fatal(err)
	}
	g.slug = read[string](g, s.As(access.DASS), `SELECT slug FROM council WHERE id = $1`, s.Host)
	return g
}

func day(s string) civil.Date { return civil.MustParseISO(s) }

func read[T any](g *ground, as access.Actor, sql string, args ...any) T {
	g.t.Helper()
	var v T
	err := db.Read(context.Background(), g.DB, as, func(tx pgx.Tx) (err error) { v, err = db.Value[T](context.Background(), tx, sql, args...); return })
	if err != nil {
		g.t.Fatalf("%s: %v", sql, err)
	}
	return v
}

// mails counts the queue of a kind, as the job that sends it.
func (g *ground) mails(kind string) int {
	return read[int](g, access.Job("mail"), `SELECT count(*)::int FROM mail WHERE kind = $1 AND queued_at = $2`, kind, g.Clock.Now())
}

func full(g *ground) offer.CouncilAnswer {
	return offer.CouncilAnswer{
		Closed:      []offer.Range{{First: day("2027-06-07"), Last: day("2027-06-11"), Why: "Ofsted’s visit"}},
		Months:      []civil.Date{day("2027-10-01"), day("2027-09-01")},
		LookAt:      "How people wait for an assessment",
		Assessments: []offer.Range{{First: day("2027-11-01"), Last: day("2027-12-15"), Why: "CQC expected"}},
		SignedName:  "Ruth O’Hara",
		People: []offer.Offered{
			{Name: "Seán Ó Briain", Email: "sean@host.example", Role: offer.SeniorManager, MaxVisits: 2, MaxDays: 6, Experienced: true, Skills: "Reablement",
				Away: []offer.Range{{First: day("2027-08-02"), Last: day("2027-08-20")}}},
			{Name: "Cllr Zoë D’Arcy", Email: "zoe@host.example", Role: offer.Councillor, MaxVisits: 1},
		},
	}
}

// S3, S4, T3, T7: one page of a director is all that planning needs of the council.
func TestSendCouncil_T7_WhatTheDirectorSays(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	if n := g.mails("offer.ask-council"); n != 2 {
		t.Errorf("%d directors were written to, want each of the 2 once", n)
	}
	if err := g.svc.SendCouncil(ctx, g.As(access.DASS), g.Cycle, g.slug, full(g)); err != nil {
		t.Fatal(err)
	}
	v, err := g.svc.CouncilPage(ctx, g.As(access.DASS), g.Cycle, g.slug)
	if err != nil {
		t.Fatal(err)
	}
	if v.Sent == nil || v.Sent.Typed || len(v.Answer.People) != 2 || v.Answer.SignedOn != civil.Of(g.Clock.Now()) {
		t.Errorf("the page: %+v", v)
	}
	var f offer.Facts
	if err := db.Read(ctx, g.DB, g.As(access.Coordinator), func(tx pgx.Tx) (err error) { f, err = offer.FactsTx(ctx, tx, g.Cycle); return }); err != nil {
		t.Fatal(err)
	}
	for _, c := range f.Councils {
		if c.ID != g.Host {
			if c.Answered {
				t.Errorf("%s has not answered", c.Name)
			}
			continue
		}
		want := offer.CouncilFacts{ID: g.Host, Name: c.Name, Answered: true, Closed: full(g).Closed, Months: []civil.Date{day("2027-09-01"), day("2027-10-01")}, Assessments: full(g).Assessments}
		if diff := cmp.Diff(want, c, cmp.Comparer(func(a, b civil.Date) bool { return a == b })); diff != "" {
			t.Errorf("facts (-want +got):\n%s", diff)
		}
	}
	if len(f.People) != 2 || f.People[1].Name != "Seán Ó Briain" || f.People[1].MaxVisits != 2 || f.People[1].MaxDays != 6 || !f.People[1].Experienced ||
		f.People[1].Council != g.Host || len(f.People[1].Unavailable) != 1 || f.People[1].Answered {
		t.Errorf("people: %+v", f.People)
	}
}

// What was sent can be sent again: people stay, are changed, or are taken off; other
// closed days stay; a stale page is refused and changes nothing.
func TestSendCouncil_AgainAndStale(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	before := read[int](g, g.As(access.Coordinator), `SELECT count(*)::int FROM council_closed_dates WHERE council_id = $1`, g.Host)
	if err := g.svc.SendCouncil(ctx, g.As(access.DASS), g.Cycle, g.slug, full(g)); err != nil {
		t.Fatal(err)
	}
	v, _ := g.svc.CouncilPage(ctx, g.As(access.DASS), g.Cycle, g.slug)
	again := v.Answer
	again.Closed, again.Months, again.LookAt = nil, nil, "Changed"
	again.People[0].Remove = true
	if err := g.svc.SendCouncil(ctx, g.As(access.DASS), g.Cycle, g.slug, again); err != nil {
		t.Fatal(err)
	}
	if err := g.svc.SendCouncil(ctx, g.As(access.DASS), g.Cycle, g.slug, full(g)); !problem.Is(err, problem.Conflict) {
		t.Errorf("a page that rests on an older one: %v, want Conflict", err)
	}
	v, _ = g.svc.CouncilPage(ctx, g.As(access.DASS), g.Cycle, g.slug)
	if v.Answer.LookAt != "Changed" || len(v.Answer.People) != 1 || len(v.Answer.Closed) != 0 {
		t.Errorf("after sending again: %+v", v.Answer)
	}
	if after := read[int](g, g.As(access.Coordinator), `SELECT count(*)::int FROM council_closed_dates WHERE council_id = $1`, g.Host); after != before {
		t.Errorf("%d closed dates, want %d", after, before)
	}
}

// Each refusal says where, and writes nothing.
func TestSendCouncil_RefusalsWriteNothing(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	for name, c := range map[string]struct {
		change func(*offer.CouncilAnswer)
		field  string
	}{
		"outside the cycle": {func(a *offer.CouncilAnswer) {
			a.Closed[0].First, a.Closed[0].Last = day("2031-01-01"), day("2031-01-02")
		}, "closed"},
		"backwards":          {func(a *offer.CouncilAnswer) { a.Assessments[0].Last = day("2027-01-01") }, "assessments"},
		"month of no cycle":  {func(a *offer.CouncilAnswer) { a.Months = []civil.Date{day("2030-01-01")} }, "months"},
		"too long":           {func(a *offer.CouncilAnswer) { a.LookAt = strings.Repeat("é", 4001) }, "look_at"},
		"nobody's name":      {func(a *offer.CouncilAnswer) { a.People[0].Name = "" }, "p1-name"},
		"no role":            {func(a *offer.CouncilAnswer) { a.People[1].Role = "king" }, "p2-role"},
		"no visits":          {func(a *offer.CouncilAnswer) { a.People[1].MaxVisits = 0 }, "p2-visits"},
		"the same twice":     {func(a *offer.CouncilAnswer) { a.People[1].Email = "SEAN@host.example" }, "p2-email"},
		"of another council": {func(a *offer.CouncilAnswer) { a.People[1].Email = g.People[access.Lead].String() + "@example.org" }, "p2-email"},
	} {
		a := full(g)
		c.change(&a)
		err := g.svc.SendCouncil(ctx, g.As(access.DASS), g.Cycle, g.slug, a)
		p, _ := err.(*problem.Problem)
		if p == nil || p.Kind != problem.Invalid || len(p.Fields) == 0 || p.Fields[0].Name != c.field {
			t.Errorf("%s: %v (%+v), want a message at %s", name, err, p, c.field)
		}
	}
	if n := read[int](g, g.As(access.Coordinator), `SELECT (SELECT count(*) FROM council_offer)::int + (SELECT count(*) FROM person_offer)::int + (SELECT count(*) FROM council_closed_dates)::int`); n != 0 {
		t.Errorf("refusals wrote %d rows", n)
	}
}

// A person is offered once: a second council, or the coordinator, is told so.
func TestName_OnceAndByOneCouncil(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	if err := g.svc.SendCouncil(ctx, g.As(access.DASS), g.Cycle, g.slug, full(g)); err != nil {
		t.Fatal(err)
	}
	n := offer.Named{Offered: offer.Offered{Name: "Seán Ó Briain", Email: "sean@host.example", Role: offer.Lead, MaxVisits: 1}}
	if _, err := g.svc.Name(ctx, g.As(access.Coordinator), g.Cycle, n); !problem.Is(err, problem.Invalid) {
		t.Errorf("named twice: %v", err)
	}
	n.Email, n.Council = "other@host.example", g.Host
	if _, err := g.svc.Name(ctx, g.As(access.DASS), g.Cycle, n); !problem.Is(err, problem.NotFound) {
		t.Errorf("a director names for the region: %v, want Missing", err)
	}
	n.Council, n.Outside = uuid.Nil, "Derby"
	if _, err := g.svc.Name(ctx, g.As(access.Coordinator), g.Cycle, n); err != nil {
		t.Fatal(err)
	}
}

// somebody offered by the host who answers for themselves.
func (g *ground) offered(role offer.Role) uuid.UUID {
	g.t.Helper()
	who, err := g.svc.Name(context.Background(), g.As(access.Coordinator), g.Cycle,
		offer.Named{Offered: offer.Offered{Name: "Amélie", Email: uuid.NewString() + "@example.org", Role: role, MaxVisits: 2}})
	if err != nil {
		g.t.Fatal(err)
	}
	return who
}

// T5: what bars and what is weighed follows from the kind; the plan's words of a
// barring link never tell which it is.
func TestAnswerPerson_T5_LinksAreTyped(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	who := g.offered(offer.PSW)
	until, from := 2025, 2019
	a := offer.PersonAnswer{Yes: true, Away: []offer.Range{{First: day("2027-08-01"), Last: day("2027-08-31")}}, Needs: "A ramp", RoleOn: day("2027-01-10"), CoProductionOn: day("2027-01-11"), Undertaking: true,
		Links: []offer.Link{{CouncilID: g.Host, Kind: offer.DrawsOnCare, Words: "My mother"}, {CouncilID: g.Others[0], Kind: offer.FormerEmployer, FromYear: &from, UntilYear: &until},
			{CouncilID: g.Others[1], Kind: offer.RatherNot, Words: "a reason nobody asked for"}, {CouncilID: g.Others[2], Kind: offer.Other, Words: "A friend works there"}}}
	if err := g.svc.AnswerPerson(ctx, access.Person(who), g.Cycle, who, a); err != nil {
		t.Fatal(err)
	}
	var f offer.Facts
	if err := db.Read(ctx, g.DB, g.As(access.Coordinator), func(tx pgx.Tx) (err error) { f, err = offer.FactsTx(ctx, tx, g.Cycle); return }); err != nil {
		t.Fatal(err)
	}
	want := map[uuid.UUID]offer.LinkFacts{
		g.Host:      {Council: g.Host, Barring: true, Reason: "should not take part there"},
		g.Others[0]: {Council: g.Others[0], Ended: day("2025-12-31"), Reason: "worked there until 2025"},
		g.Others[1]: {Council: g.Others[1], Barring: true, Reason: "should not take part there"},
		g.Others[2]: {Council: g.Others[2], Reason: "has a link that is to be weighed"},
	}
	got := map[uuid.UUID]offer.LinkFacts{}
	for _, l := range f.People[0].Links {
		got[l.Council] = l
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b civil.Date) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := read[int](g, g.As(access.Coordinator), `SELECT count(*)::int FROM person_link WHERE kind = 'rather_not' AND words <> ''`); n != 0 {
		t.Error("a reason for “rather not” was kept")
	}
	for name, bad := range map[string]offer.PersonAnswer{
		"neither":         {},
		"no year":         {Yes: true, Links: []offer.Link{{CouncilID: g.Host, Kind: offer.FormerEmployer}}},
		"no council":      {Yes: true, Links: []offer.Link{{Kind: offer.Relation}}},
		"no kind":         {Yes: true, Links: []offer.Link{{CouncilID: g.Host}}},
		"future training": {Yes: true, RoleOn: day("2028-01-01")},
		"twice":           {Yes: true, Links: []offer.Link{{CouncilID: g.Host, Kind: offer.Other}, {CouncilID: g.Host, Kind: offer.Other}}},
		"no such council": {Yes: true, Links: []offer.Link{{CouncilID: uuid.New(), Kind: offer.Other}}},
	} {
		if err := g.svc.AnswerPerson(ctx, access.Person(who), g.Cycle, who, bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
	v, err := g.svc.PersonPage(ctx, access.Person(who), g.Cycle, who)
	if err != nil || len(v.Answer.Links) != 4 || !v.Answer.Yes || v.Said.Typed != "" {
		t.Errorf("refusals changed something: %+v, %v", v.Answer, err)
	}
}

// Somebody who says no is not planned with, and stays in the list.
func TestAnswerPerson_NoIsNotPlannedWith(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	who := g.offered(offer.Lead)
	if err := g.svc.AnswerPerson(ctx, access.Person(who), g.Cycle, who, offer.PersonAnswer{No: true}); err != nil {
		t.Fatal(err)
	}
	err := db.Read(ctx, g.DB, g.As(access.Coordinator), func(tx pgx.Tx) error {
		f, err := offer.FactsTx(ctx, tx, g.Cycle)
		if len(f.People) != 0 {
			t.Errorf("planned with: %+v", f.People)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := g.svc.List(ctx, g.As(access.Coordinator), g.Cycle); len(v.People) != 1 || v.People[0].Answer != "no" {
		t.Errorf("the list: %+v", v.People)
	}
}

// A councillor by telephone: the coordinator types, and that is kept and shown.
func TestAnswerPerson_TypedByTheCoordinator(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	who := g.offered(offer.Councillor)
	if err := g.svc.AnswerPerson(ctx, g.As(access.Coordinator), g.Cycle, who, offer.PersonAnswer{Yes: true}); err != nil {
		t.Fatal(err)
	}
	v, err := g.svc.List(ctx, g.As(access.Coordinator), g.Cycle)
	if err != nil || !strings.HasPrefix(v.People[0].TypedBy, "Coordinator of") {
		t.Errorf("typed by %q, %v", v.People[0].TypedBy, err)
	}
	a := full(g)
	a.SignedOn = day("2027-04-01")
	if err := g.svc.SendCouncil(ctx, g.As(access.Coordinator), g.Cycle, g.slug, a); !problem.Is(err, problem.Invalid) {
		t.Errorf("signed in the future: %v", err)
	}
	a.SignedOn = day("2027-02-20") // on paper
	if err := g.svc.SendCouncil(ctx, g.As(access.Coordinator), g.Cycle, g.slug, a); err != nil {
		t.Fatal(err)
	}
	p, _ := g.svc.CouncilPage(ctx, g.As(access.DASS), g.Cycle, g.slug)
	if p.Answer.SignedOn != a.SignedOn {
		t.Errorf("signed on %s", p.Answer.SignedOn)
	}
	if p.Sent == nil || !p.Sent.Typed {
		t.Errorf("the director is not told who typed: %+v", p.Sent)
	}
	if err := g.svc.SaveDraft(ctx, g.As(access.Coordinator), g.Cycle, g.slug, nil); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a coordinator keeps a draft: %v", err)
	}
}

func promise(who uuid.UUID, f team.Format) team.Promise {
	return team.Promise{PersonID: who, Hours: "20", Payment: "£25 an hour", Expenses: "Trains", Benefits: "May change yours; ask Citizens Advice", Buddy: "Jo", Support: "Debrief", Format: f}
}

// T10: an expert says yes only after they have got what they are promised, in the
// format they chose; nobody is asked before it is written.
func TestAnswerPerson_T10_PromiseFirst(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	who := g.offered(offer.Expert)
	if n := g.mails("offer.ask-person"); n != 0 {
		t.Errorf("the expert was asked before anything was promised")
	}
	if _, err := g.svc.Remind(ctx, g.As(access.Coordinator), g.Cycle, nil, []uuid.UUID{who}); !problem.Is(err, problem.Invalid) {
		t.Errorf("reminded of what was never asked: %v", err)
	}
	yes := offer.PersonAnswer{Yes: true}
	if err := g.svc.AnswerPerson(ctx, access.Person(who), g.Cycle, who, yes); !problem.Is(err, problem.Invalid) {
		t.Errorf("yes before the promise: %v", err)
	}
	if err := g.svc.SavePromise(ctx, g.As(access.DASS), g.Cycle, promise(who, team.ByTelephone), false); !problem.Is(err, problem.NotFound) {
		t.Errorf("a director promises: %v", err)
	}
	if err := g.svc.SavePromise(ctx, g.As(access.Coordinator), g.Cycle, promise(who, team.ByTelephone), true); err != nil {
		t.Fatal(err)
	}
	if err := g.svc.AnswerPerson(ctx, access.Person(who), g.Cycle, who, yes); !problem.Is(err, problem.Invalid) {
		t.Errorf("yes before it was read out: %v", err)
	}
	if err := g.svc.ReadOut(ctx, g.As(access.Coordinator), g.Cycle, who); err != nil {
		t.Fatal(err)
	}
	if err := g.svc.ReadOut(ctx, g.As(access.Coordinator), g.Cycle, who); !problem.Is(err, problem.Conflict) {
		t.Errorf("read out twice: %v", err)
	}
	if err := g.svc.AnswerPerson(ctx, access.Person(who), g.Cycle, who, yes); err != nil {
		t.Error(err)
	}
	if err := g.svc.AnswerPerson(ctx, access.Person(who), g.Cycle, who, offer.PersonAnswer{No: true}); err != nil {
		t.Error(err)
	}
}

// T9: training counts once the coordinator has confirmed it; a change of the
// person's own word takes that back.
func TestConfirmTraining_T9(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	who := g.offered(offer.PSW)
	me := access.Person(who)
	a := offer.PersonAnswer{Yes: true, RoleOn: day("2027-01-10")}
	if err := g.svc.AnswerPerson(ctx, me, g.Cycle, who, a); err != nil {
		t.Fatal(err)
	}
	if err := g.svc.ConfirmTraining(ctx, g.As(access.Coordinator), g.Cycle, who); !problem.Is(err, problem.Conflict) {
		t.Errorf("confirmed with one of two: %v", err)
	}
	a.CoProductionOn = day("2027-01-11")
	if err := g.svc.AnswerPerson(ctx, me, g.Cycle, who, a); err != nil {
		t.Fatal(err)
	}
	if err := g.svc.ConfirmTraining(ctx, me, g.Cycle, who); !problem.Is(err, problem.NotFound) {
		t.Errorf("confirmed by oneself: %v", err)
	}
	if err := g.svc.ConfirmTraining(ctx, g.As(access.Coordinator), g.Cycle, who); err != nil {
		t.Fatal(err)
	}
	confirmed := func() bool { v, _ := g.svc.PersonPage(ctx, me, g.Cycle, who); return v.Training.Confirmed }
	if err := g.svc.AnswerPerson(ctx, me, g.Cycle, who, a); err != nil || !confirmed() {
		t.Errorf("the same answer again took the confirmation back: %v", err)
	}
	a.RoleOn = day("2027-02-10")
	if err := g.svc.AnswerPerson(ctx, me, g.Cycle, who, a); err != nil || confirmed() {
		t.Errorf("a new day stays confirmed: %v", err)
	}
}

// One mail each, counted, and at most one a day.
func TestRemind_OneMailEach(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	who := g.offered(offer.Lead)
	council, stranger := []uuid.UUID{g.Host, g.Others[2]}, g.Others[2]
	n, err := g.svc.Remind(ctx, g.As(access.Coordinator), g.Cycle, council, []uuid.UUID{who})
	if err != nil || n != 3 || g.mails("offer.remind") != 3 {
		t.Fatalf("%d reminded, %d mails, %v", n, g.mails("offer.remind"), err)
	}
	if _, err := g.svc.Remind(ctx, g.As(access.Coordinator), g.Cycle, []uuid.UUID{stranger}, nil); !problem.Is(err, problem.Conflict) {
		t.Errorf("twice a day: %v", err)
	}
	if _, err := g.svc.Remind(ctx, g.As(access.DASS), g.Cycle, council, nil); !problem.Is(err, problem.NotFound) {
		t.Errorf("a director reminds: %v", err)
	}
	g.Clock.Set(g.Clock.Now().Add(48 * time.Hour))
	if n, err = g.svc.Remind(ctx, g.As(access.Coordinator), g.Cycle, []uuid.UUID{stranger}, nil); err != nil || n != 1 {
		t.Errorf("two days later: %d, %v", n, err)
	}
	v, _ := g.svc.List(ctx, g.As(access.Coordinator), g.Cycle)
	for _, c := range v.Councils {
		if c.ID == stranger && c.Reminders != 2 {
			t.Errorf("%d reminders counted, want 2", c.Reminders)
		}
	}
}

// Opening is for coordinators of the region, once, with a day to come.
func TestOpen_Refusals(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	for name, c := range map[string]struct {
		as   access.Actor
		by   string
		want problem.Kind
	}{
		"again": {g.As(access.Coordinator), "2027-04-01", problem.Conflict}, "a director": {g.As(access.DASS), "2027-04-01", problem.NotFound},
		"elsewhere": {access.Person(g.Elsewhere), "2027-04-01", problem.NotFound}, "past": {g.As(access.Coordinator), "2027-01-01", problem.Invalid},
		"after the cycle": {g.As(access.Coordinator), "2029-01-01", problem.Invalid},
	} {
		if err := g.svc.Open(ctx, c.as, g.Cycle, day(c.by)); !problem.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
