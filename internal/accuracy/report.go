package accuracy

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
)

// Passage is a part of the draft report that a comment can be on.
type Passage struct {
	Name  string // "summary" or "finding/<id>", as in the sealed copy
	Label string // "Strength: Staff know their residents"
	Text  string
}

// quote is the passage as it is kept with a comment: its name, then its words.
func (p Passage) quote() string { return p.Label + "\n" + p.Text }

// reportTx lists the passages of the newest draft report that was handed over;
// empty when there is none or it is not the actor's to read.
func reportTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID) ([]Passage, error) {
	_, parts, err := handover.LatestTx(ctx, tx, challenge, handover.HandOverDraft)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	summary, findings, err := finding.FromParts(parts)
	if err != nil {
		return nil, err
	}
	var list []Passage
	if summary != "" {
		list = append(list, Passage{Name: finding.SummaryPart, Label: "Summary", Text: summary})
	}
	for _, f := range findings {
		list = append(list, Passage{Name: f.PartName(), Label: f.Kind.Name() + ": " + f.Title, Text: f.Text})
	}
	return list, nil
}

// PassageNamed finds a passage; ok is false when the draft has no such part.
func PassageNamed(list []Passage, name string) (Passage, bool) {
	for _, p := range list {
		if p.Name == name {
			return p, true
		}
	}
	return Passage{}, false
}
