package evaluation

import (
	"fmt"
	"net/http"

	"peerchallenge/internal/evaluation"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// resultView is one question's answers: a sentence, a bar, and a table.
type resultView struct {
	ID       string
	Question string
	Sentence string
	Aside    string // who could not say
	Bars     []bar
	Rows     [][]ui.Cell
	Hidden   bool
}

// barHeight is the height of an answer in the picture: its words, and the bar.
const barHeight = 46

// bar is one answer of the picture. Widths are shares, so that it fits any screen.
type bar struct {
	Label    string
	Value    string
	Width    string // "48%" of the picture
	Y        int
	Positive bool
}

type audienceView struct {
	Title   string
	Rate    string
	Results []resultView
	Words   []evaluation.Words
	Empty   string
}

func toResult(id string, r evaluation.Result) resultView {
	v := resultView{ID: id, Question: r.Question.Text, Hidden: r.Hidden}
	if r.Hidden {
		return v
	}
	v.Sentence = fmt.Sprintf("%d%% chose %s: %d of the %d who could say.", r.Percent(), r.PositiveWords(), r.Positive, r.Said)
	v.Aside = asideWords(r)
	for i, p := range r.Points {
		percent := (200*p.N + r.Said) / (2 * r.Said)
		v.Bars = append(v.Bars, bar{Label: p.Label, Value: fmt.Sprintf("%d%%", percent), Width: fmt.Sprintf("%d%%", min(max(percent, 1), 99)), Y: i * barHeight, Positive: p.Positive})
		v.Rows = append(v.Rows, []ui.Cell{{Text: p.Label}, {Text: fmt.Sprint(p.N), Number: true}, {Text: fmt.Sprintf("%d%%", percent), Number: true}})
	}
	v.Rows = append(v.Rows, []ui.Cell{{Text: "I cannot say"}, {Text: fmt.Sprint(r.CannotSay), Number: true}, {Text: "not counted", Number: true}})
	if r.Blank > 0 {
		v.Rows = append(v.Rows, []ui.Cell{{Text: "Left open"}, {Text: fmt.Sprint(r.Blank), Number: true}, {Text: "not counted", Number: true}})
	}
	return v
}

func asideWords(r evaluation.Result) string {
	words := ""
	switch r.CannotSay {
	case 0:
		words = "Nobody said “I cannot say”."
	case 1:
		words = "1 person said “I cannot say”. That is not the same as no effect, and is not in the percentage."
	default:
		words = fmt.Sprintf("%d people said “I cannot say”. That is not the same as no effect, and is not in the percentage.", r.CannotSay)
	}
	if r.Blank > 0 {
		words += fmt.Sprintf(" %d left it open or were not asked.", r.Blank)
	}
	return words
}

func toResults(prefix string, list []evaluation.Result) (out []resultView) {
	for i, r := range list {
		out = append(out, toResult(fmt.Sprintf("%s-%d", prefix, i+1), r))
	}
	return out
}

type resultsView struct {
	WhoPath   string
	Title     string
	Panel     string
	Lines     []string
	Audiences []audienceView
}

// Results is what came of one survey of a challenge.
func (h *Handlers) Results(w http.ResponseWriter, r *page.Request) error {
	challenge, survey, err := ids(r)
	if err != nil {
		return err
	}
	p, err := h.Evaluation.Results(r.Context(), r.Actor, challenge, survey)
	if err != nil {
		return err
	}
	if !p.Over {
		return problem.New(problem.Closed, "What people said is shown after the survey has closed, on "+p.Survey.ClosesOn.LongWeekday()+".")
	}
	v := resultsView{WhoPath: ui.WhoCanSeePath(p.ID.String()), Title: "What people said: " + page.Lower(p.Survey.Wave.Name())}
	for _, a := range p.Audiences {
		part := audienceView{Title: a.Audience.Name(), Rate: rate(a.Turnout), Results: toResults(string(a.Audience), a.Results)}
		for _, words := range a.Words {
			if len(words.Texts) > 0 {
				part.Words = append(part.Words, words)
			}
		}
		if allHidden(part.Results) {
			part.Empty, part.Results = "Fewer than five could say, so nothing is shown. Their answers count in the region’s results once they can be put together with others.", nil
		}
		v.Audiences = append(v.Audiences, part)
		v.Lines = append(v.Lines, a.Audience.Name()+": "+page.Lower(part.Rate)+".")
	}
	v.Panel = "The survey closed on " + p.Survey.ClosesOn.Long()
	return r.Render(w, http.StatusOK, resultsPage(r.ChallengeChrome("What people said", p.Head, ui.Link{Text: "Evaluation", Href: challengePath(p.ID)}), v))
}

func allHidden(list []resultView) bool {
	for _, r := range list {
		if !r.Hidden {
			return false
		}
	}
	return true
}

type regionView struct {
	Region    string
	Panel     string
	Lines     []string
	Wave      ui.Choice
	Audiences []audienceView
	Roles     []audienceView
	Imports   []audienceView
}

// Region is what came of all surveys of a region, for its coordinator; and the
// evaluator's page for the evaluator.
func (h *Handlers) Region(w http.ResponseWriter, r *page.Request) error {
	wave, err := r.QueryLine("when", 20)
	if err != nil {
		return err
	}
	p, err := h.Evaluation.Region(r.Context(), r.Actor, evaluation.Wave(wave))
	if problem.Is(err, problem.NotFound) {
		return h.forEvaluator(w, r)
	}
	if err != nil {
		return err
	}
	c := r.Chrome("Evaluation", page.NavEvaluation)
	c.Region = p.Region.Name
	return r.Render(w, http.StatusOK, regionPage(c, toRegion(p)))
}

func toRegion(p evaluation.RegionPage) regionView {
	v := regionView{Region: p.Region.Name, Wave: ui.Choice{Name: "when", Label: "Show", Value: string(p.Wave), Options: []ui.Option{{Value: "", Text: "All surveys"}}}}
	for _, w := range evaluation.Waves {
		v.Wave.Options = append(v.Wave.Options, ui.Option{Value: string(w), Text: w.Name()})
	}
	asked, answered := 0, 0
	for _, a := range p.Audiences {
		part := audienceView{Title: a.Audience.Name(), Rate: rate(a.Turnout), Results: toResults(string(a.Audience), a.Results)}
		if len(part.Results) == 0 {
			part.Empty = "Nothing to show yet: fewer than five could say."
		}
		asked, answered = asked+a.Turnout.Asked, answered+a.Turnout.Answered
		v.Audiences = append(v.Audiences, part)
	}
	v.Panel = "No survey has closed yet"
	if asked > 0 {
		v.Panel = fmt.Sprintf("%d of %d people answered", answered, asked)
	}
	v.Lines = []string{"All hosts together; no council is shown beside another. Answers of fewer than five people wait until they can be put together with others."}
	if p.Open > 0 {
		v.Lines = append(v.Lines, page.Counted(p.Open, "survey is open now.", "surveys are open now."))
	}
	for i, role := range p.Roles {
		v.Roles = append(v.Roles, audienceView{Title: role.Role.Name(), Results: toResults(fmt.Sprintf("role%d", i+1), role.Results)})
	}
	for i, set := range p.Imports {
		v.Imports = append(v.Imports, audienceView{Title: set.Title, Rate: page.Counted(set.Sheets, "person answered", "people answered"), Results: toResults(fmt.Sprintf("earlier%d", i+1), set.Results)})
	}
	return v
}
