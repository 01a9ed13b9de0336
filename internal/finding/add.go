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
	"peerchallenge/internal/prose"
)

// New is a finding as typed. Answers is the area for consideration that a
// recommendation answers, or the strength it builds on (F1); Nil for the others.
type New struct {
	AreaKey string
	Kind    Kind
	Title   string
	Text    string
	Answers uuid.UUID
}

func (n New) check(areas []Area) error {
	var f problem.Fields
	_, known := areaNamed(areas, n.AreaKey)
	f.Check(known, "area", "Choose the area it belongs to")
	f.Check(n.Kind.Name() != "", "kind", "Choose whether it is a strength, an area for consideration or a recommendation")
	checkTitle(&f, n.Title)
	f.Check(db.Length(n.Text) <= prose.MaxLength, "text", "The text must be 50,000 characters or fewer")
	f.Check(n.Kind != Recommendation || n.Answers != uuid.Nil, "answers", "Choose what the recommendation answers or builds on")
	return f.Err()
}

func checkTitle(f *problem.Fields, title string) {
	f.Check(!blank(title), "title", "Enter a title: one sentence that says what you found")
	f.Check(db.Length(title) <= 200, "title", "The title must be 200 characters or fewer")
}

// Add adds a finding (F1). Members of the team, until the draft was handed over (F7).
func (s *Service) Add(ctx context.Context, actor access.Actor, ch challenge.ID, n New) (uuid.UUID, error) {
	finding := id.New()
	if n.Kind != Recommendation {
		n.Answers = uuid.Nil
	}
	return finding, s.untilDraft(ctx, actor, ch, Add, func(w work) error {
		areas, err := areasTx(ctx, w.tx, w.c)
		if err != nil {
			return err
		}
		if err := n.check(areas); err != nil {
			return err
		}
		if err := answerable(ctx, w, n.Answers); err != nil {
			return err
		}
		return add(ctx, w, finding, n)
	})
}

func add(ctx context.Context, w work, finding uuid.UUID, n New) error {
	doc, err := prose.CreateTx(ctx, w.tx, w.c.ID, access.TeamRoom, "")
	if err != nil {
		return err
	}
	if n.Text != "" {
		if _, err := prose.SaveTx(ctx, w.tx, w.actor, w.now, doc, 0, n.Text); err != nil {
			return err
		}
	}
	err = w.exec(ctx, `INSERT INTO finding (id, challenge_id, area_key, kind, title, prose_id, answers_id, person_id, added_at, place)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce(max(place), 0) + 1 FROM finding WHERE challenge_id = $2`,
		finding, w.c.ID, n.AreaKey, n.Kind, n.Title, doc, orNull(n.Answers), w.me, w.now)
	if err != nil {
		return err
	}
	return w.log(ctx, Add.Name, finding)
}

// answerable refuses what a recommendation cannot answer: it must be a strength
// or an area for consideration of this challenge that stands (F1).
func answerable(ctx context.Context, w work, answers uuid.UUID) error {
	if answers == uuid.Nil {
		return nil
	}
	n, err := db.Value[int](ctx, w.tx, `SELECT count(*) FROM finding WHERE challenge_id = $1 AND id = $2
		AND kind <> 'recommendation' AND withdrawn_at IS NULL`, w.c.ID, answers)
	if err != nil || n == 1 {
		return err
	}
	var f problem.Fields
	f.Add("answers", "Choose a strength or an area for consideration that has not been withdrawn")
	return f.Err()
}

// bare is a finding as a write needs it, locked.
type bare struct {
	ID           uuid.UUID
	Title        string
	TitleVersion int
	ProseID      uuid.UUID
	AnswersID    *uuid.UUID
	PersonID     uuid.UUID
	WithdrawnAt  *time.Time
}

func lockFinding(ctx context.Context, w work, finding uuid.UUID) (bare, error) {
	return db.One[bare](ctx, w.tx, `SELECT id, title, title_version, prose_id, answers_id, person_id, withdrawn_at
		FROM finding WHERE challenge_id = $1 AND id = $2 FOR UPDATE`, w.c.ID, finding)
}

// mayWithdraw: the author, the lead or the deputy lead.
func mayWithdraw(c challenge.Challenge, me, author uuid.UUID) bool {
	return me == author || c.Standing().Is(leads...)
}

// Withdraw takes a finding out of what will be handed over; its words stay with
// the team. Its author or the lead, until the draft was handed over (F7).
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, ch challenge.ID, finding uuid.UUID) error {
	return s.untilDraft(ctx, actor, ch, Withdraw, func(w work) error {
		f, err := withdrawable(ctx, w, finding)
		if err != nil {
			return err
		}
		answered, err := db.Value[bool](ctx, w.tx, `SELECT EXISTS (SELECT FROM finding WHERE answers_id = $1 AND withdrawn_at IS NULL)`, f.ID)
		if err != nil {
			return err
		}
		if answered { // F1: a recommendation never answers nothing
			return problem.New(problem.Conflict, "A recommendation answers this finding. Withdraw the recommendation first.")
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE finding SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL`, f.ID, w.now); err != nil {
			return err
		}
		return w.log(ctx, Withdraw.Name, f.ID)
	})
}

// Restore brings a withdrawn finding back, by the same people in the same time.
func (s *Service) Restore(ctx context.Context, actor access.Actor, ch challenge.ID, finding uuid.UUID) error {
	return s.untilDraft(ctx, actor, ch, Withdraw, func(w work) error {
		f, err := withdrawable(ctx, w, finding)
		if err != nil {
			return err
		}
		if f.AnswersID != nil && answerable(ctx, w, *f.AnswersID) != nil {
			return problem.New(problem.Conflict, "What this recommendation answers was withdrawn. Restore that first.")
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE finding SET withdrawn_at = NULL WHERE id = $1 AND withdrawn_at IS NOT NULL`, f.ID); err != nil {
			return err
		}
		return w.log(ctx, "finding.restore", f.ID)
	})
}

func withdrawable(ctx context.Context, w work, finding uuid.UUID) (bare, error) {
	f, err := lockFinding(ctx, w, finding)
	if err != nil {
		return f, err
	}
	if !mayWithdraw(w.c, w.me, f.PersonID) {
		return f, problem.New(problem.Forbidden, "Only its author or the lead can withdraw or restore a finding. You can ask a question about it.")
	}
	return f, nil
}

// MarkLived says whether a finding rests on lived experience (F5). Outside the
// team it is said only when more than one group or source supports it.
func (s *Service) MarkLived(ctx context.Context, actor access.Actor, ch challenge.ID, finding uuid.UUID, lived bool) error {
	return s.locked(ctx, actor, ch, Mark, func(w work) error {
		f, err := lockFinding(ctx, w, finding)
		if err != nil {
			return err
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE finding SET lived_experience = $2 WHERE id = $1`, f.ID, lived); err != nil {
			return err
		}
		return w.log(ctx, Mark.Name, f.ID)
	})
}
