// Package tasktest reads tasks for tests.
package tasktest

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
	"peerchallenge/internal/task"
)

// OfChallenge lists a challenge's tasks as the actor of the transaction reads them,
// without the names of those who hold a role.
func OfChallenge(ctx context.Context, tx pgx.Tx, challenge uuid.UUID) (list []task.Task, err error) {
	var b db.Batch
	task.QueueForChallenge(&b, &list, challenge)
	return list, b.Read(ctx, tx)
}
