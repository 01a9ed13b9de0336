package selfassessment

import (
	"context"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
)

// PromptView is the page of one prompt. Text is empty with version 0 while
// nobody has written.
type PromptView struct {
	challenge.Head
	Area      Area
	Prompt    Prompt
	Prompts   []Prompt // of the area, this one included
	Text      prose.Document
	People    []Person
	Director  string
	Evidence  []Evidence
	CanWrite  bool
	CanLink   bool
	CanManage bool
}

// Next is the prompt that follows in the area; false at the last.
func (v PromptView) Next() (Prompt, bool) {
	if v.Prompt.Number < len(v.Prompts) {
		return v.Prompts[v.Prompt.Number], true
	}
	return Prompt{}, false
}

// Prompt reads one prompt with its answer; Missing when its area is not the
// reader's (V6).
func (s *Service) Prompt(ctx context.Context, actor access.Actor, id challenge.ID, prompt string) (PromptView, error) {
	var v PromptView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, v.Challenge)
		if err != nil {
			return err
		}
		return v.fillTx(ctx, tx, g, prompt)
	})
	return v, err
}

func (v *PromptView) fillTx(ctx context.Context, tx pgx.Tx, g ground, prompt string) error {
	area, number, err := g.prompt(prompt)
	if err != nil {
		return err
	}
	rows, err := areasTx(ctx, tx, v.ID)
	if err != nil {
		return err
	}
	all, err := answersTx(ctx, tx, v.ID, area.Key, prompt)
	if err != nil {
		return err
	}
	v.Area, v.Prompts, v.Text = areaOf(area, rows[area.Key], all.states), promptsOf(area, all.states), all.text
	v.Prompt = v.Prompts[number-1]
	people, err := peopleTx(ctx, tx, v.ID)
	if err != nil {
		return err
	}
	v.People, v.Director = peopleOf(people, area.Key), directorOf(people)
	v.CanWrite, v.CanLink, v.CanManage = may(v.Challenge, Write), may(v.Challenge, LinkEvidence), may(v.Challenge, Manage)
	v.Evidence, err = evidenceTx(ctx, tx, v.ID, prompt)
	return err
}

type answers struct {
	states map[string]State
	text   prose.Document
}

// answersTx reads an area's answers in one statement: the text of one, the
// states of all.
func answersTx(ctx context.Context, tx pgx.Tx, id challenge.ID, area, prompt string) (answers, error) {
	rows, err := db.All[struct {
		stateRow
		prose.Document
	}](ctx, tx, `SELECT a.prompt_id, a.ready_at, d.body <> '' AS written, d.id, d.version,
			CASE WHEN a.prompt_id = $3 THEN d.body ELSE '' END AS body, d.updated_at, p.name AS author
		FROM assessment_answer a JOIN prose_document d ON d.id = a.prose_id LEFT JOIN person p ON p.id = d.updated_by
		WHERE a.challenge_id = $1 AND a.area_key = $2`, id, area, prompt)
	out := answers{states: map[string]State{}}
	for _, r := range rows {
		out.states[r.PromptID] = r.state()
		if r.PromptID == prompt {
			out.text = r.Document
		}
	}
	return out, err
}

// textTx reads where a prompt's text is kept, for the pages of earlier versions.
func textTx(ctx context.Context, tx pgx.Tx, id challenge.ID, prompt string) (answer, error) {
	a, err := answerTx(ctx, tx, id, prompt)
	if problem.Is(err, problem.NotFound) {
		return answer{}, nil
	}
	return a, err
}
