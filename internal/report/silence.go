package report

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/task"
)

// silentFrom is the first day on which silence may be recorded: the day after the
// framework's working days since finalising began (F8).
func silentFrom(c challenge.Challenge, w reference.Windows) civil.Date {
	return civil.AddWorkingDays(civil.Of(c.StageSince), w.SignOff).AddDays(1)
}

// mayRemind: somebody who has not answered, at most once a day, so that two
// reminders are two and not one pressed twice.
func mayRemind(m Member, now time.Time) bool {
	return !m.Answered() && (m.RemindedAt == nil || civil.Of(*m.RemindedAt) != civil.Of(now))
}

// maySilence: two reminders and the whole window without an answer to the text as
// it stands.
func maySilence(m Member, now time.Time, c challenge.Challenge, w reference.Windows) bool {
	return !m.Answered() && m.Reminders >= w.SignOffReminders && !civil.Of(now).Before(silentFrom(c, w))
}

// Remind sends one member who has not answered a reminder by e-mail. The lead, at
// most once a day for each member.
func (s *Service) Remind(ctx context.Context, actor access.Actor, id challenge.ID, person uuid.UUID) error {
	return s.locked(ctx, actor, id, Remind, func(w work) error {
		m, err := w.member(ctx, person)
		if err != nil {
			return err
		}
		if m.Answered() {
			return problem.New(problem.Conflict, m.Name+" has answered, so no reminder was sent.")
		}
		if !mayRemind(m, w.now) {
			return problem.New(problem.Conflict, m.Name+" was reminded today already. You can send another reminder tomorrow.")
		}
		path := pagePath(w.c.ID, "sign-off")
		err = outbox.QueueTx(ctx, w.tx, w.now, outbox.Mail{Person: person, Kind: Remind.Name, Subject: w.c.Name + ": please sign off the report",
			Body: "The report of " + w.c.Name + " waits for your sign-off, or for your reservation in your own words.\n\nRead and answer here:\n" + s.BaseURL + path + "\n"})
		if err != nil {
			return err
		}
		if err := w.openAgain(ctx, person, path); err != nil {
			return err
		}
		return w.log(ctx, Remind.Name, access.TeamRoom, person)
	})
}

// openAgain puts the task back for somebody whose sign-off was for an earlier text.
func (w work) openAgain(ctx context.Context, person uuid.UUID, path string) error {
	return task.OpenTx(ctx, w.tx, w.now, task.New{Challenge: w.c.ID, Kind: "sign-off", Subject: person.String(),
		Title: "Sign off the report", Path: path, Person: person})
}

func (w work) member(ctx context.Context, person uuid.UUID) (Member, error) {
	members, err := membersTx(ctx, w.tx, w.c)
	if err != nil {
		return Member{}, err
	}
	return memberByID(members, person)
}

// RecordSilence records "did not answer" for a member who was silent for the
// window after two reminders (F8). The lead; Closed before that, Conflict when
// the member has answered. The member may still sign off until the report is final.
func (s *Service) RecordSilence(ctx context.Context, actor access.Actor, id challenge.ID, person uuid.UUID) error {
	return s.locked(ctx, actor, id, Silent, func(w work) error {
		m, err := w.member(ctx, person)
		if err != nil {
			return err
		}
		f, err := framework.GetTx(ctx, w.tx, w.c.FrameworkID)
		if err != nil {
			return err
		}
		if m.Answered() {
			return problem.New(problem.Conflict, m.Name+" has answered, so nothing was recorded for them.")
		}
		if !maySilence(m, w.now, w.c, f.Windows) {
			return problem.New(problem.Closed, fmt.Sprintf("“Did not answer” can be recorded from %s, after %d reminders. So far there were %d.",
				silentFrom(w.c, f.Windows).Long(), f.Windows.SignOffReminders, m.Reminders))
		}
		if err := w.record(ctx, person, Own{Kind: DidNotAnswer}); err != nil {
			return err
		}
		if err := w.log(ctx, Silent.Name, access.TeamRoom, person); err != nil {
			return err
		}
		return s.askToFinalise(ctx, w)
	})
}
