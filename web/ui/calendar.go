package ui

import (
	"fmt"
	"slices"
	"time"

	"peerchallenge/internal/civil"
)

// Measures of the calendar picture, in its own units.
const (
	calName   = 196
	calYear   = 984
	calAll    = calName + calYear
	calHead   = 34
	calRow    = 35
	calFooter = 30
)

// Calendar is twelve months of a cycle as a picture: councils down, weeks across.
// The page repeats its facts as a table, and as a list on a phone.
type Calendar struct {
	ID     string // of the picture on its page; begins the ids within
	Title  string
	About  string
	Height int
	Foot   int // where the rows end
	Months []CalendarMark
	Ticks  []int // weeks
	Days   []int // bank holidays
	Today  *CalendarMark
	Rows   []CalendarRow
	PerDay float64 // how wide a day is
}

// CalendarRow is one council.
type CalendarRow struct {
	Name   string
	Top    int
	Ground bool
	Hatch  []CalendarMark // before an election
	Shut   []CalendarMark // days on which it cannot be visited
	School []CalendarMark // school holidays
	Bars   []CalendarMark // practice reviews
	Marks  []CalendarMark
}

// CalendarMark is something drawn at X, W wide. Kind is "visit", "clash", "number",
// "letter", "kept" or "follow-up".
type CalendarMark struct {
	Kind string
	X, W int
	Text string
	Drag string     // where moving it with the mouse leads, with "&first=" and the day; empty: it stays
	Day  civil.Date // the day that is moved
}

// CalendarSpan is twelve months in words: "September 2026 to August 2027".
func CalendarSpan(start civil.Date) string {
	end := start.AddMonths(11)
	return fmt.Sprintf("%s %d to %s %d", start.Month(), start.Year(), end.Month(), end.Year())
}

// CalendarScale turns days of twelve months into places from left to right.
type CalendarScale struct{ Start, End civil.Date }

// TwelveMonths is the scale of the twelve months from a day.
func TwelveMonths(start civil.Date) CalendarScale {
	return CalendarScale{start, start.AddMonths(12)}
}

// X is where a day begins.
func (s CalendarScale) X(d civil.Date) int {
	return calName + s.Start.DaysUntil(d)*calYear/s.Start.DaysUntil(s.End)
}

// Has tells whether a day is in the picture.
func (s CalendarScale) Has(d civil.Date) bool { return !d.Before(s.Start) && d.Before(s.End) }

// Bar is a span of days, cut at the edges; ok is false when all of it is outside.
func (s CalendarScale) Bar(first, last civil.Date) (m CalendarMark, ok bool) {
	if first.IsZero() || last.Before(s.Start) || !first.Before(s.End) {
		return CalendarMark{}, false
	}
	if first.Before(s.Start) {
		first = s.Start
	}
	if !last.Before(s.End) {
		last = s.End.AddDays(-1)
	}
	x := s.X(first)
	return CalendarMark{X: x, W: max(s.X(last.AddDays(1))-x, 3)}, true
}

// NewCalendar is the empty picture of twelve months for so many councils: months,
// weeks, bank holidays, and today where it lies in them.
func NewCalendar(id string, s CalendarScale, today civil.Date, councils int) Calendar {
	c := Calendar{ID: id, Title: "Visits from " + CalendarSpan(s.Start), About: "One row for each council, one column for each month. The same dates follow as a table.",
		Foot: calHead + calRow*councils, PerDay: calYear / float64(s.Start.DaysUntil(s.End))}
	c.Height = c.Foot + calFooter
	for d := s.Start; d.Before(s.End); d = d.AddMonths(1) {
		c.Months = append(c.Months, CalendarMark{X: s.X(d), W: s.X(d.AddMonths(1)) - s.X(d), Text: d.Month().String()[:3]})
	}
	for d := s.Start; d.Before(s.End); d = d.AddDays(1) {
		if d.Weekday() == time.Monday {
			c.Ticks = append(c.Ticks, s.X(d))
		}
		if _, _, holiday := civil.Holiday(d); holiday {
			c.Days = append(c.Days, s.X(d))
		}
	}
	if s.Has(today) {
		c.Today = &CalendarMark{X: s.X(today), Text: "Today, " + today.Short()}
	}
	return c
}

// Add sets a council's row under the others.
func (c *Calendar) Add(r CalendarRow) {
	r.Top, r.Ground = calHead+len(c.Rows)*calRow, len(c.Rows)%2 == 0
	r.apart()
	c.Rows = append(c.Rows, r)
}

// apart moves marks that would touch sideways, and back from the right edge.
func (r *CalendarRow) apart() {
	slices.SortStableFunc(r.Marks, func(a, b CalendarMark) int { return a.X - b.X })
	for i := 1; i < len(r.Marks); i++ {
		r.Marks[i].X = max(r.Marks[i].X, r.Marks[i-1].X+r.Marks[i-1].W+3)
	}
	edge := calAll
	for i := len(r.Marks) - 1; i >= 0; i-- {
		r.Marks[i].X = min(r.Marks[i].X, edge-r.Marks[i].W)
		edge = r.Marks[i].X - 3
	}
}

// middle is where the words of a row stand.
func (r CalendarRow) middle() int { return r.Top + calRow/2 }
