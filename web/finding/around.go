package finding

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/finding"
	"peerchallenge/web/page"
)

// act is one small change around a finding: it reads the form, makes the change,
// and goes back to the finding, or shows it again with the words kept.
func (h *Handlers) act(w http.ResponseWriter, r *page.Request, flash, anchor string, do func(ch, f uuid.UUID, form page.Form) error) error {
	ch, f, err := ids(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = do(ch, f, form)
	if p, ok := page.Refused(err); ok {
		return h.show(w, r, ch, f, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(ch, f)+anchor, flash)
}

// AddEvidence links a note, a document, or own words.
func (h *Handlers) AddEvidence(w http.ResponseWriter, r *page.Request) error {
	return h.act(w, r, "Evidence added. It never leaves the team.", "#evidence", func(ch, f uuid.UUID, form page.Form) error {
		note, err := optionalID(form.Line("note"))
		if err != nil {
			return err
		}
		document, err := optionalID(form.Line("document"))
		if err != nil {
			return err
		}
		return h.Findings.AddEvidence(r.Context(), r.Actor, ch, f, finding.NewEvidence{Note: note, Document: document,
			Source: form.Line("source"), Words: form.Text("words")})
	})
}

// RemoveEvidence takes a link away.
func (h *Handlers) RemoveEvidence(w http.ResponseWriter, r *page.Request) error {
	evidence, err := r.ID("evidence")
	if err != nil {
		return err
	}
	return h.act(w, r, "The link was removed. The note or document itself stays.", "#evidence", func(ch, f uuid.UUID, _ page.Form) error {
		return h.Findings.RemoveEvidence(r.Context(), r.Actor, ch, f, evidence)
	})
}

// Ask asks a question.
func (h *Handlers) Ask(w http.ResponseWriter, r *page.Request) error {
	return h.act(w, r, "Question asked. The whole team can see it.", "#questions", func(ch, f uuid.UUID, form page.Form) error {
		return h.Findings.Ask(r.Context(), r.Actor, ch, f, form.Text("question"))
	})
}

// AnswerQuestion answers a question.
func (h *Handlers) AnswerQuestion(w http.ResponseWriter, r *page.Request) error {
	question, err := r.ID("question")
	if err != nil {
		return err
	}
	return h.act(w, r, "Question answered. The whole team can see it.", "#questions", func(ch, f uuid.UUID, form page.Form) error {
		return h.Findings.AnswerQuestion(r.Context(), r.Actor, ch, f, question, form.Text(answerField(question)))
	})
}

// WithdrawQuestion withdraws one's own question.
func (h *Handlers) WithdrawQuestion(w http.ResponseWriter, r *page.Request) error {
	question, err := r.ID("question")
	if err != nil {
		return err
	}
	return h.act(w, r, "Question withdrawn. It can still be read here.", "#questions", func(ch, f uuid.UUID, _ page.Form) error {
		return h.Findings.WithdrawQuestion(r.Context(), r.Actor, ch, f, question)
	})
}

// TakePosition says what a member thinks.
func (h *Handlers) TakePosition(w http.ResponseWriter, r *page.Request) error {
	return h.act(w, r, "Saved. The whole team can see what you think.", "#positions", func(ch, f uuid.UUID, form page.Form) error {
		return h.Findings.TakePosition(r.Context(), r.Actor, ch, f, form.Line("position"), form.Text("position-words"))
	})
}

// MarkLived marks that a finding rests on lived experience, or that it does not.
func (h *Handlers) MarkLived(w http.ResponseWriter, r *page.Request) error {
	return h.act(w, r, "Saved. The team can see it.", "", func(ch, f uuid.UUID, form page.Form) error {
		return h.Findings.MarkLived(r.Context(), r.Actor, ch, f, form.Line("lived") == "yes")
	})
}

// Withdraw withdraws a finding.
func (h *Handlers) Withdraw(w http.ResponseWriter, r *page.Request) error {
	return h.act(w, r, "Finding withdrawn. Its words stay here for the team, and it can be restored until the draft report is handed over.", "",
		func(ch, f uuid.UUID, _ page.Form) error { return h.Findings.Withdraw(r.Context(), r.Actor, ch, f) })
}

// Restore restores a withdrawn finding.
func (h *Handlers) Restore(w http.ResponseWriter, r *page.Request) error {
	return h.act(w, r, "Finding restored.", "", func(ch, f uuid.UUID, _ page.Form) error {
		return h.Findings.Restore(r.Context(), r.Actor, ch, f)
	})
}

func answerField(question uuid.UUID) string { return "answer-" + question.String() }
