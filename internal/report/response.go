package report

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
)

// Decision is what the host says to a recommendation (U1).
type Decision string

// The decisions. The empty one stands for none yet.
const (
	Accepted    Decision = "accepted"
	InPart      Decision = "in_part"
	NotAccepted Decision = "not"
)

// Decisions lists them in the order they are offered.
var Decisions = []Decision{Accepted, InPart, NotAccepted}

var decisionNames = map[Decision]string{Accepted: "Accepted", InPart: "Accepted in part", NotAccepted: "Not accepted"}

// Name is the decision in the users' words; empty when there is none.
func (d Decision) Name() string { return decisionNames[d] }

// Response is the host's response to one recommendation as it was handed over.
// The recommendation itself stands as written (F9).
type Response struct {
	Finding  uuid.UUID `json:"finding"`
	Number   int       `json:"number"`
	Title    string    `json:"title"`
	Decision Decision  `json:"decision"`
	Reason   string    `json:"reason,omitempty"`
}

// ResponsePart is the name of the one part of a response handed over; its body
// is a list of Response as JSON.
const ResponsePart = "response"

// ResponsesTx reads the newest response that was handed over; none when there is
// none or it is not the actor's to read. One statement.
func ResponsesTx(ctx context.Context, tx pgx.Tx, of challenge.ID) ([]Response, error) {
	body, err := latestPartTx(ctx, tx, of, handover.Respond)
	if err != nil || body == nil {
		return nil, err
	}
	var out []Response
	if err := json.Unmarshal(body, &out); err != nil {
		return nil, problem.Internalf(err, "read the response")
	}
	return out, nil
}

// latestPartTx is the first part of the newest hand-over of a kind; nil when there
// is none, it was erased, or it is not the actor's to read.
func latestPartTx(ctx context.Context, tx pgx.Tx, of challenge.ID, kind handover.Kind) ([]byte, error) {
	rows, err := db.All[struct{ Body []byte }](ctx, tx, `SELECT body FROM handover_part WHERE ordinal = 1 AND handover_id =
		(SELECT id FROM handover WHERE challenge_id = $1 AND kind = $2 ORDER BY number DESC LIMIT 1)`, of, kind)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0].Body, nil
}

// RecommendationsTx reads the recommendations of the final report in its order;
// none when it is not final or not the actor's to read. One statement.
func RecommendationsTx(ctx context.Context, tx pgx.Tx, of challenge.ID) ([]finding.Sealed, error) {
	parts, err := db.All[handover.Part](ctx, tx, `SELECT ordinal, name, body, nonce, hash FROM handover_part WHERE handover_id =
		(SELECT id FROM handover WHERE challenge_id = $1 AND kind = $2 ORDER BY number DESC LIMIT 1) ORDER BY ordinal`, of, handover.Finalise)
	if err != nil {
		return nil, err
	}
	_, all, err := finding.FromParts(parts)
	var out []finding.Sealed
	for _, f := range all {
		if f.Kind == finding.Recommendation {
			out = append(out, f)
		}
	}
	return out, err
}
