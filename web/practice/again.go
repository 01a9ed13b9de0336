package practice

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/id"
	"peerchallenge/internal/identifiers"
	"peerchallenge/internal/practicereview"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// again is what somebody sent that was not taken: shown again with every word.
type again struct {
	form page.Form
	p    *problem.Problem
}

func (a again) status() int {
	if a.p == nil {
		return http.StatusOK
	}
	return page.StatusOf(a.p.Kind)
}

func (a again) fields() []problem.Field {
	if a.p == nil {
		return nil
	}
	return a.p.Fields
}

func (a again) message() string {
	if a.p == nil {
		return ""
	}
	return a.p.Message
}

func (a again) on(name string) string { return ui.ErrorOn(a.fields(), name) }

// text is what was typed, or else what is saved.
func (a again) text(name, saved string) string {
	if a.p == nil {
		return saved
	}
	return a.form.Text(name)
}

func (a again) conflict() bool { return a.p != nil && a.p.Kind == problem.Conflict }

func frame(r *page.Request, title string, h challenge.Head, back ui.Link, a again) ui.Chrome {
	c := r.ChallengeChrome(title, h, back)
	c.HasErrors = a.p != nil
	return c
}

func whoPath(h challenge.Head) string { return ui.WhoCanSeePath(h.ID.String()) }

const three = "the host’s principal social worker (PSW) and the visiting ones, nobody else."

// asked is the question "Is this a person?" for the words of a form; no options
// when there is nothing to ask.
func asked(a again, answered []string, texts ...string) ui.Choice {
	names := identifiers.Open(identifiers.Names(strings.Join(texts, "\n")), answered)
	c := ui.Choice{Name: practicereview.NotPersonField, Label: "Is this a person?", Values: a.form.All(practicereview.NotPersonField),
		Hint: "Names of people are not kept here. Take each name out of your words, or tick what is not a person. We remember the answer.", Error: a.on(practicereview.NotPersonField)}
	if a.p == nil {
		return c
	}
	for _, n := range names {
		c.Options = append(c.Options, ui.Option{Value: n, Text: "“" + n + "” is not a person"})
	}
	return c
}

// two reads the challenge's id and another; "new" is none.
func two(r *page.Request, name string) (ch, other uuid.UUID, err error) {
	if ch, err = r.ID("challenge"); err != nil {
		return ch, other, err
	}
	if r.Param(name) == "" {
		return ch, uuid.Nil, nil
	}
	other, err = r.ID(name)
	return ch, other, err
}

func number(s string) int {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return -1 // what is no number fits nothing
	}
	return int(n)
}

// idsOf reads ids from checkboxes; what is none is left out.
func idsOf(list []string) []uuid.UUID {
	out := []uuid.UUID{}
	for _, s := range list {
		if u, err := id.Parse(s); err == nil && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}

func texts(ids []uuid.UUID) []string {
	var out []string
	for _, u := range ids {
		out = append(out, u.String())
	}
	return out
}

func writeJSON(w http.ResponseWriter, status int, body map[string]any) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(body)
}

// saved answers the script of a form that saves itself.
func saved(w http.ResponseWriter, s practicereview.Saved, err error) error {
	if p, ok := page.Refused(err); ok {
		message := p.Message
		if len(p.Fields) > 0 {
			message = p.Fields[0].Message
		}
		return writeJSON(w, page.StatusOf(p.Kind), map[string]any{"message": message})
	}
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]any{"saved": ui.Clock(s.At), "version": s.Version})
}
