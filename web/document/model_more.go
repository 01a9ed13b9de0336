package document

import (
	"fmt"
	"strconv"

	"peerchallenge/internal/challenge"
	documents "peerchallenge/internal/document"
	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// documentModel is the page of one document.
type documentModel struct {
	mending
	path      string
	whoCan    string
	title     string
	panel     string
	said      string // the line under the panel
	line      string // path of the line of the required list it is for, or empty
	versions  []ui.TaskRow
	canKeep   bool
	canRemove bool
	limit     int64
}

func toDocument(v documents.View, p *problem.Problem) documentModel {
	id := v.Head.ID.String()
	m := documentModel{mending: mendingOf(p), path: documentsPath(id, v.Document.ID.String()), whoCan: ui.WhoCanSeePath(id), title: v.Title,
		canKeep: v.CanKeep, canRemove: v.CanRemove, limit: v.Limit}
	m.panel, m.said = sharingWords(v)
	if v.RequirementKey != "" && v.CanKeep {
		m.line = documentsPath(id, "requirements/"+v.RequirementKey)
	}
	for _, x := range v.Versions {
		row := ui.TaskRow{Text: "Version " + strconv.Itoa(x.Version) + ": " + x.FileName, Href: m.path + "/versions/" + strconv.Itoa(x.Version) + "/file",
			Lines: []string{fileWords(x.MIME, x.Size, 0, x.Scan), "Added by " + x.AddedBy + " on " + ui.Moment(x.AddedAt)}}
		if v.SeesShared && x.Shared {
			row.Tag = ui.Status("With the team")
		}
		m.versions = append(m.versions, row)
	}
	return m
}

func sharingWords(v documents.View) (panel, said string) {
	switch {
	case !v.SeesShared:
		return "One of the host’s documents", ""
	case v.SharedVersion == 0:
		return "Not shared with the team yet", "The director shares documents, all at once, from the list."
	case v.ToShare():
		return "The team has version " + strconv.Itoa(v.SharedVersion), "Version " + strconv.Itoa(v.Version) + " goes to the team when the director shares again."
	}
	return "The team has this document", "It cannot be taken back. A newer version can follow it."
}

// requirementModel is the page of one line of the required list.
type requirementModel struct {
	mending
	path      string // of this page
	addPath   string
	whoCan    string
	category  string
	id        string
	title     string
	help      string
	said      string // what is said now
	status    string
	document  string
	reason    string
	documents []ui.Option
	limit     int64
}

func toRequirement(v documents.RequirementView, form *page.Form, p *problem.Problem) requirementModel {
	id := v.Head.ID.String()
	m := requirementModel{mending: mendingOf(p), path: documentsPath(id, "requirements/"+v.Line.ID), addPath: documentsPath(id, "add"),
		whoCan: ui.WhoCanSeePath(id), category: v.Line.Category, id: v.Line.ID, title: v.Line.Title, help: v.Line.Help,
		said: statusWords(v.Line.Status, v.Line.DocumentTitle, v.Line.Reason), status: string(v.Line.Status), reason: v.Line.Reason, limit: v.Limit}
	if v.Line.Status == documents.Covered {
		m.document = v.Line.DocumentID.String()
	}
	if !v.Line.Answered() {
		m.status = ""
	}
	for _, d := range v.Documents {
		m.documents = append(m.documents, ui.Option{Value: d.ID.String(), Text: d.Title})
	}
	if form != nil {
		m.status, m.document, m.reason = form.Line("status"), form.Line("document"), form.Text("reason")
	}
	return m
}

func statusWords(s documents.Status, title, reason string) string {
	switch s {
	case documents.Provided:
		return "Provided: “" + title + "”."
	case documents.Covered:
		return "Covered by “" + title + "”."
	case documents.NotAvailable:
		return "Not available: " + reason
	}
	return "Outstanding: nothing has been said about it yet."
}

// acceptModel is the page that says that files are not scanned.
type acceptModel struct {
	path     string
	back     string
	accepted string
}

func toAccept(l documents.List) acceptModel {
	m := acceptModel{path: documentsPath(l.ID.String(), "accept-unscanned"), back: documentsPath(l.ID.String(), "")}
	if l.Accepted != nil {
		m.accepted = l.Accepted.Name + " accepted this on " + ui.DayLong(l.Accepted.At) + "."
	}
	return m
}

// shareModel is the last page before documents go.
type shareModel struct {
	mending
	path        string
	whoCan      string
	panel       string
	accept      bool // first accept that files are not scanned
	any         bool
	check       ui.Check
	outstanding []string // mandatory lines; the others nobody waits for
	missing     string
}

func toShare(k documents.Check, p *problem.Problem) shareModel {
	id := k.ID.String()
	m := shareModel{mending: mendingOf(p), path: documentsPath(id, ""), whoCan: ui.WhoCanSeePath(id), accept: k.Accepted == nil, any: k.Any()}
	titles := map[string]string{}
	for _, r := range k.Requirements {
		titles[r.ID] = r.Title
	}
	for _, d := range k.Going {
		words := fmt.Sprintf("Version %d. %s", d.Version, fileWords(d.MIME, d.Size, 0, d.Scan))
		if need := titles[d.RequirementKey]; need != "" && need != d.Title {
			words += ". For: " + need
		}
		m.check.Rows = append(m.check.Rows, ui.SummaryRow{Key: d.Title, Value: words})
	}
	for _, r := range k.Explained {
		m.check.Rows = append(m.check.Rows, ui.SummaryRow{Key: r.Title, Value: statusWords(r.Status, r.DocumentTitle, r.Reason)})
	}
	for _, r := range k.Outstanding {
		if r.Mandatory {
			m.outstanding = append(m.outstanding, r.Title)
		}
	}
	n := len(m.outstanding)
	m.missing = strconv.Itoa(n) + " required " + plural(n, "document is", "documents are") + " still to come"
	m.panel = goingWords(len(k.Going), len(k.Explained))
	m.check.To = fmt.Sprintf("the team of %s (%d %s so far) and the visiting principal social workers", k.Name, k.TeamSize, plural(k.TeamSize, "person", "people"))
	m.check.After = "The team can open them once the stage of reading has begun" + onDay(k) + "; the principal social workers and your senior leaders at once. Who joins the team later can open them too."
	m.check.Action, m.check.Button = documentsPath(id, "share"), documents.Share.Label
	m.check.Hidden = []ui.HiddenValue{{Name: "seen", Value: k.Mark()}}
	return m
}

func onDay(k documents.Check) string {
	if day := k.Dates[challenge.ReadingOpens]; !day.IsZero() && day.After(k.Today) {
		return ", planned for " + day.LongWeekday()
	}
	return ""
}

func goingWords(documents, explained int) string {
	words := strconv.Itoa(documents) + " " + plural(documents, "document goes", "documents go") + " to the team"
	if explained > 0 {
		words += ", and what you say about " + strconv.Itoa(explained) + " more"
	}
	return words
}

// readingModel is the page of what was shared.
type readingModel struct {
	path      string
	whoCan    string
	panel     string
	isTeam    bool
	read, of  int
	items     []ui.TaskRow
	earlier   []ui.Link
	explained []ui.SummaryRow
	members   [][]ui.Cell
	requests  []ui.TaskRow
	ask       string // where to ask for a document, or empty
}

func toReading(r documents.Reading) readingModel {
	id := r.ID.String()
	m := readingModel{path: readingPath(id, ""), whoCan: ui.WhoCanSeePath(id), isTeam: r.IsTeam, read: r.ReadCount(), of: len(r.Items)}
	m.panel = strconv.Itoa(m.of) + " " + plural(m.of, "document is", "documents are") + " shared with the team"
	if r.IsTeam {
		m.panel = leftWords(m.of - m.read)
	}
	m.requests = visitorRequests(id, r.Requests)
	if r.CanAsk {
		m.ask = readingPath(id, "ask")
	}
	for _, i := range r.Items {
		m.items = append(m.items, itemRow(id, r, i))
		for _, e := range i.Earlier {
			m.earlier = append(m.earlier, ui.Link{Text: fmt.Sprintf("%s, version %d (%s)", e.Title, e.Version, fileWords(e.MIME, e.Size, 0, e.Scan)),
				Href: readingPath(id, e.ID.String()+"/file")})
		}
	}
	for _, e := range r.Explained {
		m.explained = append(m.explained, ui.SummaryRow{Key: e.Title, Value: statusWords(e.Status, e.Document, e.Reason)})
	}
	for _, p := range r.Members {
		m.members = append(m.members, ui.Cells(p.Name, p.Role.Name(), readWords(p.Read, m.of)))
	}
	return m
}

func itemRow(challenge string, r documents.Reading, i documents.Item) ui.TaskRow {
	row := ui.TaskRow{Text: i.Title, Href: readingPath(challenge, i.ID.String()+"/file"),
		Lines: []string{typeWords(i.MIME) + ", " + files.SizeWords(i.Size) + ", version " + strconv.Itoa(i.Version) + ". " + scanWords(i.Scan),
			"Shared on " + ui.DayLong(i.SharedAt)}}
	if i.Required != "" && i.Required != i.Title {
		row.Lines = append(row.Lines, "Required: "+i.Required)
	}
	if i.Read {
		row.Tag = ui.Status("Read")
	}
	if r.CanMark {
		row.Side = markButton(readingPath(challenge, i.ID.String()+"/mark"), i.Title, i.Read)
	}
	return row
}

func leftWords(left int) string {
	if left == 0 {
		return "Nothing is left for you to read"
	}
	return strconv.Itoa(left) + " " + plural(left, "document is", "documents are") + " left for you to read"
}

// readWords is how far somebody is: "7 of 12 read, 5 left" (D3).
func readWords(read, of int) string {
	switch {
	case of == 0:
		return "Nothing to read yet"
	case read == of:
		return fmt.Sprintf("All %d read", of)
	}
	return fmt.Sprintf("%d of %d read, %d left", read, of, of-read)
}
