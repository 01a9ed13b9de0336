package document

import (
	documents "peerchallenge/internal/document"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// askModel is the form to ask for a document.
type askModel struct {
	mending
	path, whoCan, host string
	title, reason      string
}

// visitorRequests are the requests as the visitors and senior leaders read them: a
// document is named and opened only once it was shared (V2).
func visitorRequests(challenge string, list []documents.Request) []ui.TaskRow {
	var rows []ui.TaskRow
	for _, q := range list {
		row := askedRow(q)
		switch {
		case q.Open():
			row.Tag, row.Lines = &ui.TagModel{Colour: ui.Blue, Words: "With the host"}, append(row.Lines, "The host has not answered yet.")
		case q.Status == documents.NotAvailable:
			row.Tag, row.Lines = ui.Status("Explained"), append(row.Lines, "Not available: "+q.Words)
		case q.SharedID == nil:
			row.Tag, row.Lines = &ui.TagModel{Colour: ui.Blue, Words: "On its way"}, append(row.Lines, "The host has it ready. You can open it once the director shares it.")
		case q.Status == documents.Covered:
			row.Tag, row.Href = ui.Status("Covered"), readingPath(challenge, q.SharedID.String()+"/file")
			row.Lines = append(row.Lines, "Covered by “"+*q.Shared+"”")
		default:
			row.Tag, row.Href = ui.Status("Ready"), readingPath(challenge, q.SharedID.String()+"/file")
			row.Lines = append(row.Lines, "Provided: “"+*q.Shared+"”")
		}
		rows = append(rows, withRemark(row, q))
	}
	return rows
}

// hostRequests are the same for those who answer.
func hostRequests(challenge string, list []documents.Request, mayAnswer bool) []ui.TaskRow {
	var rows []ui.TaskRow
	for _, q := range list {
		row := askedRow(q)
		if mayAnswer {
			row.Href = documentsPath(challenge, "requests/"+q.ID.String())
		}
		switch {
		case q.Open():
			row.Tag = ui.Status("To do")
		case q.Status == documents.NotAvailable:
			row.Tag, row.Lines = ui.Status("Explained"), append(row.Lines, "Not available: "+q.Words)
		default:
			row.Tag = ui.Status("With the team")
			if q.SharedID == nil {
				row.Tag = &ui.TagModel{Colour: ui.Amber, Words: "Not shared yet"}
			}
			if q.OwnTitle != nil {
				row.Lines = append(row.Lines, requestWords[q.Status]+" “"+*q.OwnTitle+"”")
			}
		}
		rows = append(rows, withRemark(row, q))
	}
	return rows
}

var requestWords = map[documents.Status]string{documents.Provided: "Provided:", documents.Covered: "Covered by"}

func askedRow(q documents.Request) ui.TaskRow {
	return ui.TaskRow{Text: q.Title, Lines: []string{q.Reason, "Asked by " + q.AskedBy + " on " + ui.DayLong(q.AskedAt)}}
}

// withRemark adds what the host said beside a document.
func withRemark(row ui.TaskRow, q documents.Request) ui.TaskRow {
	if q.Words != "" && q.Status != documents.NotAvailable {
		row.Lines = append(row.Lines, "The host says: "+q.Words)
	}
	if q.AnsweredBy != nil && q.AnsweredAt != nil {
		row.Lines = append(row.Lines, "Answered by "+*q.AnsweredBy+" on "+ui.DayLong(*q.AnsweredAt))
	}
	return row
}

// requestModel is the host's page of one request.
type requestModel struct {
	mending
	path, addPath, whoCan string
	title, reason, by     string
	status, words         string
	document, covering    string
	documents             []ui.Option
}

func toRequest(v documents.RequestView, form *page.Form, p *problem.Problem) requestModel {
	of, q := v.ID.String(), v.Request
	m := requestModel{mending: mendingOf(p), path: documentsPath(of, "requests/"+q.ID.String()), addPath: documentsPath(of, "add"), whoCan: ui.WhoCanSeePath(of),
		title: q.Title, reason: q.Reason, by: "Asked by " + q.AskedBy + " on " + ui.DayLong(q.AskedAt) + "."}
	if form != nil && form.Line("status") == string(documents.Covered) {
		m.fields = aimed(m.fields, "document", "covering") // the error's link leads to the list that was chosen
	}
	for _, d := range v.Documents {
		m.documents = append(m.documents, ui.Option{Value: d.ID.String(), Text: d.Title})
	}
	switch {
	case form != nil:
		m.status, m.words, m.document, m.covering = form.Line("status"), form.Text("words"), form.Line("document"), form.Line("covering")
	case !q.Open():
		m.status, m.words = string(q.Status), q.Words
		if q.DocumentID != nil {
			m.document, m.covering = q.DocumentID.String(), q.DocumentID.String()
		}
	}
	return m
}

// aimed gives the fields with one under another name.
func aimed(fields []problem.Field, from, to string) []problem.Field {
	out := append([]problem.Field{}, fields...)
	for i := range out {
		if out[i].Name == from {
			out[i].Name = to
		}
	}
	return out
}
