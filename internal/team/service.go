package team

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Service finds the team and keeps it.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string // without a slash at the end; for links in mails
}

// Kinds of task that this slice opens and closes, beside weighTask.
const (
	InvitationTask  = "invitation"    // for the person asked; subject: the place
	UndertakingTask = "undertaking"   // sign and be trained (T9); subject: the place
	TrainingTask    = "training"      // the coordinator confirms it (T9); subject: the place
	AssembleTask    = "assemble-team" // opened when the visit is placed
)

// change is what every verb here begins with: the locked challenge, asked the
// verb, and the moment.
func (s *Service) change(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(tx pgx.Tx, c challenge.Challenge, now time.Time) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, v); err != nil {
			return err
		}
		return f(tx, c, s.Clock.Now())
	})
}

// endRoleTx ends the role somebody holds on the challenge, and with it what they
// may open (V4). It comes last in a verb: afterwards the actor may be a stranger.
func endRoleTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, id challenge.ID, who uuid.UUID, role access.Role) error {
	holding, err := db.Value[uuid.UUID](ctx, tx, `SELECT id FROM role_holding WHERE scope = 'challenge' AND scope_id = $1 AND person_id = $2
		AND role = $3 AND ended_at IS NULL`, id, who, role)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return person.EndTx(ctx, tx, actor, now, holding)
}

// mailRoleTx writes to everybody who is on the challenge because of a role.
func mailRoleTx(ctx context.Context, tx pgx.Tx, now time.Time, id challenge.ID, role access.Role, m outbox.Mail) error {
	rows, _ := tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key WHERE scope_id = $1 AND room = 'common' AND because = $2
		AND revoked_at IS NULL AND person_id IS DISTINCT FROM app_actor()`, id, role)
	people, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, p := range people {
		m.Person = p
		if err := outbox.QueueTx(ctx, tx, now, m); err != nil {
			return err
		}
	}
	return nil
}

// assembledTx keeps the coordinator's task "Assemble the team" true: done once
// everybody has accepted and signed, open again when a place is free.
func assembledTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge) error {
	f, err := cycle.FrameworkTx(ctx, tx, c.FrameworkID)
	if err != nil {
		return err
	}
	members, err := membersTx(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	if Summarise(members, f.Team).Complete {
		return task.DoneTx(ctx, tx, actor, now, c.ID, AssembleTask, "")
	}
	due, err := challenge.DateTx(ctx, tx, c.ID, challenge.ScopeAndTeam)
	if err != nil {
		return err
	}
	return task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: AssembleTask, Title: "Assemble the team", Path: part(c.ID, "team"),
		Role: access.Coordinator, Due: due})
}

// part is a page of a challenge, as tasks and mails name it.
func part(id challenge.ID, name string) string { return "/challenges/" + id.String() + "/" + name }
