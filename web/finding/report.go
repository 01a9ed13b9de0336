package finding

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/finding"
	"peerchallenge/internal/prose"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Report is the team's report: its summary, and what will be handed over.
func (h *Handlers) Report(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.reportAgain(w, r, ch, again{})
}

func (h *Handlers) reportAgain(w http.ResponseWriter, r *page.Request, ch uuid.UUID, a again) error {
	v, err := h.Findings.ReportPage(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), reportPage(frame(r, "Report", v.Head, ui.Link{}, a), v, a))
}

// summaryOf is the summary somebody sent, after the page that shows both.
func summaryOf(form page.Form) string {
	switch form.Line("keep") {
	case "both":
		return form.Text("theirs") + "\n\n" + form.Text("text")
	case "theirs":
		return form.Text("theirs")
	}
	return form.Text("text")
}

// SaveSummary takes the summary; when somebody else changed it too it shows both.
func (h *Handlers) SaveSummary(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	text := summaryOf(form)
	_, _, err = h.Findings.SaveSummary(r.Context(), r.Actor, ch, version(form), text, form.Text("reason"))
	if p, ok := page.Refused(err); ok {
		if theirs, both := prose.TheirsOf(err); both {
			return h.summaryClash(w, r, ch, theirs, text, again{form, p})
		}
		return h.reportAgain(w, r, ch, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(ch.String(), "report"), "Saved. Only the team can see it.")
}

func (h *Handlers) summaryClash(w http.ResponseWriter, r *page.Request, ch uuid.UUID, theirs prose.Document, mine string, a again) error {
	v, err := h.Findings.ReportPage(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	back := ui.Link{Text: "Report", Href: part(v.Head, "report")}
	return r.Render(w, a.status(), summaryClashPage(frame(r, "Two people changed this", v.Head, back, a), v, theirs, mine, a))
}

// AutosaveSummary takes the summary while somebody writes.
func (h *Handlers) AutosaveSummary(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n, at, err := h.Findings.SaveSummary(r.Context(), r.Actor, ch, version(form), form.Text("text"), form.Text("reason"))
	if p, ok := page.Refused(err); ok {
		return refuse(w, p)
	}
	if err != nil {
		return err
	}
	return saved(w, at, n)
}

// SayNoExpert takes the reason of T4.
func (h *Handlers) SayNoExpert(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Findings.SayNoExpert(r.Context(), r.Actor, ch, form.Text("no-expert"))
	if p, ok := page.Refused(err); ok {
		return h.reportAgain(w, r, ch, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(ch.String(), "report"), "Saved. It will be printed in the report.")
}

// HandOverPage is the page to check before handing over the draft.
func (h *Handlers) HandOverPage(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.handOverAgain(w, r, ch, again{})
}

func (h *Handlers) handOverAgain(w http.ResponseWriter, r *page.Request, ch uuid.UUID, a again) error {
	v, err := h.Findings.HandOverPage(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	back := ui.Link{Text: "Report", Href: part(v.Head, "report")}
	return r.Render(w, a.status(), handOverPage(frame(r, "Hand over the draft report", v.Head, back, a), v, a))
}

// HandOver hands over the draft report.
func (h *Handlers) HandOver(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	err = h.Findings.HandOverDraft(r.Context(), r.Actor, ch)
	if p, ok := page.Refused(err); ok {
		return h.handOverAgain(w, r, ch, again{problem: p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(ch.String(), "draft-report"), "Draft report handed over. The council’s leaders can read it and comment now.")
}

func reportAutosave(v finding.ReportPage) string {
	if v.NeedsReason {
		return ""
	}
	return part(v.Head, "report/autosave")
}

func reportSavedAt(v finding.ReportPage) string {
	if v.Report.SavedAt == nil {
		return ""
	}
	return ui.Clock(*v.Report.SavedAt)
}

// handOverRows is what the lead checks: how much of each goes.
func handOverRows(v finding.ReportPage) []ui.SummaryRow {
	rows := []ui.SummaryRow{{Key: "Summary", Value: v.Report.Summary, Action: &ui.Link{Text: "Change", Href: part(v.Head, "report")}}}
	for _, k := range []finding.Kind{finding.Strength, finding.Consideration, finding.Recommendation} {
		rows = append(rows, ui.SummaryRow{Key: plurals[k], Value: strconv.Itoa(countKind(v.Findings, k)),
			Action: &ui.Link{Text: "Change", Href: part(v.Head, "findings")}})
	}
	if !v.HasExpert {
		rows = append(rows, ui.SummaryRow{Key: "Why no expert by experience was on the team", Value: v.Report.NoExpert,
			Action: &ui.Link{Text: "Change", Href: part(v.Head, "report") + "#no-expert"}})
	}
	return rows
}

var plurals = map[finding.Kind]string{finding.Strength: "Strengths", finding.Consideration: "Areas for consideration", finding.Recommendation: "Recommendations"}

func countKind(list []finding.Sealed, k finding.Kind) int {
	n := 0
	for _, f := range list {
		if f.Kind == k {
			n++
		}
	}
	return n
}
