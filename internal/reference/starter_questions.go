package reference

import (
	"cmp"
	"strconv"
)

// practiceFile is practice_review.json.
type practiceFile struct {
	Privacy struct {
		Rules []string `json:"rules"`
	} `json:"privacy_rules"`
	Files struct {
		Fields []FileField `json:"fields"`
	} `json:"file_descriptors"`
	Ratings struct {
		Values []struct {
			Value *int   `json:"value"`
			Code  string `json:"code"`
			Label string `json:"label"`
			Help  string `json:"help"`
		} `json:"values"`
		Overall  string `json:"overall_question"`
		Learning string `json:"learning_question"`
	} `json:"rating_scale"`
	Sections []PracticeSection `json:"sections"`
	Groups   struct {
		Opening string       `json:"opening_words"`
		Groups  []FocusGroup `json:"groups"`
	} `json:"focus_groups"`
	Conditions struct {
		Questions []Prompt `json:"questions"`
	} `json:"conditions_questions"`
}

func readPractice() Practice {
	var in practiceFile
	mustJSON("practice_review.json", &in)
	p := Practice{
		PrivacyRules: in.Privacy.Rules, FileFields: in.Files.Fields, Sections: in.Sections,
		OverallQuestion: in.Ratings.Overall, LearningQuestion: in.Ratings.Learning,
		FocusGroups: in.Groups.Groups, OpeningWords: in.Groups.Opening, Conditions: in.Conditions.Questions,
	}
	for _, v := range in.Ratings.Values {
		key := v.Code
		if v.Value != nil {
			key = strconv.Itoa(*v.Value)
		}
		p.Ratings = append(p.Ratings, ScalePoint{Key: key, Label: v.Label, Help: v.Help, Value: v.Value})
	}
	return p
}

// valueForTime is the scale of the one scale question whose points the data
// leaves open; its words are this project's.
var valueForTime = []ScalePoint{
	{Key: "extremely_good", Label: "Extremely good value", Value: new(5)},
	{Key: "very_good", Label: "Very good value", Value: new(4)},
	{Key: "fairly_good", Label: "Fairly good value", Value: new(3)},
	{Key: "slightly_good", Label: "Slightly good value", Value: new(2)},
	{Key: "not_good", Label: "Not good value at all", Value: new(1)},
}

func readSurvey() []SurveyQuestion {
	var in struct {
		Questions []SurveyQuestion `json:"questions"`
		Extra     []SurveyQuestion `json:"extra_questions"`
	}
	mustJSON("evaluation_survey.json", &in)
	out := append(in.Questions, in.Extra...)
	for i := range out {
		out[i].Audiences, out[i].Waves = askedOf[out[i].ID].audiences, askedOf[out[i].ID].waves
	}
	out = append(out, ownQuestions()...)
	for i := range out {
		q := &out[i]
		q.Type = cmp.Or(q.Type, "scale")
		if q.Type != "scale" {
			continue
		}
		if len(q.Scale) == 0 {
			q.Scale, q.PositivePoints = valueForTime, []string{"extremely_good", "very_good"}
		}
		q.Scale = withCannotSay(q.Scale)
	}
	return out
}

// withCannotSay gives a scale its last answer (E1). The data's "Not sure" has
// the same meaning and is replaced, so that the two are not both offered.
func withCannotSay(scale []ScalePoint) []ScalePoint {
	var out []ScalePoint
	for _, p := range scale {
		if p.Value != nil {
			out = append(out, p)
		}
	}
	return append(out, ScalePoint{Key: CannotSay, Label: "I cannot say"})
}
