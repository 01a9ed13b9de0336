package accuracy

import (
	"time"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/problem"
)

// Window is when comments may be sent, with both times (F7).
type Window struct {
	Opened     time.Time // zero until the draft is handed over
	Closes     time.Time // the last minute, as people read it: 11:59pm
	EndedEarly time.Time // zero unless the director ended it
	Open       bool
	DaysLeft   int // working days left, counting today; 0 when it is not open
}

// WindowOf judges a challenge's window at now.
func WindowOf(c challenge.Challenge, now time.Time) Window {
	var w Window
	if c.DraftHandedOverAt == nil || c.CommentsCloseAt == nil {
		return w
	}
	w.Opened, w.Closes = *c.DraftHandedOverAt, lastMinute(*c.CommentsCloseAt)
	if c.CommentsEndedAt != nil {
		w.EndedEarly = *c.CommentsEndedAt
	}
	if w.Open = c.CommentsOpen(now) && c.Ended == nil; w.Open {
		w.DaysLeft = civil.WorkingDaysBetween(civil.Of(now).AddDays(-1), civil.Of(w.Closes))
	}
	return w
}

// lastMinute is the minute a deadline is called by: a window that runs to the end
// of a day closes "at 11:59pm" of that day, not at midnight of the next.
func lastMinute(closeAt time.Time) time.Time {
	t := closeAt.In(clock.London)
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return t.Add(-time.Minute)
	}
	return t
}

// Sentence says how the window stands when it is not open; for the reader.
func (w Window) Sentence() string {
	switch {
	case w.Opened.IsZero():
		return "Comments open when the team hands over its draft report."
	case !w.EndedEarly.IsZero():
		return "The director ended comments on " + moment(w.EndedEarly) + "."
	default:
		return "Comments closed on " + moment(w.Closes) + "."
	}
}

// moment writes a time as pages do: "27 May at 10am", "11 June at 11:59pm".
func moment(t time.Time) string {
	format := "3:04pm"
	if t.In(clock.London).Minute() == 0 {
		format = "3pm"
	}
	return civil.Of(t).Short() + " at " + t.In(clock.London).Format(format)
}

// requireOpen asks a verb of the host, then the window: whose it is not learns
// nothing; who is late reads when it closed.
func requireOpen(c challenge.Challenge, v access.Verb, now time.Time) error {
	if v.Ask(c.Standing()) == access.NotYours {
		return problem.Missing()
	}
	if c.Ended == nil && !c.CommentsOpen(now) {
		return problem.New(problem.Closed, WindowOf(c, now).Sentence())
	}
	return challenge.Require(c, v)
}
