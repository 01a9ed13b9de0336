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

// Check is the last look at a comment before it goes to the team.
func (h *Handlers) Check(w http.ResponseWriter, r *page.Request) error {
	of, draft, err := both(r, "draft")
	if err != nil {
		return err
	}
	v, err := h.Accuracy.DraftPage(r.Context(), r.Actor, of, draft)
	if err != nil {
		return err
	}
	return h.check(w, r, http.StatusOK, v, nil)
}

// check shows the check page, or what stands in its way.
func (h *Handlers) check(w http.ResponseWriter, r *page.Request, status int, v accuracy.DraftPage, p *problem.Problem) error {
	if !v.Window.Open || v.Draft.SentAt != nil {
		return h.closed(w, r, v, v.Draft, p)
	}
	if !v.CanSend {
		return problem.New(problem.Forbidden, "Only "+v.Draft.Person+", who wrote this comment, or the director can send it.")
	}
	if missing := v.Draft.Missing(); len(missing) > 0 {
		return h.form(w, r, http.StatusUnprocessableEntity, v, v.Draft, &problem.Problem{Kind: problem.Invalid, Fields: missing})
	}
	rows := rowsOf(v, v.Draft)
	if passage, ok := accuracy.PassageNamed(v.Passages, v.Draft.Passage); ok {
		rows[0] = ui.SummaryRow{Key: "Passage", Body: quoted(newQuote(passage.Label, passage.Text))}
	}
	edit := ui.Link{Text: "Change", Href: draftPath(v.ID, v.Draft.ID)}
	rows = rows[:len(rows)-1] // the note stays
	rows[2].Action = &edit
	m := sendCheck{Title: "Check this comment before you send it", Check: ui.Check{Rows: rows, To: "the visiting team, and the host’s senior leaders",
		After:  "It is sent in the name of " + v.Draft.Person + ". Your note for colleagues is not sent. The team answers every comment.",
		Action: sendPath(v.ID, v.Draft.ID), Button: accuracy.Send.Label, Hidden: []ui.HiddenValue{{Name: "version", Value: strconv.Itoa(v.Draft.Version)}}}}
	return h.renderCheck(w, r, status, m, r.ChallengeChrome(m.Title, v.Head, ui.Link{Text: "The comment", Href: edit.Href}), p)
}

// sendCheck is a page to check answers on.
type sendCheck struct {
	Title   string
	Message string
	Check   ui.Check
}

func (h *Handlers) renderCheck(w http.ResponseWriter, r *page.Request, status int, m sendCheck, chrome ui.Chrome, p *problem.Problem) error {
	if p != nil {
		m.Message, chrome.HasErrors = p.Message, true
	}
	return r.Render(w, status, checkPage(chrome, m))
}

// Send sends a comment to the team.
func (h *Handlers) Send(w http.ResponseWriter, r *page.Request) error {
	of, draft, err := both(r, "draft")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	version := f.Version("version")
	number, err := h.Accuracy.Send(r.Context(), r.Actor, of, draft, version)
	if p, ok := page.Refused(err); ok {
		v, err := h.Accuracy.DraftPage(r.Context(), r.Actor, of, draft)
		if err != nil {
			return err
		}
		return h.check(w, r, page.StatusOf(p.Kind), v, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, commentsPath(of), fmt.Sprintf("Comment %d was sent. The team sees it now, and answers it.", number))
}

// AskEnd asks the director whether to end comments early.
func (h *Handlers) AskEnd(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Accuracy.Page(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	return h.askEnd(w, r, http.StatusOK, v, nil)
}

func (h *Handlers) askEnd(w http.ResponseWriter, r *page.Request, status int, v accuracy.Page, p *problem.Problem) error {
	if !v.Standing().Is(accuracy.EndEarly.Roles...) {
		return problem.Missing()
	}
	if p == nil && !v.CanEndEarly {
		p, status = problem.New(problem.Closed, v.Window.Sentence()), http.StatusConflict
	}
	if p != nil && !v.Window.Open {
		return r.Render(w, status, closedPage(r.ChallengeChrome("Comments have closed", v.Head, backLink(v.ID)), closedView{Title: title, Sentence: p.Message, Back: commentsPath(v.ID)}))
	}
	m := sendCheck{Title: "End comments early", Check: ui.Check{Rows: endRows(v), To: "the team. Its lead is told by e-mail",
		After: "Comments not sent stay here for you to read, and can no longer be sent. Comments cannot be opened again.", Action: endPath(v.ID), Button: accuracy.EndEarly.Label}}
	return h.renderCheck(w, r, status, m, r.ChallengeChrome(m.Title, v.Head, backLink(v.ID)), p)
}

func endRows(v accuracy.Page) []ui.SummaryRow {
	done := answeredOf(v.Points)
	after := "The team answers the points that are left."
	if done == len(v.Points) {
		after = "Every point is answered, so the team goes on to sign off the report."
	}
	return []ui.SummaryRow{{Key: "Open until", Value: ui.MomentLong(v.Window.Closes)}, {Key: "Sent", Value: fmt.Sprintf("%s, %d answered", count(len(v.Points), "point", "points"), done)},
		{Key: "Not sent", Value: count(len(v.Drafts), "comment", "comments")}, {Key: "What comes next", Value: after}}
}

// End ends comments early, for good.
func (h *Handlers) End(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	err = h.Accuracy.EndEarly(r.Context(), r.Actor, of)
	if p, ok := page.Refused(err); ok {
		v, err := h.Accuracy.Page(r.Context(), r.Actor, of)
		if err != nil {
			return err
		}
		return h.askEnd(w, r, page.StatusOf(p.Kind), v, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, commentsPath(of), "Comments have ended. The lead of the team is told.")
}
