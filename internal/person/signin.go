package person

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/audit"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// SignIn tells who has this address and password. What is wrong, address or
// password, is never told (V6): Invalid with one sentence on "password". The
// eleventh guess for an address in five minutes is TooMany.
func (s *Service) SignIn(ctx context.Context, email, password string) (uuid.UUID, error) {
	email, _ = CleanEmail(email)
	if err := s.guess(ctx, email); err != nil {
		return uuid.Nil, err
	}
	known, err := s.credentialOf(ctx, email)
	if err != nil {
		return uuid.Nil, err
	}
	same, err := matches(password, known.PasswordHash)
	if err != nil {
		return uuid.Nil, err
	}
	if !same {
		var f problem.Fields
		f.Add("password", "The e-mail address or the password is not right")
		return uuid.Nil, f.Err()
	}
	now := s.Clock.Now()
	err = db.InTx(ctx, s.DB, signIn, func(tx pgx.Tx) error { return arrivedTx(ctx, tx, now, email, known.PersonID, "password") })
	return known.PersonID, err
}

type credential struct {
	PersonID     uuid.UUID
	PasswordHash string // empty when there is none
}

// credentialOf reads what an address signs in with; the zero value for an
// unknown address.
func (s *Service) credentialOf(ctx context.Context, email string) (credential, error) {
	var c credential
	err := db.Read(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		var err error
		c, err = db.One[credential](ctx, tx, `SELECT p.person_id, coalesce(c.password_hash, '') AS password_hash
			FROM person_contact p LEFT JOIN credential c ON c.person_id = p.person_id WHERE p.email = $1`, email)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		return err
	})
	return c, err
}

// arrivedTx notes that somebody has signed in, and by which way.
func arrivedTx(ctx context.Context, tx pgx.Tx, now time.Time, email string, who uuid.UUID, way string) error {
	if err := forgiveTx(ctx, tx, now, email); err != nil {
		return err
	}
	return audit.LogTx(ctx, tx, signIn, now, audit.Line{Verb: "person.sign-in-by-" + way, Subject: who})
}

// SignInByLink uses a link up and tells whose it is. Closed when the link is
// unknown, used or older than half an hour. Of two at once, one signs in.
func (s *Service) SignInByLink(ctx context.Context, secret string) (uuid.UUID, error) {
	var who uuid.UUID
	now := s.Clock.Now()
	err := db.InTx(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		var err error
		if who, err = useTx(ctx, tx, now, ToSignIn, secret); err != nil {
			return err
		}
		email, err := db.Value[string](ctx, tx, `SELECT email FROM person_contact WHERE person_id = $1`, who)
		if err != nil {
			return err
		}
		return arrivedTx(ctx, tx, now, email, who, "link")
	})
	return who, err
}

// SignInByCode uses up the code that was sent to an address and tells whose it
// is. Wrong, used, older than a quarter of an hour, and of an unknown address
// are one answer: Invalid on "code". Guesses count as those of passwords do.
func (s *Service) SignInByCode(ctx context.Context, email, code string) (uuid.UUID, error) {
	email, _ = CleanEmail(email)
	if err := s.guess(ctx, email); err != nil {
		return uuid.Nil, err
	}
	var who uuid.UUID
	now := s.Clock.Now()
	err := db.InTx(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		var err error
		// the code ends before the link that was sent with it
		who, err = db.Value[uuid.UUID](ctx, tx, `UPDATE sign_in_token t SET used_at = $1 FROM person_contact c
			WHERE c.email = $2 AND t.person_id = c.person_id AND t.code_hash = $3 AND t.purpose = 'sign_in'
			AND t.used_at IS NULL AND t.expires_at > $4 RETURNING t.person_id`,
			now, email, codeHash(email, cleanCode(code)), now.Add(LinkLasts-CodeLasts))
		if err != nil {
			return err
		}
		return arrivedTx(ctx, tx, now, email, who, "code")
	})
	if problem.Is(err, problem.NotFound) {
		var f problem.Fields
		f.Add("code", "This code is not right, or it is too old. Check it, or ask for another e-mail")
		return uuid.Nil, f.Err()
	}
	return who, err
}
