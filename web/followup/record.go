package followup

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/followup"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// CheckRecord is the last look before a side records a check.
func (h *Handlers) CheckRecord(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.checkRecord(w, r, of, http.StatusOK, nil)
}

func (h *Handlers) checkRecord(w http.ResponseWriter, r *page.Request, of uuid.UUID, status int, p *problem.Problem) error {
	n, err := checkNumber(r)
	if err != nil {
		return err
	}
	v, err := h.FollowUp.RecordPage(r.Context(), r.Actor, of, n)
	if err != nil {
		return err
	}
	list := part(of, "progress/"+strconv.Itoa(n))
	m := checkView{Caption: page.Upper(followup.CheckName(n)), Title: "Check before you record progress", Missing: v.Missing, Back: ui.Link{Text: "Go on writing", Href: list}}
	to, what := "the lead of the team", "The council’s statement"
	if v.Side == followup.Lead {
		to, what = "the council’s director", "Your view as lead"
	}
	m.Check = ui.Check{Rows: []ui.SummaryRow{{Key: "What", Value: what + " on " + page.Counted(len(v.Statement.Items), "recommendation", "recommendations")}, {Key: "In numbers", Value: stateCounts(v.Statement.Items)}},
		To: to + ", and " + forReaders + ".", After: "When both sides have recorded, the check closes, and everybody of the team is told what came of what they raised.",
		Action: list + "/record", Button: followup.Record.Label, Hidden: []ui.HiddenValue{{Name: "version", Value: strconv.Itoa(v.Versions)}}}
	for _, rec := range v.Recommendations {
		if i := itemIn(&v.Statement, rec.ID); i != nil {
			var s side
			s.say(*i)
			one := item{Title: numbered(rec.Number, rec.Title), Tag: s.Tag, Words: s.Words}
			if s.Late != "" {
				one.Lines = []string{s.Late}
			}
			m.After = append(m.After, one)
		}
	}
	m.After = append(m.After, readingItems(v.Statement)...)
	return renderCheck(w, r, status, r.ChallengeChrome(m.Title, v.Head, ui.Link{Text: m.Caption, Href: list}), m, p)
}

func readingItems(s followup.Statement) []item {
	var out []item
	for _, m := range s.Measures {
		one := item{Title: "Measure: " + m.Name, Lines: []string{measureLines(m).Baseline, "No newer value."}}
		for _, r := range s.Readings {
			if r.MeasureID == m.ID && r.Value != nil {
				one.Lines[1] = r.Period + ": " + followup.Number(*r.Value) + " " + m.Unit + "."
			}
		}
		out = append(out, one)
	}
	return out
}

func stateCounts(items []followup.Item) string {
	n := map[followup.State]int{}
	for _, i := range items {
		n[i.State]++
	}
	words := ""
	for _, s := range followup.States {
		if words != "" {
			words += ", "
		}
		words += strconv.Itoa(n[s]) + " " + page.Lower(s.Name())
	}
	return words
}

// Record records a side's word.
func (h *Handlers) Record(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	n, err := checkNumber(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.FollowUp.Record(r.Context(), r.Actor, of, n, version(f))
	if p, ok := page.Refused(err); ok {
		return h.checkRecord(w, r, of, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, progressPath(of), "Recorded. The other side and the council’s readers see it now.")
}

// AskClose asks the coordinator whether to close a check that a side did not answer.
func (h *Handlers) AskClose(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	n, err := checkNumber(r)
	if err != nil {
		return err
	}
	v, err := h.FollowUp.ClosePage(r.Context(), r.Actor, of, n)
	if err != nil {
		return err
	}
	m := checkView{Caption: v.HostCouncil, Title: "Close the " + followup.CheckName(n)}
	m.Check = ui.Check{Rows: []ui.SummaryRow{{Key: "It was due on", Value: v.Check.DueOn.LongWeekday()}, {Key: "The council", Value: answered(v.Check.HostAt != nil)}, {Key: "The lead", Value: answered(v.Check.LeadAt != nil)}},
		To: "everybody who reads progress.", After: "It will say that you closed it, and who did not answer. Everybody of the team is told what came of what they raised.",
		Action: part(of, "progress/"+strconv.Itoa(n)+"/close"), Button: followup.CloseCheck.Label}
	return renderCheck(w, r, http.StatusOK, r.ChallengeChrome(m.Title, v.Head, ui.Link{Text: "Progress", Href: progressPath(of)}), m, nil)
}

func answered(yes bool) string {
	if yes {
		return "Has answered"
	}
	return "Did not answer"
}

// CloseCheck closes it.
func (h *Handlers) CloseCheck(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	n, err := checkNumber(r)
	if err != nil {
		return err
	}
	if err := h.FollowUp.CloseCheck(r.Context(), r.Actor, of, n); err != nil {
		return err
	}
	return r.Redirect(w, progressPath(of), "The "+followup.CheckName(n)+" is closed. It says who did not answer.")
}
