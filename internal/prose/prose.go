// Package prose keeps text that several people write: a document, its versions,
// and saving the whole text against the version it was based on. Whoever saves
// on an older version gets a Conflict that carries the newer text, so that the
// page can show both; nothing anyone typed and saw accepted is ever lost (F3, A2):
// every accepted version is kept.
//
// A document lies in one room of its challenge, in a locked part of it if
// Cupboard is set. The algorithm can grow without its callers changing.
package prose

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// MaxLength is the longest text, in code points.
const MaxLength = 50000

// Document is a text as it stands.
type Document struct {
	ID        uuid.UUID
	Version   int // 0: nothing was saved yet
	Body      string
	UpdatedAt *time.Time
	Author    *string // name of who saved last
}

// Moved is the cause of a Conflict: what the text became meanwhile.
type Moved struct{ Theirs Document }

// Error says so for the log.
func (m *Moved) Error() string { return "text moved on" }

// TheirsOf gives the newer text from a Conflict that Save made.
func TheirsOf(err error) (Document, bool) {
	var m *Moved
	if errors.As(err, &m) {
		return m.Theirs, true
	}
	return Document{}, false
}

// CreateTx makes an empty document in a room and gives its id.
func CreateTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID, room access.Room, cupboard string) (uuid.UUID, error) {
	doc := id.New()
	_, err := tx.Exec(ctx, `INSERT INTO prose_document (id, challenge_id, room, cupboard) VALUES ($1, $2, $3, $4)`, doc, challenge, room, cupboard)
	return doc, err
}

const selectDocument = `SELECT d.id, d.version, d.body, d.updated_at, p.name AS author
	FROM prose_document d LEFT JOIN person p ON p.id = d.updated_by WHERE d.id = $1`

// GetTx reads a document; Missing when it is not the actor's to read.
func GetTx(ctx context.Context, tx pgx.Tx, doc uuid.UUID) (Document, error) {
	return db.One[Document](ctx, tx, selectDocument, doc)
}

// SaveTx saves the whole text as the version after base, as the actor, and gives
// the new version. The same text again is no new version. When the document has
// moved on, the Conflict carries the newer text (TheirsOf) and nothing is saved.
func SaveTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, doc uuid.UUID, base int, body string) (int, error) {
	if db.Length(body) > MaxLength {
		return 0, &problem.Problem{Kind: problem.Invalid, Message: "There is a problem",
			Fields: []problem.Field{{Name: "text", Message: "The text must be 50,000 characters or fewer"}}}
	}
	person, _ := actor.PersonID()
	version, err := db.Value[int](ctx, tx, `WITH saved AS (UPDATE prose_document SET version = version + 1, body = $2, updated_by = $3, updated_at = $4
			WHERE id = $1 AND version = $5 AND body <> $2 RETURNING id, challenge_id, room, cupboard, version)
		INSERT INTO prose_version (document_id, challenge_id, room, cupboard, version, body, person_id, at)
		SELECT id, challenge_id, room, cupboard, version, $2, $3, $4 FROM saved RETURNING version`, doc, body, uuid.UUID(person), now, base)
	if !problem.Is(err, problem.NotFound) {
		return version, err
	}
	current, err := GetTx(ctx, tx, doc)
	if err != nil {
		return 0, err
	}
	if current.Body == body {
		return current.Version, nil
	}
	return 0, problem.Wrap(problem.Conflict, "Somebody else changed this text while you were writing. Both texts are below; nothing of yours is lost.", &Moved{current})
}

// Version is one accepted text of a document.
type Version struct {
	Version int
	Body    string
	Name    string
	At      time.Time
}

// VersionsTx lists the versions of a document, newest first, at most limit.
func VersionsTx(ctx context.Context, tx pgx.Tx, doc uuid.UUID, limit int) ([]Version, error) {
	return db.All[Version](ctx, tx, `SELECT v.version, v.body, p.name, v.at FROM prose_version v JOIN person p ON p.id = v.person_id
		WHERE v.document_id = $1 ORDER BY v.version DESC LIMIT $2`, doc, limit)
}
