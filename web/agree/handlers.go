// Package agree is the page on which the host's director sees the proposed dates
// and team, and agrees or asks for others; the coordinator reads the answer there.
package agree

import (
	"net/http"
	"strings"

	"peerchallenge/internal/access"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/schedule"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for the proposal.
type Handlers struct{ Schedule *schedule.Service }

// Routes are the pages of the proposal, for the route table.
func Routes(h *Handlers) []page.Route {
	route := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}/proposal" + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	return []page.Route{
		route("GET", "", "", h.Show),
		route("GET", "/answer", schedule.Answer.Name, h.Form),
		route("POST", "/answer", schedule.Answer.Name, h.Answer),
	}
}

// Show is the proposed dates and team, and what the host answered.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	v, err := h.read(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, showPage(r.ChallengeChrome("Dates and team", v.Head, ui.Link{}), toShow(v)))
}

func (h *Handlers) read(r *page.Request) (schedule.Proposal, error) {
	id, err := r.ID("challenge")
	if err != nil {
		return schedule.Proposal{}, err
	}
	return h.Schedule.ProposalPage(r.Context(), r.Actor, id)
}

// Form asks the director for an answer.
func (h *Handlers) Form(w http.ResponseWriter, r *page.Request) error {
	return h.form(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) form(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	v, err := h.read(r)
	if err != nil {
		return err
	}
	if !v.CanAnswer && p == nil {
		return refused(v)
	}
	m := toForm(v, f)
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
		m = m.withErrors()
	}
	c := r.ChallengeChrome("Your answer", v.Head, ui.Link{Text: "Dates and team", Href: path(v)})
	c.HasErrors = p != nil
	return r.Render(w, status, formPage(c, m))
}

// refused is absence to all but the director, and a plain word once it is over.
func refused(v schedule.Proposal) error {
	if schedule.Answer.Ask(v.Head.Standing()) == access.NotYours {
		return problem.Missing()
	}
	return problem.New(problem.Closed, "Dates and team of "+v.Head.Name+" are agreed already.")
}

// Answer takes it: first the choice, then, for agreeing, a look at what is agreed.
func (h *Handlers) Answer(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	agree := f.Line("answer") == "agree"
	if agree && f.Line("checked") != "yes" {
		return h.check(w, r, f)
	}
	if !agree && f.Line("answer") != "others" {
		p := &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: "answer", Message: "Choose whether you agree or ask for others"}}}
		return h.form(w, r, http.StatusUnprocessableEntity, f, p)
	}
	version := f.Version("version")
	err = h.Schedule.AnswerProposal(r.Context(), r.Actor, id, schedule.Reply{Agree: agree, About: schedule.About(f.Line("about")),
		Reason: strings.TrimSpace(f.Text("reason")), Version: version})
	if p, ok := page.Refused(err); ok {
		return h.form(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	if agree {
		return r.Redirect(w, ui.ChallengePath(id.String()), "Agreed. Everybody on the challenge has been told, and getting ready begins. Next: name a link officer and senior leaders.")
	}
	return r.Redirect(w, ui.ChallengePart(id.String(), "proposal"), "Sent to the coordinator, who answers you. The team does not see your reason.")
}

// check is the last look before agreeing.
func (h *Handlers) check(w http.ResponseWriter, r *page.Request, f page.Form) error {
	v, err := h.read(r)
	if err != nil {
		return err
	}
	if !v.CanAnswer {
		return refused(v)
	}
	c := r.ChallengeChrome("Check before you agree", v.Head, ui.Link{Text: "Dates and team", Href: path(v)})
	return r.Render(w, http.StatusOK, checkPage(c, ui.Check{
		Rows: []ui.SummaryRow{{Key: "On site", Value: v.OnSite()}, {Key: "Challenge lead", Value: leadName(v)}, {Key: "Team asked so far", Value: people(len(v.Team))}},
		To:   "everybody on " + v.Head.Name + ", by e-mail", After: "Getting ready begins. Dates can still move, but only with a word to everybody.",
		Action: path(v) + "/answer", Button: "Agree dates and team",
		Hidden: []ui.HiddenValue{{Name: "answer", Value: "agree"}, {Name: "checked", Value: "yes"}, {Name: "version", Value: f.Line("version")}}}))
}

func path(v schedule.Proposal) string { return ui.ChallengePart(v.Head.ID.String(), "proposal") }
