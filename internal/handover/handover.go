package handover

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
)

// Kind is what sort of hand-over it is.
type Kind string

// The kinds of hand-over.
const (
	Submit        Kind = "submit"
	Share         Kind = "share"
	Present       Kind = "present"
	HandOverDraft Kind = "hand_over_draft"
	Comment       Kind = "comment"
	Answer        Kind = "answer"
	Finalise      Kind = "finalise"
	Publish       Kind = "publish"

	Respond         Kind = "respond"          // the host's response to each recommendation (U1)
	Plan            Kind = "plan"             // the improvement plan with its measures (U1, U2)
	ReportProgress  Kind = "report_progress"  // one side's word at a check (U3)
	PublishProgress Kind = "publish_progress" // progress for everybody
	// PracticeFindings leave the practice review for the team and the host's director (P3).
	PracticeFindings Kind = "practice_findings"
)

var kindNames = map[Kind]string{
	Submit: "Self-assessment submitted", Share: "Documents shared with the team", Present: "Findings presented",
	HandOverDraft: "Draft report handed over", Comment: "Comment sent to the team", Answer: "Comment answered",
	Finalise: "Report made final", Publish: "Report published",
	Respond: "Response to the recommendations handed over", Plan: "Improvement plan handed over",
	ReportProgress: "Progress recorded", PublishProgress: "Progress published",
	PracticeFindings: "Practice findings handed over",
}

// Name says what happened, in the users' words.
func (k Kind) Name() string { return kindNames[k] }

// Part is one piece of a sealed copy. Name says what it is ("finding/<id>");
// Body is text or JSON; it is nil once erased.
type Part struct {
	Ordinal int
	Name    string
	Body    []byte
	Nonce   []byte
	Hash    []byte
}

// Record is what everybody on the challenge may read of a hand-over.
type Record struct {
	ID          uuid.UUID
	ChallengeID uuid.UUID
	Number      int
	Kind        Kind
	FromRoom    access.Room
	ToRoom      access.Room
	PersonID    uuid.UUID
	AsRole      access.Role
	At          time.Time
	Previous    []byte
	Seal        []byte
}

// Mark is the beginning of the seal, printed in mails and published pages so
// that a rewritten chain is found out.
func (r Record) Mark() string { return hex.EncodeToString(r.Seal[:8]) }

// New is a hand-over to be made.
type New struct {
	Challenge uuid.UUID
	Kind      Kind
	From, To  access.Room
	As        access.Role
	Parts     []Part // Name and Body
}

// LockTx locks the head of the challenge's chain. Call it before any other lock;
// SealTx does it too, so only a verb that must read first needs it.
func LockTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID) error {
	_, err := tx.Exec(ctx, `SELECT FROM handover_chain WHERE challenge_id = $1 FOR UPDATE`, challenge)
	return err
}

// OpenChainTx begins the chain of a new challenge.
func OpenChainTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID) error {
	_, err := tx.Exec(ctx, `INSERT INTO handover_chain (challenge_id, number, seal) VALUES ($1, 0, $2)`, challenge, genesis(challenge))
	return err
}

// SealTx hands over a sealed copy in the caller's transaction, as the actor, and
// leaves a line in the audit trail. The caller has asked the verb.
func SealTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, n New) (Record, error) {
	head, err := db.One[struct {
		Number int
		Seal   []byte
	}](ctx, tx, `SELECT number, seal FROM handover_chain WHERE challenge_id = $1 FOR UPDATE`, n.Challenge)
	if err != nil {
		return Record{}, err
	}
	person, _ := actor.PersonID()
	r := Record{ID: id.New(), ChallengeID: n.Challenge, Number: head.Number + 1, Kind: n.Kind, FromRoom: n.From, ToRoom: n.To,
		PersonID: person, AsRole: n.As, At: now.UTC().Truncate(time.Microsecond), Previous: head.Seal}
	parts := make([]Part, len(n.Parts))
	for i, p := range n.Parts {
		nonce := newNonce()
		parts[i] = Part{Ordinal: i + 1, Name: p.Name, Body: p.Body, Nonce: nonce, Hash: partHash(nonce, p.Body)}
	}
	r.Seal = sealOf(r, parts)
	if err := insert(ctx, tx, r, parts); err != nil {
		return Record{}, err
	}
	return r, audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "handover." + string(n.Kind), Challenge: n.Challenge, Room: access.Common, Subject: r.ID})
}

func insert(ctx context.Context, tx pgx.Tx, r Record, parts []Part) error {
	batch := &pgx.Batch{}
	batch.Queue(`INSERT INTO handover (id, challenge_id, number, kind, from_room, to_room, person_id, as_role, at, previous, seal)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		r.ID, r.ChallengeID, r.Number, r.Kind, r.FromRoom, r.ToRoom, r.PersonID, r.AsRole, r.At, r.Previous, r.Seal)
	for _, p := range parts {
		batch.Queue(`INSERT INTO handover_part (handover_id, challenge_id, from_room, to_room, ordinal, name, body, nonce, hash)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			r.ID, r.ChallengeID, r.FromRoom, r.ToRoom, p.Ordinal, p.Name, p.Body, p.Nonce, p.Hash)
	}
	batch.Queue(`UPDATE handover_chain SET number = $2, seal = $3 WHERE challenge_id = $1`, r.ChallengeID, r.Number, r.Seal)
	return tx.SendBatch(ctx, batch).Close()
}

// LatestTx gives the newest hand-over of a kind with its parts; Missing when
// there is none or its parts are not the actor's to read (V6).
func LatestTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID, kind Kind) (Record, []Part, error) {
	r, err := db.One[Record](ctx, tx, `SELECT `+recordColumns+` FROM handover h
		WHERE challenge_id = $1 AND kind = $2 ORDER BY number DESC LIMIT 1`, challenge, kind)
	if err != nil {
		return Record{}, nil, err
	}
	parts, err := PartsTx(ctx, tx, r.ID)
	return r, parts, err
}

const recordColumns = `h.id, h.challenge_id, h.number, h.kind, h.from_room, h.to_room, h.person_id, h.as_role, h.at, h.previous, h.seal`

// PartsTx gives the parts of one hand-over in order; Missing when the actor may
// not read them.
func PartsTx(ctx context.Context, tx pgx.Tx, handover uuid.UUID) ([]Part, error) {
	parts, err := db.All[Part](ctx, tx, `SELECT ordinal, name, body, nonce, hash FROM handover_part WHERE handover_id = $1 ORDER BY ordinal`, handover)
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return nil, db.Explain(pgx.ErrNoRows)
	}
	return parts, nil
}

// RowOfRecord is a hand-over as the record of changes lists it.
type RowOfRecord struct {
	Record
	Name string // of the person
}

// RecordTx lists all hand-overs of a challenge in order, for everybody on it.
func RecordTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID) ([]RowOfRecord, error) {
	return db.All[RowOfRecord](ctx, tx, `SELECT `+recordColumns+`, coalesce(p.name, 'Somebody') AS name
		FROM handover h LEFT JOIN person p ON p.id = h.person_id WHERE h.challenge_id = $1 ORDER BY h.number`, challenge)
}

// CheckLinks verifies that each record follows the one before it, from the
// beginning, without reading any content. It says what is wrong, or nil.
func CheckLinks(challenge uuid.UUID, records []Record) error {
	before := genesis(challenge)
	for i, r := range records {
		if r.Number != i+1 || !bytes.Equal(r.Previous, before) {
			return fmt.Errorf("hand-over %d does not follow the one before it", r.Number)
		}
		before = r.Seal
	}
	return nil
}

// CheckSeal verifies one hand-over against its parts: each part that still has
// its bytes against its hash, and the seal against all hashes.
func CheckSeal(r Record, parts []Part) error {
	for _, p := range parts {
		if p.Body != nil && !bytes.Equal(partHash(p.Nonce, p.Body), p.Hash) {
			return fmt.Errorf("part %d of hand-over %d was changed", p.Ordinal, r.Number)
		}
	}
	if !bytes.Equal(sealOf(r, parts), r.Seal) {
		return fmt.Errorf("hand-over %d was changed", r.Number)
	}
	return nil
}
