package selfassessment

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// The parts of a sealed copy are named by what they are.
const (
	answerPart    = "answer/"    // then the prompt's id
	judgementPart = "judgement/" // then the area's key
)

// SealedAnswer is one answer in a sealed copy, kept as JSON: it carries the words
// of the prompt, so that the copy reads the same whatever becomes of the framework.
type SealedAnswer struct {
	AreaKey  string   `json:"area_key"`
	AreaName string   `json:"area_name"`
	Prompt   string   `json:"prompt"`
	Text     string   `json:"text"`
	Evidence []string `json:"evidence,omitempty"` // titles
}

// SealedJudgement is the council's own view of one area in a sealed copy.
type SealedJudgement struct {
	AreaKey   string `json:"area_key"`
	AreaName  string `json:"area_name"`
	Judgement string `json:"judgement"`
}

// sealedText is an answer with its titles of evidence, as read for sealing.
type sealedText struct {
	PromptID string
	Body     string
	Evidence []string
}

// partsTx makes the parts of a sealed copy: for each area its own view if given,
// then every prompt, answered or not, in the framework's order.
func partsTx(ctx context.Context, tx pgx.Tx, id challenge.ID, f reference.Framework) ([]handover.Part, error) {
	areas, err := areasTx(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	rows, err := db.All[sealedText](ctx, tx, `SELECT a.prompt_id, d.body,
			coalesce((SELECT array_agg(c.title ORDER BY e.at, e.id) FROM assessment_evidence e JOIN document c ON c.id = e.document_id
				WHERE e.answer_id = a.id AND c.removed_at IS NULL), '{}')::text[] AS evidence
		FROM assessment_answer a JOIN prose_document d ON d.id = a.prose_id WHERE a.challenge_id = $1`, id)
	if err != nil {
		return nil, err
	}
	texts := map[string]sealedText{}
	for _, r := range rows {
		texts[r.PromptID] = r
	}
	var parts []handover.Part
	add := func(name string, body any) {
		b, jsonErr := json.Marshal(body)
		if jsonErr != nil {
			err = problem.Internalf(jsonErr, "part %s", name)
		}
		parts = append(parts, handover.Part{Name: name, Body: b})
	}
	for _, a := range f.Areas {
		if j := areas[a.Key].Judgement; j != "" {
			add(judgementPart+a.Key, SealedJudgement{a.Key, a.Name, j})
		}
		for _, p := range a.Prompts {
			add(answerPart+p.ID, SealedAnswer{a.Key, a.Name, p.Text, texts[p.ID].Body, texts[p.ID].Evidence})
		}
	}
	return parts, err
}

// SubmittedArea is one area of a sealed copy.
type SubmittedArea struct {
	Key       string
	Name      string
	Judgement string
	Answers   []SealedAnswer
}

// SubmittedView is the newest sealed copy, as its readers see it.
type SubmittedView struct {
	challenge.Head
	Record   handover.RowOfRecord
	Areas    []SubmittedArea
	Risks    []SealedRisk // what was written in the risk awareness tool (A4)
	Reopened *Reopening   // while a newer one is being written
}

// Submitted reads the newest sealed copy: for those who hold the shared room's
// key (the team from reading day on). Missing for others, and before it is
// submitted (V6).
func (s *Service) Submitted(ctx context.Context, actor access.Actor, id challenge.ID) (SubmittedView, error) {
	var v SubmittedView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		record, err := submittedTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if record == nil {
			return problem.Missing()
		}
		v.Record = *record
		parts, err := handover.PartsTx(ctx, tx, record.ID)
		if err != nil {
			return err
		}
		if v.Areas, err = areasOfParts(parts); err != nil {
			return err
		}
		if v.Risks, err = risksOfParts(parts); err != nil {
			return err
		}
		v.Reopened, err = reopenedTx(ctx, tx, v.Challenge)
		return err
	})
	return v, err
}

// submittedTx is the newest submission as everybody on the challenge may know
// it, nil when there is none.
func submittedTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (*handover.RowOfRecord, error) {
	rows, err := handover.RecordTx(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Kind == handover.Submit {
			return &rows[i], nil
		}
	}
	return nil, nil
}

// areasOfParts reads the parts of a sealed copy; an erased part is left out.
func areasOfParts(parts []handover.Part) ([]SubmittedArea, error) {
	var out []SubmittedArea
	area := func(key, name string) *SubmittedArea {
		for i := range out {
			if out[i].Key == key {
				return &out[i]
			}
		}
		out = append(out, SubmittedArea{Key: key, Name: name})
		return &out[len(out)-1]
	}
	for _, p := range parts {
		if p.Body == nil || strings.HasPrefix(p.Name, riskSealed) {
			continue
		}
		if strings.HasPrefix(p.Name, judgementPart) {
			var j SealedJudgement
			if err := json.Unmarshal(p.Body, &j); err != nil {
				return nil, problem.Internalf(err, "part %s", p.Name)
			}
			area(j.AreaKey, j.AreaName).Judgement = j.Judgement
			continue
		}
		var a SealedAnswer
		if err := json.Unmarshal(p.Body, &a); err != nil {
			return nil, problem.Internalf(err, "part %s", p.Name)
		}
		in := area(a.AreaKey, a.AreaName)
		in.Answers = append(in.Answers, a)
	}
	return out, nil
}
