package practice

import (
	"net/http"

	"peerchallenge/internal/access"
	"peerchallenge/internal/practicereview"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Show is the practice review at a glance: what is next, who makes it, files,
// groups, findings.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Reviews.Page(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, showPage(r.ChallengeChrome("Practice review", v.Head, ui.Link{}), v, toShow(v)))
}

// show is the first page, ready to print.
type show struct {
	Panel, Line       string
	Next              *ui.Link
	Done, Total       int
	Words             string
	Files, Groups     []ui.TaskRow
	Findings          []ui.TaskRow
	People            []ui.PeopleGroup
	Dates             []ui.DateRow
	CanAdd, CanDiffer bool
}

func toShow(v practicereview.Page) show {
	s := show{People: peopleOf(v), CanAdd: v.Open, Done: v.EntriesDone(), Total: len(v.Files)}
	s.Panel, s.Line, s.Next = nextStep(v)
	s.Words = page.Counted(s.Done, "entry", "entries") + " of " + page.Counted(s.Total, "file", "files") + " finished"
	for _, f := range v.Files {
		s.Files = append(s.Files, fileRow(v, f))
	}
	for _, g := range v.Groups {
		name := "Focus group"
		if kind, ok := practicereview.KindOfGroup(v.Rules.Practice, g.Kind); ok {
			name = kind.Name
		}
		row := ui.TaskRow{Text: name, Href: groupPath(v.ID, g.ID), Lines: []string{g.Starts + ", " + g.Place, page.Counted(g.Expected, "person", "people") + " expected"}, Due: ui.DayOfWeek(g.MeetsOn.Time())}
		if g.Came != nil {
			row.Lines[1] = page.Counted(*g.Came, "person", "people") + " came"
		}
		if g.Themes != "" {
			row.Tag = ui.Status("Done")
		} else {
			row.Tag = ui.Status("To do")
		}
		s.Groups = append(s.Groups, row)
	}
	for _, f := range v.Live() {
		s.Findings = append(s.Findings, findingRow(v, f))
	}
	return s
}

func fileRow(v practicereview.Page, f practicereview.File) ui.TaskRow {
	row := ui.TaskRow{Text: "File " + f.Label, Href: filePath(v.ID, f.ID), Lines: []string{"Reference on the council’s list: " + f.Reference}, Tag: ui.Status("To do")}
	switch {
	case f.DoneAt != nil:
		row.Tag = ui.Status("Done")
	case f.Version > 0:
		row.Tag = ui.Status("In progress")
	}
	if f.SavedBy != nil {
		row.Lines = append(row.Lines, "Last saved by "+*f.SavedBy)
	}
	return row
}

func findingRow(v practicereview.Page, f practicereview.Finding) ui.TaskRow {
	row := ui.TaskRow{Text: f.Title, Href: findingPath(v.ID, f.ID), Lines: []string{f.Kind.Name()}}
	if v.Shared != nil {
		row.Tag = ui.Status("Done")
		return row
	}
	if why := f.Stands(v.Rules.Visit.PatternFromFiles); why != "" {
		row.Lines = append(row.Lines, why)
		row.Tag = ui.Status("In progress")
	} else {
		row.Lines = append(row.Lines, "Rests on "+f.Rests())
		row.Tag = ui.Status("Ready")
	}
	return row
}

func peopleOf(v practicereview.Page) []ui.PeopleGroup {
	visiting := ui.PeopleGroup{Part: "Visiting principal social workers (PSWs)"}
	host := ui.PeopleGroup{Part: "The host’s PSW"}
	for _, p := range v.People {
		if p.Role == access.HostPSW {
			host.Names = append(host.Names, p.Name)
		} else {
			visiting.Names = append(visiting.Names, p.Name+" ("+p.Council+")")
		}
	}
	return []ui.PeopleGroup{visiting, host}
}

// nextStep answers the page's question: what comes now, and who does it.
func nextStep(v practicereview.Page) (panel, line string, next *ui.Link) {
	sample := &ui.Link{Text: "Go to the sample", Href: pathOf(v.ID, "/sample")}
	isHost := v.Standing().Is(access.HostPSW)
	switch {
	case v.Shared != nil:
		return "The practice findings are handed over", "Team and director have them since " + ui.Moment(v.Shared.HandedAt) + ".", &ui.Link{Text: "Read them as handed over", Href: pathOf(v.ID, "-findings")}
	case !v.Open:
		return "The practice review is closed", "Nothing can be changed at this stage. What was written can still be read.", nil
	case v.Sample == nil:
		return "First: agree which files you look at", "Propose how many files, and of which kinds. The three of you agree before any file is chosen.", sample
	case v.Sample.AgreedAt == nil:
		return "Waiting for everybody to agree the sample", "A sample of " + page.Counted(v.Sample.Size(), "file", "files") + " is proposed.", sample
	case v.Sample.Available == nil && isHost:
		return "Say how many files there are to draw from", "Number the files of each kind on a list that stays in your council.", sample
	case v.Sample.Available == nil:
		return "Waiting for the host’s principal social worker", "They say how many files there are of each kind. Then one of you draws.", sample
	case v.Sample.DrawnAt == nil && isHost:
		return "Waiting for a visiting principal social worker to draw the files", "The visiting ones draw, so that nobody can say the council chose.", sample
	case v.Sample.DrawnAt == nil:
		return "Draw the files", "The references are counted. Draw them now.", sample
	case v.EntriesDone() < len(v.Files) && isHost:
		return "The visiting principal social workers have " + page.Counted(len(v.Files)-v.EntriesDone(), "file", "files") + " still to look at", "You can read their entries, and help to write the findings.", nil
	case v.EntriesDone() < len(v.Files):
		return page.Counted(len(v.Files)-v.EntriesDone(), "file", "files") + " still to look at", "Fill in an entry for each file. Then write what you see in three or more of them.", nil
	}
	if n := len(v.Blockers()); n > 0 {
		return "Every file is looked at", "Write the findings together, and each say what you think of them.", &ui.Link{Text: "Go to the findings", Href: pathOf(v.ID, "/findings")}
	}
	return "Ready to hand over", "All of you have spoken, and every finding is a pattern.", &ui.Link{Text: "Check and hand over", Href: pathOf(v.ID, "/hand-over")}
}
