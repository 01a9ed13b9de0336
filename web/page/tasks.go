package page

import (
	"fmt"
	"slices"
	"strings"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/task"
	"peerchallenge/web/ui"
)

// TaskRow prints a task for a list: the act, the challenge, who waits, when.
// OnChallenge leaves the challenge's name out and names those it is for.
func TaskRow(t task.Task, today civil.Date, onChallenge bool) ui.TaskRow {
	row := ui.TaskRow{Text: t.Title, Lines: taskLines(t, onChallenge)}
	if !onChallenge {
		row.Of = t.ChallengeName
	}
	if t.Mine && !closedWhenDone(t) {
		row.Href = t.Path
	}
	if t.DoneAt != nil {
		row.Tag = ui.Status("Done")
		return row
	}
	if !t.DueOn.IsZero() {
		row.Due, row.Distance = DueDay(today, t.DueOn), Distance(today, t.DueOn)
	}
	row.Tag = ui.Status(DueWord(today, t.DueOn))
	return row
}

// closedWhenDone tells whether a done task's page has closed behind it: presenting
// and finalising happen once, and a link there would be a dead end.
// DueDay is the day on which something is due, with its year when that is another one.
func DueDay(today, day civil.Date) string {
	if day.Year() == today.Year() {
		return ui.DayOfWeek(day.Time())
	}
	return ui.Day(day.Time())
}

func closedWhenDone(t task.Task) bool {
	return t.DoneAt != nil && (strings.HasSuffix(t.Path, "/present") || strings.HasSuffix(t.Path, "/finalise"))
}

func taskLines(t task.Task, onChallenge bool) []string {
	var lines []string
	if onChallenge {
		if len(t.Holders) > 0 {
			lines = append(lines, Names(t.Holders))
		} else {
			lines = append(lines, "Nobody has this part yet")
		}
	} else {
		lines = append(lines, t.ChallengeName)
		if !t.Mine && len(t.Holders) > 0 {
			lines = append(lines, "With "+Names(t.Holders))
		}
	}
	if t.WaitingName != nil && !t.WaitingIsMe && t.DoneAt == nil && !slices.Contains(t.Holders, *t.WaitingName) {
		lines = append(lines, *t.WaitingName+" is waiting")
	}
	return lines
}

// FoldRows makes one row of done rows that say the same: "Read the invitation and
// answer (6 times)". The first of them keeps its place.
func FoldRows(rows []ui.TaskRow) []ui.TaskRow {
	at, count := map[string]int{}, map[string]int{}
	var out []ui.TaskRow
	for _, r := range rows {
		key := r.Text + r.Of
		count[key]++
		if i, ok := at[key]; ok {
			out[i].Href = ""
			if r.Of == "" {
				out[i].Lines = nil
			}
			continue
		}
		at[key] = len(out)
		out = append(out, r)
	}
	for key, n := range count {
		if n > 1 {
			out[at[key]].Text += fmt.Sprintf(" (%d times)", n)
		}
	}
	return out
}

// DueWord is the tag of an open task: late, due soon (2 working days or fewer), or to do.
func DueWord(today, due civil.Date) string {
	switch {
	case due.IsZero():
		return "To do"
	case due.Before(today):
		return "Late"
	case civil.WorkingDaysBetween(today, due) <= 2:
		return "Due soon"
	default:
		return "To do"
	}
}

// Distance says how far off a date is: days up to three, then working days up to
// ten, then nothing; how late it is when it has passed.
func Distance(today, due civil.Date) string {
	days := today.DaysUntil(due)
	switch {
	case days == 0:
		return "today"
	case days == 1:
		return "tomorrow"
	case days == -1:
		return "yesterday"
	case days < 0:
		return fmt.Sprintf("%d days ago", -days)
	case days <= 3:
		return fmt.Sprintf("in %d days", days)
	}
	if n := civil.WorkingDaysBetween(today, due); n <= 10 {
		return fmt.Sprintf("in %d working days", n)
	}
	return ""
}
