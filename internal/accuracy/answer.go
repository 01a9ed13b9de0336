package accuracy

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// SaveAnswer keeps the draft of an answer: any member of the team. The host never
// learns of it. Conflict when somebody saved in between, or when the answer
// was given already; the reader's words are the caller's to show again.
func (s *Service) SaveAnswer(ctx context.Context, actor access.Actor, of challenge.ID, comment uuid.UUID, in AnswerInput) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, of)
		if err != nil {
			return err
		}
		if _, err := unanswered(ctx, tx, c, SaveAnswer, comment); err != nil {
			return err
		}
		if err := in.check().Err(); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := guard(writeAnswerDraft(ctx, tx, now, of, comment, in)); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: SaveAnswer.Name, Challenge: of, Room: access.TeamRoom, Subject: comment})
	})
}

func writeAnswerDraft(ctx context.Context, tx pgx.Tx, now time.Time, of challenge.ID, comment uuid.UUID, in AnswerInput) error {
	if in.Version == 0 {
		return db.ExecOne(ctx, tx, `INSERT INTO answer_draft (comment_id, challenge_id, decision, words, remark, person_id, saved_at)
			VALUES ($2, $1, $3, $4, $5, app_actor(), $6) ON CONFLICT DO NOTHING`, of, comment, in.Decision, in.Words, in.Remark, now)
	}
	return db.ExecOne(ctx, tx, `UPDATE answer_draft SET decision = $4, words = $5, remark = $6, person_id = app_actor(), saved_at = $7, version = version + 1
		WHERE challenge_id = $1 AND comment_id = $2 AND version = $3`, of, comment, in.Version, in.Decision, in.Words, in.Remark, now)
}

// unanswered asks the verb, then reads a comment that still waits; one that has
// its answer is a Conflict, since an answer is given once. The verb is asked after
// that, so that a writer who is late reads who was first, not which stage it is.
func unanswered(ctx context.Context, tx pgx.Tx, c challenge.Challenge, v access.Verb, comment uuid.UUID) (Point, error) {
	if v.Ask(c.Standing()) == access.NotYours {
		return Point{}, problem.Missing()
	}
	p, err := pointTx(ctx, tx, c.ID, comment)
	if err != nil {
		return Point{}, err
	}
	if p.AnsweredAt != nil {
		return Point{}, problem.New(problem.Conflict, "This comment was answered on "+moment(*p.AnsweredAt)+", so the answer can no longer be changed. Your words are still here.")
	}
	return p, challenge.Require(c, v)
}

// sealedAnswer is the one part of the sealed copy. The remark is not in it.
type sealedAnswer struct {
	Comment  uuid.UUID `json:"comment"`
	Number   int       `json:"number"`
	Decision Decision  `json:"decision"`
	Words    string    `json:"words"`
}

// SendAnswer gives the drafted answer to the host: lead or deputy. Version is the
// one read on the check page. It cannot be taken back. The last answer after the
// window moves the challenge on.
func (s *Service) SendAnswer(ctx context.Context, actor access.Actor, of challenge.ID, comment uuid.UUID, version int) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, of)
		if err != nil {
			return err
		}
		p, err := unanswered(ctx, tx, c, SendAnswer, comment)
		if err != nil {
			return err
		}
		// held until the end, so that what was checked is what is given
		d, err := db.One[AnswerDraft](ctx, tx, selectAnswerDraft+`WHERE d.challenge_id = $1 AND d.comment_id = $2 FOR UPDATE OF d`, of, comment)
		if problem.Is(err, problem.NotFound) {
			return AnswerDraft{}.Missing().Err()
		}
		if err != nil {
			return err
		}
		if d.Version != version {
			return problem.New(problem.Conflict, d.Person+" changed this answer after you checked it. Nothing was sent. Please check it again.")
		}
		if err := d.Missing().Err(); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := s.give(ctx, tx, actor, now, c, p, d); err != nil {
			return err
		}
		_, err = s.SettleTx(ctx, tx, actor, now, c)
		return err
	})
}

func (s *Service) give(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, p Point, d AnswerDraft) error {
	body, err := json.Marshal(sealedAnswer{Comment: p.ID, Number: p.Number, Decision: d.Decision, Words: d.Words})
	if err != nil {
		return problem.Internalf(err, "seal answer")
	}
	r, err := handover.SealTx(ctx, tx, actor, now, handover.New{Challenge: c.ID, Kind: handover.Answer, From: access.TeamRoom, To: access.Leaders,
		As: asRole(SendAnswer, c.Standing()), Parts: []handover.Part{{Name: "answer/" + p.ID.String(), Body: body}}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO answer (comment_id, challenge_id, decision, words, person_id, handover_id, answered_at)
		VALUES ($1, $2, $3, $4, app_actor(), $5, $6)`, p.ID, c.ID, d.Decision, d.Words, r.ID, now)
	if err != nil {
		return err
	}
	if err := db.ExecOne(ctx, tx, `UPDATE comment SET answered_at = $3 WHERE challenge_id = $1 AND id = $2 AND answered_at IS NULL`, c.ID, p.ID, now); err != nil {
		return err
	}
	if err := task.DoneTx(ctx, tx, actor, now, c.ID, "answer", p.ID.String()); err != nil {
		return err
	}
	people, err := holdersTx(ctx, tx, c.ID, access.Common, access.DASS)
	if err != nil {
		return err
	}
	if !slices.Contains(people, p.PersonID) {
		people = append(people, p.PersonID)
	}
	return s.tell(ctx, tx, now, c, people, letter{kind: "comment.answered", what: "the team answered a comment on the draft report", path: commentsPath(c.ID), mark: r.Mark()})
}
