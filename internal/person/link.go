package person

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
)

// SendLink sends a link and a code to an address that somebody has, and does
// about the same work for one that nobody has; the answer is nil for both (V6).
// A sixth mail to one address in five minutes is silently not sent.
func (s *Service) SendLink(ctx context.Context, email string) error {
	code, err := newCode()
	if err != nil {
		return err
	}
	email, _ = CleanEmail(email)
	secret, now := newSecret(), s.Clock.Now()
	return s.send(ctx, email, sending{ToSignIn, secret, codeHash(email, code), now.Add(LinkLasts)}, linkMail(s.BaseURL, secret, code, now))
}

// SendReset sends a link for choosing a new password, under the same rules.
func (s *Service) SendReset(ctx context.Context, email string) error {
	email, _ = CleanEmail(email)
	secret, now := newSecret(), s.Clock.Now()
	return s.send(ctx, email, sending{ToReset, secret, nil, now.Add(ResetLasts)}, resetMail(s.BaseURL, secret, now))
}

// sending is a link about to go out.
type sending struct {
	purpose Purpose
	secret  string
	code    []byte // hash; nil when there is none
	expires time.Time
}

func (s *Service) send(ctx context.Context, email string, what sending, m outbox.Mail) error {
	now, name := s.Clock.Now(), account("mail", email)
	return db.InTx(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		n, err := countTx(ctx, tx, now, name)
		if err != nil || n >= maxMails {
			return err
		}
		if err := noteTx(ctx, tx, now, name); err != nil {
			return err
		}
		return sendTx(ctx, tx, now, email, what, m)
	})
}

// sendTx runs the same statements whether or not somebody has the address; for
// an unknown one they find nobody to write for.
func sendTx(ctx context.Context, tx pgx.Tx, now time.Time, email string, what sending, m outbox.Mail) error {
	who, err := db.Value[uuid.UUID](ctx, tx, `SELECT person_id FROM person_contact WHERE email = $1`, email)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	// only the newest code works, so that asking often does not make guessing easier
	if _, err := tx.Exec(ctx, `UPDATE sign_in_token SET code_hash = NULL WHERE person_id = $1 AND code_hash IS NOT NULL`, who); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO sign_in_token (id, person_id, purpose, link_hash, code_hash, expires_at)
		SELECT $1, p.id, $2, $3, $4, $5 FROM person p WHERE p.id = $6`,
		id.New(), string(what.purpose), linkHash(what.secret), what.code, what.expires, who); err != nil {
		return err
	}
	if who == uuid.Nil {
		_, err := tx.Exec(ctx, `SELECT 1`) // in place of queueing
		return err
	}
	m.Person = who
	return outbox.QueueTx(ctx, tx, now, m)
}
