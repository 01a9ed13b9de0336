package home

import (
	"fmt"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/progress"
	"peerchallenge/internal/task"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// firstRows is how many tasks show before "Show all".
const firstRows = 10

type view struct {
	Day         string
	First       string // the panel's heading
	Count       string // the panel's sentence
	ToDo        []ui.TaskRow
	More        []ui.TaskRow
	MoreWords   string
	WaitingFor  []ui.TaskRow
	Done        []ui.TaskRow
	Challenges  []card
	Go          *now // what the panel leads to, when nothing has a date
	Now         []now
	Operator    bool
	Coordinator bool
	Start       bool // a coordinator with nothing yet
}

// now is standing work of the stage a challenge is in, beside tasks with a date.
type now struct{ Name, Text, Link, Href string }

type card struct {
	Name, Href, Part string
	StageNumber      int
	StageName        string
	When             string
}

func toView(h progress.Home, r *page.Request) view {
	today := civil.Of(r.Now)
	v := view{Day: ui.Day(r.Now), Operator: r.Who.Operator, Coordinator: r.Who.Coordinator && len(h.Challenges) > 0, Start: r.Who.Coordinator && len(h.Challenges) == 0}
	v.ToDo = rows(h.ToDo, today)
	if len(v.ToDo) > firstRows {
		v.MoreWords = fmt.Sprintf("Show all %d", len(v.ToDo))
		v.ToDo, v.More = v.ToDo[:firstRows], v.ToDo[firstRows:]
	}
	v.WaitingFor, v.Done = rows(h.WaitingFor, today), page.FoldRows(rows(h.Done, today))
	v.First, v.Count = glance(h, today)
	for _, c := range h.Challenges {
		v.Challenges = append(v.Challenges, toCard(c))
		if w, ok := page.StageWorkOf(c.Stage, c.Roles); ok && c.Ended == nil {
			v.Now = append(v.Now, now{Name: c.Name, Text: w.Text, Link: w.Link, Href: ui.ChallengePart(c.ID.String(), w.Part)})
		}
	}
	if len(h.ToDo) == 0 && len(v.Now) > 0 {
		v.Go, v.Now = &v.Now[0], v.Now[1:]
		v.First, v.Count = v.Go.Name+" is under way", v.Go.Text
	}
	return v
}

func rows(tasks []task.Task, today civil.Date) []ui.TaskRow {
	var out []ui.TaskRow
	for _, t := range tasks {
		out = append(out, page.TaskRow(t, today, false))
	}
	return out
}

// glance answers in two sentences: what first, how many, is anyone waiting, is
// anything late.
func glance(h progress.Home, today civil.Date) (first, count string) {
	if len(h.ToDo) == 0 {
		return "Nothing for you to do now.", nextDate(h.Challenges, today)
	}
	t := h.ToDo[0]
	first = "First: " + page.Lower(t.Title)
	if !t.DueOn.IsZero() {
		first += ", by " + ui.DayOfWeek(t.DueOn.Time())
	}
	late, waiting := 0, map[string]bool{}
	for _, t := range h.ToDo {
		if !t.DueOn.IsZero() && t.DueOn.Before(today) {
			late++
		}
		if t.WaitingName != nil && !t.WaitingIsMe {
			waiting[*t.WaitingName] = true
		}
	}
	count = "You have " + things(len(h.ToDo)) + " to do."
	switch len(waiting) {
	case 0:
	case 1:
		count += " One person is waiting for you."
	default:
		count += fmt.Sprintf(" %d people are waiting for you.", len(waiting))
	}
	if late == 0 {
		return first + ".", count + " Nothing is late."
	}
	return first + ".", count + fmt.Sprintf(" %d late.", late)
}

func things(n int) string {
	if n == 1 {
		return "1 thing"
	}
	return fmt.Sprintf("%d things", n)
}

func nextDate(list []challenge.Row, today civil.Date) string {
	var next challenge.Row
	for _, c := range list {
		if c.Ended == nil && c.Stage == access.OnSite && !c.OnsiteFirst.After(today) && !c.OnsiteLast.Before(today) {
			return "The team is in " + c.HostCouncil + " until " + c.OnsiteLast.LongWeekday() + "."
		}
		if c.OnsiteFirst.After(today) && (next.Name == "" || c.OnsiteFirst.Before(next.OnsiteFirst)) {
			next = c
		}
	}
	if next.Name == "" {
		return "We send you an e-mail when there is something."
	}
	return "The next date is " + next.OnsiteFirst.LongWeekday() + ", when the team visits " + next.HostCouncil + "."
}

func toCard(c challenge.Row) card {
	return card{Name: c.Name, Href: ui.ChallengePath(c.ID.String()), Part: part(c.Roles), StageNumber: c.Stage.Number(),
		StageName: c.Stage.Name(), When: "On site " + civil.Range(c.OnsiteFirst, c.OnsiteLast)}
}

// part says in one word what somebody is on a challenge.
func part(roles []access.Role) string {
	var names []string
	for _, r := range roles {
		names = append(names, r.Name())
	}
	return page.Names(names)
}
