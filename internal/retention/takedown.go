package retention

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Published is a published version, and what was asked about it.
type Published struct {
	ID          uuid.UUID
	Version     int
	PublishedAt time.Time
	TakenDownAt *time.Time
	ErasedAt    *time.Time
	Takedown    *uuid.UUID // the open one
	Reason      *string
	AskedBy     *string
	AskedAs     *access.Role
	AskedAt     *time.Time
}

// TakedownPage is the published versions of a challenge, newest first, for the
// host's director and the coordinator (I4).
type TakedownPage struct {
	challenge.Head
	Versions []Published
	Side     access.Role // on whose side the reader decides
}

// Decides tells whether the reader is the other side of an open take-down.
func (p TakedownPage) Decides(v Published) bool {
	return v.Takedown != nil && v.AskedAs != nil && *v.AskedAs != p.Side
}

func side(c challenge.Challenge) access.Role {
	if c.Standing().Is(access.DASS) {
		return access.DASS
	}
	return access.Coordinator
}

func publishedTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) ([]Published, error) {
	return db.All[Published](ctx, tx, `SELECT r.id, r.version, r.published_at, r.taken_down_at, r.erased_at, t.id AS takedown, t.reason, p.name AS asked_by, t.asked_as, t.asked_at
		FROM publication b JOIN published_report r ON r.id = b.published_report_id
		LEFT JOIN takedown t ON t.published_report_id = r.id AND t.decision IS NULL LEFT JOIN person p ON p.id = t.asked_by
		WHERE b.challenge_id = $1 ORDER BY r.version DESC`, ch)
}

// TakedownPage reads it; Missing for others, and before the report is final.
func (s *Service) TakedownPage(ctx context.Context, actor access.Actor, ch challenge.ID) (TakedownPage, error) {
	var p TakedownPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headFor(ctx, tx, ch, TakeDown.Roles); err != nil {
			return err
		}
		p.Side = side(p.Challenge)
		if err = allowed(p.Challenge, TakeDown); err != nil {
			return err
		}
		p.Versions, err = publishedTx(ctx, tx, ch)
		return err
	})
	return p, err
}

// CheckTakedown judges the reason without doing anything.
func CheckTakedown(reason string) error {
	var f problem.Fields
	f.Check(!blank(reason), "reason", "Say who could be recognised, and by what, without repeating it")
	f.Check(db.Length(reason) <= 1000, "reason", "The reason must be 1,000 characters or fewer")
	return f.Err()
}

func numbered(list []Published, version int) (Published, error) {
	for _, v := range list {
		if v.Version == version {
			return v, nil
		}
	}
	return Published{}, problem.Missing()
}

// AskTakedown takes a version out of sight at once, and asks the other side to let
// its text go for good. Director or coordinator; Conflict when it is down already.
func (s *Service) AskTakedown(ctx context.Context, actor access.Actor, ch challenge.ID, version int, reason string) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, v, err := s.versionTx(ctx, tx, ch, version, TakeDown)
		if err != nil {
			return err
		}
		if err := CheckTakedown(reason); err != nil {
			return err
		}
		now := s.Clock.Now()
		me, _ := actor.PersonID()
		mine := side(c)
		if err := db.ExecOne(ctx, tx, `UPDATE published_report SET taken_down_at = $2 WHERE id = $1 AND taken_down_at IS NULL`, v.ID, now); err != nil {
			return err
		}
		takedown := id.New()
		if _, err := tx.Exec(ctx, `INSERT INTO takedown (id, challenge_id, published_report_id, reason, asked_by, asked_as, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			takedown, ch, v.ID, reason, uuid.UUID(me), mine, now); err != nil {
			return err
		}
		other := access.DASS
		if mine == access.DASS {
			other = access.Coordinator
		}
		path := "/challenges/" + ch.String() + "/take-down"
		if err := task.OpenTx(ctx, tx, now, task.New{Challenge: ch, Kind: "take-down", Subject: takedown.String(), Title: "Decide about a published version that was taken down",
			Path: path, Role: other, Waiting: uuid.UUID(me)}); err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: TakeDown.Name, Challenge: ch, Room: access.Council, Subject: v.ID}); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, now, ch, TakeDown.Roles, outbox.Mail{Kind: TakeDown.Name, Subject: c.Name + ": a published version was taken down",
			Body: "A published version of the report of " + c.Name + " was taken out of sight, because it could identify somebody. Please decide whether its text goes for good.\n\n" + s.BaseURL + path + "\n"})
	})
}

func (s *Service) versionTx(ctx context.Context, tx pgx.Tx, ch challenge.ID, version int, verb access.Verb) (challenge.Challenge, Published, error) {
	c, err := challenge.LockTx(ctx, tx, ch)
	if err != nil {
		return c, Published{}, err
	}
	if err := allowed(c, verb); err != nil {
		return c, Published{}, err
	}
	list, err := publishedTx(ctx, tx, ch)
	if err != nil {
		return c, Published{}, err
	}
	v, err := numbered(list, version)
	return c, v, err
}

// DecideTakedown is the other side's word: erase lets the text go for good, from the
// page and from the shared copy, while hash, mark and notice stay (I4); otherwise the
// version is put back. Conflict when nothing waits for this side.
func (s *Service) DecideTakedown(ctx context.Context, actor access.Actor, ch challenge.ID, version int, erase bool) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, v, err := s.versionTx(ctx, tx, ch, version, Decide)
		if err != nil {
			return err
		}
		mine := side(c)
		if v.Takedown == nil || *v.AskedAs == mine {
			return problem.New(problem.Conflict, "There is nothing for you to decide about this version. The other side decides, or has decided already.")
		}
		now := s.Clock.Now()
		me, _ := actor.PersonID()
		decision := "put_back"
		if erase {
			decision = "erased"
		}
		if err := db.ExecOne(ctx, tx, `UPDATE takedown SET decision = $2, decided_by = $3, decided_as = $4, decided_at = $5 WHERE id = $1 AND decision IS NULL`,
			*v.Takedown, decision, uuid.UUID(me), mine, now); err != nil {
			return err
		}
		if erase {
			_, err = tx.Exec(ctx, `SELECT erase_publication($1)`, *v.Takedown)
		} else {
			err = db.ExecOne(ctx, tx, `UPDATE published_report SET taken_down_at = NULL WHERE id = $1 AND erased_at IS NULL`, v.ID)
		}
		if err != nil {
			return err
		}
		if err := task.DoneTx(ctx, tx, actor, now, ch, "take-down", v.Takedown.String()); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Decide.Name, Challenge: ch, Room: access.Council, Subject: v.ID})
	})
}
