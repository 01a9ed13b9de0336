package accuracy

import (
	"strconv"

	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/problem"
	"peerchallenge/web/ui"
)

// closedView is what is left when a form can no longer be sent.
type closedView struct{ Title, Sentence, Words, Evidence, Remark, Back string }

// draftForm is the page of a comment being drafted, ready to print.
type draftForm struct {
	Title, Action, WhoPath string
	Until                  string // "You can send it until …"; how it stands when that is over
	Errors                 []problem.Field
	Message                string
	Version                string
	Quote                  quote
	Passages, Kinds        ui.Choice
	Report                 []accuracy.Passage // to read beside the choice
	Words                  ui.Area
	Documents              ui.Choice // no options: the reader sees no documents
	Evidence               ui.Input
	Remark                 ui.Area
	CanChange, CanRemark   bool
	Rows                   []ui.SummaryRow // what it says, for who cannot change it
	Saved                  []ui.SummaryRow // what somebody else saved in the meantime
}

func newDraftForm(v accuracy.DraftPage, d accuracy.Draft, p *problem.Problem) draftForm {
	m := draftForm{Title: "Add a comment", Action: draftPath(v.ID, v.Draft.ID), WhoPath: ui.WhoCanSeePath(v.ID.String()), Report: v.Passages,
		Version: strconv.Itoa(v.Draft.Version), CanChange: v.CanChange, CanRemark: v.CanRemark, Until: untilOf(v)}
	if v.Draft.Version > 0 {
		m.Title = "A comment not sent yet"
	}
	if v.Draft.SentAt != nil {
		m.Title = "A comment that was sent"
	}
	if p != nil {
		m.Errors, m.Message = p.Fields, p.Message
		if p.Kind == problem.Conflict {
			m.Saved = rowsOf(v, v.Draft)
		}
	}
	if !v.CanChange {
		m.Rows = rowsOf(v, v.Draft)
	}
	if chosen, ok := accuracy.PassageNamed(v.Passages, d.Passage); ok {
		m.Quote = newQuote(chosen.Label, chosen.Text)
	}
	m.fields(v, d)
	return m
}

func untilOf(v accuracy.DraftPage) string {
	if v.Draft.SentAt != nil {
		return "It was sent to the team on " + ui.Moment(*v.Draft.SentAt) + "."
	}
	if v.Window.Open {
		return "Comments can be sent until " + ui.MomentLong(v.Window.Closes) + "."
	}
	return v.Window.Sentence()
}

func (m *draftForm) fields(v accuracy.DraftPage, d accuracy.Draft) {
	on := func(name string) string { return ui.ErrorOn(m.Errors, name) }
	m.Passages = ui.Choice{Name: "passage", Label: "Which passage of the draft report?", Value: d.Passage, Empty: "Choose a passage", Error: on("passage")}
	for _, p := range v.Passages {
		m.Passages.Options = append(m.Passages.Options, ui.Option{Value: p.Name, Text: p.Label})
	}
	m.Kinds = ui.Choice{Name: "kind", Label: "What kind of comment is it?", Value: string(d.Kind), Error: on("kind")}
	for _, k := range accuracy.Kinds {
		m.Kinds.Options = append(m.Kinds.Options, ui.Option{Value: string(k), Text: k.Name()})
	}
	m.Words = ui.Area{Name: "words", Label: "Your comment", Hint: "If a fact is wrong, say what is right and how you know.", Value: d.Words, Rows: 6, Max: accuracy.MaxWords, Error: on("words")}
	m.Documents = ui.Choice{Name: "evidence", Label: "Evidence from your documents (optional)", Hint: "The team reads its title.", Empty: "Choose one of your documents", Error: on("evidence")}
	m.documents(v, d)
	m.Evidence = ui.Input{Name: "evidence_words", Label: "Where the evidence is (optional)", Hint: "For example, a page of a document or who holds it.", Value: d.EvidenceWords, Error: on("evidence_words")}
	m.Remark = ui.Area{Name: "remark", Label: "Note for your colleagues (optional)", Hint: "The director, link officer and senior leaders read it. It is never sent.", Value: d.Remark, Rows: 3, Max: accuracy.MaxRemark, Error: on("remark")}
}

// documents offers the host's documents; who sees none still keeps the one that
// the director attached.
func (m *draftForm) documents(v accuracy.DraftPage, d accuracy.Draft) {
	for _, one := range v.Documents {
		m.Documents.Options = append(m.Documents.Options, ui.Option{Value: one.ID.String(), Text: one.Title})
	}
	if d.EvidenceDocumentID != nil {
		m.Documents.Value = d.EvidenceDocumentID.String()
	}
	if attached := v.Draft.EvidenceDocumentID; len(v.Documents) == 0 && attached != nil {
		m.Documents.Options = append(m.Documents.Options, ui.Option{Value: attached.String(), Text: v.Draft.EvidenceTitle})
	}
}

// rowsOf is a draft as it is read.
func rowsOf(v accuracy.DraftPage, d accuracy.Draft) []ui.SummaryRow {
	passage := "Not chosen yet"
	switch p, ok := accuracy.PassageNamed(v.Passages, d.Passage); {
	case ok:
		passage = p.Label
	case d.Passage != "":
		passage = "A passage of the draft report, which the director and senior leaders can read"
	}
	return []ui.SummaryRow{{Key: "Passage", Value: passage}, {Key: "Kind", Value: or(d.Kind.Name(), "Not chosen yet")},
		{Key: "Comment", Body: words(or(d.Words, "Nothing written yet"))}, {Key: "Evidence", Value: or(d.Evidence(), "None")},
		{Key: "Written by", Value: by(d.Person, d.Post)}, {Key: "Note for colleagues", Body: words(or(d.Remark, "None"))}}
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
