package finding

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
)

// Kind is what sort of finding it is (F1).
type Kind string

// The three kinds of finding.
const (
	Strength       Kind = "strength"
	Consideration  Kind = "consideration"
	Recommendation Kind = "recommendation"
)

var kindNames = map[Kind]string{Strength: "Strength", Consideration: "Area for consideration", Recommendation: "Recommendation"}

// Name is the kind in the users' words.
func (k Kind) Name() string { return kindNames[k] }

// Names of the parts of a sealed copy of findings.
const (
	SummaryPart = "summary"  // the body is plain text
	partPrefix  = "finding/" // followed by the finding's id; the body is Sealed as JSON
)

// Sealed is a finding as it leaves the team: words, and at most "read, heard,
// seen" of its evidence, never a group or a level (F2).
type Sealed struct {
	ID       uuid.UUID `json:"id"`
	AreaKey  string    `json:"area_key"`
	AreaName string    `json:"area_name"`
	Kind     Kind      `json:"kind"`
	Title    string    `json:"title"`
	Text     string    `json:"text"`
	Sources  string    `json:"sources"`           // "Read, heard"; empty when there is none
	Answers  string    `json:"answers,omitempty"` // title of what a recommendation answers
	Lived    bool      `json:"lived,omitempty"`   // "people with lived experience told us" may be said (F5)
}

// PartName is the name of this finding's part; comments on the draft name it.
func (s Sealed) PartName() string { return partPrefix + s.ID.String() }

// Parts makes the parts of a sealed copy: the summary when there is one, then
// the findings in order.
func Parts(summary string, findings []Sealed) ([]handover.Part, error) {
	var parts []handover.Part
	if summary != "" {
		parts = append(parts, handover.Part{Name: SummaryPart, Body: []byte(summary)})
	}
	for _, f := range findings {
		body, err := json.Marshal(f)
		if err != nil {
			return nil, problem.Internalf(err, "seal finding %s", f.ID)
		}
		parts = append(parts, handover.Part{Name: f.PartName(), Body: body})
	}
	return parts, nil
}

// FromParts reads a sealed copy back. Parts of other names, and erased ones, are
// passed over.
func FromParts(parts []handover.Part) (summary string, findings []Sealed, err error) {
	for _, p := range parts {
		switch {
		case p.Body == nil:
		case p.Name == SummaryPart:
			summary = string(p.Body)
		case strings.HasPrefix(p.Name, partPrefix):
			var f Sealed
			if err := json.Unmarshal(p.Body, &f); err != nil {
				return "", nil, problem.Internalf(err, "read part %s", p.Name)
			}
			findings = append(findings, f)
		}
	}
	return summary, findings, nil
}

// row is a finding with what its sealed form is made from.
type row struct {
	ID      uuid.UUID
	AreaKey string
	Kind    Kind
	Title   string
	Text    string
	Answers *string
	Lived   bool
	Sources []string
}

// SealedNowTx gives the findings as they would leave the team now, by area in
// the framework's order, strengths first, then considerations, then
// recommendations. Only the team can read them. areas are the framework's, in order.
func SealedNowTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID, areas []Area) ([]Sealed, error) {
	rows, err := db.All[row](ctx, tx, `SELECT f.id, f.area_key, f.kind, f.title, d.body AS text, a.title AS answers,
			`+kindsSQL+` AS sources, f.lived_experience AND `+sourcesSQL+` > 1 AS lived
		FROM finding f JOIN prose_document d ON d.id = f.prose_id LEFT JOIN finding a ON a.id = f.answers_id AND a.withdrawn_at IS NULL
		WHERE f.challenge_id = $1 AND f.withdrawn_at IS NULL
		ORDER BY CASE f.kind WHEN 'strength' THEN 1 WHEN 'consideration' THEN 2 ELSE 3 END, f.place, f.id`, challenge)
	if err != nil {
		return nil, err
	}
	var out []Sealed
	for _, area := range areas {
		for _, r := range rows {
			if r.AreaKey != area.Key {
				continue
			}
			s := Sealed{ID: r.ID, AreaKey: r.AreaKey, AreaName: area.Name, Kind: r.Kind, Title: r.Title, Text: r.Text,
				Sources: sourceWords(r.Sources), Lived: r.Lived}
			if r.Answers != nil {
				s.Answers = *r.Answers
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// Area is an area of the framework, by key and name.
type Area struct{ Key, Name string }

// sourceWords says "Read, heard, seen" in that order, the first with a capital.
func sourceWords(sources []string) string {
	var have []string
	for _, want := range []string{"read", "heard", "seen"} {
		for _, s := range sources {
			if s == want {
				have = append(have, want)
				break
			}
		}
	}
	words := strings.Join(have, ", ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}
