package accuracy

import (
	"fmt"
	"net/http"
	"strconv"

	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Answer is the team's draft of the answer to one comment.
func (h *Handlers) Answer(w http.ResponseWriter, r *page.Request) error {
	of, comment, err := both(r, "comment")
	if err != nil {
		return err
	}
	v, err := h.Accuracy.AnswerPage(r.Context(), r.Actor, of, comment)
	if err != nil {
		return err
	}
	return h.answerForm(w, r, http.StatusOK, v, v.Draft, nil)
}

// SaveAnswer keeps the draft, for later or on the way to sending it.
func (h *Handlers) SaveAnswer(w http.ResponseWriter, r *page.Request) error {
	of, comment, err := both(r, "comment")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	in := accuracy.AnswerInput{Decision: accuracy.Decision(f.Line("decision")), Words: f.Text("words"), Remark: f.Text("remark"), ToSend: f.Text("action") == "send"}
	in.Version = f.Version("version")
	err = h.Accuracy.SaveAnswer(r.Context(), r.Actor, of, comment, in)
	if p, ok := page.Refused(err); ok {
		v, err := h.Accuracy.AnswerPage(r.Context(), r.Actor, of, comment)
		if err != nil {
			return err
		}
		typed := v.Draft
		typed.Decision, typed.Words, typed.Remark = in.Decision, in.Words, in.Remark
		return h.answerForm(w, r, page.StatusOf(p.Kind), v, typed, p)
	}
	if err != nil {
		return err
	}
	if in.ToSend {
		return r.Redirect(w, givePath(of, comment), "")
	}
	return r.Redirect(w, commentsPath(of), "Answer saved. Only the team sees it until the lead or deputy sends it.")
}

// answerForm is the page of an answer, ready to print.
type answerForm struct {
	Title, Action, WhoPath string
	Errors                 []problem.Field
	Message                string
	Version                string
	Point                  card
	Decisions              ui.Choice
	Words, Remark          ui.Area
	CanSave, CanGive       bool
	Unsent                 string          // words that can no longer be saved
	Saved                  []ui.SummaryRow // what another member saved in the meantime
}

func (h *Handlers) answerForm(w http.ResponseWriter, r *page.Request, status int, v accuracy.AnswerPage, d accuracy.AnswerDraft, p *problem.Problem) error {
	m := answerForm{Title: fmt.Sprintf("Answer comment %d", v.Point.Number), Action: answerPath(v.ID, v.Point.ID), WhoPath: ui.WhoCanSeePath(v.ID.String()),
		Version: strconv.Itoa(v.Draft.Version), CanSave: v.CanSave, CanGive: v.CanGive, Point: newCard(accuracy.Page{}, v.Point)}
	m.Point.Level = 2
	if p != nil {
		m.Errors, m.Message = p.Fields, p.Message
		if p.Kind == problem.Conflict && v.CanSave {
			m.Saved = answerRows(v.Draft)
		}
		if !v.CanSave {
			m.Unsent = d.Words
		}
	}
	m.fields(d)
	chrome := r.ChallengeChrome(m.Title, v.Head, backLink(v.ID))
	chrome.HasErrors = p != nil
	return r.Render(w, status, answerPage(chrome, m))
}

func (m *answerForm) fields(d accuracy.AnswerDraft) {
	m.Decisions = ui.Choice{Name: "decision", Label: "What has the team decided?", Value: string(d.Decision), Error: ui.ErrorOn(m.Errors, "decision")}
	hints := map[accuracy.Decision]string{accuracy.Changed: "The report now says something else", accuracy.PartlyChanged: "Part of it was changed", accuracy.Kept: "The report keeps its words. Say why"}
	for _, one := range accuracy.Decisions {
		m.Decisions.Options = append(m.Decisions.Options, ui.Option{Value: string(one), Text: one.Name(), Hint: hints[one]})
	}
	m.Words = ui.Area{Name: "words", Label: "Answer to the host", Hint: "If the report was changed, say what it says now. If it keeps its words, say why.", Value: d.Words, Rows: 6, Max: accuracy.MaxWords, Error: ui.ErrorOn(m.Errors, "words")}
	m.Remark = ui.Area{Name: "remark", Label: "Note for the team (optional)", Hint: "Only the team reads it. It is never sent.", Value: d.Remark, Rows: 3, Max: accuracy.MaxRemark, Error: ui.ErrorOn(m.Errors, "remark")}
}

func answerRows(d accuracy.AnswerDraft) []ui.SummaryRow {
	return []ui.SummaryRow{{Key: "Decision", Value: or(d.Decision.Name(), "Not decided yet")}, {Key: "Answer", Body: words(or(d.Words, "Nothing written yet"))},
		{Key: "Note for the team", Body: words(or(d.Remark, "None"))}, {Key: "Saved by", Value: d.Person + ", " + ui.Moment(d.SavedAt)}}
}

// CheckAnswer is the last look at an answer before the host reads it.
func (h *Handlers) CheckAnswer(w http.ResponseWriter, r *page.Request) error {
	of, comment, err := both(r, "comment")
	if err != nil {
		return err
	}
	v, err := h.Accuracy.AnswerPage(r.Context(), r.Actor, of, comment)
	if err != nil {
		return err
	}
	return h.checkAnswer(w, r, http.StatusOK, v, nil)
}

func (h *Handlers) checkAnswer(w http.ResponseWriter, r *page.Request, status int, v accuracy.AnswerPage, p *problem.Problem) error {
	if !v.CanGive {
		if p == nil {
			p = problem.New(problem.Closed, "The lead or deputy sends answers, while the comment waits for one.")
		}
		return h.answerForm(w, r, http.StatusConflict, v, v.Draft, p)
	}
	if missing := v.Draft.Missing(); len(missing) > 0 {
		return h.answerForm(w, r, http.StatusUnprocessableEntity, v, v.Draft, &problem.Problem{Kind: problem.Invalid, Fields: missing})
	}
	name, text := v.Point.Quoted()
	rows := append([]ui.SummaryRow{{Key: "Passage", Body: quoted(newQuote(name, text))}, {Key: "Comment", Body: words(v.Point.Words)}}, answerRows(v.Draft)[:2]...)
	rows[3].Action = &ui.Link{Text: "Change", Href: answerPath(v.ID, v.Point.ID)}
	m := sendCheck{Title: fmt.Sprintf("Check the answer to comment %d before you send it", v.Point.Number), Check: ui.Check{Rows: rows, To: "the host’s director and senior leaders",
		After: "They see it at once. Your note for the team is not sent.", Action: givePath(v.ID, v.Point.ID), Button: accuracy.SendAnswer.Label,
		Hidden: []ui.HiddenValue{{Name: "version", Value: strconv.Itoa(v.Draft.Version)}}}}
	return h.renderCheck(w, r, status, m, r.ChallengeChrome(m.Title, v.Head, ui.Link{Text: "The answer", Href: rows[3].Action.Href}), p)
}

// GiveAnswer sends the answer to the host.
func (h *Handlers) GiveAnswer(w http.ResponseWriter, r *page.Request) error {
	of, comment, err := both(r, "comment")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	version := f.Version("version")
	err = h.Accuracy.SendAnswer(r.Context(), r.Actor, of, comment, version)
	if p, ok := page.Refused(err); ok {
		v, err := h.Accuracy.AnswerPage(r.Context(), r.Actor, of, comment)
		if err != nil {
			return err
		}
		return h.checkAnswer(w, r, page.StatusOf(p.Kind), v, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, commentsPath(of), "Answer sent. The host’s director and senior leaders see it now.")
}
