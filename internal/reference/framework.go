package reference

// Framework is what a region decides once for a cycle: what is asked, what is
// required, how far apart the dates are and who makes a team. It is kept as JSON
// in a framework version; a version that a cycle uses is never changed, only
// followed by a newer one. StarterFramework gives the first.
type Framework struct {
	Name              string             `json:"name"`
	OverallQuestions  []Prompt           `json:"overall_questions"` // asked once, beside the areas
	AnswerFields      []AnswerField      `json:"answer_fields"`     // what the host fills in for each area
	Areas             []Area             `json:"areas"`             // A1
	RiskScale         []RiskRating       `json:"risk_scale"`
	RiskDomains       []RiskDomain       `json:"risk_domains"` // A4
	Documents         []RequiredDocument `json:"documents"`    // D1
	QualityStatements []QualityStatement `json:"quality_statements"`
	Practice          Practice           `json:"practice"` // P1 to P4
	Survey            []SurveyQuestion   `json:"survey"`   // E1
	Offsets           Offsets            `json:"offsets"`  // S2
	Windows           Windows            `json:"windows"`  // S2, F7, F8, P3
	Planning          Planning           `json:"planning"` // S3, S4
	Team              TeamRules          `json:"team"`     // T1 to T8
	Visit             VisitRules         `json:"visit"`    // O1, O6
}

// Area is one of the areas of the self-assessment (A1). Key stays the same when
// a region changes the words, so that answers are not lost.
type Area struct {
	Key               string   `json:"key"`
	Name              string   `json:"name"`
	Help              string   `json:"help"`
	Prompts           []Prompt `json:"prompts"`
	QualityStatements []int    `json:"quality_statements"` // numbers; the first is the main one
}

// Prompt is one question, with an id that survives a change of words.
type Prompt struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// AnswerField is one thing to fill in for each area. Type is "choice", "text" or
// "document links".
type AnswerField struct {
	Key     string   `json:"key"`
	Type    string   `json:"type"`
	Options []string `json:"options,omitempty"`
}

// RiskRating is one point of the scale of the risk awareness tool (A4): the
// council's own view, never a rating by the team.
type RiskRating struct {
	Value string `json:"value"` // R, A, G, N
	Label string `json:"label"`
}

// RiskDomain is one domain of the TEASC risk awareness tool (A4).
type RiskDomain struct {
	Key             string     `json:"key"`
	Name            string     `json:"name"`
	Note            string     `json:"note,omitempty"` // where a domain that was added came from
	Areas           []RiskArea `json:"areas_to_consider"`
	SelfAssessAreas []string   `json:"self_assessment_areas"` // keys of Area
}

// RiskArea is one thing to consider within a domain.
type RiskArea struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Question string `json:"question"`
}

// RequiredDocument is one line of the list of documents (D1).
type RequiredDocument struct {
	ID                string   `json:"id"`
	Title             string   `json:"title"`
	Category          string   `json:"category"`
	Mandatory         bool     `json:"mandatory"`
	Help              string   `json:"help"`
	Areas             []string `json:"areas"` // keys of Area
	QualityStatements []int    `json:"quality_statements"`
}

// QualityStatement is one of CQC's nine for councils, so that a host can use its
// work again for an assessment.
type QualityStatement struct {
	Number      int      `json:"number"`
	Theme       string   `json:"theme"`
	Name        string   `json:"name"`
	WeStatement string   `json:"we_statement"`
	IStatements []string `json:"i_statements"`
}

// AreaByKey finds an area of this framework.
func (f Framework) AreaByKey(key string) (Area, bool) {
	for _, a := range f.Areas {
		if a.Key == key {
			return a, true
		}
	}
	return Area{}, false
}

// MandatoryDocuments are those that must be in or explained before reading (D1).
func (f Framework) MandatoryDocuments() []RequiredDocument {
	var out []RequiredDocument
	for _, d := range f.Documents {
		if d.Mandatory {
			out = append(out, d)
		}
	}
	return out
}
