package practice

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/practicereview"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

func missing() error { return problem.Missing() }

func itoa(n int) string { return strconv.Itoa(n) }

// CheckHandOver is the last look before the practice findings leave.
func (h *Handlers) CheckHandOver(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.checkHandOver(w, r, id, again{})
}

func (h *Handlers) checkHandOver(w http.ResponseWriter, r *page.Request, id uuid.UUID, a again) error {
	v, err := h.Reviews.Page(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if !v.Open || v.Sample == nil || len(v.Blockers()) > 0 {
		return h.findings(w, r, id, or409(a, v))
	}
	c := ui.Check{To: "the visiting team, from the day reading starts, and " + v.HostCouncil + "’s director of adult social services (DASS)", Action: pathOf(id, "/hand-over"),
		After:  "The director can correct facts for " + page.Counted(v.Rules.Windows.PracticeCorrections, "working day", "working days") + ". Entries, ratings and groups stay with the three of you.",
		Button: practicereview.HandOver.Label, Hidden: []ui.HiddenValue{{Name: "version", Value: itoa(v.Sample.FindingsVersion)}}}
	for _, f := range v.Live() {
		c.Rows = append(c.Rows, ui.SummaryRow{Key: f.Kind.Name(), Body: words(f.Title, f.Text+"\n\nRests on "+f.Rests()+"."), Action: &ui.Link{Text: "Change", Href: findingPath(id, f.ID)}})
	}
	for _, p := range v.People {
		if p.Position != nil && *p.Position == "differ" {
			c.Rows = append(c.Rows, ui.SummaryRow{Key: roleName(p.Role), Value: *p.Words})
		}
	}
	return r.Render(w, a.status(), checkPage(frame(r, "Check the practice findings", v.Head, backToFindings(id), a), c, a))
}

// or409 says that it cannot be handed over yet, unless something else was refused.
func or409(a again, v practicereview.Page) again {
	if a.p == nil && v.Shared == nil {
		a.p = problem.New(problem.Closed, "The practice findings cannot be handed over yet.")
	}
	return a
}

// HandOver hands the practice findings over.
func (h *Handlers) HandOver(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Reviews.HandOver(r.Context(), r.Actor, id, number(form.Line("version")))
	if p, ok := page.Refused(err); ok {
		return h.checkHandOver(w, r, id, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(id, "-findings"), "Handed over. The team and the director have them, and the director can correct facts now.")
}

// Shared is what team, director and the three read once it is handed over.
func (h *Handlers) Shared(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Reviews.SharedPage(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, sharedPage(r.ChallengeChrome("Practice findings", v.Head, ui.Link{}), v))
}

// AskCorrect is the form of a correction.
func (h *Handlers) AskCorrect(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.askCorrect(w, r, id, again{})
}

func (h *Handlers) askCorrect(w http.ResponseWriter, r *page.Request, id uuid.UUID, a again) error {
	v, err := h.Reviews.SharedPage(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if !v.MayCorrect() {
		return missing()
	}
	if !v.CanCorrect && a.p == nil {
		a.p = problem.New(problem.Closed, v.Window())
	}
	m := correctView{Words: ui.Area{Name: "words", Label: "Which fact is wrong, and what is right?", Hint: "Facts alone. You can say how you see things when the draft report comes.", Value: a.text("words", ""), Error: a.on("words"), Rows: 5, Max: 3000},
		Finding: ui.Choice{Name: "finding", Label: "In which finding?", Value: a.text("finding", ""), Empty: "Choose a finding", Error: a.on("finding")}, Open: v.CanCorrect}
	for _, f := range v.Findings {
		m.Finding.Options = append(m.Finding.Options, ui.Option{Value: f.ID.String(), Text: f.Title})
	}
	m.Asked = asked(a, nil, m.Words.Value)
	back := ui.Link{Text: "Practice findings", Href: pathOf(id, "-findings")}
	return r.Render(w, a.status(), correctPage(frame(r, "Correct a fact", v.Head, back, a), v, m, a))
}

type correctView struct {
	Finding, Asked ui.Choice
	Words          ui.Area
	Open           bool
}

// Correct sends a correction of fact to the reviewers.
func (h *Handlers) Correct(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n := practicereview.NewCorrection{Words: form.Text("words"), NotPeople: form.All(practicereview.NotPersonField)}
	if list := idsOf([]string{form.Line("finding")}); len(list) == 1 {
		n.Finding = list[0]
	}
	err = h.Reviews.SendCorrection(r.Context(), r.Actor, id, n)
	if p, ok := page.Refused(err); ok {
		return h.askCorrect(w, r, id, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(id, "-findings"), "Sent to the visiting principal social workers. They answer here. The team reads it too.")
}

// NoCorrections says that the director has no more.
func (h *Handlers) NoCorrections(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(w); err != nil { // one button; what is no form is refused as everywhere
		return err
	}
	if err := h.Reviews.DoneCorrecting(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Redirect(w, pathOf(id, "-findings"), "Noted that you have no more corrections. You can still send one while the time lasts.")
}

// AskAnswer is the form of an answer to a correction.
func (h *Handlers) AskAnswer(w http.ResponseWriter, r *page.Request) error {
	ch, c, err := two(r, "correction")
	if err != nil {
		return err
	}
	return h.askAnswer(w, r, ch, c, again{})
}

func (h *Handlers) askAnswer(w http.ResponseWriter, r *page.Request, ch, c uuid.UUID, a again) error {
	v, err := h.Reviews.AnswerPage(r.Context(), r.Actor, ch, c)
	if err != nil {
		return err
	}
	if v.Correction.AnsweredAt != nil && a.p == nil { // a task that is done leads here
		return r.Redirect(w, pathOf(ch, "-findings"), "This correction is answered.")
	}
	m := answerView{Open: v.Correction.AnsweredAt == nil, Action: answerPath(ch, c),
		Decision: ui.Choice{Name: "decision", Label: "What do you do?", Value: a.text("decision", ""), Error: a.on("decision"),
			Options: []ui.Option{{Value: "changed", Text: "Change the finding"}, {Value: "partly_changed", Text: "Change part of it"}, {Value: "kept", Text: "Keep it, with a reason"}}},
		Words: ui.Area{Name: "words", Label: "Your answer to the director", Value: a.text("words", ""), Error: a.on("words"), Rows: 4, Max: 3000},
		Title: ui.Input{Name: "title", Label: "Title of the finding", Value: a.text("title", v.About.Title), Error: a.on("title")},
		Text:  ui.Area{Name: "text", Label: "Text of the finding", Hint: "Change it here, unless you keep it.", Value: a.text("text", v.About.Text), Error: a.on("text"), Rows: 8}}
	m.Asked = asked(a, nil, m.Words.Value, m.Title.Value, m.Text.Value)
	back := ui.Link{Text: "Practice findings", Href: pathOf(ch, "-findings")}
	return r.Render(w, a.status(), answerPage(frame(r, "Answer a correction", v.Head, back, a), v, m, a))
}

type answerView struct {
	Open            bool
	Action          string
	Decision, Asked ui.Choice
	Words, Text     ui.Area
	Title           ui.Input
}

// Answer answers a correction.
func (h *Handlers) Answer(w http.ResponseWriter, r *page.Request) error {
	ch, c, err := two(r, "correction")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Reviews.AnswerCorrection(r.Context(), r.Actor, ch, c, practicereview.CorrectionAnswer{Decision: form.Line("decision"), Words: form.Text("words"),
		Title: form.Line("title"), Text: form.Text("text"), NotPeople: form.All(practicereview.NotPersonField)})
	if p, ok := page.Refused(err); ok {
		return h.askAnswer(w, r, ch, c, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(ch, "-findings"), "Answered. The director and the team see it now.")
}

// Team is what the coordinator sees: who makes the practice review (T6).
func (h *Handlers) Team(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.team(w, r, id, again{})
}

func (h *Handlers) team(w http.ResponseWriter, r *page.Request, id uuid.UUID, a again) error {
	v, err := h.Reviews.TeamPage(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	saved := ""
	if v.Exception != nil {
		saved = v.Exception.Reason
	}
	reason := ui.Area{Name: "reason", Label: "Why does it go on without?", Hint: "Everybody on this challenge reads the reason.", Value: a.text("reason", saved), Error: a.on("reason"), Rows: 3, Max: 1000}
	return r.Render(w, a.status(), teamPage(frame(r, "Who makes the practice review", v.Head, ui.Link{}, a), v, peopleOf(practicereview.Page{People: v.People}), reason, a))
}

// Excuse records why the review goes on without all three.
func (h *Handlers) Excuse(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Reviews.Excuse(r.Context(), r.Actor, id, form.Text("reason"))
	if p, ok := page.Refused(err); ok {
		return h.team(w, r, id, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(id, "-team"), "Saved. The practice review can go on.")
}

func ofKind(v practicereview.SharedPage, k practicereview.Kind) []practicereview.Shared {
	var out []practicereview.Shared
	for _, f := range v.Findings {
		if f.Kind == k {
			out = append(out, f)
		}
	}
	return out
}

func edgeOf(k practicereview.Kind) ui.Edge {
	switch k {
	case practicereview.Strength:
		return ui.EdgeStrength
	case practicereview.Consideration:
		return ui.EdgeConsider
	}
	return ui.EdgeRecommend
}

func decisionTag(c practicereview.Correction) *ui.TagModel {
	if c.Decision == nil {
		return ui.Status("To do")
	}
	return ui.Status(practicereview.DecisionName(*c.Decision))
}
