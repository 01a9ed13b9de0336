package home

import (
	"fmt"
	"slices"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/reminder"
	"peerchallenge/web/ui"
)

type remindersView struct {
	Title, Last string
	Rows        []ui.TaskRow
}

func toReminders(p reminder.Page) remindersView {
	v := remindersView{Title: "No e-mail is to come: nothing of yours has a date."}
	slices.SortStableFunc(p.Coming, func(a, b reminder.Coming) int { return a.Next.Compare(b.Next) })
	var next civil.Date
	for _, c := range p.Coming {
		row := ui.TaskRow{Text: c.Title, Lines: []string{c.ChallengeName, "Due " + c.DueOn.LongWeekday()}, Distance: "No more e-mails about it"}
		if !c.Next.IsZero() {
			row.Due, row.Distance = ui.DayOfWeek(c.Next.Time()), ""
			if next.IsZero() {
				next = c.Next
			}
		}
		v.Rows = append(v.Rows, row)
	}
	if !next.IsZero() {
		v.Title = "Your next e-mail comes on " + next.LongWeekday() + "."
	} else if n := len(p.Coming); n > 0 {
		v.Title = fmt.Sprintf("No e-mail is to come: you had them all about what is open (%s).", things(n))
	}
	if !p.Last.IsZero() {
		v.Last = "The last one was sent on " + p.Last.LongWeekday() + "."
	}
	return v
}
