package selfassessment

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// riskSealed begins the name of a part that holds one answer of the risk
// awareness tool; then its id.
const riskSealed = "risk/"

// SealedRisk is one answer of the risk awareness tool in a sealed copy (A4), with
// the words of the question and of the level of concern.
type SealedRisk struct {
	Domain   string `json:"domain"`
	Name     string `json:"name"`
	Question string `json:"question"`
	Level    string `json:"level,omitempty"` // in words: the council's own view
	Text     string `json:"text"`
	Evidence string `json:"evidence,omitempty"` // title of a document
}

// riskPartsTx makes the parts of what is written in the tool; what is empty is
// left out.
func riskPartsTx(ctx context.Context, tx pgx.Tx, id challenge.ID, f reference.Framework) ([]handover.Part, error) {
	domains, err := domainsTx(ctx, tx, id, f)
	if err != nil {
		return nil, err
	}
	var parts []handover.Part
	for _, d := range domains {
		for _, i := range d.Items {
			if !i.Answer.Written() {
				continue
			}
			body, err := json.Marshal(SealedRisk{d.Name, i.Name, i.Question, i.LevelWords, i.Answer.Words, i.Answer.DocumentTitle})
			if err != nil {
				return nil, problem.Internalf(err, "part %s", i.ID)
			}
			parts = append(parts, handover.Part{Name: riskSealed + i.ID, Body: body})
		}
	}
	return parts, nil
}

// risksOfParts reads the tool's answers from a sealed copy.
func risksOfParts(parts []handover.Part) (out []SealedRisk, err error) {
	for _, p := range parts {
		if p.Body == nil || !strings.HasPrefix(p.Name, riskSealed) {
			continue
		}
		var r SealedRisk
		if err := json.Unmarshal(p.Body, &r); err != nil {
			return nil, problem.Internalf(err, "part %s", p.Name)
		}
		out = append(out, r)
	}
	return out, nil
}
