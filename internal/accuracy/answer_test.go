package accuracy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"peerchallenge/internal/access"
	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
)

// F7: any member drafts, the lead or deputy gives; the host reads what was given.
func TestSendAnswer_F7_LeadOrDeputyGivesIt(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	first, other := k.sent(access.DASS), k.sent(access.SeniorLeader)
	deputy := k.Story.Add(access.DeputyLead)
	k.drafted(first)
	k.drafted(other)
	for _, role := range []access.Role{access.Expert, access.Councillor, access.DASS} {
		wantKind(t, k.SendAnswer(ctx, k.As(role), k.Challenge, first, 1), problem.NotFound)
	}
	if err := k.SendAnswer(ctx, deputy, k.Challenge, first, 1); err != nil {
		t.Fatal(err)
	}
	v, err := k.Page(ctx, k.As(access.SeniorLeader), k.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	if p := v.Points[0]; p.Decision == nil || *p.Decision != accuracy.Kept || *p.AnswerWords != "We report what we found." || p.AnsweredAt == nil {
		t.Errorf("the host reads %+v", p)
	}
	if p := v.Points[1]; p.Decision != nil || p.AnswerWords != nil || p.AnsweredAt != nil {
		t.Errorf("the host reads an answer that was not given: %+v", p)
	}
	if n := value[int](k, k.As(access.Lead), `SELECT count(*) FROM task WHERE challenge_id = $1 AND kind = 'answer' AND done_at IS NULL`, k.Challenge); n != 1 {
		t.Errorf("%d comments to answer, want 1", n)
	}
}

// F7: keeping the words needs the reason, and every answer words and a decision.
func TestSendAnswer_F7_WhatIsMissing(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	comment := k.sent(access.DASS)
	lead := k.As(access.Lead)
	err := k.SendAnswer(ctx, lead, k.Challenge, comment, 0)
	if diff := cmp.Diff([]string{"decision", "words"}, fields(err)); diff != "" {
		t.Errorf("nothing drafted: %s", diff)
	}
	if err := k.SaveAnswer(ctx, lead, k.Challenge, comment, accuracy.AnswerInput{Decision: accuracy.Kept, Words: " \n"}); err != nil {
		t.Fatal(err)
	}
	err = k.SendAnswer(ctx, lead, k.Challenge, comment, 1)
	if want := "invalid: There is a problem; words: Say why the report keeps its words"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
	err = k.SaveAnswer(ctx, lead, k.Challenge, comment, accuracy.AnswerInput{Version: 1, Decision: "maybe", Words: "x"})
	if diff := cmp.Diff([]string{"decision"}, fields(err)); diff != "" {
		t.Errorf("unknown decision: %s", diff)
	}
}

// F7: two members drafting one answer: nobody's words are overwritten, and what
// the lead checked is what is given.
func TestSaveAnswer_F7_SomebodySavedInBetween(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	comment := k.sent(access.DASS)
	k.drafted(comment)
	in := accuracy.AnswerInput{Decision: accuracy.Changed, Words: "Mine"}
	wantKind(t, k.SaveAnswer(ctx, k.As(access.Councillor), k.Challenge, comment, in), problem.Conflict)
	in.Version = 1
	if err := k.SaveAnswer(ctx, k.As(access.Councillor), k.Challenge, comment, in); err != nil {
		t.Fatal(err)
	}
	wantKind(t, k.SaveAnswer(ctx, k.As(access.SeniorManager), k.Challenge, comment, in), problem.Conflict)
	wantKind(t, k.SendAnswer(ctx, k.As(access.Lead), k.Challenge, comment, 1), problem.Conflict)
	v, err := k.AnswerPage(ctx, k.As(access.Lead), k.Challenge, comment)
	if err != nil || v.Draft.Words != "Mine" || v.Draft.Version != 2 {
		t.Errorf("the draft is %+v, %v", v.Draft, err)
	}
	if err := k.SendAnswer(ctx, k.As(access.Lead), k.Challenge, comment, 2); err != nil {
		t.Fatal(err)
	}
	in.Version = 2
	wantKind(t, k.SaveAnswer(ctx, k.As(access.Councillor), k.Challenge, comment, in), problem.Conflict)
	wantKind(t, k.SendAnswer(ctx, k.As(access.Lead), k.Challenge, comment, 2), problem.Conflict)
}

// F7: nothing undecided: the last answer after the window moves the challenge on,
// and opens a sign-off for every member of the team.
func TestSettle_F7_LastAnswerAfterClosingMovesOn(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	first, last := k.sent(access.DASS), k.sent(access.SeniorLeader)
	k.Story.Clock.Set(k.closes.Add(time.Hour))
	k.answered(first)
	if got := k.stage(); got != access.FactCheck {
		t.Fatalf("with a comment unanswered the stage is %s", got)
	}
	k.answered(last)
	if got := k.stage(); got != access.Finalising {
		t.Fatalf("with everything answered the stage is %s", got)
	}
	for _, role := range team {
		if n := value[int](k, k.As(role), `SELECT count(*) FROM task WHERE challenge_id = $1 AND kind = 'sign-off' AND for_person = app_actor() AND subject = app_actor()::text`, k.Challenge); n != 1 {
			t.Errorf("%s has %d sign-offs to do, want 1", role, n)
		}
	}
}

// F7: while the window is open nothing moves, though all is answered; ending it early does.
func TestSettle_F7_EndingEarlyMovesOnWhenAllIsAnswered(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	k.answered(k.sent(access.DASS))
	if got := k.stage(); got != access.FactCheck {
		t.Fatalf("with the window open the stage is %s", got)
	}
	if err := k.EndEarly(ctx, k.As(access.DASS), k.Challenge); err != nil {
		t.Fatal(err)
	}
	if got := k.stage(); got != access.Finalising {
		t.Errorf("ended early with everything answered, the stage is %s", got)
	}
}

// F7: the daily job moves what is due, once, and nothing else; it reads no comment.
func TestSettleDue_F7_TheDailyJob(t *testing.T) {
	t.Parallel()
	d := dbtest.DB(t)
	k, waiting := begin(t, d.Pool), begin(t, d.Pool)
	k.answered(k.sent(access.DASS))
	waiting.sent(access.DASS)
	job := access.Job("stages")
	settle := func(want int) {
		t.Helper()
		if n, err := k.SettleDue(ctx, job); err != nil || n != want {
			t.Fatalf("the job moved %d, %v; want %d", n, err, want)
		}
	}
	settle(0)
	k.Story.Clock.Set(k.closes.Add(time.Hour))
	settle(1)
	settle(0)
	if k.stage() != access.Finalising || waiting.stage() != access.FactCheck {
		t.Errorf("stages are %s and %s", k.stage(), waiting.stage())
	}
	if n := value[int](k, job, `SELECT count(*) FROM comment`); n != 0 {
		t.Errorf("the job reads %d comments", n)
	}
	var tasks, mails int
	err := d.Owner.QueryRow(ctx, `SELECT (SELECT count(*) FROM task WHERE kind = 'sign-off'), (SELECT count(*) FROM mail WHERE kind = 'sign-off.wanted')`).Scan(&tasks, &mails)
	if err != nil || tasks != len(team) || mails != len(team) {
		t.Errorf("%d sign-offs and %d mails (%v), want %d of each", tasks, mails, err, len(team))
	}
}
