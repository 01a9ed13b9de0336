package practicereview

import (
	"context"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// NewCorrection is a correction as typed.
type NewCorrection struct {
	Finding   uuid.UUID
	Words     string
	NotPeople []string
}

// SendCorrection tells the reviewers that a fact is wrong: the host's director, in
// the five working days after the hand-over (P3). The team reads it too.
func (s *Service) SendCorrection(ctx context.Context, actor access.Actor, ch challenge.ID, n NewCorrection) error {
	return s.locked(ctx, actor, ch, func(w work, handedOver bool) error {
		if err := w.ask(Correct, handedOver); err != nil {
			return err
		}
		p, err := w.readCopy(ctx)
		if err != nil {
			return err
		}
		if !p.CanCorrect {
			return problem.New(problem.Closed, p.Window())
		}
		var f problem.Fields
		about, ok := p.Finding(n.Finding)
		f.Check(ok, "finding", "Choose the finding with the fact that is wrong")
		f.Check(!blank(n.Words), "words", "Say which fact is wrong, and what is right")
		check(&f, n.NotPeople, text{"words", n.Words, 3000})
		if err := f.Err(); err != nil {
			return err
		}
		correction, number := id.New(), len(p.Corrections)+1
		if err := w.exec(ctx, `INSERT INTO practice_correction (id, challenge_id, number, finding, title, words, person_id, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			correction, ch, number, n.Finding.String(), about.Title, n.Words, w.me, w.now); err != nil {
			return err
		}
		if err := w.logLeaders(ctx, Correct.Name, correction); err != nil {
			return err
		}
		if err := w.open(ctx, task.New{Kind: answerTask, Subject: correction.String(), Title: "Answer correction " + strconv.Itoa(number) + " of the practice findings",
			Path: "practice-findings/corrections/" + correction.String() + "/answer", Role: access.VisitingPSW, Waiting: w.me}); err != nil {
			return err
		}
		return w.tell(ctx, "practice.correction", "the host’s director corrects a fact in the practice findings", "practice-findings", access.VisitingPSW)
	})
}

func (w work) logLeaders(ctx context.Context, verb string, subject uuid.UUID) error {
	return audit.LogTx(ctx, w.tx, w.actor, w.now, audit.Line{Verb: verb, Challenge: w.c.ID, Room: access.Leaders, Subject: subject})
}

// CorrectionAnswer is the reviewers' answer. Title and Text are the finding's words
// when the answer changes them.
type CorrectionAnswer struct {
	Decision    string // "changed", "partly_changed" or "kept"
	Words       string
	Title, Text string
	NotPeople   []string
}

// DecisionName is a decision in the users' words.
func DecisionName(decision string) string {
	return map[string]string{"changed": "Changed", "partly_changed": "Partly changed", "kept": "Kept"}[decision]
}

func (a CorrectionAnswer) check(about Shared) error {
	var f problem.Fields
	f.Check(DecisionName(a.Decision) != "", "decision", "Say whether the finding is changed, partly changed or kept")
	f.Check(!blank(a.Words), "words", "Write the answer, with the reason")
	if a.Decision == "changed" || a.Decision == "partly_changed" {
		f.Check(!blank(a.Title), "title", "Enter the title")
		f.Check(!blank(a.Text), "text", "Enter the text")
		f.Check(a.Title != about.Title || a.Text != about.Text, "text", "Change the words of the finding, or say that it is kept")
		check(&f, a.NotPeople, text{"words", a.Words, 3000}, text{"title", a.Title, 200}, text{"text", a.Text, 20000})
	} else {
		check(&f, a.NotPeople, text{"words", a.Words, 3000})
	}
	return f.Err()
}

// AnswerCorrection answers a correction once: a visiting principal social worker. A
// change makes a newer sealed copy; the one before is kept.
func (s *Service) AnswerCorrection(ctx context.Context, actor access.Actor, ch challenge.ID, correction uuid.UUID, a CorrectionAnswer) error {
	return s.locked(ctx, actor, ch, func(w work, handedOver bool) error {
		if err := w.ask(Answer, handedOver); err != nil {
			return err
		}
		p, err := w.readCopy(ctx)
		if err != nil {
			return err
		}
		c, ok := p.correction(correction)
		if !ok {
			return problem.Missing()
		}
		if c.AnsweredAt != nil {
			return problem.New(problem.Conflict, "This correction was answered already, by "+orSomebody(c.AnsweredBy)+".")
		}
		about, _ := p.Finding(c.Finding)
		if err := a.check(about); err != nil {
			return err
		}
		if a.Decision != "kept" {
			if err := w.sealAgain(ctx, p, c.Finding, a); err != nil {
				return err
			}
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE practice_correction SET decision = $3, answer = $4, answered_by = $5, answered_at = $6
			WHERE challenge_id = $1 AND id = $2 AND answered_at IS NULL`, ch, correction, a.Decision, a.Words, w.me, w.now); err != nil {
			return err
		}
		if err := w.logLeaders(ctx, Answer.Name, correction); err != nil {
			return err
		}
		if err := w.done(ctx, answerTask, correction.String()); err != nil {
			return err
		}
		return w.tell(ctx, "practice.answer", "a correction of the practice findings is answered", "practice-findings", append([]access.Role{access.DASS}, access.Team...)...)
	})
}

func (p SharedPage) correction(id uuid.UUID) (Correction, bool) {
	for _, c := range p.Corrections {
		if c.ID == id {
			return c, true
		}
	}
	return Correction{}, false
}

// sealAgain makes a newer copy with one finding's words changed.
func (w work) sealAgain(ctx context.Context, p SharedPage, finding uuid.UUID, a CorrectionAnswer) error {
	var parts []handover.Part
	_, old, err := handover.LatestTx(ctx, w.tx, w.c.ID, handover.PracticeFindings)
	if err != nil {
		return err
	}
	for _, part := range old {
		if part.Name == findingPart+finding.String() {
			f, _ := p.Finding(finding)
			f.Title, f.Text, f.Corrected = a.Title, a.Text, true
			if part, err = sealOf(f); err != nil {
				return err
			}
		}
		parts = append(parts, handover.Part{Name: part.Name, Body: part.Body})
	}
	r, err := handover.SealTx(ctx, w.tx, w.actor, w.now, handover.New{Challenge: w.c.ID, Kind: handover.PracticeFindings, From: access.Practice,
		To: access.Leaders, As: asRole(w.c), Parts: parts})
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE practice_shared SET handover_id = $2 WHERE challenge_id = $1`, w.c.ID, r.ID)
}

// AnswerPage is a correction with the finding it is about.
type AnswerPage struct {
	SharedPage
	Correction Correction
	About      Shared
}

// AnswerPage is for the visiting principal social workers; to others it is not there.
func (s *Service) AnswerPage(ctx context.Context, actor access.Actor, ch challenge.ID, correction uuid.UUID) (AnswerPage, error) {
	p, err := s.SharedPage(ctx, actor, ch)
	if err != nil {
		return AnswerPage{}, err
	}
	c, ok := p.correction(correction)
	if !ok || !p.Standing().Is(access.VisitingPSW) {
		return AnswerPage{}, problem.Missing()
	}
	about, _ := p.Finding(c.Finding)
	return AnswerPage{SharedPage: p, Correction: c, About: about}, nil
}

// DoneCorrecting says that the director has no more corrections: it closes the
// task. The window stays open until its day.
func (s *Service) DoneCorrecting(ctx context.Context, actor access.Actor, ch challenge.ID) error {
	return s.locked(ctx, actor, ch, func(w work, handedOver bool) error {
		if err := w.ask(Correct, handedOver); err != nil {
			return err
		}
		return w.done(ctx, correctTask, "")
	})
}

// CloseDue closes the director's task where the window is over: for the job
// "stages". The window itself is judged by its date; doing it twice changes nothing.
func (s *Service) CloseDue(ctx context.Context, job access.Actor) error {
	return db.InTx(ctx, s.DB, job, func(tx pgx.Tx) error {
		now := s.Clock.Now()
		_, err := tx.Exec(ctx, `UPDATE task SET done_at = $2 WHERE kind = $1 AND done_at IS NULL AND due_on < $3`, correctTask, now, civil.Of(now))
		return err
	})
}
