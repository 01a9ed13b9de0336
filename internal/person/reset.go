package person

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
)

// Reset uses a reset link up and sets the new password. All sessions of the
// person and all their other links end (V4). It tells whose link it was, so that
// the page can sign them in. Invalid on "password"; Closed for a dead link.
func (s *Service) Reset(ctx context.Context, secret, password string) (uuid.UUID, error) {
	if err := checkNew(password); err != nil {
		return uuid.Nil, err
	}
	if err := s.CheckLink(ctx, ToReset, secret); err != nil {
		return uuid.Nil, err // before the costly part
	}
	hash, err := hashPassword(password)
	if err != nil {
		return uuid.Nil, err
	}
	var who uuid.UUID
	now := s.Clock.Now()
	err = db.InTx(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		var err error
		if who, err = useTx(ctx, tx, now, ToReset, secret); err != nil {
			return err
		}
		if _, err = newPasswordTx(ctx, tx, now, who, hash, "person.password-reset"); err != nil {
			return err
		}
		return s.tellChangedTx(ctx, tx, now, who)
	})
	return who, err
}

// SetPassword changes the actor's own password; somebody who has none yet needs
// no current one. All sessions of the person end: it gives the new epoch, for
// the session that asked. Invalid on "current" or "password"; wrong current
// passwords count as guesses.
func (s *Service) SetPassword(ctx context.Context, actor access.Actor, current, password string) (epoch int, err error) {
	p, ok := actor.PersonID()
	if !ok {
		return 0, problem.New(problem.SignedOut, "")
	}
	who := uuid.UUID(p)
	if err := checkNew(password); err != nil {
		return 0, err
	}
	if err := s.checkCurrent(ctx, who, current); err != nil {
		return 0, err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return 0, err
	}
	err = db.InTx(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		var err error
		if epoch, err = newPasswordTx(ctx, tx, s.Clock.Now(), who, hash, "person.password-change"); err != nil {
			return err
		}
		return s.tellChangedTx(ctx, tx, s.Clock.Now(), who)
	})
	return epoch, err
}

// checkCurrent asks for the password somebody has, if they have one.
func (s *Service) checkCurrent(ctx context.Context, who uuid.UUID, current string) error {
	var email, hash string
	err := db.Read(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `SELECT p.email, coalesce(c.password_hash, '') FROM person_contact p
			LEFT JOIN credential c ON c.person_id = p.person_id WHERE p.person_id = $1`, who).Scan(&email, &hash)
	})
	if err != nil || hash == "" {
		return err
	}
	if err := s.guess(ctx, email); err != nil {
		return err
	}
	same, err := matches(current, hash)
	if err != nil || same {
		return err
	}
	var f problem.Fields
	f.Add("current", "This is not your password now")
	return f.Err()
}

// newPasswordTx keeps a hash and ends every session and every other link.
func newPasswordTx(ctx context.Context, tx pgx.Tx, now time.Time, who uuid.UUID, hash, verb string) (int, error) {
	if _, err := tx.Exec(ctx, `INSERT INTO credential (person_id, password_hash, changed_at) VALUES ($1, $2, $3)
		ON CONFLICT (person_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at`, who, hash, now); err != nil {
		return 0, err
	}
	epoch, err := db.Value[int](ctx, tx, `UPDATE person SET session_epoch = session_epoch + 1 WHERE id = $1 RETURNING session_epoch`, who)
	if err != nil {
		return 0, err
	}
	if err := spoilTx(ctx, tx, now, who); err != nil {
		return 0, err
	}
	if _, err := tx.Exec(ctx, `SELECT pg_notify('keys', $1)`, who.String()); err != nil {
		return 0, err // open pages of the person are closed (V4)
	}
	return epoch, audit.LogTx(ctx, tx, signIn, now, audit.Line{Verb: verb, Subject: who})
}

// tellChangedTx tells the person by e-mail, in case it was not them.
func (s *Service) tellChangedTx(ctx context.Context, tx pgx.Tx, now time.Time, who uuid.UUID) error {
	m := changedMail(s.BaseURL, now)
	m.Person = who
	return outbox.QueueTx(ctx, tx, now, m)
}
