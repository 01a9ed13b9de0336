package reference

import "slices"

// Practice is what the practice review asks (P1 to P4). Ratings stay with the
// reviewers: what leaves the review is patterns in words.
type Practice struct {
	PrivacyRules     []string          `json:"privacy_rules"`
	FileFields       []FileField       `json:"file_fields"`
	Ratings          []ScalePoint      `json:"ratings"`
	Sections         []PracticeSection `json:"sections"`
	OverallQuestion  string            `json:"overall_question"`
	LearningQuestion string            `json:"learning_question"`
	FocusGroups      []FocusGroup      `json:"focus_groups"`
	OpeningWords     string            `json:"opening_words"` // read out when a focus group begins
	Conditions       []Prompt          `json:"conditions"`
}

// FileField describes a case file without saying whose it is (P1).
type FileField struct {
	Key     string   `json:"key"`
	Type    string   `json:"type"` // "letter" or "choice"
	Help    string   `json:"help,omitempty"`
	Options []string `json:"options,omitempty"`
}

// PracticeSection is a group of questions asked of every file.
type PracticeSection struct {
	Key       string   `json:"key"`
	Name      string   `json:"name"`
	Questions []Prompt `json:"questions"`
}

// FocusGroup is one kind of group with its guide (P2).
type FocusGroup struct {
	Key       string   `json:"key"`
	Name      string   `json:"name"`
	Questions []Prompt `json:"questions"`
}

// ScalePoint is one answer of a scale. Value is nil for an answer that is not on
// the scale: "Does not apply", "I cannot say". It is never counted as 0.
type ScalePoint struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Help  string `json:"help,omitempty"`
	Value *int   `json:"value"`
}

// CannotSay is the key of the answer that every survey scale has (E1).
const CannotSay = "cannot_say"

// SurveyQuestion is one question of the evaluation (E1). Type is "scale",
// "choice" or "text".
type SurveyQuestion struct {
	ID             string       `json:"id"`
	Text           string       `json:"text"`
	Type           string       `json:"type"`
	AskedOf        string       `json:"asked_of,omitempty"` // empty: everybody
	Scale          []ScalePoint `json:"scale,omitempty"`
	PositivePoints []string     `json:"positive_points,omitempty"` // keys that count as a good answer
	Options        []string     `json:"options,omitempty"`
	Audiences      []string     `json:"audiences,omitempty"` // "team", "host", "participants"
	Waves          []string     `json:"waves,omitempty"`     // "visit", "later"; empty: both
	Source         string       `json:"source,omitempty"`
}

// AskedAt tells whether a question is for an audience at a time: "visit" or "later".
func (q SurveyQuestion) AskedAt(audience, wave string) bool {
	return slices.Contains(q.Audiences, audience) && (len(q.Waves) == 0 || slices.Contains(q.Waves, wave))
}
