package report

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type correctionView struct {
	Sight, Final     string
	Question, Answer string
	Open             []proposalView
	Passages         []ui.TaskRow
	CanPropose       bool
	Seal             *ui.Check
	Problem          *problem.Problem
}

type proposalView struct {
	Change                changeView
	By, Agreed            string
	ID                    string
	Agree, Withdraw, Edit string // addresses, or empty
}

// ShowCorrection shows the team what is proposed, and the lead what can be corrected.
func (h *Handlers) ShowCorrection(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.showCorrection(w, r, of, http.StatusOK, nil)
}

func (h *Handlers) showCorrection(w http.ResponseWriter, r *page.Request, of challenge.ID, status int, refused *problem.Problem) error {
	p, err := h.Reports.CorrectionPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	v := toCorrection(p)
	v.Problem = refused
	c := r.ChallengeChrome("Correct the final report", p.Head, ui.Link{Text: "Final report", Href: v.Final})
	c.HasErrors = refused != nil
	return r.Render(w, status, correctionPage(c, v))
}

func correctionPath(of, more string) string { return ui.ChallengePart(of, "correction"+more) }

func passagePath(of, passage string) string {
	return correctionPath(of, "/passage") + "?passage=" + url.QueryEscape(passage)
}

func toCorrection(p report.CorrectionPage) correctionView {
	of := p.ID.String()
	v := correctionView{Sight: ui.WhoCanSeePath(of), Final: ui.ChallengePart(of, "final-report"), CanPropose: p.CanPropose,
		Question: "No correction is proposed", Answer: "The final text never changes. A correction is a new version that says what changed, beside the one before."}
	waiting := 0
	for _, one := range p.Open {
		if one.AgreedAt == nil {
			waiting++
		}
		v.Open = append(v.Open, toProposal(of, one, p.CanPropose))
	}
	if len(p.Open) > 0 {
		v.Question = page.Counted(len(p.Open), "correction is proposed", "corrections are proposed")
		v.Answer = "Another member of the team has agreed to each. The lead can make the corrected report final."
	}
	switch {
	case waiting == 1 && len(p.Open) == 1:
		v.Answer = "It waits for another member of the team to read it and agree."
	case waiting > 0:
		v.Answer = strconv.Itoa(waiting) + " of them still wait for another member of the team to read them and agree."
	}
	for _, one := range p.Passages {
		row := ui.TaskRow{Text: one.Heading()}
		if one.Kind != "" {
			row.Lines = []string{one.Kind}
		}
		if p.CanPropose {
			row.Href = passagePath(of, one.Name)
		}
		v.Passages = append(v.Passages, row)
	}
	if p.CanSeal {
		v.Seal = sealCheck(p)
	}
	return v
}

func sealCheck(p report.CorrectionPage) *ui.Check {
	check := ui.Check{Action: correctionPath(p.ID.String(), "/finalise"), Button: report.SealCorrection.Label,
		Hidden: []ui.HiddenValue{{Name: "state", Value: p.State}},
		To:     "the director, senior leaders, principal social worker and readers of " + p.HostCouncil + ", visiting principal social workers, the team and the coordinator.",
		After:  "It becomes a new version that never changes; the one before stays. They are told by e-mail. The director decides when it is published."}
	for _, one := range p.Open {
		check.Rows = append(check.Rows, ui.SummaryRow{Key: one.Was.Heading(), Value: one.WhatChanged})
	}
	return &check
}

func toProposal(of string, one report.ProposalRow, lead bool) proposalView {
	change := report.Change{Passage: one.Passage, Title: one.Title, Before: one.Was.Body, After: one.Body, Reason: one.WhatChanged}
	if one.Was.Kind == "" {
		change.Title = one.Was.Heading()
	} else if one.Was.Title != one.Title {
		change.BeforeTitle = one.Was.Title
	}
	v := proposalView{ID: one.ID.String(), Change: toChange(change), By: "Proposed by " + one.Name + " on " + ui.Moment(one.ProposedAt) + "."}
	v.Change.WhatChanged = true
	if one.AgreedAt != nil {
		v.Agreed = *one.AgreedName + " agreed on " + ui.Moment(*one.AgreedAt) + "."
	}
	if one.CanAgree {
		v.Agree = correctionPath(of, "/agree")
	}
	if lead {
		v.Withdraw, v.Edit = correctionPath(of, "/withdraw"), passagePath(of, one.Passage)
	}
	return v
}

// AskWording shows the form in which one passage is put in other words.
func (h *Handlers) AskWording(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	passage, err := r.QueryLine("passage", 100)
	if err != nil {
		return err
	}
	p, err := h.Reports.ProposalPage(r.Context(), r.Actor, of, passage)
	if err != nil {
		return err
	}
	return renderWording(w, r, http.StatusOK, p, formOfProposal(p), nil)
}

// formOfProposal fills the form with what is proposed, or with the final text.
func formOfProposal(p report.ProposalPage) page.Form {
	values := map[string]string{"passage": p.Was.Name, "title": p.Was.Title, "body": p.Was.Body, "final": p.Mark}
	if p.Open != nil {
		values["title"], values["body"], values["what-changed"], values["instead"] = p.Open.Title, p.Open.Body, p.Open.WhatChanged, p.Open.ID.String()
	}
	return page.FormOf(values)
}

func renderWording(w http.ResponseWriter, r *page.Request, status int, p report.ProposalPage, form page.Form, refused *problem.Problem) error {
	of := p.ID.String()
	c := r.ChallengeChrome("Correct a passage", p.Head, ui.Link{Text: "Correct the final report", Href: correctionPath(of, "")})
	c.HasErrors = refused != nil
	v := askView{Action: correctionPath(of, "/passage"), Sight: ui.WhoCanSeePath(of), Heading: p.Was.Heading(), Kind: p.Was.Kind,
		Was: p.Was.Body, HasTitle: p.Was.Kind != "", Form: form, Problem: refused}
	// what is sent again rests on what is there now: the reader has it before them
	v.Hidden = []ui.HiddenValue{{Name: "passage", Value: p.Was.Name}, {Name: "final", Value: p.Mark}}
	if p.Open != nil {
		v.Hidden = append(v.Hidden, ui.HiddenValue{Name: "instead", Value: p.Open.ID.String()})
		if refused != nil && refused.Kind == problem.Conflict {
			v.Theirs, v.TheirName = p.Open.Body, p.Open.Name
		}
	}
	return r.Render(w, status, wordingForm(c, v))
}

type askView struct {
	Action, Sight     string
	Heading, Kind     string
	Was               string
	Theirs, TheirName string // another proposal that the reader had not seen
	HasTitle          bool
	Form              page.Form
	Hidden            []ui.HiddenValue
	Problem           *problem.Problem
}

// Propose proposes the words.
func (h *Handlers) Propose(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n := report.Wording{Passage: form.Line("passage"), Title: form.Line("title"), Body: strings.TrimSpace(form.Text("body")),
		WhatChanged: strings.TrimSpace(form.Text("what-changed")), NotHarsher: form.Line("not-harsher") == "yes", Final: form.Line("final")}
	n.Instead, _ = id.Parse(form.Line("instead")) // none, or no id: no proposal was seen
	err = h.Reports.ProposeCorrection(r.Context(), r.Actor, of, n)
	if refused, ok := page.Refused(err); ok {
		p, again := h.Reports.ProposalPage(r.Context(), r.Actor, of, n.Passage)
		if again != nil {
			return again
		}
		return renderWording(w, r, page.StatusOf(refused.Kind), p, form, refused)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, correctionPath(of.String(), ""), "Proposed. The team is asked by e-mail to read it; one of them agrees before it can be made final.")
}

// AgreeCorrection, WithdrawCorrection and SealCorrection do what they say and come back.
func (h *Handlers) AgreeCorrection(w http.ResponseWriter, r *page.Request) error {
	return h.aboutProposal(w, r, "Recorded that you agree.", h.Reports.AgreeCorrection)
}

// WithdrawCorrection takes a proposal back.
func (h *Handlers) WithdrawCorrection(w http.ResponseWriter, r *page.Request) error {
	return h.aboutProposal(w, r, "Withdrawn. The final report stays as it is.", h.Reports.WithdrawCorrection)
}

type actOnProposal = func(ctx context.Context, actor access.Actor, of challenge.ID, which uuid.UUID) error

func (h *Handlers) aboutProposal(w http.ResponseWriter, r *page.Request, done string, act actOnProposal) error {
	return h.onCorrection(w, r, done, func(of challenge.ID, form page.Form) error {
		which, err := id.Parse(form.Line("proposal"))
		if err != nil {
			return err
		}
		return act(r.Context(), r.Actor, of, which)
	})
}

// SealCorrection makes the corrected report final.
func (h *Handlers) SealCorrection(w http.ResponseWriter, r *page.Request) error {
	return h.onCorrection(w, r, "The corrected report is final: a new version that says what changed. The council’s leaders are told; the director decides when it is published.",
		func(of challenge.ID, form page.Form) error {
			return h.Reports.SealCorrection(r.Context(), r.Actor, of, form.Line("state"))
		})
}

func (h *Handlers) onCorrection(w http.ResponseWriter, r *page.Request, done string, act func(of challenge.ID, form page.Form) error) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = act(of, form)
	if refused, ok := page.Refused(err); ok {
		return h.showCorrection(w, r, of, page.StatusOf(refused.Kind), refused)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, correctionPath(of.String(), ""), done)
}
