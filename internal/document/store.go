package document

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/files"
	"peerchallenge/internal/id"
)

const selectDocument = `SELECT d.id, d.title, v.version, v.file_name, v.digest, v.size, v.mime, v.scan, v.added_at,
		coalesce(p.name, 'Somebody') AS added_by,
		coalesce((SELECT max(s.version) FROM shared_document s WHERE s.document_id = d.id), 0) AS shared_version,
		coalesce((SELECT min(q.requirement_key) FROM document_requirement q WHERE q.challenge_id = d.challenge_id
			AND q.document_id = d.id AND q.status = 'provided'), '') AS requirement_key
	FROM document d
	JOIN LATERAL (SELECT * FROM document_version v WHERE v.document_id = d.id ORDER BY v.version DESC LIMIT 1) v ON true
	LEFT JOIN person p ON p.id = v.added_by
	WHERE d.challenge_id = $1 AND d.removed_at IS NULL `

func documentsTx(ctx context.Context, tx pgx.Tx, challengeID uuid.UUID) ([]Document, error) {
	return db.All[Document](ctx, tx, selectDocument+`ORDER BY lower(d.title), d.id`, challengeID)
}

func documentTx(ctx context.Context, tx pgx.Tx, challengeID uuid.UUID, document ID) (Document, error) {
	return db.One[Document](ctx, tx, selectDocument+`AND d.id = $2`, challengeID, document)
}

func insertDocument(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, challengeID uuid.UUID, document ID, title string) error {
	person, _ := actor.PersonID()
	_, err := tx.Exec(ctx, `INSERT INTO document (id, challenge_id, title, added_by, added_at) VALUES ($1, $2, $3, $4, $5)`,
		document, challengeID, title, uuid.UUID(person), now)
	return err
}

func insertVersion(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, challengeID uuid.UUID, document ID, version int, f files.Stored) error {
	person, _ := actor.PersonID()
	_, err := tx.Exec(ctx, `INSERT INTO document_version (id, document_id, challenge_id, version, file_name, digest, size, mime, scan, added_by, added_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'not_scanned', $9, $10)`,
		id.New(), document, challengeID, version, f.Name, f.Digest.String(), f.Size, f.MIME, uuid.UUID(person), now)
	return err
}

func removeDocument(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, challengeID uuid.UUID, document ID) error {
	person, _ := actor.PersonID()
	_, err := tx.Exec(ctx, `UPDATE document_requirement SET status = 'outstanding', document_id = NULL, changed_by = $3, changed_at = $4
		WHERE challenge_id = $1 AND document_id = $2`, challengeID, document, uuid.UUID(person), now)
	if err != nil {
		return err
	}
	if err := unanswerTx(ctx, tx, actor, now, challengeID, document); err != nil {
		return err
	}
	return db.ExecOne(ctx, tx, `UPDATE document SET removed_at = $3 WHERE challenge_id = $1 AND id = $2 AND removed_at IS NULL`,
		challengeID, document, now)
}

// answerRow is a stored answer to a line of the required list.
type answerRow struct {
	RequirementKey string
	Status         Status
	DocumentID     *uuid.UUID
	DocumentTitle  string
	Reason         string
}

func answersTx(ctx context.Context, tx pgx.Tx, challengeID uuid.UUID) (map[string]answerRow, error) {
	rows, err := db.All[answerRow](ctx, tx, `SELECT q.requirement_key, q.status, q.document_id, coalesce(d.title, '') AS document_title, q.reason
		FROM document_requirement q LEFT JOIN document d ON d.challenge_id = q.challenge_id AND d.id = q.document_id
		WHERE q.challenge_id = $1`, challengeID)
	byKey := map[string]answerRow{}
	for _, r := range rows {
		byKey[r.RequirementKey] = r
	}
	return byKey, err
}

func setRequirement(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, challengeID uuid.UUID, key string, a Answer) error {
	person, _ := actor.PersonID()
	var document *uuid.UUID
	if a.Document != uuid.Nil {
		document = &a.Document
	}
	_, err := tx.Exec(ctx, `INSERT INTO document_requirement (challenge_id, requirement_key, status, document_id, reason, changed_by, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (challenge_id, requirement_key) DO UPDATE SET status = excluded.status, document_id = excluded.document_id,
			reason = excluded.reason, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
		challengeID, key, a.Status, document, a.Reason, uuid.UUID(person), now)
	return err
}

// holdsTx tells whether the actor may enter a room of a challenge: roles alone do
// not say, since nothing opens before the undertaking is signed (T9).
func holdsTx(ctx context.Context, tx pgx.Tx, challengeID uuid.UUID, room access.Room) (bool, error) {
	return db.Value[bool](ctx, tx, `SELECT $1::uuid = ANY ((SELECT keys_of($2))::uuid[])`, challengeID, string(room))
}
