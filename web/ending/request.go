package ending

import (
	"net/http"
	"strings"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/ending"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// askView is the director's request, and what became of earlier ones.
type askView struct {
	Action, Panel, Words string
	Fields               []problem.Field
	Message              string
	Notice               ui.Choice
	CanAsk               bool
	Requests             [][]ui.SummaryRow
}

// AskForm shows the request form, and earlier requests with their answers.
func (h *Handlers) AskForm(w http.ResponseWriter, r *page.Request) error {
	return h.askForm(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) askForm(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	a, err := h.Endings.AskForm(r.Context(), r.Actor, id)
	if err != nil && p == nil {
		return err
	}
	if problem.Is(err, problem.NotFound) {
		return err
	}
	v := askView{Action: ui.ChallengePart(id.String(), askPart), Words: f.Text("words"),
		CanAsk: !a.Open() && ending.AskToPostpone.Allows(a.Standing()),
		Panel:  "You can ask the programme coordinator to postpone " + a.Name + "."}
	c := r.ChallengeChrome("Ask to postpone", a.Head, ui.Link{})
	if p != nil {
		c.HasErrors, v.Fields, v.Message, v.CanAsk = true, p.Fields, p.Message, true
	}
	switch {
	case a.Open():
		v.Panel = "Your request is with the programme coordinator."
	case a.Ended != nil && *a.Ended == challenge.Postponed:
		v.Panel = a.Name + " is postponed."
	}
	v.Notice = ui.Choice{Name: "notice", Label: "Why do you ask?", Value: f.Line("notice"), Error: ui.ErrorOn(v.Fields, "notice"),
		Options: []ui.Option{{Value: string(ending.CQC), Text: "We have notice of an assessment by the Care Quality Commission (CQC)", Hint: "You need not write more"},
			{Value: string(ending.Other), Text: "Another reason"}}}
	for _, q := range a.Requests {
		v.Requests = append(v.Requests, requestRows(q))
	}
	return r.Render(w, status, askPage(c, v))
}

// Ask sends the request.
func (h *Handlers) Ask(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Endings.Ask(r.Context(), r.Actor, id, ending.Notice(f.Line("notice")), strings.TrimSpace(f.Text("words")))
	if p, ok := page.Refused(err); ok {
		return h.askForm(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(id.String(), askPart), "Your request is sent to the programme coordinator, who decides. The dates stand until then.")
}

// keepView answers a request with no.
type keepView struct {
	Action, Words string
	Fields        []problem.Field
	Message       string
	Request       []ui.SummaryRow
}

// KeepForm asks the coordinator why the dates stay.
func (h *Handlers) KeepForm(w http.ResponseWriter, r *page.Request) error {
	return h.keepForm(w, r, http.StatusOK, "", nil)
}

func (h *Handlers) keepForm(w http.ResponseWriter, r *page.Request, status int, words string, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	e, err := h.Endings.Look(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if p == nil {
		if err := challenge.Require(e.Challenge, ending.KeepDates); err != nil {
			return err
		}
		if e.Request == nil {
			return problem.New(problem.Closed, "The host has not asked to postpone, or has its answer already.")
		}
	}
	c := r.ChallengeChrome("Keep the dates", e.Head, ui.Link{})
	v := keepView{Action: ui.ChallengePart(id.String(), keepPart), Words: words}
	if p != nil {
		c.HasErrors, v.Fields, v.Message = true, p.Fields, p.Message
	}
	if e.Request != nil {
		v.Request = requestRows(*e.Request)
	}
	return r.Render(w, status, keepPage(c, v))
}

// Keep answers the request.
func (h *Handlers) Keep(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Endings.Keep(r.Context(), r.Actor, id, strings.TrimSpace(f.Text("words")))
	if p, ok := page.Refused(err); ok {
		return h.keepForm(w, r, page.StatusOf(p.Kind), f.Text("words"), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePath(id.String()), "The dates stay. The director of the host has been told, and can read why.")
}
