package overview

import (
	"slices"
	"sort"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/progress"
	"peerchallenge/internal/task"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type view struct {
	Name, OnSite string
	Sight        string // path of "Who can see what"
	Stages       []ui.Stage
	EarlyReason  string
	Ended        string // the reason
	EndedWord    string
	NextTitle    string
	NextText     string
	NextHref     string
	NextButton   string
	Open, Done   []ui.TaskRow
	Progress     string // of what the stage waits for
	DoneN, AllN  int
	CheckTitle   string
	Checks       []ui.TaskRow // not there yet
	Checked      []ui.TaskRow
	OpenWords    string
	Parts        []ui.Link
	Changes      []ui.Link // when plans change
	Dates        []ui.DateRow
	People       []ui.PeopleGroup
	MoveOn       string // path, empty when not the reader's
}

func toView(o progress.Overview) view {
	id := o.ID.String()
	v := view{Name: o.Name, OnSite: "On site " + civil.Range(o.OnsiteFirst, o.OnsiteLast), Sight: ui.WhoCanSeePath(id),
		Stages: stages(o.Head), Parts: parts(o.Head, allParts), Changes: parts(o.Head, changeParts), Dates: dates(o.Head), People: people(o.People)}
	if o.MovedEarlyReason != nil {
		v.EarlyReason = *o.MovedEarlyReason
	}
	if o.Ended != nil && o.EndedReason != nil {
		v.Ended, v.EndedWord = *o.EndedReason, endedWord(*o.Ended)
	}
	if o.CanMoveOn {
		v.MoveOn = ui.ChallengePart(id, "move-on")
	}
	v.tasks(o)
	v.checks(o)
	return v
}

func (v *view) tasks(o progress.Overview) {
	open, late := 0, 0
	for _, t := range o.Tasks {
		if t.DoneAt == nil {
			open++
			if !t.DueOn.IsZero() && t.DueOn.Before(o.Today) {
				late++
			}
		}
	}
	for _, t := range foldOthers(o.Tasks) {
		row := page.TaskRow(t, o.Today, true)
		if t.DoneAt != nil {
			v.Done = append(v.Done, row)
			continue
		}
		v.Open = append(v.Open, row)
		if t.Mine && v.NextHref == "" && o.Ended == nil {
			v.NextText, v.NextHref, v.NextButton = by(t.Title, t.DueOn), t.Path, t.Title
		}
	}
	v.Done = page.FoldRows(v.Done)
	v.OpenWords = openWords(open, late)
	v.NextTitle = "Next"
	if v.NextHref == "" {
		v.NextText = "Nothing for you now."
		if o.Ended != nil {
			v.NextText += " Next on this challenge: " + o.Next + "."
		} else if w, ok := page.StageWorkOf(o.Stage, o.Standing().Roles); ok {
			v.NextText, v.NextHref, v.NextButton = w.Text, ui.ChallengePart(o.ID.String(), w.Part), w.Link
		} else if len(v.Open) > 0 && len(v.Open[0].Lines) > 0 {
			v.NextText += " Waiting for: " + v.Open[0].Lines[0] + " (" + v.Open[0].Text + ")."
		} else if o.Next != "" {
			v.NextText += " Next on this challenge: " + o.Next + "."
		}
	}
}

// foldOthers makes one task of what several others have to do by the same day: a task
// for each part may have several holders, and who waits for one stands by itself.
func foldOthers(tasks []task.Task) (out []task.Task) {
	type act struct {
		title string
		due   civil.Date
	}
	at := map[act]int{}
	for _, t := range tasks {
		key := act{t.Title, t.DueOn}
		foldable := t.DoneAt == nil && !t.Mine && t.WaitingName == nil
		if i, ok := at[key]; ok && foldable {
			all := append(slices.Clone(out[i].Holders), t.Holders...)
			slices.Sort(all)
			out[i].Holders = slices.Compact(all)
			continue
		}
		if foldable {
			at[key] = len(out)
		}
		out = append(out, t)
	}
	return out
}

func by(title string, due civil.Date) string {
	if due.IsZero() {
		return title + "."
	}
	return title + ", by " + due.LongWeekday() + "."
}

// stages are the ten of the bar, with the date that says most about each.
func stages(h challenge.Head) []ui.Stage {
	notes := map[access.Stage]string{
		access.Scheduled: "to " + short(h.Dates[challenge.ScopeAndTeam]), access.Preparing: "until " + short(h.Dates[challenge.ReadingOpens]),
		access.Reading: "from " + short(h.Dates[challenge.ReadingOpens]), access.OnSite: ui.RangeShort(h.OnsiteFirst.Time(), h.OnsiteLast.Time()),
		access.Drafting: "to " + short(h.Dates[challenge.DraftReport]), access.FactCheck: "to " + short(h.Dates[challenge.CommentsClose]),
		access.FollowUp: ui.Month(h.Dates[challenge.FollowUp6].Time()),
	}
	var out []ui.Stage
	for _, s := range access.Stages {
		stage := ui.Stage{Name: s.Name(), State: ui.StageTodo, Note: notes[s]}
		switch {
		case s == h.Stage:
			stage.State = ui.StageNow
			if h.Ended != nil {
				stage.Word = endedWord(*h.Ended)
			}
		case s.Number() < h.Stage.Number():
			stage.State, stage.Note = ui.StageDone, ""
		}
		out = append(out, stage)
	}
	return out
}

func short(d civil.Date) string {
	if d.IsZero() {
		return "a date not set"
	}
	return d.Short()
}

func endedWord(ended string) string {
	return map[string]string{"postponed": "Postponed", "withdrawn": "Withdrawn", "closed_early": "Closed early"}[ended]
}

// shownDates are those of the sidebar, in the order of the calendar.
func dates(h challenge.Head) []ui.DateRow {
	type dated struct {
		day civil.Date
		row ui.DateRow
	}
	list := []dated{{h.OnsiteFirst, ui.DateRow{When: ui.RangeShort(h.OnsiteFirst.Time(), h.OnsiteLast.Time()), What: "Team on site"}}}
	for kind, day := range h.Dates {
		if !day.IsZero() {
			list = append(list, dated{day, ui.DateRow{When: day.Long(), What: kind.Name()}})
		}
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].day.Before(list[j].day) || (list[i].day == list[j].day && list[i].row.What < list[j].row.What)
	})
	var rows []ui.DateRow
	for _, d := range list {
		rows = append(rows, d.row)
	}
	return rows
}

// expected are the parts whose absence is said.
var expected = []access.Role{access.Lead, access.Councillor, access.SeniorManager, access.Expert, access.VisitingPSW, access.DASS, access.LinkOfficer}

func people(members []progress.Member) []ui.PeopleGroup {
	var out []ui.PeopleGroup
	seen := map[access.Role]int{}
	for _, m := range members {
		if m.Role == access.Invitee || m.Role == access.HostReader {
			continue
		}
		line := m.Name
		if m.Council != "" && (m.Role.IsTeam() || m.Role == access.VisitingPSW) {
			line += ", " + m.Council
		}
		if m.Title != "" && m.Role != access.DASS && m.Role != access.HostPSW {
			line += ", " + m.Title
		}
		if m.Acting {
			line += " (acting)"
		}
		i, ok := seen[m.Role]
		if !ok {
			i = len(out)
			seen[m.Role] = i
			out = append(out, ui.PeopleGroup{Part: m.Role.Name()})
		}
		out[i].Names = append(out[i].Names, line)
	}
	for _, role := range expected {
		if _, ok := seen[role]; !ok {
			nobody := "Nobody has accepted yet" // somebody may be asked
			if role == access.DASS || role == access.LinkOfficer {
				nobody = "Not named yet"
			}
			out = append(out, ui.PeopleGroup{Part: role.Name(), Names: []string{nobody}})
		}
	}
	return out
}

func listRows(rows []challenge.Row) []ui.TaskRow {
	var out []ui.TaskRow
	for _, c := range rows {
		var names []string
		for _, role := range c.Roles {
			names = append(names, role.Name())
		}
		word := c.Stage.Name()
		if c.Ended != nil {
			word = endedWord(*c.Ended)
		}
		out = append(out, ui.TaskRow{Text: c.Name, Href: ui.ChallengePath(c.ID.String()), Due: civil.Range(c.OnsiteFirst, c.OnsiteLast),
			Lines: []string{page.Names(names), c.RegionName + ", " + c.CycleName}, Tag: &ui.TagModel{Colour: ui.Grey, Words: word}})
	}
	return out
}
