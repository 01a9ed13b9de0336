package report

import (
	"net/http"
	"strconv"
	"strings"

	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// ShowWording shows the draft as handed over beside the text as it stands.
func (h *Handlers) ShowWording(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Reports.WordingPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("Final wording", p.Head, ui.Link{Text: "Sign-off", Href: ui.ChallengePart(of.String(), "sign-off")})
	return r.Render(w, http.StatusOK, wordingPage(c, toWording(p)))
}

type wordingView struct {
	Sight, Draft, Question, Answer string
	Changes                        []changeView
	Same                           []string
	Now                            report.Text
	Front                          *frontView
}

// changeView is one changed passage, ready to print.
type changeView struct {
	ID, Title, Reason, Comments, Edit string
	TitleDiff, Diff                   []report.Piece
	Before, After                     string
	Sources                           string
	Note                              string // when a passage came or went whole
	NoReason                          bool
	WhatChanged                       bool // Reason says what changed, as a correction does
}

func (v changeView) label() string {
	if v.WhatChanged {
		return "What changed:"
	}
	return "Why:"
}

func toWording(p report.WordingPage) wordingView {
	of := p.ID.String()
	v := wordingView{Sight: ui.WhoCanSeePath(of), Same: p.Same, Now: p.Now, Front: toFront(p.Front), Draft: "The draft report was not handed over.",
		Question: "Nothing has changed since the draft"}
	if p.HandedOver != nil {
		v.Draft = "The council got the draft on " + ui.DayLong(*p.HandedOver) + ". Below is what is different now."
	}
	without := 0
	for _, c := range p.Changes {
		view := toChange(c)
		if p.CanEdit {
			view.Edit = editPath(of, c.Passage)
		}
		if view.NoReason {
			without++
		}
		v.Changes = append(v.Changes, view)
	}
	if len(p.Changes) > 0 {
		v.Question = page.Counted(len(p.Changes), "passage has", "passages have") + " changed since the draft"
		v.Answer = "Every change of words says why."
	}
	if without > 0 {
		v.Answer = page.Counted(without, "change does", "changes do") + " not say why yet. The report can be made final once each does."
	}
	return v
}

// editPath is where the words of a passage are changed.
func editPath(challenge, passage string) string {
	if finding, ok := strings.CutPrefix(passage, "finding/"); ok {
		return ui.ChallengePart(challenge, "findings") + "/" + finding
	}
	return ui.ChallengePart(challenge, "report")
}

func toChange(c report.Change) changeView {
	v := changeView{ID: strings.ReplaceAll(c.Passage, "/", "-"), Title: c.Title, Reason: c.Reason, Before: c.Before, After: c.After,
		Sources: c.Sources, NoReason: c.NeedsReason() && strings.TrimSpace(c.Reason) == ""}
	switch {
	case c.Added:
		v.Note = "This was not in the draft."
	case c.Removed:
		v.Note = "This was in the draft and is no longer in the report."
	default:
		v.Diff = report.Differ(c.Before, c.After)
	}
	if c.BeforeTitle != "" {
		v.TitleDiff = report.Differ(c.BeforeTitle, c.Title)
	}
	if c.Before == c.After {
		v.Diff = nil
	}
	if len(c.Comments) > 0 {
		v.Comments = "After " + numbers(c.Comments) + " from the council."
	}
	return v
}

func numbers(list []int) string {
	names := make([]string, len(list))
	for i, n := range list {
		names[i] = strconv.Itoa(n)
	}
	if len(names) == 1 {
		return "comment " + names[0]
	}
	return "comments " + page.Names(names)
}
