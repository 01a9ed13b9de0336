package finding

import (
	"context"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Asked is a question about a finding: open, answered or withdrawn, never
// deleted (F4). Only the team sees it.
type Asked struct {
	ID          uuid.UUID
	Words       string
	PersonID    uuid.UUID
	Author      string
	AskedAt     time.Time
	Answer      string
	AnsweredBy  string
	AnsweredAt  *time.Time
	WithdrawnAt *time.Time
}

// Open tells whether it still waits for an answer.
func (a Asked) Open() bool { return a.AnsweredAt == nil && a.WithdrawnAt == nil }

func checkWords(field, words, empty string) error {
	var f problem.Fields
	f.Check(!blank(words), field, empty)
	f.Check(db.Length(words) <= 2000, field, "This must be 2,000 characters or fewer")
	return f.Err()
}

// Ask asks a question about a finding (F4). Any member of the team.
func (s *Service) Ask(ctx context.Context, actor access.Actor, ch challenge.ID, finding uuid.UUID, words string) error {
	if err := checkWords("question", words, "Write your question"); err != nil {
		return err
	}
	return s.light(ctx, actor, ch, Question, func(w work) error {
		if _, err := lockFinding(ctx, w, finding); err != nil {
			return err
		}
		question := id.New()
		err := w.exec(ctx, `INSERT INTO finding_question (id, challenge_id, finding_id, person_id, words, asked_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			question, w.c.ID, finding, w.me, words, w.now)
		if err != nil {
			return err
		}
		return w.log(ctx, "finding.question-ask", question)
	})
}

// AnswerQuestion answers an open question. Any member of the team; one who was
// second gets a Conflict.
func (s *Service) AnswerQuestion(ctx context.Context, actor access.Actor, ch challenge.ID, finding, question uuid.UUID, words string) error {
	if err := checkWords("answer-"+question.String(), words, "Write the answer"); err != nil {
		return err
	}
	return s.light(ctx, actor, ch, Question, func(w work) error {
		if _, err := lockQuestion(ctx, w, finding, question); err != nil {
			return err
		}
		err := db.ExecOne(ctx, w.tx, `UPDATE finding_question SET answer = $2, answered_by = $3, answered_at = $4
			WHERE id = $1 AND answered_at IS NULL AND withdrawn_at IS NULL`, question, words, w.me, w.now)
		if err != nil {
			return err
		}
		return w.log(ctx, "finding.question-answer", question)
	})
}

// WithdrawQuestion withdraws an open question; it stays to be read. Only who
// asked it.
func (s *Service) WithdrawQuestion(ctx context.Context, actor access.Actor, ch challenge.ID, finding, question uuid.UUID) error {
	return s.light(ctx, actor, ch, Question, func(w work) error {
		asker, err := lockQuestion(ctx, w, finding, question)
		if err != nil {
			return err
		}
		if asker != w.me {
			return problem.New(problem.Forbidden, "Only the person who asked a question can withdraw it. You can answer it.")
		}
		err = db.ExecOne(ctx, w.tx, `UPDATE finding_question SET withdrawn_at = $2
			WHERE id = $1 AND answered_at IS NULL AND withdrawn_at IS NULL`, question, w.now)
		if err != nil {
			return err
		}
		return w.log(ctx, "finding.question-withdraw", question)
	})
}

// lockQuestion locks a question of this finding and gives who asked it.
func lockQuestion(ctx context.Context, w work, finding, question uuid.UUID) (uuid.UUID, error) {
	return db.Value[uuid.UUID](ctx, w.tx, `SELECT person_id FROM finding_question
		WHERE challenge_id = $1 AND finding_id = $2 AND id = $3 FOR UPDATE`, w.c.ID, finding, question)
}

// Stand is what one member thinks of a finding: "agree", "differ" or "add".
type Stand struct {
	PersonID uuid.UUID
	Author   string
	Position string
	Words    string
	Expert   bool // an expert by experience said it (F5)
	At       time.Time
}

// TakePosition says what the actor thinks of a finding; differing and adding need
// words. Each member has one position, and may change it.
func (s *Service) TakePosition(ctx context.Context, actor access.Actor, ch challenge.ID, finding uuid.UUID, position, words string) error {
	var f problem.Fields
	f.Check(position == "agree" || position == "differ" || position == "add", "position", "Choose whether you agree, differ or would add something")
	f.Check(position == "agree" || !blank(words), "position-words", "Say in a few words how you differ or what you would add")
	f.Check(db.Length(words) <= 2000, "position-words", "This must be 2,000 characters or fewer")
	if err := f.Err(); err != nil {
		return err
	}
	return s.light(ctx, actor, ch, Position, func(w work) error {
		if _, err := lockFinding(ctx, w, finding); err != nil {
			return err
		}
		err := w.exec(ctx, `INSERT INTO finding_position (finding_id, challenge_id, person_id, position, words, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (finding_id, person_id) DO UPDATE SET position = $4, words = $5, at = $6`,
			finding, w.c.ID, w.me, position, words, w.now)
		if err != nil {
			return err
		}
		return w.log(ctx, Position.Name, finding)
	})
}
