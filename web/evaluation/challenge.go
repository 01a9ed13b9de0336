package evaluation

import (
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/evaluation"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// challengeView is the evaluation of a challenge, ready to print.
type challengeView struct {
	WhoPath string
	Title   string
	Lines   []string
	Button  ui.Link
	Surveys []surveyView
	Coming  []ui.DateRow
	Consent *consentView
}

type surveyView struct {
	Title   string
	State   *ui.TagModel
	Dates   string
	Turnout [][]ui.Cell
	Links   []ui.Link
}

type consentView struct {
	Given    string // the day; empty when not
	Action   string
	TakeBack string
}

// Challenge is the surveys about a challenge.
func (h *Handlers) Challenge(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Evaluation.Challenge(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, challengePage(r.ChallengeChrome("Evaluation", p.Head, ui.Link{}), toChallenge(p)))
}

func toChallenge(p evaluation.ChallengePage) challengeView {
	v := challengeView{WhoPath: ui.WhoCanSeePath(p.ID.String())}
	v.Title, v.Lines, v.Button = answerTo(p)
	for _, s := range p.Surveys {
		v.Surveys = append(v.Surveys, toSurvey(p, s))
	}
	for _, c := range p.Coming {
		v.Coming = append(v.Coming, ui.DateRow{When: c.On.Long(), What: c.Wave.Name()})
	}
	if p.CanConsent {
		v.Consent = &consentView{Action: challengePath(p.ID) + "/consent", TakeBack: challengePath(p.ID) + "/take-back-consent"}
		if !p.ConsentOn.IsZero() {
			v.Consent.Given = p.ConsentOn.Long()
		}
	}
	return v
}

// answerTo says whether the reader is asked something now.
func answerTo(p evaluation.ChallengePage) (title string, lines []string, button ui.Link) {
	for _, s := range p.Surveys {
		switch {
		case s.Open && s.Asked && !s.Done:
			return "A survey is open for you until " + s.ClosesOn.LongWeekday(), []string{"It takes about five minutes. Nobody is told what you said."},
				ui.Link{Text: "Answer the survey", Href: surveyPath(p.ID, s.ID, "answer")}
		case s.Open && s.Done:
			return "You have answered. Thank you", []string{"Your answers lie apart from your name, so nobody can look them up, change them or take them out. Results come after " + s.ClosesOn.Long() + "."}, button
		case s.Open:
			return "A survey is open until " + s.ClosesOn.LongWeekday(), []string{"What people say is shown after that, where five or more could say."}, button
		}
	}
	if len(p.Coming) > 0 {
		return "Nothing to answer now", []string{"The next survey opens on " + p.Coming[0].On.LongWeekday() + "."}, button
	}
	return "Nothing to answer now", []string{"No further survey is planned."}, button
}

func toSurvey(p evaluation.ChallengePage, s evaluation.SurveyRow) surveyView {
	v := surveyView{Title: s.Wave.Name(), Dates: "Open from " + s.OpensOn.Long() + " to " + s.ClosesOn.Long() + "."}
	switch {
	case s.Open:
		v.State = &ui.TagModel{Colour: ui.Blue, Words: "Open now"}
	case s.Over():
		v.State = &ui.TagModel{Colour: ui.Grey, Words: "Closed"}
	default:
		v.State = &ui.TagModel{Colour: ui.Grey, Words: "Being counted"}
	}
	for _, t := range s.Turnout {
		v.Turnout = append(v.Turnout, []ui.Cell{{Text: t.Audience.Name()}, {Text: rate(t)}})
	}
	if s.Over() && p.CanRead {
		v.Links = append(v.Links, ui.Link{Text: "What people said: " + page.Lower(s.Wave.Name()), Href: surveyPath(p.ID, s.ID, "results")})
	}
	if s.Open && p.CanOrganise {
		v.Links = append(v.Links, ui.Link{Text: "Give it to those who came to a group", Href: surveyPath(p.ID, s.ID, "participants")})
	}
	return v
}

// rate says how many answered of those asked; it is always shown.
func rate(t evaluation.Turnout) string {
	words := fmt.Sprintf("%d of %d answered", t.Answered, t.Asked)
	switch {
	case t.Asked == 0 && t.Answered == 0:
		return "Nobody asked yet"
	case t.Asked == 0:
		words = fmt.Sprintf("%d answered; how many were asked was not said", t.Answered)
	case t.Answered > t.Asked:
		words = fmt.Sprintf("%d answered, more than the %d who were said to be asked", t.Answered, t.Asked)
	default:
		words += fmt.Sprintf(" (%d%%)", (200*t.Answered+t.Asked)/(2*t.Asked))
	}
	if t.Paper > 0 {
		words += fmt.Sprintf(", %d of them on paper", t.Paper)
	}
	return words
}

// Consent lets the independent evaluator see what came of it.
func (h *Handlers) Consent(w http.ResponseWriter, r *page.Request) error {
	return h.consent(w, r, func(id challenge.ID) error { return h.Evaluation.GiveConsent(r.Context(), r.Actor, id) },
		"You agreed. The evaluator of your region sees how many answered, and what five or more said, without the name of your council in the file.")
}

// TakeBackConsent ends that.
func (h *Handlers) TakeBackConsent(w http.ResponseWriter, r *page.Request) error {
	return h.consent(w, r, func(id challenge.ID) error { return h.Evaluation.TakeBackConsent(r.Context(), r.Actor, id) },
		"You took back your agreement. From now on the evaluator sees nothing of your surveys.")
}

func (h *Handlers) consent(w http.ResponseWriter, r *page.Request, act func(uuid.UUID) error, done string) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(w); err != nil {
		return err
	}
	if err := act(id); err != nil {
		return err
	}
	return r.Redirect(w, challengePath(id), done)
}
