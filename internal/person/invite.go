package person

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
)

// Words say what somebody is invited to, never content. Subject is the mail's;
// For ("contributor to the self-assessment of Ashcombe 2027") also stands on the
// welcome page, at most 400 characters; Where and When may be empty.
type Words struct {
	Subject string
	For     string
	Where   string
	When    string
}

// InviteTx makes an invitation that works for 14 days and queues its mail, in
// the caller's transaction. The caller has checked that the actor may invite.
func (s *Service) InviteTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, who uuid.UUID, w Words) error {
	inviter, by := "The Peer Challenge team", (*uuid.UUID)(nil)
	if p, ok := actor.PersonID(); ok {
		me := uuid.UUID(p)
		name, err := db.Value[string](ctx, tx, `SELECT name FROM person WHERE id = $1`, me)
		if err != nil {
			return err
		}
		inviter, by = name, &me
	}
	secret := newSecret()
	if _, err := tx.Exec(ctx, `INSERT INTO sign_in_token (id, person_id, purpose, link_hash, expires_at, invited_by, invited_for)
		VALUES ($1, $2, 'invitation', $3, $4, $5, $6)`, id.New(), who, linkHash(secret), now.Add(InvitationLasts), by, w.For); err != nil {
		return err
	}
	m := invitationMail(s.BaseURL, secret, inviter, w, now)
	m.Person = who
	if err := outbox.QueueTx(ctx, tx, now, m); err != nil {
		return err
	}
	return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "person.invite", Subject: who})
}

// Welcome is what the page behind an invitation says.
type Welcome struct {
	Name        string
	Email       string
	InvitedBy   string // empty when the program itself invited
	InvitedFor  string
	ExpiresAt   time.Time
	HasPassword bool // of an earlier time; then none is asked for
}

// Welcome reads an invitation without using it up. Closed when it no longer works.
func (s *Service) Welcome(ctx context.Context, secret string) (Welcome, error) {
	var w Welcome
	err := db.Read(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		var err error
		w, err = db.One[Welcome](ctx, tx, `SELECT p.name, c.email, coalesce(i.name, '') AS invited_by, t.invited_for, t.expires_at,
				EXISTS (SELECT FROM credential x WHERE x.person_id = p.id) AS has_password
			FROM sign_in_token t JOIN person p ON p.id = t.person_id JOIN person_contact c ON c.person_id = p.id
			LEFT JOIN person i ON i.id = t.invited_by
			WHERE t.link_hash = $1 AND t.purpose = 'invitation' AND t.used_at IS NULL AND t.expires_at > $2`, linkHash(secret), s.Clock.Now())
		if problem.Is(err, problem.NotFound) {
			return dead()
		}
		return err
	})
	return w, err
}

// AcceptInvitation uses an invitation up and tells whose it is, so that the page
// can sign them in. The password may be empty: then none is set and links by
// e-mail remain the way. Invalid on "password"; Closed when it no longer works.
func (s *Service) AcceptInvitation(ctx context.Context, secret, password string) (uuid.UUID, error) {
	hash := ""
	if password != "" {
		if err := checkNew(password); err != nil {
			return uuid.Nil, err
		}
		if err := s.CheckLink(ctx, Invitation, secret); err != nil {
			return uuid.Nil, err
		}
		var err error
		if hash, err = hashPassword(password); err != nil {
			return uuid.Nil, err
		}
	}
	var who uuid.UUID
	now := s.Clock.Now()
	err := db.InTx(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		var err error
		if who, err = useTx(ctx, tx, now, Invitation, secret); err != nil {
			return err
		}
		if hash != "" {
			if _, err := newPasswordTx(ctx, tx, now, who, hash, "person.password-first"); err != nil {
				return err
			}
		}
		return audit.LogTx(ctx, tx, signIn, now, audit.Line{Verb: "person.accept-invitation", Subject: who})
	})
	return who, err
}
