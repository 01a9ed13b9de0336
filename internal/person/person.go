package person

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// New is a person to add. CouncilID may be Nil (an officer of the region), Post
// is the post in their own words, Phone as they write it.
type New struct {
	Name      string
	Email     string
	RegionID  uuid.UUID
	CouncilID uuid.UUID
	Post      string
	Phone     string
	// Outside is the council of somebody of another region who comes as a visitor (T3).
	Outside string
}

// Check notes what is wrong on the fields "name", "email", "post" and "phone".
func (n New) Check() error {
	var f problem.Fields
	f.Check(n.Name != "", "name", "Enter a name")
	f.Check(db.Length(n.Name) <= 200, "name", "Name must be 200 characters or fewer")
	if n.Email == "" {
		f.Add("email", "Enter an e-mail address")
	} else if _, ok := CleanEmail(n.Email); !ok {
		f.Add("email", "Enter an e-mail address in the correct format, like name@example.org")
	}
	f.Check(db.Length(n.Post) <= 200, "post", "Post must be 200 characters or fewer")
	f.Check(db.Length(n.Phone) <= 40, "phone", "Telephone number must be 40 characters or fewer")
	return f.Err()
}

// AddTx finds the person with this address or adds one. Somebody found is left
// as they are: existed is true. For coordinators (their region), directors and
// link officers (their own region) and the operator. An address of somebody
// whom the actor may not know of is a Conflict, in words that name nobody; the
// caller's transaction can go on after it.
func AddTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, n New) (who uuid.UUID, existed bool, err error) {
	if err := n.Check(); err != nil {
		return uuid.Nil, false, err
	}
	n.Email, _ = CleanEmail(n.Email)
	if who, err = findTx(ctx, tx, n.Email); err != nil || who != uuid.Nil {
		return who, true, err
	}
	who = id.New()
	err = pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error { return insertTx(ctx, tx, now, who, n) })
	if isTaken(err) { // by somebody out of sight, or at this very moment
		if who, err = findTx(ctx, tx, n.Email); err != nil || who != uuid.Nil {
			return who, true, err
		}
		return uuid.Nil, false, problem.New(problem.Conflict, "This address already belongs to somebody in another region. Ask the technical operator, or use another address of theirs.")
	}
	if err != nil {
		return uuid.Nil, false, db.Explain(err)
	}
	return who, false, audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "person.add", Region: n.RegionID, Subject: who})
}

// findTx gives Nil when the actor may know of nobody with the address.
func findTx(ctx context.Context, tx pgx.Tx, email string) (uuid.UUID, error) {
	return db.Value[uuid.UUID](ctx, tx, `SELECT coalesce(person_to_invite($1), '00000000-0000-0000-0000-000000000000')`, email)
}

func insertTx(ctx context.Context, tx pgx.Tx, now time.Time, who uuid.UUID, n New) error {
	if _, err := tx.Exec(ctx, `INSERT INTO person (id, name, region_id, council_id, post, outside_council, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		who, n.Name, orNull(n.RegionID), orNull(n.CouncilID), n.Post, n.Outside, now); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO person_contact (person_id, region_id, email, phone) VALUES ($1, $2, $3, $4)`,
		who, orNull(n.RegionID), n.Email, n.Phone)
	return err
}

func isTaken(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.ConstraintName == "one_person_per_email"
}

func orNull(u uuid.UUID) *uuid.UUID {
	if u == uuid.Nil {
		return nil
	}
	return &u
}
