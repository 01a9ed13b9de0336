package document

import (
	"fmt"
	"strconv"
	"strings"

	"peerchallenge/internal/challenge"
	documents "peerchallenge/internal/document"
	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// notScanned is said wherever a file is offered (D2).
const notScanned = "Not scanned"

const (
	hostSees  = "you, the director, the link officer, and those the director lets read drafts."
	hostLater = "The team sees a document only once the director has shared it, from the stage of reading on."
)

// mending is what a page says about a form that was sent.
type mending struct {
	fields  []problem.Field
	message string // when no field is to blame
}

func mendingOf(p *problem.Problem) mending {
	switch {
	case p == nil:
		return mending{}
	case len(p.Fields) > 0:
		return mending{fields: p.Fields}
	}
	return mending{message: p.Message}
}

func (e mending) on(name string) string { return ui.ErrorOn(e.fields, name) }

// fileWords are type, size and version: "PDF, 36 KB, version 2. Not scanned".
func fileWords(mime string, size int64, version int, scan string) string {
	words := typeWords(mime) + ", " + files.SizeWords(size)
	if version > 1 {
		words += ", version " + strconv.Itoa(version)
	}
	return words + ". " + scanWords(scan)
}

func scanWords(scan string) string {
	switch scan {
	case "clean":
		return "Scanned"
	case "stopped":
		return "Stopped"
	}
	return notScanned
}

// typeWords is the type without its article, with a capital: "PDF", "Word document".
func typeWords(mime string) string {
	words := files.KindWords(mime)
	for _, article := range []string{"a ", "an "} {
		words = strings.TrimPrefix(words, article)
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

func fileHint(limit int64) string {
	return "One file, at most " + files.SizeWords(limit) + ": a PDF, Word, Excel, PowerPoint or OpenDocument file, plain text or a picture. Files are not scanned for viruses."
}

func accepted() string { return strings.Join(files.Accepted(), ",") }

// group is one category of the required list.
type group struct {
	title string
	rows  []ui.TaskRow
	extra []ui.TaskRow // not required and not answered: folded too
	ready []ui.TaskRow // answered: folded, so that a phone shows what is left
}

// listModel is the host's list, ready to print.
type listModel struct {
	path     string
	whoCan   string
	panel    string
	progress string
	done, of int
	lines    []string
	accepted string
	askFirst bool // somebody should accept that files are not scanned
	canKeep  bool
	canShare bool
	groups   []group
	others   []ui.TaskRow
	requests []ui.TaskRow // what the visitors asked for
}

func toList(l documents.List) listModel {
	id := l.ID.String()
	m := listModel{path: documentsPath(id, ""), whoCan: ui.WhoCanSeePath(id), canKeep: l.CanKeep, canShare: l.CanShare,
		askFirst: l.Accepted == nil && l.CanAccept}
	for _, r := range l.Requirements {
		if r.Mandatory {
			m.of++
			if r.Answered() {
				m.done++
			}
		}
	}
	m.progress = fmt.Sprintf("%d of %d required documents in or explained", m.done, m.of)
	m.panel, m.lines = panelOf(l, m.of-m.done)
	if l.Accepted != nil {
		m.accepted = l.Accepted.Name + " accepted this on " + ui.DayLong(l.Accepted.At) + "."
	}
	m.groups = groupsOf(l)
	m.requests = hostRequests(id, l.Requests, l.CanKeep)
	for _, d := range l.Others() {
		m.others = append(m.others, documentRow(id, d, l.SeesShared))
	}
	return m
}

func panelOf(l documents.List, left int) (title string, lines []string) {
	title = "All required documents are in or explained"
	if left > 0 {
		title = strconv.Itoa(left) + " required " + plural(left, "document is", "documents are") + " still to come"
		if due := l.Dates[challenge.SelfAssessment]; !due.IsZero() {
			title += ", by " + due.LongWeekday()
		}
	}
	if !l.SeesShared {
		return title, nil
	}
	n := toShareCount(l)
	switch {
	case l.DocumentsSharedAt == nil:
		lines = append(lines, "Nothing has been shared with the team yet.")
	case n == 0:
		lines = append(lines, "The team has every document on this list.")
	default:
		lines = append(lines, strconv.Itoa(n)+" "+plural(n, "document was", "documents were")+" added or changed since the last sharing.")
	}
	return title, lines
}

func toShareCount(l documents.List) int {
	n := 0
	for _, d := range l.Documents {
		if d.ToShare() {
			n++
		}
	}
	return n
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func groupsOf(l documents.List) []group {
	byID := map[string]documents.Document{}
	for _, d := range l.Documents {
		byID[d.ID.String()] = d
	}
	var groups []group
	place := map[string]int{}
	for _, r := range l.Requirements {
		i, ok := place[r.Category]
		if !ok {
			i = len(groups)
			place[r.Category] = i
			groups = append(groups, group{title: r.Category})
		}
		row := requirementRow(l, r, byID[r.DocumentID.String()])
		switch {
		case answered(r.Status):
			groups[i].ready = append(groups[i].ready, row)
		case !r.Mandatory:
			groups[i].extra = append(groups[i].extra, row)
		default:
			groups[i].rows = append(groups[i].rows, row)
		}
	}
	return groups
}

func answered(s documents.Status) bool {
	return s == documents.Provided || s == documents.Covered || s == documents.NotAvailable
}

// extraSummary says what is folded: "2 more, if you have them".
func (g group) extraSummary() string {
	if len(g.extra) == 1 {
		return "1 more, if you have it"
	}
	return strconv.Itoa(len(g.extra)) + " more, if you have them"
}

// readySummary says what is folded: "3 documents ready".
func (g group) readySummary() string {
	if len(g.ready) == 1 {
		return "1 document ready or explained"
	}
	return strconv.Itoa(len(g.ready)) + " documents ready or explained"
}

func requirementRow(l documents.List, r documents.Requirement, d documents.Document) ui.TaskRow {
	id := l.ID.String()
	row := ui.TaskRow{Text: r.Title}
	if l.CanKeep {
		row.Href = documentsPath(id, "requirements/"+r.ID)
	}
	switch r.Status {
	case documents.Provided:
		row.Href = documentsPath(id, d.ID.String())
		row.Lines, row.Tag = []string{d.Title, fileWords(d.MIME, d.Size, d.Version, d.Scan)}, sharedTag(d, l.SeesShared)
		if d.Title == r.Title {
			row.Lines = row.Lines[1:]
		}
	case documents.Covered:
		row.Lines, row.Tag = []string{"Covered by “" + r.DocumentTitle + "”"}, ui.Status("Covered")
	case documents.NotAvailable:
		row.Lines, row.Tag = []string{"Not available: " + r.Reason}, ui.Status("Explained")
	default:
		row.Lines, row.Tag = []string{r.Help}, ui.Status("If you have it")
		if r.Mandatory {
			row.Tag = ui.Status("To do")
		}
	}
	return row
}

func documentRow(challenge string, d documents.Document, seesShared bool) ui.TaskRow {
	return ui.TaskRow{Text: d.Title, Href: documentsPath(challenge, d.ID.String()),
		Lines: []string{fileWords(d.MIME, d.Size, d.Version, d.Scan)}, Tag: sharedTag(d, seesShared)}
}

func sharedTag(d documents.Document, seesShared bool) *ui.TagModel {
	switch {
	case !seesShared || d.SharedVersion == 0:
		return ui.Status("Ready")
	case d.ToShare():
		return ui.Status("Newer version")
	}
	return ui.Status("With the team")
}

// addModel is the form for a new document.
type addModel struct {
	mending
	path        string
	whoCan      string
	title       string
	requirement string
	lines       []ui.Option
	limit       int64
}

func toAdd(l documents.List, form page.Form, p *problem.Problem) addModel {
	m := addModel{mending: mendingOf(p), path: documentsPath(l.ID.String(), ""), whoCan: ui.WhoCanSeePath(l.ID.String()),
		title: form.Text("title"), requirement: form.Line("requirement"), limit: l.Limit}
	for _, r := range l.Requirements {
		if !r.Answered() || r.ID == m.requirement {
			m.lines = append(m.lines, ui.Option{Value: r.ID, Text: r.Title})
		}
	}
	return m
}
