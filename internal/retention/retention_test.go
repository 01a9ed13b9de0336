package retention_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/retention"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *retention.Service {
	return &retention.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://peer.example"}
}

var ctx = context.Background()

func agreements() retention.Agreements {
	return retention.Agreements{Controllers: "Hostshire", AssessmentOn: civil.NewDate(2026, 9, 1), AssessmentBy: "P. Officer", AssessmentReference: "DPIA 7",
		AgreementOn: civil.NewDate(2026, 9, 2), AgreementBy: "The directors", AgreementReference: "DSA 7"}
}

// as runs SQL as somebody, inside the test's transaction.
func as(t *testing.T, s *dbtest.Story, actor access.Actor, f func(tx pgx.Tx) error) {
	t.Helper()
	if err := db.InTx(ctx, s.DB, actor, f); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, s *dbtest.Story, actor access.Actor, sql string, args ...any) (n int) {
	t.Helper()
	as(t, s, actor, func(tx pgx.Tx) error { return tx.QueryRow(ctx, sql, args...).Scan(&n) })
	return n
}

// I1: nothing can be written before the agreements are recorded and confirmed; the
// refusal says why, and afterwards the same words are taken.
func TestContent_I1_RefusedUntilAgreed(t *testing.T) {
	t.Parallel()
	s := dbtest.NewUnagreed(t, dbtest.Tx(t))
	s.MoveTo(access.Reading)
	notes := &finding.Service{DB: s.DB, Clock: s.Clock}
	add := func() error {
		return notes.AddNote(ctx, s.As(access.Lead), s.Challenge, finding.NewNote{Source: "heard", Body: "Staff feel listened to."})
	}
	if err := add(); !problem.Is(err, problem.Closed) {
		t.Fatalf("before the agreements: %v, want Closed", err)
	}
	if n := count(t, s, s.As(access.Lead), `SELECT count(*) FROM note WHERE challenge_id = $1`, s.Challenge); n != 0 {
		t.Errorf("%d notes were written", n)
	}
	svc := service(s)
	if err := svc.ConfirmAgreements(ctx, s.As(access.DASS), s.Challenge, 1); !problem.Is(err, problem.Closed) {
		t.Errorf("confirming what is not recorded: %v, want Closed", err)
	}
	for name, actor := range map[string]access.Actor{"director": s.As(access.DASS), "elsewhere": access.Person(s.Elsewhere), "lead": s.As(access.Lead)} {
		if err := svc.RecordAgreements(ctx, actor, s.Cycle, agreements()); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s records: %v, want Missing", name, err)
		}
	}
	if err := svc.RecordAgreements(ctx, s.As(access.Coordinator), s.Cycle, retention.Agreements{}); !problem.Is(err, problem.Invalid) {
		t.Errorf("an empty form: %v, want Invalid", err)
	}
	for range 2 {
		if err := svc.RecordAgreements(ctx, s.As(access.Coordinator), s.Cycle, agreements()); err != nil {
			t.Fatal(err)
		}
	}
	if err := svc.ConfirmAgreements(ctx, s.As(access.DASS), s.Challenge, 1); !problem.Is(err, problem.Conflict) {
		t.Errorf("confirming an older record: %v, want Conflict", err)
	}
	for _, role := range []access.Role{access.Coordinator, access.Lead, access.LinkOfficer} {
		if err := svc.ConfirmAgreements(ctx, s.As(role), s.Challenge, 2); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s confirms: %v, want Missing", role, err)
		}
	}
	if err := svc.ConfirmAgreements(ctx, s.As(access.DASS), s.Challenge, 2); err != nil {
		t.Fatal(err)
	}
	if err := add(); err != nil {
		t.Errorf("after the agreements: %v", err)
	}
}

// final puts the challenge at final, as of now, with a note that a finding stands on.
func final(t *testing.T, s *dbtest.Story) (found uuid.UUID) {
	t.Helper()
	s.MoveTo(access.OnSite)
	lead, fs := s.As(access.Lead), &finding.Service{DB: s.DB, Clock: s.Clock}
	for _, place := range []string{"Group of carers", "A team meeting"} {
		if err := fs.AddNote(ctx, lead, s.Challenge, finding.NewNote{Source: "heard", Place: place, Body: "They told us so."}); err != nil {
			t.Fatal(err)
		}
	}
	found, err := fs.Add(ctx, lead, s.Challenge, finding.New{AreaKey: s.Framework.Areas[0].Key, Kind: finding.Strength, Title: "Carers are heard", Text: "They are."})
	if err != nil {
		t.Fatal(err)
	}
	page, err := fs.Notes(ctx, lead, s.Challenge, uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range page.Notes {
		if err := fs.AddEvidence(ctx, lead, s.Challenge, found, finding.NewEvidence{Note: n.ID}); err != nil {
			t.Fatal(err)
		}
	}
	s.MoveTo(access.Final)
	as(t, s, s.As(access.Lead), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE challenge SET finalised_at = $2 WHERE id = $1`, s.Challenge, s.Clock.Now())
		return err
	})
	return found
}

func notesLeft(t *testing.T, s *dbtest.Story) int {
	t.Helper()
	return count(t, s, s.As(access.Lead), `SELECT count(*) FROM note WHERE challenge_id = $1`, s.Challenge)
}

func run(t *testing.T, s *dbtest.Story) int {
	t.Helper()
	n, err := service(s).DestroyDue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// I2, F2: notes go 12 weeks after final, not a day before; the proof stays, a second
// run does nothing, and a finding keeps what it stands on.
func TestDestroy_I2_TwelveWeeksAfterFinal(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	found := final(t, s)
	at := s.Clock.Now()
	s.Clock.Set(at.AddDate(0, 0, 83))
	if n := run(t, s); n != 0 || notesLeft(t, s) != 2 {
		t.Fatalf("a day early: %d kinds went, %d notes left", n, notesLeft(t, s))
	}
	s.Clock.Set(at.AddDate(0, 0, 84))
	if n := run(t, s); n == 0 || notesLeft(t, s) != 0 {
		t.Fatalf("on the day: %d kinds went, %d notes left", n, notesLeft(t, s))
	}
	if n := run(t, s); n != 0 {
		t.Errorf("again: %d kinds went, want none", n)
	}
	if n := count(t, s, s.As(access.Lead), `SELECT items FROM destruction_count WHERE challenge_id = $1 AND kind = 'notes'`, s.Challenge); n != 2 {
		t.Errorf("the proof counts %d, want 2", n)
	}
	shown, err := (&finding.Service{DB: s.DB, Clock: s.Clock}).Show(ctx, s.As(access.Lead), s.Challenge, found)
	if err != nil {
		t.Fatal(err)
	}
	if len(shown.Record.Kinds) != 1 || shown.Record.Kinds[0] != "heard" || shown.Record.SourceCount != 2 {
		t.Errorf("the finding stands on %v from %d sources, want heard from 2", shown.Record.Kinds, shown.Record.SourceCount)
	}
}

// V1: how many notes there were is not for the host, nor is anything for strangers.
func TestPage_V1_WhoSeesWhat(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	final(t, s)
	s.Clock.Set(s.Clock.Now().AddDate(0, 0, 90))
	run(t, s)
	for _, role := range dbtest.Everyone {
		p, err := service(s).Page(ctx, s.As(role), s.Challenge)
		if err != nil {
			t.Fatalf("%s: %v", role, err)
		}
		for _, i := range p.Items {
			if i.Key != "notes" {
				continue
			}
			if i.Gone == nil {
				t.Errorf("%s does not read that the notes are gone", role)
			}
			if may := role.IsTeam() || role == access.Coordinator; (i.Count != nil) != may {
				t.Errorf("%s reads how many notes there were: %v, want %v", role, i.Count != nil, may)
			}
		}
	}
	for name, who := range map[string]uuid.UUID{"stranger": s.Stranger, "elsewhere": s.Elsewhere} {
		if _, err := service(s).Page(ctx, access.Person(who), s.Challenge); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v, want Missing", name, err)
		}
	}
}

// The database lets nobody but the job destroy.
func TestDestroy_V1_TheJobAlone(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for name, actor := range map[string]access.Actor{"lead": s.As(access.Lead), "coordinator": s.As(access.Coordinator), "another job": access.Job("stages")} {
		err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
			_, err := tx.Exec(ctx, `SELECT destroy_due('2099-01-01', now())`)
			return err
		})
		if err == nil {
			t.Errorf("%s destroys", name)
		}
	}
}

// I3: a request holds back what it may cover, and nothing else, until it is closed.
func TestRequest_I3_HoldsDestructionBack(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	final(t, s)
	svc := service(s)
	new := retention.NewRequest{Law: "foi", Words: "What was said about home care", Requester: "A. Journalist", Kinds: []string{"notes"}, ReceivedOn: civil.Of(s.Clock.Now())}
	if err := svc.LogRequest(ctx, s.As(access.LinkOfficer), s.Challenge, retention.NewRequest{}); !problem.Is(err, problem.Invalid) {
		t.Errorf("an empty request: %v, want Invalid", err)
	}
	if err := svc.LogRequest(ctx, s.As(access.Coordinator), s.Challenge, new); err != nil {
		t.Fatal(err)
	}
	s.Clock.Set(s.Clock.Now().AddDate(0, 0, 100))
	if n := run(t, s); n == 0 || notesLeft(t, s) != 2 {
		t.Fatalf("held: %d kinds went, %d notes left, want others gone and 2 notes", n, notesLeft(t, s))
	}
	p, err := svc.Requests(ctx, s.As(access.DASS), s.Challenge)
	if err != nil || len(p.Requests) != 1 {
		t.Fatalf("the director reads %d requests (%v), want 1", len(p.Requests), err)
	}
	if p.Requests[0].Requester != nil {
		t.Error("the host reads who asked")
	}
	if got, want := p.Requests[0].DueOn, civil.AddWorkingDays(new.ReceivedOn, 20); got != want {
		t.Errorf("due %s, want %s", got, want)
	}
	of, err := svc.Requests(ctx, s.As(access.Coordinator), s.Challenge)
	if err != nil || of.Requests[0].Requester == nil {
		t.Errorf("the region does not read who asked (%v)", err)
	}
	for _, role := range []access.Role{access.Lead, access.Expert, access.SeniorLeader, access.Contributor, access.HostPSW, access.VisitingPSW} {
		if _, err := svc.Requests(ctx, s.As(role), s.Challenge); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s reads the log: %v, want Missing", role, err)
		}
		if err := svc.LogRequest(ctx, s.As(role), s.Challenge, new); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s logs: %v, want Missing", role, err)
		}
	}
	if err := svc.CloseRequest(ctx, s.As(access.DASS), s.Challenge, p.Requests[0].ID, retention.Closing{Outcome: "refused"}); err != nil {
		t.Fatal(err)
	}
	if err := svc.CloseRequest(ctx, s.As(access.DASS), s.Challenge, p.Requests[0].ID, retention.Closing{Outcome: "given"}); !problem.Is(err, problem.Conflict) {
		t.Errorf("closing again: %v, want Conflict", err)
	}
	if run(t, s); notesLeft(t, s) != 0 {
		t.Error("closed, and the notes are still there")
	}
}
