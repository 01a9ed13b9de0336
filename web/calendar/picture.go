package calendar

import (
	"slices"
	"strconv"
	"strings"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/schedule"
	"peerchallenge/web/ui"
)

// windowOf chooses the twelve months to draw: those asked for, else those with
// today, else the first; and links to the others of a longer cycle.
func windowOf(v schedule.Calendar, from string) (civil.Date, []ui.Link) {
	first := civil.NewDate(v.Cycle.FirstDay.Year(), v.Cycle.FirstDay.Month(), 1)
	var starts []civil.Date
	for d := first; !d.After(v.Cycle.LastDay) && len(starts) < 10; d = d.AddMonths(12) {
		starts = append(starts, d)
	}
	chosen := starts[0]
	for _, d := range starts {
		if v.Today.Between(d, d.AddMonths(12).AddDays(-1)) {
			chosen = d
		}
	}
	for _, d := range starts {
		if d.String() == from {
			chosen = d
		}
	}
	var links []ui.Link
	for _, d := range starts {
		if d != chosen {
			links = append(links, ui.Link{Text: ui.CalendarSpan(d), Href: cyclePath(v.Cycle.ID) + "?from=" + d.String()})
		}
	}
	return chosen, links
}

func draw(v schedule.Calendar, start civil.Date) ui.Calendar {
	s := ui.TwelveMonths(start)
	hosts := make([]schedule.Host, 0, len(v.Hosts))
	for _, h := range v.Hosts {
		hosts = append(hosts, h)
	}
	slices.SortFunc(hosts, func(a, b schedule.Host) int { return strings.Compare(a.Name, b.Name) })
	p := ui.NewCalendar("calendar", s, v.Today, len(hosts))
	for _, h := range hosts {
		p.Add(drawRow(v, s, h))
	}
	return p
}

func drawRow(v schedule.Calendar, s ui.CalendarScale, h schedule.Host) ui.CalendarRow {
	r := ui.CalendarRow{Name: h.Name}
	for year := s.Start.Year(); year <= s.End.Year(); year++ {
		for _, period := range h.Periods(year) {
			if m, ok := s.Bar(period.Start, period.PollingDay); ok && period.Applies() {
				r.Hatch = append(r.Hatch, m)
			}
		}
	}
	for _, shut := range h.Closed {
		if m, ok := s.Bar(shut.First, shut.Last); ok {
			r.Shut = append(r.Shut, m)
		}
	}
	for _, away := range h.School {
		if m, ok := s.Bar(away.First, away.Last); ok {
			r.School = append(r.School, m)
		}
	}
	for _, visit := range v.Visits {
		if visit.HostID == h.ID && visit.Ended == nil {
			addMarks(&r, v, s, visit)
		}
	}
	return r
}

func addMarks(r *ui.CalendarRow, v schedule.Calendar, s ui.CalendarScale, visit schedule.Visit) {
	if m, ok := s.Bar(visit.Dates[challenge.PracticeStarts], visit.Dates[challenge.PracticeEnds]); ok {
		r.Bars = append(r.Bars, m)
	}
	if s.Has(visit.First) {
		numbers := v.NumbersOf(visit.ID)
		kind := "visit"
		if len(numbers) > 0 {
			kind = "clash"
		}
		at := s.X(visit.First)
		r.Marks = append(r.Marks, ui.CalendarMark{Kind: kind, X: at, W: 18, Text: "V"})
		for _, n := range numbers {
			r.Marks = append(r.Marks, ui.CalendarMark{Kind: "number", X: at + 1, W: 18, Text: strconv.Itoa(n)})
		}
		for _, letter := range v.LettersOf(visit.ID) {
			r.Marks = append(r.Marks, ui.CalendarMark{Kind: "letter", X: at + 1, W: 18, Text: letter})
		}
	}
	for _, kind := range []challenge.DateKind{challenge.FollowUp6, challenge.FollowUp12, challenge.FollowUp24} {
		if d := visit.Dates[kind]; s.Has(d) {
			months := (d.Year()-visit.Last.Year())*12 + int(d.Month()-visit.Last.Month())
			r.Marks = append(r.Marks, ui.CalendarMark{Kind: "follow-up", X: s.X(d), W: 26, Text: strconv.Itoa(months)})
		}
	}
}
