package document_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/document"
	"peerchallenge/internal/problem"
)

func (s tale) ask(role access.Role, title string) document.Request {
	s.T.Helper()
	if err := s.Ask(ctx, s.As(role), s.Challenge, document.Wanted{Title: title, Reason: "To see how waiting is counted."}); err != nil {
		s.T.Fatal(err)
	}
	for _, q := range s.list().Requests {
		if q.Title == title {
			return q
		}
	}
	s.T.Fatal("it is not on the host's list")
	return document.Request{}
}

func (s tale) reply(q document.Request, a document.RequestAnswer) {
	s.T.Helper()
	if err := s.AnswerRequest(ctx, s.As(access.LinkOfficer), s.Challenge, q.ID, a); err != nil {
		s.T.Fatal(err)
	}
}

// tasks counts the open ones of a kind for a role.
func (s tale) tasks(kind, role string) int {
	s.T.Helper()
	n := 0
	s.scalar(access.Coordinator, `SELECT count(*)::int FROM task WHERE challenge_id = $1 AND kind = $2 AND for_role = $3 AND done_at IS NULL`, &n, s.Challenge, kind, role)
	return n
}

// D1: a visitor asks by name with a reason; the host says not available and why, or
// covered by which; the asker reads the answer at once, tasks open and close.
func TestAsk_D1_AnsweredWithWhichOrWhy(t *testing.T) {
	s := newTale(t, dbtest.Tx(t))
	covering := s.add("Performance report", "")
	s.share()
	s.MoveTo(access.Reading)
	q := s.ask(access.Expert, "Waiting list policy")
	if s.tasks("document-request", "link_officer") != 1 || !q.Open() || q.Number != 1 {
		t.Errorf("want the link officer asked, got %d tasks, %+v", s.tasks("document-request", "link_officer"), q)
	}
	for what, a := range map[string]document.RequestAnswer{"no choice": {}, "no reason": {Status: document.NotAvailable}, "which": {Status: document.Covered},
		"not ours": {Status: document.Provided, Document: uuid.New()}, "outstanding": {Status: document.Outstanding}} {
		wantKind(t, what, s.AnswerRequest(ctx, s.As(access.LinkOfficer), s.Challenge, q.ID, a), problem.Invalid)
	}
	s.reply(q, document.RequestAnswer{Status: document.NotAvailable, Words: "We count it elsewhere."})
	if got := s.reading(access.Expert).Requests[0]; got.Status != document.NotAvailable || got.Words != "We count it elsewhere." || s.tasks("document-request", "link_officer") != 0 {
		t.Errorf("want the reason read and the task closed, got %+v", got)
	}
	s.reply(q, document.RequestAnswer{Status: document.Covered, Document: covering})
	if got := s.reading(access.Expert).Requests[0]; got.Status != document.Covered || got.Shared == nil || *got.Shared != "Performance report" || s.tasks("document-request-share", "dass") != 0 {
		t.Errorf("want it covered by what was shared, got %+v", got)
	}
	wantKind(t, "no name", s.Ask(ctx, s.As(access.Lead), s.Challenge, document.Wanted{Reason: "x"}), problem.Invalid)
	wantKind(t, "no reason", s.Ask(ctx, s.As(access.Lead), s.Challenge, document.Wanted{Title: "x"}), problem.Invalid)
	s.MoveTo(access.FactCheck)
	wantKind(t, "too late", s.Ask(ctx, s.As(access.Lead), s.Challenge, document.Wanted{Title: "x", Reason: "x"}), problem.Closed)
}

// D1, V2: a document that is provided is not named to the visitors until the
// director has shared it; the director is asked to, and sharing closes that. What
// is taken off the list opens the request again.
func TestAsk_V2_ProvidedIsOpenedOnlyWhenShared(t *testing.T) {
	s := newTale(t, dbtest.Tx(t))
	s.add("Another", "")
	s.share()
	s.MoveTo(access.Reading)
	q := s.ask(access.Lead, "Quality framework")
	taken := s.add("A draft of it", "")
	s.reply(q, document.RequestAnswer{Status: document.Provided, Document: taken})
	if err := s.Remove(ctx, s.As(access.LinkOfficer), s.Challenge, taken); err != nil {
		t.Fatal(err)
	}
	if s.tasks("document-request", "link_officer") != 1 || s.tasks("document-request-share", "dass") != 0 || !s.list().Requests[0].Open() {
		t.Error("want it open again when its document was taken off")
	}
	given := s.add("Quality framework 2026", "")
	s.reply(q, document.RequestAnswer{Status: document.Provided, Document: given})
	got := s.reading(access.Lead).Requests[0]
	if got.Status != document.Provided || got.Shared != nil || got.SharedID != nil || got.OwnTitle != nil || s.tasks("document-request-share", "dass") != 1 {
		t.Errorf("want it said that it is provided and no more, got %+v", got)
	}
	s.share()
	got = s.reading(access.Lead).Requests[0]
	if got.Shared == nil || *got.Shared != "Quality framework 2026" || s.tasks("document-request-share", "dass") != 0 {
		t.Errorf("want it named once shared, got %+v", got)
	}
}

// D1, V6, V8: visiting principal social workers ask from preparing, the team from
// reading on; to everybody else it is not there, and the host alone answers.
func TestWall_D1_WhoAsksAndAnswers(t *testing.T) {
	s := newTale(t, dbtest.Tx(t))
	n := document.Wanted{Title: "Audit of case files", Reason: "To prepare."}
	for _, role := range []access.Role{access.Lead, access.Expert} {
		wantKind(t, string(role)+" before reading", s.Ask(ctx, s.As(role), s.Challenge, n), problem.NotFound)
	}
	q := s.ask(access.VisitingPSW, "Audit of case files")
	s.MoveTo(access.Reading)
	for name, who := range s.strangers() {
		wantKind(t, name+" asks", s.Ask(ctx, who, s.Challenge, n), problem.NotFound)
		wantKind(t, name+" asks with nothing", s.Ask(ctx, who, s.Challenge, document.Wanted{}), problem.NotFound)
		wantKind(t, name+" answers", s.AnswerRequest(ctx, who, s.Challenge, q.ID, document.RequestAnswer{Status: document.NotAvailable, Words: "x"}), problem.NotFound)
		if got := s.rows(who, "document_request"); got != 0 {
			t.Errorf("%s reads %d requests", name, got)
		}
	}
	for _, role := range []access.Role{access.DASS, access.LinkOfficer, access.SeniorLeader} {
		wantKind(t, string(role)+" asks", s.Ask(ctx, s.As(role), s.Challenge, n), problem.NotFound)
	}
	for _, role := range []access.Role{access.Lead, access.VisitingPSW, access.SeniorLeader} {
		wantKind(t, string(role)+" answers", s.AnswerRequest(ctx, s.As(role), s.Challenge, q.ID, document.RequestAnswer{Status: document.NotAvailable, Words: "x"}), problem.NotFound)
	}
	wantKind(t, "no such request", s.AnswerRequest(ctx, s.As(access.DASS), s.Challenge, uuid.New(), document.RequestAnswer{Status: document.NotAvailable, Words: "x"}), problem.NotFound)
}

func (s tale) scalar(role access.Role, sql string, into any, args ...any) {
	s.T.Helper()
	err := db.Read(ctx, s.Service.DB, s.As(role), func(tx pgx.Tx) error { return tx.QueryRow(ctx, sql, args...).Scan(into) })
	if err != nil {
		s.T.Fatal(err)
	}
}
