package accuracy

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
)

// keys are what the actor may read of the fact check: points by the leaders'
// key, the host's drafts and the team's drafts each by their own.
type keys struct{ Points, Drafts, Answers bool }

func keysTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID) (keys, error) {
	return db.One[keys](ctx, tx, `SELECT $1::uuid = ANY (keys_of('leaders')) AS points, $1::uuid = ANY (keys_of('team')) AS answers,
		$1::uuid = ANY (keys_of('host')) OR ($1::uuid::text || '/host/' || $2::text) = ANY (my_cupboards()) AS drafts`,
		challenge, access.CommentsCupboard)
}

const selectPoint = `SELECT c.id, c.number, c.person_id, coalesce(p.name, 'Somebody') AS person, coalesce(p.post, '') AS post, c.kind,
	c.passage, c.passage_text, c.words, c.evidence_title, c.sent_at, c.answered_at, a.decision, a.words AS answer_words
	FROM comment c LEFT JOIN person p ON p.id = c.person_id LEFT JOIN answer a ON a.comment_id = c.id `

func pointsTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID) ([]Point, error) {
	return db.All[Point](ctx, tx, selectPoint+`WHERE c.challenge_id = $1 ORDER BY c.number LIMIT 500`, challenge)
}

func pointTx(ctx context.Context, tx pgx.Tx, challenge, comment uuid.UUID) (Point, error) {
	return db.One[Point](ctx, tx, selectPoint+`WHERE c.challenge_id = $1 AND c.id = $2`, challenge, comment)
}

const selectDraft = `SELECT d.id, d.person_id, coalesce(p.name, 'Somebody') AS person, coalesce(p.post, '') AS post, d.kind, d.passage,
	d.words, d.evidence_document_id, d.evidence_title, d.evidence_words, d.remark, d.version, d.saved_at, d.sent_at
	FROM comment_draft d LEFT JOIN person p ON p.id = d.person_id `

// draftsTx lists what the host has drafted and not sent.
func draftsTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID) ([]Draft, error) {
	return db.All[Draft](ctx, tx, selectDraft+`WHERE d.challenge_id = $1 AND d.sent_at IS NULL ORDER BY d.saved_at, d.id LIMIT 200`, challenge)
}

func draftTx(ctx context.Context, tx pgx.Tx, challenge, draft uuid.UUID) (Draft, error) {
	return db.One[Draft](ctx, tx, selectDraft+`WHERE d.challenge_id = $1 AND d.id = $2`, challenge, draft)
}

const selectAnswerDraft = `SELECT d.comment_id, d.decision, d.words, d.remark, d.version, d.person_id,
	coalesce(p.name, 'Somebody') AS person, d.saved_at
	FROM answer_draft d LEFT JOIN person p ON p.id = d.person_id `

func answerDraftsTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID) (map[uuid.UUID]AnswerDraft, error) {
	list, err := db.All[AnswerDraft](ctx, tx, selectAnswerDraft+`WHERE d.challenge_id = $1`, challenge)
	if err != nil {
		return nil, err
	}
	byComment := map[uuid.UUID]AnswerDraft{}
	for _, d := range list {
		byComment[d.CommentID] = d
	}
	return byComment, nil
}

// answerDraftTx gives the draft of one answer; the zero draft when nothing was
// saved yet.
func answerDraftTx(ctx context.Context, tx pgx.Tx, challenge, comment uuid.UUID) (AnswerDraft, error) {
	list, err := db.All[AnswerDraft](ctx, tx, selectAnswerDraft+`WHERE d.challenge_id = $1 AND d.comment_id = $2`, challenge, comment)
	if err != nil || len(list) == 0 {
		return AnswerDraft{CommentID: comment}, err
	}
	return list[0], nil
}

// Document is one of the host's own, to name as evidence.
type Document struct {
	ID    uuid.UUID
	Title string
}

// documentsTx lists the host's documents; none for who holds no key of the host.
func documentsTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID) ([]Document, error) {
	return db.All[Document](ctx, tx, `SELECT id, title FROM document WHERE challenge_id = $1 AND removed_at IS NULL ORDER BY title, id LIMIT 200`, challenge)
}

// holdersTx lists who holds the key of a room because of any of the roles.
func holdersTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID, room access.Room, roles ...access.Role) ([]uuid.UUID, error) {
	rows, _ := tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key WHERE scope_id = $1 AND room = $2 AND cupboard = ''
		AND because = ANY ($3::text[]) AND revoked_at IS NULL ORDER BY person_id`, challenge, room, roles)
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}
