// Package framework keeps a region's frameworks as data with versions: the areas
// and prompts, the documents that are asked for, the offsets and windows. A
// region begins with the starter framework; a version is never changed, only
// followed by a newer one, and a cycle keeps the one it was opened with.
//
// Only this package writes the table framework. Everybody signed in may read a
// framework: it holds questions, no content.
package framework

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// AddTx stores a framework as the region's next version. The actor must be an
// operator or a coordinator of the region; to others the region is not there.
func AddTx(ctx context.Context, tx pgx.Tx, region uuid.UUID, now time.Time, f reference.Framework) error {
	body, err := json.Marshal(f)
	if err != nil {
		return problem.Internalf(err, "framework")
	}
	_, err = tx.Exec(ctx, `INSERT INTO framework (id, region_id, version, body, created_at)
		SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4 FROM framework WHERE region_id = $2`, id.New(), region, body, now)
	return err
}

// GetTx reads a version by its id; Missing when there is none. What was read once is
// not asked for again: it is nobody's secret (V1), and who has the id read it from a
// cycle or a challenge. Its lists are shared with other readers: do not change them.
func GetTx(ctx context.Context, tx pgx.Tx, framework uuid.UUID) (reference.Framework, error) {
	if f, ok := known.get(framework); ok {
		return f, nil
	}
	body, err := db.Value[[]byte](ctx, tx, `SELECT body FROM framework WHERE id = $1`, framework)
	if err != nil {
		return reference.Framework{}, err
	}
	return known.parse(framework, body)
}

// NewestTx is the id of a region's newest version; Missing when it has none.
func NewestTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) (uuid.UUID, error) {
	return db.Value[uuid.UUID](ctx, tx, `SELECT id FROM framework WHERE region_id = $1 ORDER BY version DESC LIMIT 1`, region)
}
