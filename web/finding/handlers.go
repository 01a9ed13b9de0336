package finding

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer the requests of this feature.
type Handlers struct{ Findings *finding.Service }

// again is a form to show once more: the words as sent, and what to mend.
// Without a problem it is the first showing.
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

// text is what was sent in a field, or else when nothing was sent.
func (a again) text(field, otherwise string) string {
	if a.form.Has(field) {
		return a.form.Text(field)
	}
	return otherwise
}

func (a again) status() int {
	if a.problem == nil {
		return http.StatusOK
	}
	return page.StatusOf(a.problem.Kind)
}

// frame is the chrome of a page of this feature.
func frame(r *page.Request, title string, h challenge.Head, back ui.Link, a again) ui.Chrome {
	c := r.ChallengeChrome(title, h, back)
	c.HasErrors = a.problem != nil
	return c
}

// ids reads the challenge's and the finding's id from the address.
func ids(r *page.Request) (ch, f uuid.UUID, err error) {
	if ch, err = r.ID("challenge"); err != nil {
		return ch, f, err
	}
	f, err = r.ID("finding")
	return ch, f, err
}

// optionalID reads an id from a form or a query; nothing is Nil, a malformed one is Missing.
func optionalID(value string) (uuid.UUID, error) {
	if value == "" {
		return uuid.Nil, nil
	}
	return id.Parse(value)
}

// version reads the hidden field of a form that rests on a version; what is no
// number rests on nothing.
func version(f page.Form) int {
	n, err := strconv.ParseInt(f.Line("version"), 10, 32)
	if err != nil {
		return -1
	}
	return int(n)
}

// saved answers an autosave.
func saved(w http.ResponseWriter, at time.Time, version int) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(map[string]any{"saved": ui.Clock(at), "version": version})
}

// refuse answers an autosave that was not taken: the script keeps the words on
// the page and says so.
func refuse(w http.ResponseWriter, p *problem.Problem) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(page.StatusOf(p.Kind))
	return json.NewEncoder(w).Encode(map[string]string{"problem": p.Message})
}

// whoSees says who can read the team's pages now, and what changes later.
func whoSees(h challenge.Head) string {
	switch {
	case h.PresentedAt == nil:
		return "the team only. " + h.HostCouncil + " sees nothing until you present. What was said in a group stays with the team always."
	case h.DraftHandedOverAt == nil:
		return "the team only. " + h.HostCouncil + " sees what was presented, and nothing you write now until the draft report is handed over. What was said in a group stays with the team always."
	default:
		return "the team only. " + h.HostCouncil + " sees the draft report as it was handed over. Changes reach it only in the final report. What was said in a group stays with the team always."
	}
}

func part(h challenge.Head, rest string) string { return ui.ChallengePart(h.ID.String(), rest) }

func findingPath(h challenge.Head, f uuid.UUID, rest string) string {
	return part(h, "findings/"+f.String()+rest)
}

func findingsLink(h challenge.Head) ui.Link {
	return ui.Link{Text: "Findings", Href: part(h, "findings")}
}

func pathOf(ch, f uuid.UUID) string {
	return ui.ChallengePart(ch.String(), "findings/"+f.String())
}

func isHostLeader(h challenge.Head) bool { return h.Standing().Is(access.HostLeaders...) }
