package report

import (
	"net/http"
	"strconv"
	"strings"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type publishView struct {
	Action, Final, Due    string
	Sight                 string // path of "Who can see what"
	Title, Button         string
	Response, WhatChanged string
	Corrected             bool
	Problem               *problem.Problem
}

func publicationOf(form page.Form) report.Publication {
	version := form.Version("version")
	return report.Publication{Response: strings.TrimSpace(form.Text("response")), WhatChanged: strings.TrimSpace(form.Text("what-changed")),
		Version: version, Final: form.Line("final")}
}

// AskPublish shows the form: an optional response of the council, and what
// changed when it is not the first version.
func (h *Handlers) AskPublish(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Reports.PublishPage(r.Context(), r.Actor, of, report.Publication{})
	if err != nil && p.Stage.AtLeast(access.Final) {
		return r.Past(w, err, ui.ChallengePart(of.String(), "final-report"))
	}
	if err != nil {
		return err
	}
	return renderPublish(w, r, http.StatusOK, p, report.Publication{Response: p.LastResponse, WhatChanged: p.WhatChanged()}, nil)
}

func renderPublish(w http.ResponseWriter, r *page.Request, status int, p report.PublishPage, n report.Publication, refused *problem.Problem) error {
	of := p.ID.String()
	v := publishView{Action: ui.ChallengePart(of, "publish"), Final: ui.ChallengePart(of, "final-report"), Sight: ui.WhoCanSeePath(of), Title: "Publish the report", Button: "Check before you publish",
		Response: n.Response, WhatChanged: n.WhatChanged, Corrected: p.Next > 1, Problem: refused}
	if v.Corrected {
		v.Title = "Publish a corrected version"
	} else if due := p.Dates[challenge.PublicationDue]; !due.IsZero() {
		v.Due = "It is due by " + due.LongWeekday() + ". You choose the day."
	}
	c := r.ChallengeChrome(v.Title, p.Head, ui.Link{Text: "Final report", Href: v.Final})
	c.HasErrors = refused != nil
	return r.Render(w, status, publishPage(c, v))
}

// CheckPublish shows exactly what the public would read.
func (h *Handlers) CheckPublish(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n := publicationOf(form)
	p, err := h.Reports.CheckPublish(r.Context(), r.Actor, of, n)
	if refused, ok := page.Refused(err); ok && refused.Kind == problem.Invalid {
		return renderPublish(w, r, page.StatusOf(refused.Kind), p, n, refused)
	}
	if err != nil {
		return err
	}
	if form.Has("change") {
		return renderPublish(w, r, http.StatusOK, p, n, nil)
	}
	return r.Render(w, http.StatusOK, checkPublishPage(r.ChallengeChrome("Check before you publish", p.Head,
		ui.Link{Text: "Final report", Href: ui.ChallengePart(of.String(), "final-report")}), toCheckPublish(p, n)))
}

type checkPublishView struct {
	Check  ui.Check
	Action string
	Change []ui.HiddenValue
	Report reportView
}

func toCheckPublish(p report.PublishPage, n report.Publication) checkPublishView {
	of := p.ID.String()
	v := checkPublishView{Report: toReport(p.Preview), Action: ui.ChallengePart(of, "publish")}
	words := []ui.HiddenValue{{Name: "response", Value: n.Response}, {Name: "what-changed", Value: n.WhatChanged}}
	rows := []ui.SummaryRow{{Key: "What", Value: v.Report.What},
		{Key: "Address", Value: report.PublicPath(p.Preview)}, {Key: "Date", Value: "Today, " + p.Today.LongWeekday()}}
	if p.Next > 1 {
		rows = append(rows, ui.SummaryRow{Key: "Version", Value: strconv.Itoa(p.Next)}, ui.SummaryRow{Key: "What changed", Value: n.WhatChanged})
	}
	response := "None. You can add one later, as a new version"
	if n.Response != "" {
		response = "Yes, as a part of its own, marked as yours"
	}
	each := "None handed over yet"
	if len(p.Preview.Responses) > 0 {
		each = "Yes, under each recommendation, as it was handed over"
	}
	rows = append(rows, ui.SummaryRow{Key: "Response to each recommendation", Value: each}, ui.SummaryRow{Key: "The council’s response", Value: response})
	v.Check = ui.Check{Rows: rows, To: "everyone. Nobody needs to sign in.", After: "A published version never changes. A correction is a new version that says what changed.",
		Action: ui.ChallengePart(of, "publish/confirm"), Button: report.Publish.Label,
		Hidden: append(words[:2:2], ui.HiddenValue{Name: "version", Value: strconv.Itoa(p.Next)}, ui.HiddenValue{Name: "final", Value: p.Final.Mark})}
	v.Change = append(words[:2:2], ui.HiddenValue{Name: "change", Value: "yes"})
	return v
}

// Publish publishes what was checked.
func (h *Handlers) Publish(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n := publicationOf(form)
	p, err := h.Reports.Publish(r.Context(), r.Actor, of, n)
	if refused, ok := page.Refused(err); ok {
		return h.publishAgain(w, r, of, n, refused)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(of.String(), "final-report"), "Published. Everyone can read it at "+report.PublicPath(p)+".")
}

func (h *Handlers) publishAgain(w http.ResponseWriter, r *page.Request, of challenge.ID, n report.Publication, refused *problem.Problem) error {
	p, err := h.Reports.PublishPage(r.Context(), r.Actor, of, n)
	if err != nil {
		return err
	}
	return renderPublish(w, r, page.StatusOf(refused.Kind), p, n, refused)
}
