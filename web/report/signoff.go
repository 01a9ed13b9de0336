package report

import (
	"net/http"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Choices of who may read a reservation.
const (
	toCouncil = "council"
	unnamed   = "unnamed"
	named     = "named"
)

// ownOf reads what somebody chose about their own word.
func ownOf(form page.Form) report.Own {
	who := form.Line("who")
	return report.Own{Kind: report.Answer(form.Line("kind")), Words: strings.TrimSpace(form.Text("words")),
		Public: who == named || who == unnamed, Named: who == named}
}

// ShowSignOff shows where everybody's sign-off is, and the reader's own form.
func (h *Handlers) ShowSignOff(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Reports.SignOffPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	return renderSignOff(w, r, http.StatusOK, p, formOfOwn(p.Own), nil)
}

// formOfOwn fills the form with what the reader recorded before.
func formOfOwn(m report.Member) page.Form {
	values := map[string]string{}
	if m.Kind == nil || *m.Kind == report.DidNotAnswer {
		return page.FormOf(values)
	}
	values["kind"], values["words"], values["who"] = string(*m.Kind), *m.Words, toCouncil
	switch {
	case *m.Named:
		values["who"] = named
	case *m.Public:
		values["who"] = unnamed
	}
	return page.FormOf(values)
}

func renderSignOff(w http.ResponseWriter, r *page.Request, status int, p report.SignOffPage, form page.Form, refused *problem.Problem) error {
	c := r.ChallengeChrome("Sign-off", p.Head, ui.Link{})
	c.HasErrors = refused != nil
	return r.Render(w, status, signOffPage(c, toSignOff(p, form, refused)))
}

// SignOff first shows what is about to be recorded, then records it.
func (h *Handlers) SignOff(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	if form.Line("confirm") == "yes" {
		err := h.Reports.SignOff(r.Context(), r.Actor, of, ownOf(form))
		if err == nil {
			return r.Redirect(w, ui.ChallengePart(of.String(), "sign-off"), "Recorded. You can change it until the lead makes the report final.")
		}
		if _, ok := page.Refused(err); !ok {
			return err
		}
		return h.signOffAgain(w, r, of, form, err)
	}
	p, err := h.Reports.CheckSignOff(r.Context(), r.Actor, of, ownOf(form))
	if refused, ok := page.Refused(err); ok {
		return renderSignOff(w, r, page.StatusOf(refused.Kind), p, form, refused)
	}
	if err != nil {
		return err
	}
	if form.Has("change") {
		return renderSignOff(w, r, http.StatusOK, p, form, nil)
	}
	c := r.ChallengeChrome("Check your sign-off", p.Head, ui.Link{Text: "Sign-off", Href: ui.ChallengePart(of.String(), "sign-off")})
	return r.Render(w, http.StatusOK, checkSignOffPage(c, toCheckSignOff(of, ownOf(form))))
}

// signOffAgain shows the form again with the words kept.
func (h *Handlers) signOffAgain(w http.ResponseWriter, r *page.Request, of challenge.ID, form page.Form, err error) error {
	refused, _ := page.Refused(err)
	p, err := h.Reports.SignOffPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	return renderSignOff(w, r, page.StatusOf(refused.Kind), p, form, refused)
}

// Remind sends a member a reminder.
func (h *Handlers) Remind(w http.ResponseWriter, r *page.Request) error {
	return h.about(w, r, "Reminder sent by e-mail.", func(of challenge.ID, person uuid.UUID) error {
		return h.Reports.Remind(r.Context(), r.Actor, of, person)
	})
}

// RecordSilence records "did not answer" for a member.
func (h *Handlers) RecordSilence(w http.ResponseWriter, r *page.Request) error {
	return h.about(w, r, "Recorded as “did not answer”. They can still sign off until the report is final.", func(of challenge.ID, person uuid.UUID) error {
		return h.Reports.RecordSilence(r.Context(), r.Actor, of, person)
	})
}

// about does something about one member and comes back to the page.
func (h *Handlers) about(w http.ResponseWriter, r *page.Request, done string, act func(of challenge.ID, person uuid.UUID) error) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	person, err := id.Parse(form.Line("person"))
	if err != nil {
		return err
	}
	err = act(of, person)
	if refused, ok := page.Refused(err); ok {
		p, again := h.Reports.SignOffPage(r.Context(), r.Actor, of)
		if again != nil {
			return again
		}
		return renderSignOff(w, r, page.StatusOf(refused.Kind), p, formOfOwn(p.Own), refused)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(of.String(), "sign-off"), done)
}
