package calendar

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/schedule"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// pictureKinds are the marks that the picture can have.
var pictureKinds = []string{"visit", "practice", "follow-up", "holiday", "hatch", "school", "shut", "number", "letter"}

// show is the calendar, ready to print.
type show struct {
	Caption, Title string
	Clashes        []clash
	PanelTitle     string
	Counts         string
	Notes          []note
	Unplaced       string
	Agree          string // where the agreements are recorded; empty once they are
	PlacePath      string // empty: no cycle is open
	Links          []ui.Link
	Windows        []ui.Link // the years of a cycle that is longer than one
	Picture        ui.Calendar
	Head           []string
	Rows           [][]ui.Cell
	Months         []month
}

type clash struct {
	Words string
	Links []ui.Link
}

type note struct{ Letter, Words string }

// month is one month of the list that a phone gets in place of the picture.
type month struct {
	Name   string
	Visits []line
}

type line struct {
	Days, Council, Href, Why string
	Tag                      *ui.TagModel
}

// Show is the calendar of a cycle, the one under way unless another is named.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	cycle := uuid.Nil
	if r.Param("cycle") != "" {
		var err error
		if cycle, err = r.ID("cycle"); err != nil {
			return err
		}
	}
	v, err := h.Schedule.CalendarPage(r.Context(), r.Actor, cycle)
	if err != nil {
		return err
	}
	c := r.Chrome("Calendar", page.NavCalendar)
	c.Width = ui.Wide
	return r.Render(w, http.StatusOK, showPage(c, toShow(v, r.URL.Query().Get("from"))))
}

func toShow(v schedule.Calendar, from string) show {
	s := show{Title: "Calendar", Links: []ui.Link{{Text: "Elections", Href: "/elections"}, {Text: "Closed dates", Href: "/closed-dates"}, {Text: "School holidays", Href: "/school-holidays"}, {Text: "Open a cycle", Href: calendarPath + "/open"}}}
	for _, y := range v.Cycles {
		if y.ID != v.Cycle.ID {
			s.Links = append(s.Links, ui.Link{Text: "The cycle " + y.Name, Href: cyclePath(y.ID)})
		}
	}
	if v.Cycle.ID == uuid.Nil {
		s.PanelTitle, s.Counts = "No cycle is open", "Open a cycle, then place each council's visit in it."
		return s
	}
	s.Caption, s.Title, s.PlacePath = civil.Range(v.Cycle.FirstDay, v.Cycle.LastDay), "Calendar of the cycle "+v.Cycle.Name, placePath(v.Cycle.ID)
	s.Links = append(s.Links, ui.Link{Text: "What councils offer: who has answered", Href: cyclePath(v.Cycle.ID) + "/gathering"})
	agreements := "/agreements/" + v.Cycle.ID.String()
	if v.Recorded {
		s.Links = append(s.Links, ui.Link{Text: "Agreements about information", Href: agreements})
	} else {
		s.Agree = agreements
	}
	s.Links = append([]ui.Link{{Text: "Plans: suggest and change", Href: cyclePath(v.Cycle.ID) + "/plans"}}, s.Links...)
	s.panel(v)
	s.table(v)
	if len(v.Visits) > 0 {
		start, windows := windowOf(v, from)
		s.Windows = windows
		s.Picture = draw(v, start)
	}
	return s
}

// panel answers the page's question: does anything clash?
func (s *show) panel(v schedule.Calendar) {
	s.PanelTitle = "Nothing clashes"
	switch n := len(v.Clashes); {
	case len(v.Visits) == 0:
		s.PanelTitle = "No dates yet"
	case n == 1:
		s.PanelTitle = "1 clash needs a decision"
	case n > 1:
		s.PanelTitle = fmt.Sprintf("%d clashes need a decision", n)
	}
	s.Counts = fmt.Sprintf("%d councils, %s planned, %d agreed.", len(v.Hosts), visits(v.Standing()), v.Agreed())
	for _, c := range v.Clashes {
		s.Clashes = append(s.Clashes, clash{Words: c.Words + endStop(c.Words), Links: waysOut(c)})
	}
	for i, n := range v.Notes {
		s.Notes = append(s.Notes, note{schedule.Letter(i), n.Words + "."})
	}
	names := make([]string, len(v.Unplaced))
	for i, h := range v.Unplaced {
		names[i] = h.Name
	}
	if len(names) > 0 {
		s.Unplaced = "Still without a visit: " + schedule.And(names) + "."
	}
}

// waysOut are what can be done about a clash.
func waysOut(c schedule.Clash) []ui.Link {
	last := c.Visits[len(c.Visits)-1]
	links := []ui.Link{{Text: "Choose another date", Href: movePath(last)}}
	if c.Kind == schedule.Fortnight {
		links = append(links, ui.Link{Text: "Change the team", Href: teamPath(last)})
	}
	return links
}

func endStop(s string) string {
	if strings.HasSuffix(s, ".") {
		return ""
	}
	return "."
}

func visits(n int) string {
	if n == 1 {
		return "1 visit"
	}
	return fmt.Sprintf("%d visits", n)
}

// table is the same dates as a table and, for a phone, as a list by month.
func (s *show) table(v schedule.Calendar) {
	s.Head = []string{"Council", "Practice review", "Visit", "First follow-up", "State", "Change"}
	for _, visit := range v.Visits {
		href, state := ui.ChallengePath(visit.ID.String()), v.State(visit)
		why := practice(visit)
		if numbers := v.NumbersOf(visit.ID); len(numbers) > 0 {
			why = v.Clashes[numbers[0]-1].Short
		} else if why != "" {
			why = "Practice review " + why
		}
		move := ui.Cell{}
		if schedule.Move.Stages[len(schedule.Move.Stages)-1].AtLeast(visit.Stage) && visit.Ended == nil {
			move.Body = moveLink(movePath(visit.ID), visit.Council)
		}
		s.Rows = append(s.Rows, []ui.Cell{{Text: visit.Council, Href: href}, {Text: practice(visit)}, {Text: civil.Range(visit.First, visit.Last)},
			{Text: visit.Dates[challenge.FollowUp6].Long()}, {Tag: ui.Status(state)}, move})
		name := fmt.Sprintf("%s %d", visit.First.Month(), visit.First.Year())
		if len(s.Months) == 0 || s.Months[len(s.Months)-1].Name != name {
			s.Months = append(s.Months, month{Name: name})
		}
		m := &s.Months[len(s.Months)-1]
		m.Visits = append(m.Visits, line{Days: days(visit), Council: visit.Council, Href: href, Why: why, Tag: ui.Status(state)})
	}
}

func practice(v schedule.Visit) string {
	if v.Dates[challenge.PracticeStarts].IsZero() {
		return ""
	}
	return civil.Range(v.Dates[challenge.PracticeStarts], v.Dates[challenge.PracticeEnds])
}

func days(v schedule.Visit) string {
	if v.First.Month() != v.Last.Month() {
		return fmt.Sprintf("%d to %s", v.First.Day(), v.Last.Short())
	}
	return fmt.Sprintf("%d to %d", v.First.Day(), v.Last.Day())
}
