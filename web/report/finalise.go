package report

import (
	"net/http"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type finaliseView struct {
	Wording string
	Missing []string
	Check   ui.Check
	Problem *problem.Problem
}

// AskFinalise shows what is still missing, or what is handed over for good.
func (h *Handlers) AskFinalise(w http.ResponseWriter, r *page.Request) error {
	return h.showFinalise(w, r, http.StatusOK, nil)
}

// Finalise makes the report final.
func (h *Handlers) Finalise(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	err = h.Reports.Finalise(r.Context(), r.Actor, of)
	if refused, ok := page.Refused(err); ok {
		return h.showFinalise(w, r, page.StatusOf(refused.Kind), refused)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(of.String(), "final-report"), "The report is final. The council’s leaders and its principal social worker can read it now. The director decides when it is published.")
}

func (h *Handlers) showFinalise(w http.ResponseWriter, r *page.Request, status int, refused *problem.Problem) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Reports.FinalisePage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("Make the report final", p.Head, ui.Link{Text: "Sign-off", Href: ui.ChallengePart(of.String(), "sign-off")})
	c.HasErrors = refused != nil
	v := finaliseView{Wording: ui.ChallengePart(of.String(), "wording"), Missing: p.Missing, Problem: refused}
	v.Check = ui.Check{Rows: finaliseRows(p), Action: ui.ChallengePart(of.String(), "finalise"), Button: report.Finalise.Label,
		To:    "the director, senior leaders, principal social worker and readers of " + p.HostCouncil + ", visiting principal social workers, the team and the coordinator.",
		After: "The text never changes after this. They are told by e-mail."}
	return r.Render(w, status, finalisePage(c, v))
}

func finaliseRows(p report.FinalisePage) []ui.SummaryRow {
	rows := []ui.SummaryRow{{Key: "What", Value: "The summary, " + countFindings(p.Now.Findings).words()},
		{Key: "Changed since the draft", Value: page.Counted(len(p.Changes), "passage", "passages") + ", each with its reason"}}
	signed, silent := 0, 0
	for _, m := range p.Members {
		switch {
		case m.Kind == nil:
		case *m.Kind == report.Signed:
			signed++
		case *m.Kind == report.DidNotAnswer:
			silent++
		default:
			rows = append(rows, ui.SummaryRow{Key: "Reservation", Body: reservationLine(*m.Words, whoReads(*m.Public, *m.Named))})
		}
	}
	rows = append(rows, ui.SummaryRow{Key: "Signed off", Value: page.Counted(signed, "person", "people")})
	if silent > 0 {
		rows = append(rows, ui.SummaryRow{Key: "Did not answer", Value: page.Counted(silent, "person", "people")})
	}
	return rows
}
