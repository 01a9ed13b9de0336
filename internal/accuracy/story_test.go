package accuracy_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// check is a story whose draft report was handed over: the fact check is open.
type check struct {
	*dbtest.Story
	*accuracy.Service
	passage string // name of a finding's part
	closes  time.Time
}

// begin tells the story up to the first minutes of the fact check, on Thursday 27
// May 2027 at 10am; ten working days with a bank holiday end on 11 June.
func begin(t testing.TB, b db.Beginner) *check {
	t.Helper()
	s := dbtest.NewStory(t, b)
	s.Clock.Set(civil.NewDate(2027, 5, 27).Time().Add(10 * time.Hour))
	s.MoveTo(access.Drafting)
	f := finding.Sealed{ID: id.New(), AreaKey: "k", AreaName: "Leadership", Kind: finding.Consideration, Title: "Therapy waits", Text: "The council has no waiting list for occupational therapy."}
	k := &check{Story: s, Service: &accuracy.Service{DB: b, Clock: s.Clock, BaseURL: "https://pc.example.org"}, passage: f.PartName(),
		closes: civil.AddWorkingDays(civil.Of(s.Clock.Now()), 10).End().Add(-time.Minute)}
	k.do(s.As(access.Lead), func(tx pgx.Tx) error {
		parts, err := finding.Parts("What we found in three days.", []finding.Sealed{f})
		if err != nil {
			return err
		}
		if _, err := handover.SealTx(ctx, tx, s.As(access.Lead), s.Clock.Now(), handover.New{Challenge: s.Challenge, Kind: handover.HandOverDraft,
			From: access.TeamRoom, To: access.Leaders, As: access.Lead, Parts: parts}); err != nil {
			return err
		}
		return db.ExecOne(ctx, tx, `UPDATE challenge SET draft_handed_over_at = $2, comments_close_at = $3 WHERE id = $1`, s.Challenge, s.Clock.Now(), k.closes)
	})
	s.MoveTo(access.FactCheck)
	return k
}

func (k *check) do(actor access.Actor, f func(tx pgx.Tx) error) {
	k.T.Helper()
	if err := db.InTx(ctx, k.Story.DB, actor, f); err != nil {
		k.T.Fatal(err)
	}
}

// value asks the database one thing as somebody, past the service.
func value[T any](k *check, actor access.Actor, sql string, args ...any) T {
	k.T.Helper()
	var got T
	k.do(actor, func(tx pgx.Tx) (err error) {
		got, err = db.Value[T](ctx, tx, sql, args...)
		return err
	})
	return got
}

func (k *check) input() accuracy.DraftInput {
	return accuracy.DraftInput{Kind: accuracy.Fact, Passage: k.passage, Words: "There is a list of 214 people.", EvidenceWords: "Performance report, page 3", Remark: "Ask Mo before sending"}
}

func (k *check) save(role access.Role) uuid.UUID {
	k.T.Helper()
	draft, err := k.Save(ctx, k.As(role), k.Challenge, k.input())
	if err != nil {
		k.T.Fatalf("save as %s: %v", role, err)
	}
	return draft
}

// sent sends a comment of a role's person and gives its id.
func (k *check) sent(role access.Role) uuid.UUID {
	k.T.Helper()
	n, err := k.Send(ctx, k.As(role), k.Challenge, k.save(role), 1)
	if err != nil {
		k.T.Fatalf("send as %s: %v", role, err)
	}
	return value[uuid.UUID](k, k.As(access.Lead), `SELECT id FROM comment WHERE challenge_id = $1 AND number = $2`, k.Challenge, n)
}

func (k *check) drafted(comment uuid.UUID) {
	k.T.Helper()
	in := accuracy.AnswerInput{Decision: accuracy.Kept, Words: "We report what we found.", Remark: "Councillor was unsure"}
	if err := k.SaveAnswer(ctx, k.As(access.Expert), k.Challenge, comment, in); err != nil {
		k.T.Fatalf("draft answer: %v", err)
	}
}

func (k *check) answered(comment uuid.UUID) {
	k.T.Helper()
	k.drafted(comment)
	if err := k.SendAnswer(ctx, k.As(access.Lead), k.Challenge, comment, 1); err != nil {
		k.T.Fatalf("send answer: %v", err)
	}
}

func (k *check) stage() access.Stage {
	return value[access.Stage](k, k.As(access.Lead), `SELECT stage FROM challenge WHERE id = $1`, k.Challenge)
}

func wantKind(t testing.TB, err error, want problem.Kind) {
	t.Helper()
	if !problem.Is(err, want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
