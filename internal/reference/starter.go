package reference

import (
	"encoding/json"
	"sync"
)

// selfAssessmentFile is the part of self_assessment.json that a framework needs.
type selfAssessmentFile struct {
	OverallQuestions []Prompt      `json:"overall_questions"`
	AnswerFields     []AnswerField `json:"answer_fields"`
	Areas            []Area        `json:"areas"`
	Risk             struct {
		Scale    []RiskRating        `json:"scale"`
		Domains  []RiskDomain        `json:"domains"`
		Added    RiskDomain          `json:"added_domain"`
		AddedWhy string              `json:"west_midlands_note"`
		ToAreas  map[string][]string `json:"to_self_assessment_areas"`
	} `json:"teasc_risk_tool"`
	CQC struct {
		Statements []QualityStatement `json:"quality_statements"`
	} `json:"cqc_framework"`
	Mapping struct {
		Map []struct {
			Area              string `json:"area"`
			QualityStatements []int  `json:"quality_statements"`
		} `json:"map"`
	} `json:"mapping_areas_to_quality_statements"`
}

// starter is kept as JSON, so that each caller gets a copy of its own to edit.
var starter = sync.OnceValue(func() []byte {
	b, err := json.Marshal(buildStarter())
	if err != nil {
		panic("reference: " + err.Error())
	}
	return b
})

// StarterFramework is the framework a new region begins with: the six areas of
// the West Midlands programme, the documents, the practice review, the survey and
// the defaults of the rules. The caller may change its copy.
func StarterFramework() Framework {
	var f Framework
	if err := json.Unmarshal(starter(), &f); err != nil {
		panic("reference: " + err.Error())
	}
	return f
}

func buildStarter() Framework {
	f := Framework{
		Name: "Starter framework", Practice: readPractice(), Survey: readSurvey(),
		Offsets: defaultOffsets, Windows: defaultWindows, Planning: defaultPlanning,
		Team: defaultTeam, Visit: defaultVisit,
	}
	readSelfAssessment(&f)
	var documents struct {
		Documents []RequiredDocument `json:"documents"`
	}
	mustJSON("documents_required.json", &documents)
	f.Documents = documents.Documents
	return f
}

func readSelfAssessment(f *Framework) {
	var in selfAssessmentFile
	mustJSON("self_assessment.json", &in)
	f.OverallQuestions, f.AnswerFields, f.Areas = in.OverallQuestions, in.AnswerFields, in.Areas
	for i, a := range f.Areas {
		for _, m := range in.Mapping.Map {
			if m.Area == a.Key {
				f.Areas[i].QualityStatements = m.QualityStatements
			}
		}
	}
	in.Risk.Added.Note = in.Risk.AddedWhy
	f.RiskScale, f.RiskDomains = in.Risk.Scale, append(in.Risk.Domains, in.Risk.Added)
	for i, d := range f.RiskDomains {
		f.RiskDomains[i].SelfAssessAreas = in.Risk.ToAreas[d.Key]
	}
	f.QualityStatements = in.CQC.Statements
}
