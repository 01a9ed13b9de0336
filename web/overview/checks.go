package overview

import (
	"fmt"
	"slices"

	"peerchallenge/internal/access"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/progress"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// checks prints what the stage waits for: a count in words, a bar, each line with
// who is to act and by when.
func (v *view) checks(o progress.Overview) {
	v.CheckTitle = "What this stage waits for"
	if !o.Stage.AtLeast(access.OnSite) {
		v.CheckTitle = "Getting ready"
	}
	late := 0
	for _, c := range o.Checks {
		if !c.Beside {
			v.AllN++
		}
		if c.Met {
			if !c.Beside {
				v.DoneN++
			}
			v.Checked = append(v.Checked, ui.TaskRow{Text: c.Words, Tag: ui.Status("Done")})
			continue
		}
		if !c.Due.IsZero() && c.Due.Before(o.Today) {
			late++
		}
		v.Checks = append(v.Checks, checkRow(c, o))
	}
	v.Progress = ProgressWords(v.DoneN, v.AllN, late)
}

// ProgressWords says how far the preparation is: "5 of 12 done, none late".
func ProgressWords(done, all, late int) string {
	if late == 0 {
		return fmt.Sprintf("%d of %d done, none late", done, all)
	}
	return fmt.Sprintf("%d of %d done, %d late", done, all, late)
}

func checkRow(c journey.Check, o progress.Overview) ui.TaskRow {
	row := ui.TaskRow{Text: c.Words}
	if len(c.Who) > 0 {
		row.Lines = []string{whoIs(c.Who, o.People)}
		if o.Standing().Is(c.Who...) && c.Part != "" && o.Ended == nil {
			row.Href = ui.ChallengePart(o.ID.String(), c.Part)
		}
	}
	if c.Beside {
		row.Lines = append(row.Lines, "The stage does not wait for this")
	}
	if !c.Due.IsZero() {
		row.Due, row.Distance = page.DueDay(o.Today, c.Due), page.Distance(o.Today, c.Due)
	}
	if len(c.Who) > 0 {
		row.Tag = ui.Status(page.DueWord(o.Today, c.Due))
	}
	return row
}

// whoIs names who is to act, or the part when nobody has it.
func whoIs(roles []access.Role, people []progress.Member) string {
	var names []string
	for _, m := range people {
		if slices.Contains(roles, m.Role) && !slices.Contains(names, m.Name) {
			names = append(names, m.Name)
		}
	}
	if len(names) == 0 {
		return roles[0].Name() + ": not found yet"
	}
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d others", page.Names(names[:2]), len(names)-2)
	}
	return page.Names(names)
}

func openWords(open, late int) string {
	words := "Nothing is open now."
	if open == 1 {
		words = "1 thing is open"
	} else if open > 1 {
		words = fmt.Sprintf("%d things are open", open)
	}
	switch {
	case open == 0:
		return words
	case late == 0:
		return words + ", none late."
	default:
		return fmt.Sprintf("%s, %d late.", words, late)
	}
}
