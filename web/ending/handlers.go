package ending

import (
	"fmt"
	"net/http"
	"strings"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/ending"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// way is one of the three ways to end, with its words.
type way struct {
	path, key                string
	verb                     access.Verb
	title, lead, after, done string
}

// formView asks for the reason.
type formView struct {
	Title, Lead, Action, Reason, Button string
	Fields                              []problem.Field
	Message                             string
	Request                             []ui.SummaryRow // the host's, when it asked
	Keep                                string          // where its request is answered with no
}

func (h *Handlers) form(w way) page.Handler {
	return func(rw http.ResponseWriter, r *page.Request) error {
		id, err := r.ID("challenge")
		if err != nil {
			return err
		}
		p, err := h.Endings.Page(r.Context(), r.Actor, id, w.key)
		if err != nil {
			return err
		}
		return renderForm(rw, r, http.StatusOK, w, p, "", nil)
	}
}

func renderForm(rw http.ResponseWriter, r *page.Request, status int, w way, p ending.Page, reason string, refused *problem.Problem) error {
	c := r.ChallengeChrome(w.title, p.Head, ui.Link{})
	v := formView{Title: w.title, Lead: w.lead, Action: ui.ChallengePart(p.ID.String(), w.path), Reason: reason, Button: "Check before you do this"}
	if refused != nil {
		c.HasErrors, v.Fields, v.Message = true, refused.Fields, refused.Message
	}
	if q := p.Request; q != nil && w.key == postpone.key {
		v.Request = requestRows(*q)
		v.Keep = ui.ChallengePart(p.ID.String(), keepPart)
	}
	return r.Render(rw, status, formPage(c, v))
}

// end shows what would happen and, once that was confirmed, does it.
func (h *Handlers) end(w way) page.Handler {
	return func(rw http.ResponseWriter, r *page.Request) error {
		id, err := r.ID("challenge")
		if err != nil {
			return err
		}
		f, err := r.ReadForm(rw)
		if err != nil {
			return err
		}
		reason := strings.TrimSpace(f.Text("reason"))
		if f.Line("confirm") == "yes" {
			err = h.Endings.End(r.Context(), r.Actor, id, w.key, reason)
		} else {
			err = ending.CheckReason(reason)
		}
		if refused, ok := page.Refused(err); ok {
			return h.again(rw, r, w, reason, refused)
		}
		if err != nil {
			return err
		}
		if f.Line("confirm") == "yes" {
			return r.Redirect(rw, ui.ChallengePath(id.String()), w.done+" Everybody on it has been told, and can read the reason.")
		}
		p, err := h.Endings.Page(r.Context(), r.Actor, id, w.key)
		if refused, ok := page.Refused(err); ok {
			return h.again(rw, r, w, reason, refused)
		}
		if err != nil {
			return err
		}
		return r.Render(rw, http.StatusOK, checkPage(r.ChallengeChrome("Check before you do this", p.Head,
			ui.Link{Text: w.title, Href: ui.ChallengePart(p.ID.String(), w.path)}), check(w, p, reason)))
	}
}

func (h *Handlers) again(rw http.ResponseWriter, r *page.Request, w way, reason string, refused *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Endings.Look(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return renderForm(rw, r, page.StatusOf(refused.Kind), w, p, reason, refused)
}

func check(w way, p ending.Page, reason string) ui.Check {
	return ui.Check{Rows: []ui.SummaryRow{{Key: "Challenge", Value: p.Name}, {Key: "Stage", Value: p.Stage.Name()},
		{Key: "Visit", Value: civil.Range(p.OnsiteFirst, p.OnsiteLast)}, {Key: "Reason, for everybody on it", Value: reason}},
		To: told(p.Told) + ", by e-mail. The reason stands on the challenge’s page, not in the e-mail.", After: w.after,
		Action: ui.ChallengePart(p.ID.String(), w.path), Button: w.verb.Label,
		Hidden: []ui.HiddenValue{{Name: "confirm", Value: "yes"}, {Name: "reason", Value: reason}}}
}

func told(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

func requestRows(q ending.Request) []ui.SummaryRow {
	rows := []ui.SummaryRow{{Key: "Asked by", Value: q.Name + ", " + ui.Moment(q.AskedAt)}, {Key: "Why", Value: noticeWords[q.Notice]}, {Key: "In their words", Value: q.Words}}
	if q.Decided != nil && q.DecidedAt != nil {
		answer := "Postponed"
		if *q.Decided == "kept" {
			answer = "The dates stay"
		}
		rows = append(rows, ui.SummaryRow{Key: "Answer", Value: answer + ", " + ui.Moment(*q.DecidedAt)})
		if q.DecidedWords != nil && *q.DecidedWords != "" {
			rows = append(rows, ui.SummaryRow{Key: "Why", Value: *q.DecidedWords})
		}
	}
	return rows
}

var noticeWords = map[ending.Notice]string{ending.CQC: "Notice of an assessment by the Care Quality Commission (CQC)", ending.Other: "Another reason"}
