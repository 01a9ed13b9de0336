package visit

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/visit"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer the requests of this feature.
type Handlers struct{ Visits *visit.Service }

// again is a form to show once more: the words as sent, and what to mend.
type again struct {
	form    page.Form
	problem *problem.Problem
}

func (a again) fields() []problem.Field {
	if a.problem == nil {
		return nil
	}
	return a.problem.Fields
}

func (a again) message() string {
	if a.problem == nil {
		return ""
	}
	return a.problem.Message
}

func (a again) on(field string) string { return ui.ErrorOn(a.fields(), field) }

func (a again) text(field, otherwise string) string {
	if a.form.Has(field) {
		return a.form.Text(field)
	}
	return otherwise
}

// ticked is whether a box was ticked: as sent, or as it stands when nothing was sent.
func (a again) ticked(field string, otherwise bool) []string {
	if a.problem != nil {
		otherwise = a.form.Has(field)
	}
	if otherwise {
		return []string{"yes"}
	}
	return nil
}

func (a again) status() int {
	if a.problem == nil {
		return http.StatusOK
	}
	return page.StatusOf(a.problem.Kind)
}

func frame(r *page.Request, title string, h challenge.Head, back ui.Link, a again) ui.Chrome {
	c := r.ChallengeChrome(title, h, back)
	c.HasErrors = a.problem != nil
	return c
}

func ids(r *page.Request) (ch, session uuid.UUID, err error) {
	if ch, err = r.ID("challenge"); err != nil {
		return ch, session, err
	}
	session, err = r.ID("session")
	return ch, session, err
}

func optionalID(value string) (*uuid.UUID, error) {
	if value == "" {
		return nil, nil
	}
	u, err := id.Parse(value)
	return &u, err
}

func version(f page.Form) int {
	n, err := strconv.ParseInt(f.Line("version"), 10, 32)
	if err != nil {
		return -1
	}
	return int(n)
}

func part(h challenge.Head, rest string) string { return ui.ChallengePart(h.ID.String(), rest) }

func sessionPath(h challenge.Head, session uuid.UUID, rest string) string {
	return part(h, "programme/"+session.String()+rest)
}

func pathOf(ch, session uuid.UUID, rest string) string {
	return ui.ChallengePart(ch.String(), "programme/"+session.String()+rest)
}

func programmeLink(h challenge.Head) ui.Link {
	return ui.Link{Text: "Programme", Href: part(h, "programme")}
}

// form reads what was sent together with the ids of the address.
func (h *Handlers) form(w http.ResponseWriter, r *page.Request) (ch, session uuid.UUID, f page.Form, err error) {
	if ch, session, err = ids(r); err != nil {
		return ch, session, f, err
	}
	f, err = r.ReadForm(w)
	return ch, session, f, err
}
