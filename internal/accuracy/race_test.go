package accuracy_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
)

// together runs the acts at the same moment and gives their errors in order.
func together(acts ...func() error) []error {
	errs := make([]error, len(acts))
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i, act := range acts {
		wg.Go(func() {
			<-start
			errs[i] = act()
		})
	}
	close(start)
	wg.Wait()
	return errs
}

// F7: comments sent at the same moment each get a number of their own, without gaps.
func TestSend_F7_NumbersAreUniqueUnderConcurrentSends(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.DB(t).Pool)
	var acts []func() error
	for i := range 8 {
		role := []access.Role{access.DASS, access.SeniorLeader}[i%2]
		draft := k.save(role)
		acts = append(acts, func() error { return second(k.Send(ctx, k.As(role), k.Challenge, draft, 1)) })
	}
	for _, err := range together(acts...) {
		if err != nil {
			t.Error(err)
		}
	}
	got := value[[]int](k, k.As(access.Lead), `SELECT array_agg(number ORDER BY number) FROM comment WHERE challenge_id = $1`, k.Challenge)
	if want := []int{1, 2, 3, 4, 5, 6, 7, 8}; !slices.Equal(got, want) {
		t.Errorf("numbers %v, want %v", got, want)
	}
}

// F7: sending while the director ends comments: either it was in time and waits for
// its answer, or it was late and is kept; never a comment in a challenge that moved on.
func TestSend_F7_WhileTheDirectorEndsComments(t *testing.T) {
	t.Parallel()
	d := dbtest.DB(t)
	for range 6 {
		k := begin(t, d.Pool)
		draft := k.save(access.SeniorLeader)
		errs := together(
			func() error { return second(k.Send(ctx, k.As(access.SeniorLeader), k.Challenge, draft, 1)) },
			func() error { return k.EndEarly(ctx, k.As(access.DASS), k.Challenge) })
		if errs[1] != nil {
			t.Fatalf("ending early: %v", errs[1])
		}
		sent := value[int](k, k.As(access.Lead), `SELECT count(*) FROM comment WHERE challenge_id = $1`, k.Challenge)
		want := access.FactCheck
		if errs[0] != nil {
			wantKind(t, errs[0], problem.Closed)
			want = access.Finalising
		}
		if (errs[0] == nil) != (sent == 1) || k.stage() != want {
			t.Errorf("send said %v, %d comments are there, the stage is %s", errs[0], sent, k.stage())
		}
		if v, err := k.DraftPage(ctx, k.As(access.SeniorLeader), k.Challenge, draft); err != nil || v.Draft.Words != k.input().Words {
			t.Errorf("the words are gone: %v", err)
		}
	}
}

// F7: lead and deputy answer at the same moment: one answer, the other is told, and
// the draft's words are kept.
func TestSendAnswer_F7_TwoAtOnceOneWins(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.DB(t).Pool)
	deputy := k.Story.Add(access.DeputyLead)
	comment := k.sent(access.DASS)
	k.drafted(comment)
	errs := together(
		func() error { return k.SendAnswer(ctx, k.As(access.Lead), k.Challenge, comment, 1) },
		func() error { return k.SendAnswer(ctx, deputy, k.Challenge, comment, 1) })
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("one should win: %v", errs)
	}
	for _, err := range errs {
		if err != nil {
			wantKind(t, err, problem.Conflict)
		}
	}
	v, err := k.AnswerPage(ctx, deputy, k.Challenge, comment)
	if err != nil || v.Draft.Words == "" || v.Point.AnsweredAt == nil {
		t.Errorf("the draft's words are gone: %+v, %v", v.Draft, err)
	}
	if n := value[int](k, deputy, `SELECT count(*) FROM handover WHERE challenge_id = $1 AND kind = 'answer'`, k.Challenge); n != 1 {
		t.Errorf("%d answers were handed over, want 1", n)
	}
}

// The last two answers at the same moment: the challenge moves on exactly once.
func TestSettle_F7_LastTwoAnswersAtOnce(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.DB(t).Pool)
	comments := []uuid.UUID{k.sent(access.DASS), k.sent(access.DASS)}
	if err := k.EndEarly(ctx, k.As(access.DASS), k.Challenge); err != nil {
		t.Fatal(err)
	}
	var acts []func() error
	for _, comment := range comments {
		k.drafted(comment)
		acts = append(acts, func() error { return k.SendAnswer(ctx, k.As(access.Lead), k.Challenge, comment, 1) })
	}
	for _, err := range together(acts...) {
		if err != nil {
			t.Error(err)
		}
	}
	if got := k.stage(); got != access.Finalising {
		t.Errorf("with everything answered the stage is %s", got)
	}
}
