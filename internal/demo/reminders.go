package demo

import (
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
)

// reminders: whatever was due before the day of the demonstration was reminded of
// then; those mails are put away with the story's others.
func (t *teller) reminders() {
	t.on("2027-03-05 08:00")
	t.tell("send the reminders", t.sendReminders)
}

// todaysReminders are the ones that lie in the mails of the demonstration, whatever
// the hour at which somebody looks.
func (t *teller) todaysReminders(b db.Beginner) {
	t.on("2027-03-10 08:00")
	t.tell("send today's reminders", t.sendReminders)
	t.tell("let them go out at once", func() error {
		return db.InTx(t.ctx, b, access.Job("mail"), func(tx pgx.Tx) error {
			_, err := tx.Exec(t.ctx, `UPDATE mail SET next_try = '2027-03-10 00:00 Europe/London' WHERE kind = 'reminder.digest' AND sent_at IS NULL`)
			return err
		})
	})
}

func (t *teller) sendReminders() error {
	_, err := t.Reminders.Send(t.ctx)
	return err
}
