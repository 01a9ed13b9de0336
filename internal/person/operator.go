package person

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// CreateOperator makes somebody technical operator and gives a link to sign in
// that works once, for half an hour. It is for the command line: owner connects
// as the database's owner, since nobody inside the program may make the first
// one. A person who has the address already becomes operator; run again, it
// makes another link.
func (s *Service) CreateOperator(ctx context.Context, owner db.Beginner, name, email string) (string, error) {
	n := New{Name: name, Email: email}
	if err := n.Check(); err != nil {
		return "", err
	}
	n.Email, _ = CleanEmail(email)
	secret, now, job := newSecret(), s.Clock.Now(), access.Job("operator-create")
	err := db.InTx(ctx, owner, job, func(tx pgx.Tx) error {
		who, err := operatorTx(ctx, tx, now, n)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO sign_in_token (id, person_id, purpose, link_hash, expires_at) VALUES ($1, $2, 'sign_in', $3, $4)`,
			id.New(), who, linkHash(secret), now.Add(LinkLasts)); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, job, now, audit.Line{Verb: "operator.create", Subject: who})
	})
	return s.BaseURL + "/sign-in/link/" + secret, err
}

func operatorTx(ctx context.Context, tx pgx.Tx, now time.Time, n New) (uuid.UUID, error) {
	who, err := db.Value[uuid.UUID](ctx, tx, `SELECT person_id FROM person_contact WHERE email = $1`, n.Email)
	if problem.Is(err, problem.NotFound) {
		who = id.New()
		err = insertTx(ctx, tx, now, who, n)
	}
	if err != nil {
		return uuid.Nil, err
	}
	if _, err := tx.Exec(ctx, `UPDATE person SET operator = true WHERE id = $1`, who); err != nil {
		return uuid.Nil, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO role_holding (id, person_id, role, scope, starts_on) VALUES ($1, $2, 'operator', 'installation', $3)
		ON CONFLICT DO NOTHING`, id.New(), who, civil.Of(now))
	return who, err
}
