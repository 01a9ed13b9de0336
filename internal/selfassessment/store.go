package selfassessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

type areaRow struct {
	AreaKey   string
	OwnerID   *uuid.UUID
	OwnerName *string
	Judgement string
}

func areasTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (map[string]areaRow, error) {
	rows, err := db.All[areaRow](ctx, tx, `SELECT a.area_key, a.owner_id, p.name AS owner_name, a.judgement
		FROM assessment_area a LEFT JOIN person p ON p.id = a.owner_id WHERE a.challenge_id = $1`, id)
	out := map[string]areaRow{}
	for _, r := range rows {
		out[r.AreaKey] = r
	}
	return out, err
}

type stateRow struct {
	PromptID string
	ReadyAt  *time.Time
	Written  bool
}

func (r stateRow) state() State {
	switch {
	case r.ReadyAt != nil:
		return Ready
	case r.Written:
		return Writing
	default:
		return Empty
	}
}

// statesTx gives, in one statement, every area the actor may read by its key, and
// the state of every answer by prompt id; a prompt that is not there is Empty.
func statesTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (map[string]areaRow, map[string]State, error) {
	rows, err := db.All[struct {
		areaRow
		stateRow
	}](ctx, tx, `SELECT a.area_key, a.owner_id, p.name AS owner_name, a.judgement, coalesce(x.prompt_id, '') AS prompt_id, x.ready_at,
			coalesce(d.body <> '', false) AS written
		FROM assessment_area a LEFT JOIN person p ON p.id = a.owner_id
		LEFT JOIN assessment_answer x ON x.challenge_id = a.challenge_id AND x.area_key = a.area_key
		LEFT JOIN prose_document d ON d.id = x.prose_id WHERE a.challenge_id = $1`, id)
	areas, states := map[string]areaRow{}, map[string]State{}
	for _, r := range rows {
		areas[r.AreaKey], states[r.PromptID] = r.areaRow, r.state()
	}
	return areas, states, err
}

// answer is where one prompt's text is kept.
type answer struct {
	ID      uuid.UUID
	AreaKey string
	ProseID uuid.UUID
	ReadyAt *time.Time
}

// queueAnswer reads it with the batch; nothing when nobody has written yet, or it is
// not theirs.
func queueAnswer(b *db.Batch, into *[]answer, id challenge.ID, prompt string) {
	db.Queue(b, into, `SELECT id, area_key, prose_id, ready_at FROM assessment_answer WHERE challenge_id = $1 AND prompt_id = $2`, id, prompt)
}

// answerTx reads it alone; then nothing is Missing.
func answerTx(ctx context.Context, tx pgx.Tx, id challenge.ID, prompt string) (answer, error) {
	var (
		b     db.Batch
		found []answer
	)
	queueAnswer(&b, &found, id, prompt)
	if err := b.Read(ctx, tx); err != nil {
		return answer{}, err
	}
	if len(found) == 0 {
		return answer{}, problem.Missing()
	}
	return found[0], nil
}

// areaOf puts together what the framework asks and what is there.
func areaOf(a reference.Area, row areaRow, states map[string]State) Area {
	out := Area{Key: a.Key, Name: a.Name, Help: a.Help, Judgement: row.Judgement}
	if row.OwnerID != nil && row.OwnerName != nil {
		out.OwnerID, out.OwnerName = *row.OwnerID, *row.OwnerName
	}
	for _, p := range promptsOf(a, states) {
		out.Counts.add(p.State)
	}
	return out
}

func promptsOf(a reference.Area, states map[string]State) []Prompt {
	out := make([]Prompt, len(a.Prompts))
	for i, p := range a.Prompts {
		out[i] = Prompt{ID: p.ID, Text: p.Text, Number: i + 1, State: Empty}
		if s, ok := states[p.ID]; ok {
			out[i].State = s
		}
	}
	return out
}
