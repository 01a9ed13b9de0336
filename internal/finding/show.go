package finding

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/prose"
)

// Record is one finding with its words.
type Record struct {
	Listed
	AreaName     string
	TitleVersion int
	ProseID      uuid.UUID
	Text         string
	TextVersion  int
	TextAt       *time.Time // when the text was last saved
	TextAuthor   *string
	PersonID     uuid.UUID
	ChangeReason string
}

// Base is what a change of these words rests on.
func (r Record) Base() Base { return Base{Title: r.TitleVersion, Text: r.TextVersion} }

// RecordPage is one finding with all the team keeps about it.
type RecordPage struct {
	challenge.Head
	Record    Record
	Evidence  []Evidence
	Linkable  []Choice // notes ("read", "heard", "seen") and shared documents ("document")
	Questions []Asked
	Positions []Stand
	Versions  []prose.Version
	Me        uuid.UUID

	CanEdit, CanWithdraw, CanLink, CanQuestion, CanMark, NeedsReason bool
}

// versionsShown is how many earlier texts a page lists.
const versionsShown = 10

// Show is the page of one finding, for the team; to others it is not there.
func (s *Service) Show(ctx context.Context, actor access.Actor, ch challenge.ID, finding uuid.UUID) (RecordPage, error) {
	var p RecordPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headTx(ctx, tx, ch); err != nil {
			return err
		}
		if p.Record, err = recordTx(ctx, tx, ch, finding); err != nil {
			return err
		}
		if p.Evidence, err = evidenceTx(ctx, tx, finding); err != nil {
			return err
		}
		if p.Linkable, err = linkableTx(ctx, tx, ch, finding); err != nil {
			return err
		}
		if p.Questions, err = questionsTx(ctx, tx, finding); err != nil {
			return err
		}
		if p.Positions, err = positionsTx(ctx, tx, finding); err != nil {
			return err
		}
		p.Versions, err = prose.VersionsTx(ctx, tx, p.Record.ProseID, versionsShown)
		return err
	})
	if err != nil {
		return RecordPage{}, err
	}
	p.Me, _ = actor.PersonID()
	p.may()
	return p, nil
}

// may fills in which buttons are drawn.
func (p *RecordPage) may() {
	at := p.Standing()
	withdrawn := p.Record.WithdrawnAt != nil
	p.CanEdit = Edit.Allows(at) && !withdrawn
	p.CanWithdraw = stillOpen(p.Challenge, Withdraw) == nil && mayWithdraw(p.Challenge, p.Me, p.Record.PersonID)
	p.CanLink, p.CanQuestion, p.CanMark = Link.Allows(at), Question.Allows(at), Mark.Allows(at)
	p.NeedsReason = NeedsReason(p.Stage)
}

func recordTx(ctx context.Context, tx pgx.Tx, ch challenge.ID, finding uuid.UUID) (Record, error) {
	return db.One[Record](ctx, tx, `SELECT f.id, f.area_key, f.kind, f.title, a.title AS answers, coalesce(p.name, 'Somebody') AS author,
			f.lived_experience AS lived, `+kindsSQL+` AS kinds, `+sourcesSQL+` AS source_count, 0 AS open_questions,
			`+expertAsksSQL+` AS expert_asks, d.body ~ '\S' AS written, f.withdrawn_at,
			coalesce((SELECT x->>'name' FROM challenge c JOIN framework w ON w.id = c.framework_id, jsonb_array_elements(w.body->'areas') x
				WHERE c.id = f.challenge_id AND x->>'key' = f.area_key), '') AS area_name,
			f.title_version, f.prose_id, d.body AS text, d.version AS text_version, d.updated_at AS text_at, u.name AS text_author,
			f.person_id, f.change_reason
		FROM finding f JOIN prose_document d ON d.id = f.prose_id LEFT JOIN finding a ON a.id = f.answers_id
			LEFT JOIN person p ON p.id = f.person_id LEFT JOIN person u ON u.id = d.updated_by
		WHERE f.challenge_id = $1 AND f.id = $2`, ch, finding)
}

func evidenceTx(ctx context.Context, tx pgx.Tx, finding uuid.UUID) ([]Evidence, error) {
	return db.All[Evidence](ctx, tx, `SELECT e.id, e.source, n.body AS note, n.place, s.title AS document, e.words,
			coalesce(p.name, 'Somebody') AS author, e.at
		FROM finding_evidence e LEFT JOIN note n ON n.id = e.note_id LEFT JOIN shared_document s ON s.id = e.shared_document_id
			LEFT JOIN person p ON p.id = e.person_id
		WHERE e.finding_id = $1 ORDER BY e.at, e.id LIMIT 200`, finding)
}

// linkableTx lists the newest notes and all shared documents that are not linked yet.
func linkableTx(ctx context.Context, tx pgx.Tx, ch challenge.ID, finding uuid.UUID) ([]Choice, error) {
	return db.All[Choice](ctx, tx, `(SELECT n.id, n.source AS kind, CASE WHEN n.place = '' THEN '' ELSE n.place || ': ' END || left(n.body, 80) AS text
			FROM note n WHERE n.challenge_id = $1 AND n.id NOT IN (SELECT note_id FROM finding_evidence WHERE finding_id = $2 AND note_id IS NOT NULL)
			ORDER BY n.at DESC, n.id DESC LIMIT 100)
		UNION ALL (SELECT s.id, 'document', s.title FROM shared_document s WHERE s.challenge_id = $1
			AND s.id NOT IN (SELECT shared_document_id FROM finding_evidence WHERE finding_id = $2 AND shared_document_id IS NOT NULL)
			ORDER BY s.title, s.version DESC LIMIT 200)`, ch, finding)
}

func questionsTx(ctx context.Context, tx pgx.Tx, finding uuid.UUID) ([]Asked, error) {
	return db.All[Asked](ctx, tx, `SELECT q.id, q.words, q.person_id, coalesce(p.name, 'Somebody') AS author, q.asked_at, q.answer,
			coalesce(b.name, '') AS answered_by, q.answered_at, q.withdrawn_at
		FROM finding_question q LEFT JOIN person p ON p.id = q.person_id LEFT JOIN person b ON b.id = q.answered_by
		WHERE q.finding_id = $1 ORDER BY q.asked_at, q.id LIMIT 200`, finding)
}

func positionsTx(ctx context.Context, tx pgx.Tx, finding uuid.UUID) ([]Stand, error) {
	return db.All[Stand](ctx, tx, `SELECT o.person_id, coalesce(p.name, 'Somebody') AS author, o.position, o.words, o.at,
			EXISTS (SELECT FROM team_member m WHERE m.challenge_id = o.challenge_id AND m.person_id = o.person_id AND m.role = 'expert') AS expert
		FROM finding_position o LEFT JOIN person p ON p.id = o.person_id WHERE o.finding_id = $1 ORDER BY o.at, o.person_id`, finding)
}
