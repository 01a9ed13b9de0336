package accuracy_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
)

// F7: the window is judged by its dates inside the verb, to the second.
func TestSend_F7_OneSecondBeforeAndAfterClosing(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	first, second := k.save(access.DASS), k.save(access.SeniorLeader)
	k.Story.Clock.Set(k.closes.Add(-time.Second))
	if _, err := k.Send(ctx, k.As(access.DASS), k.Challenge, first, 1); err != nil {
		t.Fatalf("one second before closing: %v", err)
	}
	for _, late := range []time.Duration{0, time.Second} {
		k.Story.Clock.Set(k.closes.Add(late))
		_, err := k.Send(ctx, k.As(access.SeniorLeader), k.Challenge, second, 1)
		wantKind(t, err, problem.Closed)
		_, err = k.Save(ctx, k.As(access.DASS), k.Challenge, k.input())
		wantKind(t, err, problem.Closed)
		wantKind(t, k.Remark(ctx, k.As(access.LinkOfficer), k.Challenge, second, 1, "x"), problem.Closed)
		wantKind(t, k.EndEarly(ctx, k.As(access.DASS), k.Challenge), problem.Closed)
	}
	_, err := k.Send(ctx, k.As(access.SeniorLeader), k.Challenge, second, 1)
	if want := "closed: Comments closed on 11 June at 11:59pm."; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	v, err := k.DraftPage(ctx, k.As(access.SeniorLeader), k.Challenge, second)
	if err != nil || v.Draft.Words != k.input().Words || v.CanChange || v.CanSend {
		t.Errorf("after closing the draft should stay readable and no more: %v %+v", err, v.Draft)
	}
}

// F7: only the host's director ends the window early, once; then nothing is sent.
func TestEndEarly_F7_DirectorAloneAndForGood(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	k.sent(access.DASS)
	draft := k.save(access.SeniorLeader)
	for _, role := range []access.Role{access.SeniorLeader, access.LinkOfficer, access.Lead, access.Coordinator} {
		wantKind(t, k.EndEarly(ctx, k.As(role), k.Challenge), problem.NotFound)
	}
	if err := k.EndEarly(ctx, k.As(access.DASS), k.Challenge); err != nil {
		t.Fatal(err)
	}
	wantKind(t, k.EndEarly(ctx, k.As(access.DASS), k.Challenge), problem.Closed)
	_, err := k.Send(ctx, k.As(access.SeniorLeader), k.Challenge, draft, 1)
	wantKind(t, err, problem.Closed)
	if want := "closed: The director ended comments on 27 May at 10am."; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	if got := k.stage(); got != access.FactCheck {
		t.Errorf("with a comment unanswered the stage is %s", got)
	}
}

// F7: before the draft report is handed over there is no window to write in.
func TestSave_F7_NotBeforeTheDraftIsHandedOver(t *testing.T) {
	t.Parallel()
	tx := dbtest.Tx(t)
	s := dbtest.NewStory(t, tx)
	s.MoveTo(access.Drafting)
	service := &accuracy.Service{DB: tx, Clock: s.Clock}
	_, err := service.Save(ctx, s.As(access.DASS), s.Challenge, accuracy.DraftInput{Words: "Early"})
	wantKind(t, err, problem.Closed)
	v, err := service.Page(ctx, s.As(access.DASS), s.Challenge)
	if err != nil || v.CanWrite || v.Window.Open {
		t.Errorf("page before the draft: %v, may write %v", err, v.CanWrite)
	}
}

// F7: days left are working days counting today, over the bank holiday of 31 May.
func TestWindow_F7_WorkingDaysLeftCountingToday(t *testing.T) {
	t.Parallel()
	at := func(day, hour int, month time.Month) time.Time {
		return time.Date(2027, month, day, hour, 0, 0, 0, time.UTC)
	}
	opened, closes := at(27, 9, time.May), time.Date(2027, 6, 11, 23, 0, 0, 0, time.UTC) // midnight in London
	c := challenge.Challenge{ID: uuid.New(), DraftHandedOverAt: &opened, CommentsCloseAt: &closes}
	for _, one := range []struct {
		now  time.Time
		want int
	}{{at(27, 10, time.May), 11}, {at(31, 10, time.May), 9}, {at(11, 22, time.June), 1}, {closes, 0}} {
		w := accuracy.WindowOf(c, one.now)
		if w.DaysLeft != one.want || w.Open != (one.want > 0) {
			t.Errorf("on %s: %d days left, open %v; want %d", one.now, w.DaysLeft, w.Open, one.want)
		}
	}
	if got := accuracy.WindowOf(c, closes).Sentence(); got != "Comments closed on 11 June at 11:59pm." {
		t.Errorf("a window to the end of a day is called %q", got)
	}
}
