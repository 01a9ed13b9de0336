package challenge

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/room"
)

// MoveStage is moving a challenge on before its conditions are met (section 3).
// It never hands anything over; and four things no stage can override: a barring
// conflict (T5), confidentiality (V rules), the host's window (F7), sign-off (F8).
var MoveStage = access.Verb{Name: "challenge.move-stage", Label: "Move to the next stage",
	Roles:  []access.Role{access.Lead, access.DeputyLead, access.Coordinator},
	Stages: []access.Stage{access.Scheduled, access.Preparing, access.Reading, access.OnSite, access.Drafting}}

// MoveTx moves a locked challenge to a stage because its condition is met, and
// makes the keys agree. A guarded change: somebody who was first is a Conflict.
func MoveTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c Challenge, to access.Stage) error {
	err := db.ExecOne(ctx, tx, `UPDATE challenge SET stage = $3, stage_since = $4, moved_early_reason = NULL WHERE id = $1 AND stage = $2`,
		c.ID, c.Stage, to, now)
	if err != nil {
		return err
	}
	if _, err := room.SyncTx(ctx, tx, now, c.ID); err != nil {
		return err
	}
	return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "stage." + string(to), Challenge: c.ID, Room: access.Common})
}

// moveEarlyTo is where MoveStage may lead: never into or past what the host's
// window (F7) and the sign-off (F8) protect, and never in place of presenting.
var moveEarlyTo = map[access.Stage]access.Stage{
	access.Scheduled: access.Preparing, access.Preparing: access.Reading, access.Reading: access.OnSite,
}

// MoveEarlyTx is MoveTx before the condition is met, with a reason that everyone
// on the challenge sees (section 3). Lead or coordinator.
func MoveEarlyTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c Challenge, reason string) error {
	if err := Require(c, MoveStage); err != nil {
		return err
	}
	to, ok := moveEarlyTo[c.Stage]
	if !ok {
		return problem.New(problem.Closed, "From here the challenge goes on only when its findings are presented and the draft report is handed over.")
	}
	var fields problem.Fields
	fields.Check(reason != "", "reason", "Say why, in a sentence that everyone on the challenge may read")
	fields.Check(db.Length(reason) <= 500, "reason", "The reason must be 500 characters or fewer")
	if err := fields.Err(); err != nil {
		return err
	}
	if err := MoveTx(ctx, tx, actor, now, c, to); err != nil {
		return err
	}
	return db.ExecOne(ctx, tx, `UPDATE challenge SET moved_early_reason = $2 WHERE id = $1`, c.ID, reason)
}
