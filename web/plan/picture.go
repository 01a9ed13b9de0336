package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner"
	"peerchallenge/web/ui"
)

// pictures are the cycle, twelve months each.
func pictures(p plan.Page) []ui.Calendar {
	councils := slices.Clone(p.Problem.Councils)
	slices.SortFunc(councils, func(a, b planner.Council) int { return strings.Compare(a.Name, b.Name) })
	first := civil.NewDate(p.Cycle.FirstDay.Year(), p.Cycle.FirstDay.Month(), 1)
	var out []ui.Calendar
	for d := first; !d.After(p.Cycle.LastDay) && len(out) < 10; d = d.AddMonths(12) {
		scale := ui.TwelveMonths(d)
		c := ui.NewCalendar("year"+strconv.Itoa(len(out)+1), scale, p.Today, len(councils))
		for _, k := range councils {
			c.Add(drawRow(p, scale, k))
		}
		out = append(out, c)
	}
	return out
}

func drawRow(p plan.Page, s ui.CalendarScale, k planner.Council) ui.CalendarRow {
	r := ui.CalendarRow{Name: k.Name}
	for _, e := range k.PreElection {
		if m, ok := s.Bar(e.First, e.Last); ok {
			r.Hatch = append(r.Hatch, m)
		}
	}
	for _, shut := range k.Closed {
		if m, ok := s.Bar(shut.First, shut.Last); ok {
			r.Shut = append(r.Shut, m)
		}
	}
	for _, away := range p.Problem.SchoolOf(k) {
		if m, ok := s.Bar(away.First, away.Last); ok {
			r.School = append(r.School, m)
		}
	}
	i := slices.IndexFunc(p.Visits, func(v plan.Visit) bool { return v.Council == k.ID })
	if i < 0 || p.Visits[i].FirstDay.IsZero() {
		return r
	}
	v := p.Visits[i]
	if m, ok := s.Bar(v.ReviewFrom, v.ReviewTo); ok {
		r.Bars = append(r.Bars, m)
	}
	if s.Has(v.FirstDay) {
		kind := "visit"
		switch {
		case len(v.Breaks) > 0 || len(v.Empty) > 0:
			kind = "clash"
		case v.History || v.Fixed:
			kind = "kept"
		}
		r.Marks = append(r.Marks, ui.CalendarMark{Kind: kind, X: s.X(v.FirstDay), W: 18, Text: "V", Drag: dragPath(p, v), Day: v.FirstDay})
	}
	for _, f := range v.FollowUps {
		if s.Has(f.On) {
			r.Marks = append(r.Marks, ui.CalendarMark{Kind: "follow-up", X: s.X(f.On), W: 26, Text: strconv.Itoa(f.Months)})
		}
	}
	return r
}

// dragPath is where a visit that is moved with the mouse is checked and saved: the
// same form that the table leads to. Empty where nothing can be changed.
func dragPath(p plan.Page, v plan.Visit) string {
	if p.Proposal.ID == uuid.Nil || p.Proposal.Approved != nil || v.History {
		return ""
	}
	return changePath(p.Cycle.ID, p.Proposal.ID, v.Council) + "&version=" + strconv.Itoa(p.Proposal.Version)
}
