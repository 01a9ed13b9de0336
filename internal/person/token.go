package person

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Purpose is what a link in an e-mail is for.
type Purpose string

// The three purposes, as the database spells them.
const (
	ToSignIn   Purpose = "sign_in"
	ToReset    Purpose = "reset"
	Invitation Purpose = "invitation"
)

// newSecret is what stands in a link: 256 random bits, in letters that survive
// any mail program.
func newSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: the runtime ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// newCode is six digits.
func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", problem.Internalf(err, "make a code")
	}
	return fmt.Sprintf("%06d", n), nil
}

func linkHash(secret string) []byte {
	sum := sha256.Sum256([]byte("link:" + secret))
	return sum[:]
}

// codeHash mixes in the address, so that equal codes of two people differ.
func codeHash(email, code string) []byte {
	sum := sha256.Sum256([]byte("code:" + email + ":" + code))
	return sum[:]
}

// cleanCode is a code without the spaces and dashes people put into it.
func cleanCode(typed string) string {
	return strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(typed)
}

// dead is the one answer for links that are unknown, used or too old.
func dead() error {
	return problem.New(problem.Closed, "This link no longer works. It has been used, or it is too old.")
}

// useTx uses a link up and gives its person; of two at once one succeeds.
func useTx(ctx context.Context, tx pgx.Tx, now time.Time, purpose Purpose, secret string) (uuid.UUID, error) {
	who, err := db.Value[uuid.UUID](ctx, tx, `UPDATE sign_in_token SET used_at = $1
		WHERE link_hash = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $1 RETURNING person_id`,
		now, linkHash(secret), string(purpose))
	if problem.Is(err, problem.NotFound) {
		return uuid.Nil, dead()
	}
	return who, err
}

// spoilTx makes every other link of a person useless, after a new password.
func spoilTx(ctx context.Context, tx pgx.Tx, now time.Time, who uuid.UUID) error {
	_, err := tx.Exec(ctx, `UPDATE sign_in_token SET used_at = $1 WHERE person_id = $2 AND used_at IS NULL`, now, who)
	return err
}

// CheckLink tells whether a link would still work, without using it up: programs
// that look at mails open every link in them. Closed when it would not.
func (s *Service) CheckLink(ctx context.Context, purpose Purpose, secret string) error {
	return db.Read(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		there, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM sign_in_token
			WHERE link_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3)`, linkHash(secret), string(purpose), s.Clock.Now())
		if err != nil || there {
			return err
		}
		return dead()
	})
}
