package accuracy

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// sealedComment is the one part of the sealed copy. The remark is not in it.
type sealedComment struct {
	ID          uuid.UUID `json:"id"`
	Number      int       `json:"number"`
	Person      uuid.UUID `json:"person"`
	Kind        Kind      `json:"kind"`
	Passage     string    `json:"passage"`
	PassageText string    `json:"passage_text"`
	Words       string    `json:"words"`
	Evidence    string    `json:"evidence,omitempty"`
}

// Send hands a draft over to the team as a numbered point, in its writer's name,
// and gives the number: senior leaders their own, the director any. It cannot be
// taken back. Version is the one the sender read on the check page; another is a
// Conflict. Closed when the window is over: the draft stays readable.
func (s *Service) Send(ctx context.Context, actor access.Actor, of challenge.ID, draft uuid.UUID, version int) (int, error) {
	var number int
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, of)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := requireOpen(c, Send, now); err != nil {
			return err
		}
		d, err := ownDraft(ctx, tx, actor, c, draft)
		if err != nil {
			return err
		}
		comment, err := compose(ctx, tx, c, d)
		if err != nil {
			return err
		}
		if err := guard(db.ExecOne(ctx, tx, `UPDATE comment_draft SET sent_at = $4 WHERE challenge_id = $1 AND id = $2 AND version = $3 AND sent_at IS NULL`,
			of, draft, version, now)); err != nil {
			return err
		}
		number = comment.Number
		return s.handOver(ctx, tx, actor, now, c, comment)
	})
	return number, err
}

// compose makes the comment from a complete draft, with the words of the draft
// report it is about and the next number. The chain is locked, so numbers never meet.
func compose(ctx context.Context, tx pgx.Tx, c challenge.Challenge, d Draft) (sealedComment, error) {
	f := d.Missing()
	passages, err := reportTx(ctx, tx, c.ID)
	if err != nil {
		return sealedComment{}, err
	}
	passage, ok := PassageNamed(passages, d.Passage)
	f.Check(ok || d.Passage == "", "passage", "Choose a passage of the draft report")
	if err := f.Err(); err != nil {
		return sealedComment{}, err
	}
	number, err := db.Value[int](ctx, tx, `SELECT coalesce(max(number), 0) + 1 FROM comment WHERE challenge_id = $1`, c.ID)
	if err != nil {
		return sealedComment{}, err
	}
	return sealedComment{ID: id.New(), Number: number, Person: d.PersonID, Kind: d.Kind, Passage: d.Passage,
		PassageText: passage.quote(), Words: d.Words, Evidence: d.Evidence()}, nil
}

func (s *Service) handOver(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, m sealedComment) error {
	body, err := json.Marshal(m)
	if err != nil {
		return problem.Internalf(err, "seal comment")
	}
	r, err := handover.SealTx(ctx, tx, actor, now, handover.New{Challenge: c.ID, Kind: handover.Comment, From: access.Host, To: access.Leaders,
		As: asRole(Send, c.Standing()), Parts: []handover.Part{{Name: "comment/" + m.ID.String(), Body: body}}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO comment (id, challenge_id, number, person_id, kind, passage, passage_text, words, evidence_title, handover_id, sent_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		m.ID, c.ID, m.Number, m.Person, m.Kind, m.Passage, m.PassageText, m.Words, m.Evidence, r.ID, now)
	if err != nil {
		return err
	}
	path := answerPath(c.ID, m.ID)
	err = task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: "answer", Subject: m.ID.String(), Title: "Answer comment " + strconv.Itoa(m.Number),
		Path: path, Role: access.Lead, Waiting: m.Person})
	if err != nil {
		return err
	}
	leads, err := holdersTx(ctx, tx, c.ID, access.Common, access.Lead)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, now, c, leads, letter{kind: "comment.sent", what: "the host sent a comment on the draft report", path: path, mark: r.Mark()})
}
