package person

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Account is what somebody sees of themselves.
type Account struct {
	Name        string
	Email       string
	Phone       string
	Post        string
	CouncilName string
	HasPassword bool
	Roles       []Role
}

// Role is a role somebody holds, with the name of where they hold it.
type Role struct {
	Role     access.Role
	Where    string // of the challenge, council or region; empty for the installation
	Acting   bool
	StartsOn civil.Date
	EndsOn   *civil.Date
	Begun    bool // it counts today; otherwise it begins later
}

// Account reads the actor's own account.
func (s *Service) Account(ctx context.Context, actor access.Actor) (Account, error) {
	p, ok := actor.PersonID()
	if !ok {
		return Account{}, problem.New(problem.SignedOut, "")
	}
	a, who := Account{}, uuid.UUID(p)
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `SELECT p.name, c.email, c.phone, p.post, coalesce(o.name, '') FROM person p
			JOIN person_contact c ON c.person_id = p.id LEFT JOIN council o ON o.id = p.council_id WHERE p.id = $1`, who).
			Scan(&a.Name, &a.Email, &a.Phone, &a.Post, &a.CouncilName)
		if err != nil {
			return err
		}
		a.Roles, err = rolesTx(ctx, tx, who, civil.Of(s.Clock.Now()))
		return err
	})
	if err != nil {
		return a, err
	}
	err = db.Read(ctx, s.DB, signIn, func(tx pgx.Tx) error {
		var err error
		a.HasPassword, err = db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM credential WHERE person_id = $1)`, who)
		return err
	})
	return a, err
}

func rolesTx(ctx context.Context, tx pgx.Tx, who uuid.UUID, today civil.Date) ([]Role, error) {
	return db.All[Role](ctx, tx, `SELECT h.role, coalesce(c.name, o.name, r.name, '') AS "where", h.acting, h.starts_on, h.ends_on,
			h.starts_on <= $2 AS begun
		FROM role_holding h
		LEFT JOIN challenge c ON h.scope = 'challenge' AND c.id = h.scope_id
		LEFT JOIN council o ON h.scope = 'council' AND o.id = h.scope_id
		LEFT JOIN region r ON h.scope = 'region' AND r.id = h.scope_id
		WHERE h.person_id = $1 AND h.ended_at IS NULL AND (h.ends_on IS NULL OR h.ends_on >= $2)
		ORDER BY h.starts_on DESC, h.id`, who, today)
}
