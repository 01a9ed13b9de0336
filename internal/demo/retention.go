package demo

import (
	"strconv"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/retention"
)

// recordAgreements: a cycle begins with its data protection assessment and its
// data sharing agreement (I1).
func (t *teller) recordAgreements(year int) {
	t.tell("record the agreements", func() error {
		y := strconv.Itoa(year)
		on := civil.Of(t.clock.Now())
		return t.Retention.RecordAgreements(t.ctx, t.as("coordinator"), t.cycle, retention.Agreements{
			Controllers:  "Each council for what it provides; the councils of the region together for the reports and the surveys.",
			AssessmentOn: on.AddDays(-9), AssessmentBy: "The data protection officer of Kestrelton, for the region", AssessmentReference: "DPIA " + y + "/3",
			AgreementOn: on.AddDays(-4), AgreementBy: "The directors of all councils of the region", AgreementReference: "Data sharing agreement " + y})
	})
}

// confirmAgreements: the host's director confirms them with the dates.
func (t *teller) confirmAgreements(of, dass string) {
	t.tell(of+" confirms the agreements", func() error {
		return t.Retention.ConfirmAgreements(t.ctx, t.as(dass), t.challenges[of], 1)
	})
}

// destroyed: the notes go 12 weeks after the report is final (I2).
func (t *teller) destroyed(moment string) {
	t.on(moment)
	t.tell("destroy what is due", func() error {
		_, err := t.Retention.DestroyDue(t.ctx)
		return err
	})
}

// retention: Thornbeck's notes are gone; somebody asks Kestrelton for information,
// which keeps its notes (I3); an earlier request there was answered.
func (t *teller) retention() {
	t.destroyed("2027-01-06 03:00")
	t.on("2027-02-10 09:20")
	t.tell("Kestrelton: an earlier request", func() error {
		return t.Retention.LogRequest(t.ctx, t.as("link-officer-published"), t.challenges["Kestrelton"], retention.NewRequest{Law: "other",
			Words: "A neighbouring council asks for the programme of the visit.", Kinds: []string{"documents"}, ReceivedOn: civil.NewDate(2027, 2, 9)})
	})
	t.on("2027-02-15 15:00")
	t.tell("Kestrelton: it is answered", func() error {
		p, err := t.Retention.Requests(t.ctx, t.as("dass-published"), t.challenges["Kestrelton"])
		if err != nil {
			return err
		}
		return t.Retention.CloseRequest(t.ctx, t.as("dass-published"), t.challenges["Kestrelton"], p.Requests[0].ID, retention.Closing{Outcome: "given", Words: "The programme was sent without names."})
	})
	t.on("2027-03-02 10:40")
	t.tell("Kestrelton: a request for information", func() error {
		return t.Retention.LogRequest(t.ctx, t.as("coordinator"), t.challenges["Kestrelton"], retention.NewRequest{Law: "foi", Requester: "A reporter of the Kestrelton Courier",
			Words: "All that was written about waiting times for an assessment, and what staff told the visiting team.", Kinds: []string{"notes", "tellings", "daily", "documents"},
			ReceivedOn: civil.NewDate(2027, 3, 1)})
	})
}
