// Package outbox queues mails in the transaction that causes them and sends
// them afterwards. A mail says what, where, when and a link, never content; it is
// written once for each recipient. The queue is one table; a lost process loses
// nothing, and one mail that fails does not hold up the next.
package outbox

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/mail"
)

// Mail is one mail to one person, or to the Address of somebody who is no user.
type Mail struct {
	Person  uuid.UUID
	Address string // only when Person is Nil
	Kind    string // which sort, for the record: "team.proposed"
	Subject string
	Body    string // plain text; the sender makes the HTML part
}

// QueueTx puts mails into the queue; they are sent once the transaction commits.
func QueueTx(ctx context.Context, tx pgx.Tx, now time.Time, mails ...Mail) error {
	for _, m := range mails {
		_, err := tx.Exec(ctx, `INSERT INTO mail (id, person_id, address, kind, subject, body, queued_at, next_try)
			VALUES ($1, $2, nullif($3, ''), $4, $5, $6, $7, $7)`, id.New(), orNull(m.Person), m.Address, m.Kind, m.Subject, m.Body, now)
		if err != nil {
			return err
		}
	}
	return nil
}

// maxTries is how often a mail is tried, over about two days, before it is given up.
const maxTries = 12

// Worker sends what is queued.
type Worker struct {
	DB     db.Beginner
	Clock  clock.Clock
	Sender *mail.Sender
	Log    *slog.Logger
	Every  time.Duration // how often it looks; default one second
}

// Run sends until the context ends.
func (w *Worker) Run(ctx context.Context) {
	every := w.Every
	if every == 0 {
		every = time.Second
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		for w.sendNext(ctx) {
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

type due struct {
	ID      uuid.UUID
	Email   string
	Subject string
	Body    string
	Tries   int
}

// sendNext claims the oldest due mail by counting a try, sends it outside any
// transaction, and records how it went. It tells whether there was one.
func (w *Worker) sendNext(ctx context.Context) bool {
	job := access.Job("mail")
	var d due
	err := db.InTx(ctx, w.DB, job, func(tx pgx.Tx) error {
		var err error
		d, err = db.One[due](ctx, tx, `UPDATE mail m SET tries = m.tries + 1, next_try = $1 + interval '1 minute' * power(2, least(m.tries, 9))
			FROM mail n LEFT JOIN person_contact c ON c.person_id = n.person_id
			WHERE n.id = m.id AND coalesce(c.email, n.address) IS NOT NULL AND m.id = (SELECT id FROM mail WHERE sent_at IS NULL AND given_up_at IS NULL AND next_try <= $1
				ORDER BY next_try, id LIMIT 1 FOR UPDATE SKIP LOCKED)
			RETURNING m.id, coalesce(c.email, n.address) AS email, m.subject, m.body, m.tries`, w.Clock.Now())
		return err
	})
	if err != nil {
		w.logUnlessEmpty(ctx, err)
		return false
	}
	sendErr := w.Sender.Send(ctx, mail.Message{To: d.Email, Subject: d.Subject, Text: d.Body})
	err = db.InTx(ctx, w.DB, job, func(tx pgx.Tx) error {
		if sendErr == nil { // a body may hold a link to sign in: once sent it is not kept
			return db.ExecOne(ctx, tx, `UPDATE mail SET sent_at = $2, last_error = NULL, body = '' WHERE id = $1`, d.ID, w.Clock.Now())
		}
		return db.ExecOne(ctx, tx, `UPDATE mail SET last_error = left($2, 500), given_up_at = CASE WHEN $4 THEN $3::timestamptz END WHERE id = $1`,
			d.ID, sendErr.Error(), w.Clock.Now(), mail.Permanent(sendErr) || d.Tries >= maxTries)
	})
	if sendErr != nil {
		w.Log.Warn("mail not sent", "mail", d.ID, "try", d.Tries, "err", sendErr)
	}
	if err != nil {
		w.logUnlessEmpty(ctx, err)
		return false
	}
	return true
}

func (w *Worker) logUnlessEmpty(ctx context.Context, err error) {
	if ctx.Err() == nil && !isEmpty(err) {
		w.Log.Error("mail queue", "err", err)
	}
}

func orNull(u uuid.UUID) *uuid.UUID {
	if u == uuid.Nil {
		return nil
	}
	return &u
}
