package demo

import "peerchallenge/internal/document"

// documentRequests: at Brindleport the lead asked for a document that the council
// does not have; what an expert by experience asks for waits for an answer (D1).
func (t *teller) documentRequests() {
	of := t.challenges["Brindleport"]
	t.on("2027-03-05 10:20")
	t.tell("Brindleport: the lead asks for a document", func() error {
		return t.Documents.Ask(t.ctx, t.as("lead-reading"), of, document.Wanted{Title: "Survey of people who moved between teams",
			Reason: "The self-assessment says that people tell their story once. We would like to read how you know."})
	})
	t.on("2027-03-08 15:10")
	t.tell("Brindleport: it is not there", func() error {
		l, err := t.Documents.Page(t.ctx, t.as("link-officer-reading"), of)
		if err != nil {
			return err
		}
		return t.Documents.AnswerRequest(t.ctx, t.as("link-officer-reading"), of, l.Requests[0].ID, document.RequestAnswer{Status: document.NotAvailable,
			Words: "We have no survey of that. The team managers can tell you on Tuesday how they ask people."})
	})
	t.on("2027-03-09 09:30")
	t.tell("Brindleport: an expert asks for a document", func() error {
		return t.Documents.Ask(t.ctx, t.as("expert-reading"), of, document.Wanted{Title: "The letter people get after an assessment",
			Reason: "I would like to see whether it says in plain words what happens next."})
	})
}
