package learning_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/learning"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

type story struct {
	*dbtest.Story
	t   *testing.T
	svc *learning.Service
}

func drafting(t *testing.T, b db.Beginner) story {
	t.Helper()
	s := dbtest.NewStory(t, b)
	for _, stage := range []access.Stage{access.Reading, access.OnSite, access.Drafting} {
		s.MoveTo(stage)
	}
	s.Clock.Set(time.Date(2027, 5, 20, 9, 0, 0, 0, clock.London))
	return story{s, t, &learning.Service{DB: b, Clock: s.Clock}}
}

func (s story) note(words string) uuid.UUID {
	s.t.Helper()
	idea, err := s.svc.Note(ctx, s.As(access.Lead), learning.NewIdea{Challenge: s.Challenge, AreaKey: s.Framework.Areas[0].Key, Words: words})
	if err != nil {
		s.t.Fatal(err)
	}
	return idea
}

func (s story) shared(actor access.Actor, q learning.Query) []learning.SharedIdea {
	s.t.Helper()
	p, err := s.svc.Shared(ctx, actor, q)
	if err != nil {
		s.t.Fatal(err)
	}
	return p.Ideas
}

func want(t *testing.T, what string, err error, kind problem.Kind) {
	t.Helper()
	if !problem.Is(err, kind) {
		t.Errorf("%s: %v, want %s", what, err, kind)
	}
}

// E2: nobody but its owner finds an idea: not in lists, not by its id, not in the
// table; not the coordinator, and not the operator.
func TestLog_E2_OnlyTheOwnerReads(t *testing.T) {
	t.Parallel()
	s := drafting(t, dbtest.Tx(t))
	idea := s.note("Huddles at nine")
	if p, err := s.svc.Log(ctx, s.As(access.Lead), learning.After{}); err != nil || len(p.Ideas) != 1 || p.Ideas[0].Words != "Huddles at nine" {
		t.Fatalf("%+v, %v", p, err)
	}
	others := []access.Actor{access.Person(s.Stranger), access.Person(s.Elsewhere), dbtest.Operator, access.Public(), access.Job("stages")}
	for _, role := range dbtest.Everyone {
		if role != access.Lead {
			others = append(others, s.As(role))
		}
	}
	for _, actor := range others {
		_, err := s.svc.Idea(ctx, actor, idea)
		want(t, "the idea", err, problem.NotFound)
		want(t, "sharing it", s.svc.Share(ctx, actor, idea, true), problem.NotFound)
		want(t, "removing it", s.svc.Remove(ctx, actor, idea), problem.NotFound)
		want(t, "changing it", s.svc.Change(ctx, actor, idea, 1, learning.NewIdea{Words: "Mine"}), problem.NotFound)
		err = db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
			n, err := db.Value[int](ctx, tx, `SELECT count(*)::integer FROM learning_idea`)
			if n != 0 {
				t.Errorf("somebody reads %d ideas of another", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.svc.Log(ctx, dbtest.Operator, learning.After{})
	want(t, "an operator's log", err, problem.NotFound)
	_, err = s.svc.Note(ctx, access.Person(s.Stranger), learning.NewIdea{Challenge: s.Challenge, Words: "From a challenge that is not mine"})
	want(t, "an idea from a challenge of others", err, problem.NotFound)
}

// E2: a shared idea carries its author, and not the host before it published or
// agreed; a text that names the host is refused until then; so are identifiers, and
// possible names are asked about; taking it back ends it.
func TestShare_E2_DoesNotNameTheHost(t *testing.T) {
	t.Parallel()
	s := drafting(t, dbtest.Tx(t))
	for name, words := range map[string]string{"its name": "In Hostshire they meet at nine", "its name, small": "the hostshire way", "genitive": "Hostshire’s huddles"} {
		idea := s.note(words)
		err := s.svc.Share(ctx, s.As(access.Lead), idea, true)
		want(t, name, err, problem.Invalid)
		if !strings.Contains(fmt.Sprint(err), "words") {
			t.Errorf("%s: %v", name, err)
		}
	}
	want(t, "a telephone number", s.svc.Share(ctx, s.As(access.Lead), s.note("Ring 01632 960 001"), true), problem.Invalid)
	named := s.note("Their manager Margaret Thistlewood runs a huddle at nine")
	want(t, "a possible name", s.svc.Share(ctx, s.As(access.Lead), named, false), problem.Invalid)
	idea := s.note("Managers meet for ten minutes at nine, and waiting lists fell")
	if err := s.svc.Share(ctx, s.As(access.Lead), idea, false); err != nil {
		t.Fatal(err)
	}
	want(t, "sharing twice", s.svc.Share(ctx, s.As(access.Lead), idea, false), problem.Conflict)
	for _, actor := range []access.Actor{s.As(access.Coordinator), s.As(access.Contributor), access.Person(s.Stranger)} {
		got := s.shared(actor, learning.Query{})
		if len(got) != 1 || got[0].Host != "" || !strings.HasPrefix(got[0].Author, "Challenge lead") || got[0].Mine {
			t.Errorf("%+v", got)
		}
	}
	if got := s.shared(access.Person(s.Elsewhere), learning.Query{}); len(got) != 0 {
		t.Error("another region reads it (V3)")
	}
	for _, role := range []access.Role{access.Lead, access.LinkOfficer, access.Coordinator} {
		want(t, string(role), s.svc.Agree(ctx, s.As(role), s.Challenge), problem.NotFound)
	}
	if err := s.svc.Agree(ctx, s.As(access.DASS), s.Challenge); err != nil {
		t.Fatal(err)
	}
	if got := s.shared(access.Person(s.Stranger), learning.Query{}); len(got) != 1 || !strings.HasPrefix(got[0].Host, "Hostshire") {
		t.Errorf("after the host agreed: %+v", got)
	}
	if err := s.svc.Share(ctx, s.As(access.Lead), s.note("In Hostshire the huddles work"), true); err != nil {
		t.Errorf("the name is refused after the host agreed: %v", err)
	}
	if err := s.svc.TakeBack(ctx, s.As(access.DASS), s.Challenge); err != nil {
		t.Fatal(err)
	}
	if got := s.shared(access.Person(s.Stranger), learning.Query{Words: "waiting lists"}); len(got) != 1 || got[0].Host != "" {
		t.Errorf("after it was taken back: %+v", got)
	}
	if err := s.svc.Withdraw(ctx, s.As(access.Lead), idea); err != nil {
		t.Fatal(err)
	}
	if got := s.shared(access.Person(s.Stranger), learning.Query{Words: "waiting lists"}); len(got) != 0 {
		t.Error("a withdrawn idea is still read")
	}
}

// E2: what was shared is found by words and by area, page by page, with the same
// number of statements.
func TestShared_E2_SearchAndPages(t *testing.T) {
	d := dbtest.DB(t)
	s := drafting(t, d.Pool)
	for i := range 30 {
		idea, err := s.svc.Note(ctx, s.As(access.Lead), learning.NewIdea{AreaKey: s.Framework.Areas[i%2].Key, Words: fmt.Sprintf("idea number %d about carers", i)})
		if err == nil {
			err = s.svc.Share(ctx, s.As(access.Lead), idea, true)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	first, err := s.svc.Shared(ctx, s.As(access.DASS), learning.Query{Words: "carer"})
	if err != nil || len(first.Ideas) != 25 || !first.More {
		t.Fatalf("%d ideas, more %v, %v", len(first.Ideas), first.More, err)
	}
	last := first.Ideas[24]
	second := s.shared(s.As(access.DASS), learning.Query{Words: "carer", AfterOn: last.SharedOn, AfterID: last.ID})
	seen := map[uuid.UUID]bool{}
	for _, i := range append(first.Ideas, second...) {
		seen[i.ID] = true
	}
	if len(second) != 5 || len(seen) != 30 {
		t.Errorf("%d on the second page, %d different ones", len(second), len(seen))
	}
	if got := s.shared(s.As(access.DASS), learning.Query{AreaKey: s.Framework.Areas[1].Key}); len(got) != 15 {
		t.Errorf("%d of an area", len(got))
	}
	if got := s.shared(s.As(access.DASS), learning.Query{Words: "hospital OR \"("}); len(got) != 0 {
		t.Errorf("%d for words that nobody wrote", len(got))
	}
	if n := dbtest.Statements(func() { s.shared(s.As(access.DASS), learning.Query{}) }); n > 4 {
		t.Errorf("%d statements for a page of 25", n)
	}
}

// E3: findings are counted over three hosts or more that published or agreed, all
// together; drafts and hosts that did not never count.
func TestThemes_E3_CountsOnlyHostsThatAgreed(t *testing.T) {
	d := dbtest.DB(t)
	s := drafting(t, d.Pool)
	count := func() (int, int) {
		p, err := s.svc.Themes(ctx, access.Person(s.Stranger))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, theme := range p.Themes {
			n += theme.Strengths + theme.Considerations + theme.Recommended
		}
		return p.Hosts, n
	}
	if hosts, n := count(); hosts != 0 || n != 0 {
		t.Errorf("%d findings of %d hosts before any report", n, hosts)
	}
	for i := range 4 {
		s.finalReport(d, i, i < 3)
		hosts, n := count()
		if want := map[int][2]int{0: {0, 0}, 1: {0, 0}, 2: {3, 6}, 3: {3, 6}}[i]; hosts != want[0] || n != want[1] {
			t.Errorf("after %d reports: %d findings of %d hosts, want %v", i+1, n, hosts, want)
		}
	}
	if p, err := s.svc.Themes(ctx, access.Person(s.Elsewhere)); err != nil || p.Hosts != 0 {
		t.Errorf("another region: %+v, %v", p, err)
	}
	_, err := s.svc.Themes(ctx, dbtest.Operator)
	want(t, "the operator", err, problem.NotFound)
}

// finalReport puts a final report of two findings there, as the database's owner:
// this test is about counting, not about how a report becomes final.
func (s story) finalReport(d *dbtest.Database, i int, agreed bool) {
	s.t.Helper()
	parts, err := finding.Parts("", []finding.Sealed{{ID: uuid.New(), AreaKey: s.Framework.Areas[i].Key, AreaName: s.Framework.Areas[i].Name, Kind: finding.Strength, Title: "S"},
		{ID: uuid.New(), AreaKey: s.Framework.Areas[0].Key, AreaName: s.Framework.Areas[0].Name, Kind: finding.Recommendation, Title: "R"}})
	if err != nil {
		s.t.Fatal(err)
	}
	of := s.Challenge
	exec := func(sql string, args ...any) {
		if _, err := d.Owner.Exec(ctx, sql, args...); err != nil {
			s.t.Fatal(err)
		}
	}
	if i > 0 {
		of = uuid.New()
		exec(`INSERT INTO challenge (id, region_id, cycle_id, framework_id, host_council_id, name, stage, stage_since, onsite_first, onsite_last)
			SELECT $1, region_id, cycle_id, framework_id, $3, 'Another', 'final', stage_since, onsite_first, onsite_last FROM challenge WHERE id = $2`, of, s.Challenge, s.Others[i-1])
	}
	hand := uuid.New()
	exec(`INSERT INTO handover (id, challenge_id, number, kind, from_room, to_room, person_id, as_role, at, previous, seal) VALUES ($1, $2, 1, $3, 'team', 'council', $4, 'lead', now(), '', '')`,
		hand, of, handover.Finalise, s.People[access.Lead])
	for k, p := range parts {
		exec(`INSERT INTO handover_part (handover_id, challenge_id, from_room, to_room, ordinal, name, body, nonce, hash) VALUES ($1, $2, 'team', 'council', $3, $4, $5, '\x00', $6)`,
			hand, of, k+1, p.Name, p.Body, make([]byte, 32))
	}
	if agreed {
		exec(`INSERT INTO learning_agreement (id, challenge_id, region_id, person_id, agreed_on) VALUES ($1, $2, $3, $4, '2027-05-20')`, uuid.New(), of, s.Region, s.People[access.DASS])
	}
}
