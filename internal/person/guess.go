package person

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// account is the name under which tries are counted, whether or not anybody has
// the address. Guesses and mails are counted apart, so that too many guesses
// leave the way by e-mail open.
func account(kind, email string) []byte {
	sum := sha256.Sum256([]byte(kind + ":" + email))
	return sum[:]
}

// countTx counts the tries of an account in the window, one caller at a time, so
// that guesses made at once are all counted.
func countTx(ctx context.Context, tx pgx.Tx, now time.Time, name []byte) (int, error) {
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, hex.EncodeToString(name)); err != nil {
		return 0, err
	}
	return db.Value[int](ctx, tx, `SELECT count(*) FROM sign_in_attempt WHERE account_hash = $1 AND at > $2`, name, now.Add(-GuessWindow))
}

func noteTx(ctx context.Context, tx pgx.Tx, now time.Time, name []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO sign_in_attempt (account_hash, at) VALUES ($1, $2)`, name, now)
	return err
}

// forgiveTx forgets the recent guesses of an account after a right one.
func forgiveTx(ctx context.Context, tx pgx.Tx, now time.Time, email string) error {
	_, err := tx.Exec(ctx, `DELETE FROM sign_in_attempt WHERE account_hash = $1 AND at > $2`, account("guess", email), now.Add(-GuessWindow))
	return err
}

// guess counts one guess and keeps the count whatever comes of it. The eleventh
// in five minutes is TooMany and is not looked at.
func (s *Service) guess(ctx context.Context, email string) error {
	now, name := s.Clock.Now(), account("guess", email)
	return db.InTx(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		n, err := countTx(ctx, tx, now, name)
		if err != nil {
			return err
		}
		if n >= MaxGuesses {
			return problem.New(problem.TooMany, "There were too many tries for this e-mail address. Wait five minutes, or ask for an e-mail with a link: the link works at once.")
		}
		return noteTx(ctx, tx, now, name)
	})
}

// ForgetTries removes tries older than a day, for the nightly job.
func (s *Service) ForgetTries(ctx context.Context) error {
	return db.InTx(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM sign_in_attempt WHERE at < $1`, s.Clock.Now().Add(-24*time.Hour))
		return err
	})
}
