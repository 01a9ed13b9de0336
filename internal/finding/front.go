package finding

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/scope"
)

// FrontPart is the part of a report that says what the challenge looked at.
const FrontPart = "front"

// Front is what stands at the beginning of a report: what the challenge looked at,
// the areas it focused on, and its key lines of enquiry, each a question.
type Front struct {
	Scope     string   `json:"scope"`
	Focus     string   `json:"focus,omitempty"`
	Questions []string `json:"questions"`
}

// FrontTx reads it from the scope that stands; nil when none was proposed.
func FrontTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) (*Front, error) {
	v, err := scope.NewestTx(ctx, tx, ch)
	if err != nil || v == nil {
		return nil, err
	}
	return &Front{Scope: v.What, Focus: v.Focus, Questions: v.Questions}, nil
}

// WithFront adds it to the parts of a report; nothing when there is none.
func WithFront(parts []handover.Part, f *Front) ([]handover.Part, error) {
	if f == nil {
		return parts, nil
	}
	body, err := json.Marshal(f)
	if err != nil {
		return nil, problem.Internalf(err, "seal the front of the report")
	}
	return append(parts, handover.Part{Name: FrontPart, Body: body}), nil
}

// FrontOf reads it from a sealed copy; nil when there is none, or it was erased.
func FrontOf(parts []handover.Part) (*Front, error) {
	for _, p := range parts {
		if p.Name != FrontPart || p.Body == nil {
			continue
		}
		var f Front
		if err := json.Unmarshal(p.Body, &f); err != nil {
			return nil, problem.Internalf(err, "read the front of the report")
		}
		return &f, nil
	}
	return nil, nil
}
