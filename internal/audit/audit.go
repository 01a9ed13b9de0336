// Package audit keeps the trail of everything done (V5): one line for each act,
// written in the act's own transaction, holding ids and never words. The
// database lets the program add and read lines, not change them.
package audit

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
)

// Line is one act. Challenge, Region, Room and Subject may be empty.
type Line struct {
	Verb      string
	Challenge uuid.UUID
	Region    uuid.UUID
	Room      access.Room
	Subject   uuid.UUID
}

// LogTx writes a line as the actor, in the caller's transaction.
func LogTx(ctx context.Context, tx pgx.Tx, actor access.Actor, at time.Time, l Line) error {
	_, err := tx.Exec(ctx, `INSERT INTO audit_line (id, at, person_id, job, verb, challenge_id, region_id, room, subject_id)
		VALUES ($1, $2, nullif($3, '')::uuid, nullif($4, ''), $5, $6, $7, nullif($8, ''), $9)`,
		id.New(), at, actor.UUID(), actor.JobName(), l.Verb, orNull(l.Challenge), orNull(l.Region), string(l.Room), orNull(l.Subject))
	return err
}

func orNull(u uuid.UUID) *uuid.UUID {
	if u == uuid.Nil {
		return nil
	}
	return &u
}

// Entry is a line as people read it.
type Entry struct {
	At     time.Time
	Name   string // of the person; empty for a job
	Job    string
	Verb   string
	Room   string
	Person *uuid.UUID
	About  string // the name of the person the act was about, if it was about one
}

// ForChallengeTx lists the newest lines of a challenge that the actor may read:
// their own and those of the rooms they may enter (V5). At most limit.
func ForChallengeTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID, limit int) ([]Entry, error) {
	return db.All[Entry](ctx, tx, `SELECT l.at, coalesce(p.name, '') AS name, coalesce(l.job, '') AS job, l.verb,
			coalesce(l.room, '') AS room, l.person_id AS person, coalesce(a.name, '') AS about
		FROM audit_line l LEFT JOIN person p ON p.id = l.person_id LEFT JOIN person a ON a.id = l.subject_id
		WHERE l.challenge_id = $1 ORDER BY l.at DESC, l.id DESC LIMIT $2`, challenge, limit)
}
