package ending_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/ending"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/task"
	"peerchallenge/internal/task/tasktest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

func newService(t *testing.T) (*dbtest.Story, *ending.Service) {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	return s, &ending.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://peer.example"}
}

func get(t *testing.T, s *dbtest.Story, role access.Role) (c challenge.Challenge) {
	t.Helper()
	err := db.Read(ctx, s.DB, s.As(role), func(tx pgx.Tx) (err error) {
		c, err = challenge.GetTx(ctx, tx, s.Challenge)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func wants(t *testing.T, what string, err error, kind problem.Kind) {
	t.Helper()
	if !problem.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

// bodies are the mails of a kind waiting to be sent.
func bodies(t *testing.T, s *dbtest.Story, kind string) (out []string) {
	t.Helper()
	err := db.InTx(ctx, s.DB, access.Job("mail"), func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT subject || E'\n' || body FROM mail WHERE kind = $1`, kind)
		var err error
		out, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Section 3: before findings are presented the coordinator postpones or withdraws,
// afterwards closes early; nobody else, not without a reason, not twice.
func TestEnd_Section3_WhoAndWhen(t *testing.T) {
	t.Parallel()
	s, svc := newService(t)
	for _, role := range dbtest.Everyone[1:] {
		wants(t, string(role), svc.End(ctx, s.As(role), s.Challenge, challenge.Postponed, "Because"), problem.NotFound)
	}
	wants(t, "a stranger", svc.End(ctx, access.Person(s.Stranger), s.Challenge, challenge.Postponed, "Because"), problem.NotFound)
	coordinator := s.As(access.Coordinator)
	wants(t, "no reason", svc.End(ctx, coordinator, s.Challenge, challenge.Postponed, ""), problem.Invalid)
	wants(t, "a long reason", svc.End(ctx, coordinator, s.Challenge, challenge.Postponed, strings.Repeat("x", 501)), problem.Invalid)
	wants(t, "no such way", svc.End(ctx, coordinator, s.Challenge, "forgotten", "Because"), problem.NotFound)
	for _, stage := range access.Stages[1:] {
		s.MoveTo(stage)
		presented := stage.AtLeast(access.Drafting)
		for way, now := range map[string]bool{challenge.Postponed: !presented, challenge.Withdrawn: !presented, challenge.ClosedEarly: presented && stage != access.Closed} {
			if _, err := svc.Page(ctx, coordinator, s.Challenge, way); (err == nil) != now || (err != nil && !problem.Is(err, problem.Closed)) {
				t.Errorf("%s at %s: %v", way, stage, err)
			}
		}
	}
	s.MoveTo(access.Final)
	if err := svc.End(ctx, coordinator, s.Challenge, challenge.ClosedEarly, "The councils merge"); err != nil {
		t.Fatal(err)
	}
	wants(t, "twice", svc.End(ctx, coordinator, s.Challenge, challenge.ClosedEarly, "Again"), problem.Closed)
	if c := get(t, s, access.Contributor); c.Ended == nil || *c.EndedReason != "The councils merge" {
		t.Errorf("everybody reads the reason; the contributor reads %v", c.EndedReason)
	}
}

// Section 3: everybody concerned is told once, and the mail does not hold the reason.
func TestEnd_TellsEverybodyWithoutTheReason(t *testing.T) {
	t.Parallel()
	s, svc := newService(t)
	if err := svc.End(ctx, s.As(access.Coordinator), s.Challenge, challenge.Withdrawn, "The secret reason"); err != nil {
		t.Fatal(err)
	}
	mails := bodies(t, s, "challenge.withdrawn")
	if len(mails) != len(dbtest.Everyone)-1 {
		t.Errorf("%d mails, want one for each of %d", len(mails), len(dbtest.Everyone)-1)
	}
	for _, m := range mails {
		if strings.Contains(m, "secret") || !strings.Contains(m, "https://peer.example/challenges/"+s.Challenge.String()) {
			t.Errorf("the mail: %s", m)
		}
	}
}

// Section 3: dates return to planning, verbs refuse while it is postponed, and with
// new dates it resumes where it was, its open tasks with them.
func TestPostpone_Section3_ResumesWhereItWas(t *testing.T) {
	t.Parallel()
	s, svc := newService(t)
	coordinator := s.As(access.Coordinator)
	dates := &schedule.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://peer.example"}
	err := db.InTx(ctx, s.DB, coordinator, func(tx pgx.Tx) error {
		return task.OpenTx(ctx, tx, s.Clock.Now(), task.New{Challenge: s.Challenge, Kind: "self-assessment", Title: "Submit", Role: access.DASS, Due: civil.NewDate(2027, 4, 6)})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := svc.End(ctx, coordinator, s.Challenge, challenge.Postponed, "A flood"); err != nil {
		t.Fatal(err)
	}
	home := func(role access.Role) (titles []string) {
		err := db.Read(ctx, s.DB, s.As(role), func(tx pgx.Tx) error {
			list, err := task.HomeTx(ctx, tx, s.Clock.Now())
			for _, x := range list {
				if x.DoneAt == nil {
					titles = append(titles, x.Title)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return titles
	}
	if got := home(access.DASS); len(got) != 0 {
		t.Errorf("the director still has to do %v", got)
	}
	if got := home(access.Coordinator); len(got) != 1 || !strings.HasPrefix(got[0], "Set new dates") {
		t.Errorf("the coordinator has to do %v", got)
	}
	c := get(t, s, access.DASS)
	wants(t, "a verb while postponed", challenge.Require(c, ending.AskToPostpone), problem.Closed)
	p, err := dates.PreviewMove(ctx, coordinator, s.Challenge, civil.NewDate(2027, 9, 14))
	if err != nil {
		t.Fatal(err)
	}
	if err := dates.MoveVisit(ctx, coordinator, s.Challenge, schedule.Moving{First: p.First, Version: p.Version}); err != nil {
		t.Fatal(err)
	}
	c = get(t, s, access.DASS)
	if c.Ended != nil || c.Stage != access.Preparing || c.OnsiteFirst != p.First {
		t.Errorf("resumed: ended %v, stage %s, from %s", c.Ended, c.Stage, c.OnsiteFirst)
	}
	if got := home(access.DASS); len(got) != 1 {
		t.Errorf("the director has to do %v", got)
	}
	if got := home(access.Coordinator); len(got) != 0 {
		t.Errorf("the coordinator still has to do %v", got)
	}
	if mails := bodies(t, s, "schedule.moved"); len(mails) == 0 || !strings.Contains(mails[0], "goes on where it was") {
		t.Errorf("the mail about new dates: %v", mails)
	}
}

// S4: the host's director asks in one step; the coordinator decides; nobody but the
// host and the region reads that it asked.
func TestAsk_S4_OneStepAndTheCoordinatorDecides(t *testing.T) {
	t.Parallel()
	s, svc := newService(t)
	dass, coordinator := s.As(access.DASS), s.As(access.Coordinator)
	for _, role := range dbtest.Everyone {
		if role != access.DASS {
			wants(t, string(role), svc.Ask(ctx, s.As(role), s.Challenge, ending.CQC, ""), problem.NotFound)
		}
	}
	wants(t, "no reason", svc.Ask(ctx, dass, s.Challenge, ending.Other, ""), problem.Invalid)
	if err := svc.Ask(ctx, dass, s.Challenge, ending.CQC, ""); err != nil {
		t.Fatal(err)
	}
	wants(t, "twice", svc.Ask(ctx, dass, s.Challenge, ending.CQC, ""), problem.Conflict)
	for role, want := range map[access.Role]int{access.DASS: 1, access.LinkOfficer: 1, access.Coordinator: 1, access.Lead: 0, access.SeniorLeader: 0, access.Contributor: 0, access.HostPSW: 0} {
		var n, tasks int
		err := db.Read(ctx, s.DB, s.As(role), func(tx pgx.Tx) (err error) {
			if n, err = db.Value[int](ctx, tx, `SELECT count(*)::int FROM postponement_request WHERE challenge_id = $1`, s.Challenge); err != nil {
				return err
			}
			list, err := tasktest.OfChallenge(ctx, tx, s.Challenge)
			tasks = len(list)
			return err
		})
		if err != nil || n != want || (tasks > 0) != (role == access.Coordinator) {
			t.Errorf("%s reads %d requests and %d tasks (%v)", role, n, tasks, err)
		}
	}
	page, err := svc.Page(ctx, coordinator, s.Challenge, challenge.Postponed)
	if err != nil || page.Request == nil || !strings.Contains(page.Request.Words, "Care Quality Commission") {
		t.Fatalf("the coordinator's page: %+v, %v", page.Request, err)
	}
	wants(t, "an answer without words", svc.Keep(ctx, coordinator, s.Challenge, ""), problem.Invalid)
	wants(t, "the lead answers", svc.Keep(ctx, s.As(access.Lead), s.Challenge, "No"), problem.NotFound)
	if err := svc.Keep(ctx, coordinator, s.Challenge, "The assessment is after the visit"); err != nil {
		t.Fatal(err)
	}
	wants(t, "answered twice", svc.Keep(ctx, coordinator, s.Challenge, "No"), problem.Conflict)
	s.Clock.Set(s.Clock.Now().Add(time.Hour))
	if err := svc.Ask(ctx, dass, s.Challenge, ending.Other, "Our building is closed"); err != nil {
		t.Fatal(err)
	}
	if err := svc.End(ctx, coordinator, s.Challenge, challenge.Postponed, "The host's building is closed"); err != nil {
		t.Fatal(err)
	}
	asked, err := svc.AskForm(ctx, dass, s.Challenge)
	if err != nil || len(asked.Requests) != 2 || asked.Open() || *asked.Requests[0].Decided != "postponed" || *asked.Requests[1].Decided != "kept" {
		t.Errorf("what became of them: %+v, %v", asked.Requests, err)
	}
}
