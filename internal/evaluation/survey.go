package evaluation

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Audience is who is asked: each gets questions of their own.
type Audience string

// The three audiences, and the one of answers that came from a file.
const (
	Team         Audience = "team"
	Host         Audience = "host"
	Participants Audience = "participants"
	Earlier      Audience = "earlier"
)

// Audiences lists those of a survey in the order of pages.
var Audiences = []Audience{Team, Host, Participants}

var audienceNames = map[Audience]string{Team: "The visiting team", Host: "The host council", Participants: "People who came to a group", Earlier: "Everybody asked"}

// Name is the audience in the users' words.
func (a Audience) Name() string { return audienceNames[a] }

// Wave is when a survey is held.
type Wave string

// The four times.
const (
	AfterVisit Wave = "visit"
	After6     Wave = "months_6"
	After12    Wave = "months_12"
	After24    Wave = "months_24"
)

// Waves lists them in order.
var Waves = []Wave{AfterVisit, After6, After12, After24}

var waveNames = map[Wave]string{AfterVisit: "After the visit", After6: "Six months on", After12: "Twelve months on", After24: "Two years on"}

// Name is the time in the users' words.
func (w Wave) Name() string { return waveNames[w] }

func (w Wave) asks() string {
	if w == AfterVisit {
		return "visit"
	}
	return "later"
}

// Survey is one survey of one challenge.
type Survey struct {
	ID          uuid.UUID
	ChallengeID uuid.UUID
	RegionID    uuid.UUID
	FrameworkID uuid.UUID
	Wave        Wave
	OpensOn     civil.Date
	ClosesOn    civil.Date
	ReleasedOn  civil.Date // when what was answered was pooled; zero before
}

const surveyColumns = `s.id, s.challenge_id, s.region_id, s.framework_id, s.wave, s.opens_on, s.closes_on, s.released_on`

// OpenOn tells whether it takes answers on a day; the last day counts whole.
func (s Survey) OpenOn(day civil.Date) bool {
	return s.ReleasedOn.IsZero() && day.Between(s.OpensOn, s.ClosesOn)
}

// Over tells whether results may be there.
func (s Survey) Over() bool { return !s.ReleasedOn.IsZero() }

func surveyTx(ctx context.Context, tx pgx.Tx, of challenge.ID, id uuid.UUID) (Survey, error) {
	return db.One[Survey](ctx, tx, `SELECT `+surveyColumns+` FROM survey s WHERE s.challenge_id = $1 AND s.id = $2`, of, id)
}

// Turnout is how many were asked and answered. It is always shown.
type Turnout struct {
	SurveyID uuid.UUID
	Audience Audience
	Asked    int
	Answered int
	Paper    int
}

const turnoutSQL = `SELECT t.survey_id, t.audience, t.asked, t.answered, t.paper FROM survey_turnout t WHERE t.challenge_id = $1
	ORDER BY t.survey_id, array_position(ARRAY['team', 'host', 'participants'], t.audience)`

// questionsFor are those of a framework for an audience at a time. A framework of
// before there were audiences asks the starter's questions.
func questionsFor(all []reference.SurveyQuestion, a Audience, w Wave) []reference.SurveyQuestion {
	var out []reference.SurveyQuestion
	for _, q := range withAudiences(all) {
		if q.AskedAt(string(a), w.asks()) {
			out = append(out, q)
		}
	}
	// words come last, when people have thought about the rest
	slices.SortStableFunc(out, func(a, b reference.SurveyQuestion) int { return cmp.Compare(a.Type, b.Type) })
	return out
}

func withAudiences(all []reference.SurveyQuestion) []reference.SurveyQuestion {
	for _, q := range all {
		if len(q.Audiences) > 0 {
			return all
		}
	}
	return reference.StarterFramework().Survey
}

func questionsTx(ctx context.Context, tx pgx.Tx, of uuid.UUID, a Audience, w Wave) ([]reference.SurveyQuestion, error) {
	f, err := framework.GetTx(ctx, tx, of)
	return questionsFor(f.Survey, a, w), err
}

// Blank is the option of a question that somebody left open.
const Blank = "blank"

// mostWords is how much one answer in words may hold.
const mostWords = 2000

// Sheet is what one person answered: for a scale the key of a point, for a
// question in words the words. A scale that is missing was left open.
type Sheet map[string]string

// Check refuses a sheet that answers what was not asked; an empty one, with the
// first question's name; and words that are too long. Sheets from paper and link
// may leave scales open.
func (s Sheet) Check(questions []reference.SurveyQuestion, mayLeaveOpen bool) error {
	var fields problem.Fields
	given := 0
	for _, q := range questions {
		answer := s[q.ID]
		if answer != "" {
			given++
		}
		switch {
		case q.Type == "text":
			fields.Check(db.Length(answer) <= mostWords, q.ID, "Your answer must be 2,000 characters or fewer")
		case answer == "":
			fields.Check(mayLeaveOpen, q.ID, "Choose an answer to “"+q.Text+"”. “I cannot say” is one")
		default:
			fields.Check(isPoint(q, answer), q.ID, "Choose one of the answers to “"+q.Text+"”")
		}
	}
	if given == 0 && len(fields) == 0 && len(questions) > 0 {
		fields.Add(questions[0].ID, "Answer at least one question")
	}
	return fields.Err()
}

func isPoint(q reference.SurveyQuestion, key string) bool {
	for _, p := range q.Scale {
		if p.Key == key {
			return true
		}
	}
	return false
}

// json gives the sheet as the database takes it: every question that was asked,
// so that each person counts once in each table.
func (s Sheet) json(questions []reference.SurveyQuestion) ([]byte, error) {
	type answer struct {
		Option string `json:"option,omitempty"`
		Words  string `json:"words,omitempty"`
	}
	out := map[string]answer{}
	for _, q := range questions {
		switch given := s[q.ID]; {
		case q.Type == "text" && given != "":
			out[q.ID] = answer{Words: given}
		case q.Type == "text":
		case given == "":
			out[q.ID] = answer{Option: Blank}
		default:
			out[q.ID] = answer{Option: given}
		}
	}
	body, err := json.Marshal(out)
	if err != nil {
		return nil, problem.Internalf(err, "answers")
	}
	return body, nil
}
