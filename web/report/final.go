package report

import (
	"net/http"
	"strconv"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type finalView struct {
	Report             reportView
	Sight              string
	Question, Answer   string
	Publish, Published string // paths, or empty
	PublishWords       string
	Changes            []changeView
	CouncilOnly        []reservationView
	Corrections        []changeView
	Correct            string // page of corrections, for the team
	CorrectWords       string
}

// ShowFinal shows the final report to the council's readers.
func (h *Handlers) ShowFinal(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Reports.FinalPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, finalPage(r.ChallengeChrome("Final report", p.Head, ui.Link{}), toFinal(p)))
}

func toFinal(p report.FinalPage) finalView {
	of := p.ID.String()
	text := report.Public{Council: p.HostCouncil, CouncilSlug: p.HostSlug, First: p.OnsiteFirst, Last: p.OnsiteLast, Summary: p.Final.Text.Summary,
		Findings: p.Final.Text.Findings, Team: p.Final.Team, Reservations: p.Final.Reservations, Mark: p.Final.Mark, Front: p.Final.Front}
	v := finalView{Report: toReport(text), Sight: ui.WhoCanSeePath(of), Question: "Final since " + civil.Of(p.Final.First).Long()}
	for _, c := range p.Final.Changes {
		v.Changes = append(v.Changes, toChange(c))
	}
	for _, r := range p.Final.CouncilOnly {
		v.CouncilOnly = append(v.CouncilOnly, toReservation(r))
	}
	if len(p.Versions) > 0 {
		v.Published, v.Answer = report.PublicPath(text), "Published: "+versionLine(p.Versions[0])
	} else {
		v.Answer = "Not published yet. " + p.HostCouncil + " decides when."
	}
	if p.Final.Version > 1 {
		v.Question = "Corrected version, final since " + civil.Of(p.Final.At).Long()
		v.Answer = "This is version " + strconv.Itoa(p.Final.Version) + " of the final text; the first is of " + civil.Of(p.Final.First).Long() + ". " + v.Answer
	}
	for _, one := range p.Final.Corrections {
		v.Corrections = append(v.Corrections, toChange(report.Change{Passage: "corrected/" + one.Passage, Title: one.Title, BeforeTitle: one.BeforeTitle,
			Before: one.Before, After: one.After, Reason: one.WhatChanged}))
	}
	for i := range v.Corrections {
		v.Corrections[i].WhatChanged = true
	}
	if p.Correction {
		v.Correct, v.CorrectWords = ui.ChallengePart(of, "correction"), "Something is wrong in the final text?"
		if p.Open > 0 {
			v.CorrectWords = page.Counted(p.Open, "correction is proposed", "corrections are proposed")
		}
	}
	if p.CanPublish {
		v.Publish, v.PublishWords = ui.ChallengePart(of, "publish"), report.Publish.Label
		if len(p.Versions) > 0 {
			v.PublishWords = "Publish a corrected version"
		}
	}
	return v
}
