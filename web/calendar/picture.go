package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/schedule"
	"peerchallenge/web/ui"
)

// Measures of the picture, in its own units.
const (
	nameWidth  = 196
	yearWidth  = 984
	allWidth   = nameWidth + yearWidth
	headHeight = 34
	rowHeight  = 35
	footHeight = 30
)

// picture is twelve months of a cycle, ready to draw.
type picture struct {
	Title, About string
	Height       int
	Foot         int // where the rows end
	Months       []mark
	Ticks        []int // weeks
	Holidays     []int
	Today        *mark
	Rows         []row
}

type row struct {
	Name   string
	Top    int
	Ground bool
	Hatch  []mark // before an election
	Bars   []mark // practice reviews
	Marks  []mark
}

// mark is something drawn at X, W wide. Kind is "visit", "clash", "number",
// "letter" or "follow-up".
type mark struct {
	Kind string
	X, W int
	Text string
}

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
			links = append(links, ui.Link{Text: span(d), Href: cyclePath(v.Cycle.ID) + "?from=" + d.String()})
		}
	}
	return chosen, links
}

// span is twelve months in words: "September 2026 to August 2027".
func span(start civil.Date) string {
	end := start.AddMonths(11)
	return fmt.Sprintf("%s %d to %s %d", start.Month(), start.Year(), end.Month(), end.Year())
}

// scale turns days into places from left to right.
type scale struct {
	start, end civil.Date
}

func (s scale) x(d civil.Date) int {
	return nameWidth + s.start.DaysUntil(d)*yearWidth/s.start.DaysUntil(s.end)
}

func (s scale) has(d civil.Date) bool { return !d.Before(s.start) && d.Before(s.end) }

// bar is a span of days, cut at the edges; ok is false when all of it is outside.
func (s scale) bar(first, last civil.Date) (m mark, ok bool) {
	if first.IsZero() || last.Before(s.start) || !first.Before(s.end) {
		return mark{}, false
	}
	if first.Before(s.start) {
		first = s.start
	}
	if !last.Before(s.end) {
		last = s.end.AddDays(-1)
	}
	x := s.x(first)
	return mark{X: x, W: max(s.x(last.AddDays(1))-x, 3)}, true
}

func draw(v schedule.Calendar, start civil.Date) picture {
	s := scale{start, start.AddMonths(12)}
	hosts := make([]schedule.Host, 0, len(v.Hosts))
	for _, h := range v.Hosts {
		hosts = append(hosts, h)
	}
	slices.SortFunc(hosts, func(a, b schedule.Host) int { return strings.Compare(a.Name, b.Name) })
	p := picture{Title: "Visits from " + span(start), About: "One row for each council, one column for each month. The same dates follow as a table.",
		Foot: headHeight + rowHeight*len(hosts)}
	p.Height = p.Foot + footHeight
	p.grid(v, s)
	for i, h := range hosts {
		p.Rows = append(p.Rows, drawRow(v, s, h, i))
	}
	return p
}

func (p *picture) grid(v schedule.Calendar, s scale) {
	for d := s.start; d.Before(s.end); d = d.AddMonths(1) {
		p.Months = append(p.Months, mark{X: s.x(d), W: s.x(d.AddMonths(1)) - s.x(d), Text: d.Month().String()[:3]})
	}
	for d := s.start; d.Before(s.end); d = d.AddDays(1) {
		if d.Weekday() == time.Monday {
			p.Ticks = append(p.Ticks, s.x(d))
		}
		if _, _, holiday := civil.Holiday(d); holiday {
			p.Holidays = append(p.Holidays, s.x(d))
		}
	}
	if s.has(v.Today) {
		p.Today = &mark{X: s.x(v.Today), Text: "Today, " + v.Today.Short()}
	}
}

func drawRow(v schedule.Calendar, s scale, h schedule.Host, i int) row {
	r := row{Name: h.Name, Top: headHeight + i*rowHeight, Ground: i%2 == 0}
	for year := s.start.Year(); year <= s.end.Year(); year++ {
		for _, period := range h.Periods(year) {
			if m, ok := s.bar(period.Start, period.PollingDay); ok && period.Applies() {
				r.Hatch = append(r.Hatch, m)
			}
		}
	}
	for _, visit := range v.Visits {
		if visit.HostID == h.ID && visit.Ended == nil {
			r.add(v, s, visit)
		}
	}
	r.apart()
	return r
}

func (r *row) add(v schedule.Calendar, s scale, visit schedule.Visit) {
	if m, ok := s.bar(visit.Dates[challenge.PracticeStarts], visit.Dates[challenge.PracticeEnds]); ok {
		r.Bars = append(r.Bars, m)
	}
	if s.has(visit.First) {
		numbers := v.NumbersOf(visit.ID)
		kind := "visit"
		if len(numbers) > 0 {
			kind = "clash"
		}
		at := s.x(visit.First)
		r.Marks = append(r.Marks, mark{Kind: kind, X: at, W: 18, Text: "V"})
		for _, n := range numbers {
			r.Marks = append(r.Marks, mark{Kind: "number", X: at + 1, W: 18, Text: strconv.Itoa(n)})
		}
		for _, letter := range v.LettersOf(visit.ID) {
			r.Marks = append(r.Marks, mark{Kind: "letter", X: at + 1, W: 18, Text: letter})
		}
	}
	for _, kind := range []challenge.DateKind{challenge.FollowUp6, challenge.FollowUp12, challenge.FollowUp24} {
		if d := visit.Dates[kind]; s.has(d) {
			months := (d.Year()-visit.Last.Year())*12 + int(d.Month()-visit.Last.Month())
			r.Marks = append(r.Marks, mark{Kind: "follow-up", X: s.x(d), W: 26, Text: strconv.Itoa(months)})
		}
	}
}

// apart moves marks that would touch sideways, and back from the right edge.
func (r *row) apart() {
	slices.SortStableFunc(r.Marks, func(a, b mark) int { return a.X - b.X })
	for i := 1; i < len(r.Marks); i++ {
		r.Marks[i].X = max(r.Marks[i].X, r.Marks[i-1].X+r.Marks[i-1].W+3)
	}
	edge := allWidth
	for i := len(r.Marks) - 1; i >= 0; i-- {
		r.Marks[i].X = min(r.Marks[i].X, edge-r.Marks[i].W)
		edge = r.Marks[i].X - 3
	}
}

// middle is where the words of a row stand.
func (r row) middle() int { return r.Top + rowHeight/2 }
