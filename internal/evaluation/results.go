package evaluation

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Point is how many chose one answer of a scale.
type Point struct {
	Label    string
	N        int
	Positive bool // counts as a good answer
}

// Result is what came of one question. Hidden when fewer than five could say.
// "I cannot say" is never "no effect": it is told apart from the others.
type Result struct {
	Question  reference.SurveyQuestion
	Hidden    bool
	Points    []Point
	Said      int // could say: the base of every percentage
	CannotSay int
	Blank     int
	Positive  int
}

// Percent is the share of good answers among those who could say, rounded.
func (r Result) Percent() int {
	if r.Said == 0 {
		return 0
	}
	return (200*r.Positive + r.Said) / (2 * r.Said)
}

// PositiveWords says which answers count as good: "Extremely useful or Very useful".
func (r Result) PositiveWords() string {
	words := ""
	for _, p := range r.Points {
		if !p.Positive {
			continue
		}
		if words != "" {
			words += " or "
		}
		words += "“" + p.Label + "”"
	}
	return words
}

func resultOf(q reference.SurveyQuestion, c counts) Result {
	r := Result{Question: q, Said: c.said(), CannotSay: c[reference.CannotSay], Blank: c[Blank]}
	if r.Said < leastAnswers {
		return Result{Question: q, Hidden: true}
	}
	for _, p := range q.Scale {
		if p.Key == reference.CannotSay {
			continue
		}
		point := Point{Label: p.Label, N: c[p.Key], Positive: contains(q.PositivePoints, p.Key)}
		if point.Positive {
			r.Positive += point.N
		}
		r.Points = append(r.Points, point)
	}
	return r
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// AudienceResults is what one audience said.
type AudienceResults struct {
	Audience Audience
	Turnout  Turnout
	Results  []Result
	Words    []Words // only of one challenge
}

// Words are the answers in words to one question, in no order.
type Words struct {
	Question string
	Texts    []string
}

// ResultsPage is what came of one survey.
type ResultsPage struct {
	challenge.Head
	Survey    Survey
	Over      bool
	Audiences []AudienceResults
}

// tableRow is one pooled count of an option.
type tableRow struct {
	Audience   Audience
	QuestionID string
	Option     string
	N          int
}

// tableSQL sums pooled tables. The three parts of the base become options again.
const tableSQL = `SELECT r.audience, r.question_id, x.option, sum(x.n)::integer AS n FROM survey_result r,
	LATERAL (SELECT key AS option, value::integer AS n FROM jsonb_each_text(r.counts)
		UNION ALL SELECT 'cannot_say', r.cannot_say UNION ALL SELECT 'blank', r.blank) x WHERE `

const tableGroup = ` GROUP BY 1, 2, 3`

type tally map[about]counts

func tallyTx(ctx context.Context, tx pgx.Tx, where string, args ...any) (tally, error) {
	rows, err := db.All[tableRow](ctx, tx, tableSQL+where+tableGroup, args...)
	out := tally{}
	for _, r := range rows {
		a := about{r.Audience, r.QuestionID}
		if out[a] == nil {
			out[a] = counts{}
		}
		out[a][r.Option] += r.N
	}
	return out, err
}

// Results reads what came of one survey of a challenge, once it has closed: for
// the host's director, the team and the coordinator. Missing for others.
func (s *Service) Results(ctx context.Context, actor access.Actor, of challenge.ID, survey uuid.UUID) (ResultsPage, error) {
	var p ResultsPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headTx(ctx, tx, of, readers); err != nil {
			return err
		}
		if p.Survey, err = surveyTx(ctx, tx, of, survey); err != nil {
			return err
		}
		p.Over = p.Survey.Over()
		turnouts, err := db.All[Turnout](ctx, tx, turnoutSQL, of)
		if err != nil {
			return err
		}
		f, err := framework.GetTx(ctx, tx, p.FrameworkID)
		if err != nil {
			return err
		}
		shown, err := tallyTx(ctx, tx, `r.challenge_id = $1 AND r.wave = $2 AND r.role = ''`, of, p.Survey.Wave)
		if err != nil {
			return err
		}
		texts, err := db.All[struct {
			Audience   Audience
			QuestionID string
			Words      string
		}](ctx, tx, `SELECT audience, question_id, words FROM survey_words WHERE survey_id = $1 ORDER BY id`, survey)
		if err != nil {
			return err
		}
		for _, a := range Audiences {
			part := AudienceResults{Audience: a, Turnout: turnoutOf(turnouts, survey, a)}
			for _, q := range questionsFor(f.Survey, a, p.Survey.Wave) {
				if q.Type == "scale" {
					part.Results = append(part.Results, resultOf(q, shown[about{a, q.ID}]))
					continue
				}
				w := Words{Question: q.Text}
				for _, t := range texts {
					if t.Audience == a && t.QuestionID == q.ID {
						w.Texts = append(w.Texts, t.Words)
					}
				}
				part.Words = append(part.Words, w)
			}
			p.Audiences = append(p.Audiences, part)
		}
		return nil
	})
	return p, err
}

func turnoutOf(all []Turnout, survey uuid.UUID, a Audience) Turnout {
	for _, t := range all {
		if t.SurveyID == survey && t.Audience == a {
			return t
		}
	}
	return Turnout{Audience: a}
}

// ImportedSet is what came of an earlier survey that was imported.
type ImportedSet struct {
	ID      uuid.UUID
	Title   string
	Sheets  int
	Results []Result
}

// RoleResults is what one role said, pooled across the region.
type RoleResults struct {
	Audience Audience
	Role     access.Role
	Results  []Result
}

// RegionPage is what came of all surveys of a region.
type RegionPage struct {
	Region    council.Region
	Wave      Wave // only this one; empty: all
	Audiences []AudienceResults
	Roles     []RoleResults
	Imports   []ImportedSet
	Open      int // surveys open now
	Evaluator bool
}

// Region reads the region's page, for its coordinators; Missing for others.
func (s *Service) Region(ctx context.Context, actor access.Actor, wave Wave) (RegionPage, error) {
	p := RegionPage{Wave: wave}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Region, err = council.CoordinatedTx(ctx, tx); err != nil {
			return err
		}
		if wave != "" && waveNames[wave] == "" {
			return problem.Missing()
		}
		return s.regionTx(ctx, tx, &p)
	})
	return p, err
}

func (s *Service) regionTx(ctx context.Context, tx pgx.Tx, p *RegionPage) error {
	questions, err := regionQuestionsTx(ctx, tx, p.Region.ID)
	if err != nil {
		return err
	}
	shown, err := tallyTx(ctx, tx, `r.region_id = $1 AND r.import_id IS NULL AND r.role = '' AND ($2 = '' OR r.wave = $2)`, p.Region.ID, string(p.Wave))
	if err != nil {
		return err
	}
	turnouts, err := db.All[struct {
		Audience Audience
		Asked    int
		Answered int
		Open     int
	}](ctx, tx, `SELECT t.audience, coalesce(sum(greatest(t.asked, t.answered)) FILTER (WHERE s.released_on IS NOT NULL), 0)::integer AS asked,
			coalesce(sum(t.answered) FILTER (WHERE s.released_on IS NOT NULL), 0)::integer AS answered,
			(count(*) FILTER (WHERE s.released_on IS NULL AND s.closes_on >= $3))::integer AS open
		FROM survey_turnout t JOIN survey s ON s.id = t.survey_id WHERE t.region_id = $1 AND ($2 = '' OR s.wave = $2) GROUP BY 1`, p.Region.ID, string(p.Wave), s.today())
	if err != nil {
		return err
	}
	for _, a := range Audiences {
		part := AudienceResults{Audience: a, Turnout: Turnout{Audience: a}}
		for _, t := range turnouts {
			if t.Audience == a {
				part.Turnout.Asked, part.Turnout.Answered, p.Open = t.Asked, t.Answered, t.Open
			}
		}
		part.Results = resultsOf(questions, shown, a)
		p.Audiences = append(p.Audiences, part)
	}
	if p.Roles, err = rolesTx(ctx, tx, p.Region.ID, questions); err != nil {
		return err
	}
	p.Imports, err = importsTx(ctx, tx, p.Region.ID, questions)
	return err
}

// regionQuestionsTx are those of the region's newest framework.
func regionQuestionsTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) ([]reference.SurveyQuestion, error) {
	newest, err := framework.NewestTx(ctx, tx, region)
	if err != nil {
		return nil, err
	}
	f, err := framework.GetTx(ctx, tx, newest)
	return withAudiences(f.Survey), err
}

func resultsOf(questions []reference.SurveyQuestion, shown tally, a Audience) []Result {
	var out []Result
	for _, q := range questions {
		if q.Type != "scale" || (a != Earlier && !contains(q.Audiences, string(a))) {
			continue
		}
		if c, ok := shown[about{a, q.ID}]; ok {
			out = append(out, resultOf(q, c))
		}
	}
	return out
}

func rolesTx(ctx context.Context, tx pgx.Tx, region uuid.UUID, questions []reference.SurveyQuestion) ([]RoleResults, error) {
	rows, err := db.All[struct {
		tableRow
		Role access.Role
	}](ctx, tx, `SELECT r.audience, r.question_id, x.option, sum(x.n)::integer AS n, r.role FROM survey_result r,
		LATERAL (SELECT key AS option, value::integer AS n FROM jsonb_each_text(r.counts)
			UNION ALL SELECT 'cannot_say', r.cannot_say UNION ALL SELECT 'blank', r.blank) x
		WHERE r.region_id = $1 AND r.role <> '' GROUP BY 1, 2, 3, 5 ORDER BY 1 DESC, 5`, region)
	if err != nil {
		return nil, err
	}
	var out []RoleResults
	shown := map[access.Role]tally{}
	for _, r := range rows {
		if shown[r.Role] == nil {
			shown[r.Role] = tally{}
			out = append(out, RoleResults{Audience: r.Audience, Role: r.Role})
		}
		a := about{r.Audience, r.QuestionID}
		if shown[r.Role][a] == nil {
			shown[r.Role][a] = counts{}
		}
		shown[r.Role][a][r.Option] += r.N
	}
	for i, o := range out {
		out[i].Results = resultsOf(questions, shown[o.Role], o.Audience)
	}
	return out, nil
}

func importsTx(ctx context.Context, tx pgx.Tx, region uuid.UUID, questions []reference.SurveyQuestion) ([]ImportedSet, error) {
	sets, err := db.All[struct {
		ID         uuid.UUID
		Title      string
		Sheets     int
		QuestionID string
		Counts     map[string]int
		CannotSay  int
		Blank      int
	}](ctx, tx, `SELECT i.id, i.title, i.sheets, r.question_id, r.counts, r.cannot_say, r.blank FROM survey_import i JOIN survey_result r ON r.import_id = i.id
		WHERE i.region_id = $1 ORDER BY i.imported_on DESC, i.id DESC, r.question_id LIMIT 300`, region)
	var out []ImportedSet
	for _, r := range sets {
		if len(out) == 0 || out[len(out)-1].ID != r.ID {
			out = append(out, ImportedSet{ID: r.ID, Title: r.Title, Sheets: r.Sheets})
		}
		for _, q := range questions {
			if q.ID == r.QuestionID {
				c := counts(r.Counts).plus(counts{reference.CannotSay: r.CannotSay, Blank: r.Blank})
				set := &out[len(out)-1]
				set.Results = append(set.Results, resultOf(q, c))
			}
		}
	}
	return out, err
}
