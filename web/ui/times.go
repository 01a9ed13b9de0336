package ui

import (
	"fmt"
	"time"
	_ "time/tzdata" // London's clock also where the machine has no zone files
)

var london = mustLondon()

func mustLondon() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic("ui: no Europe/London: " + err.Error())
	}
	return l
}

// Day writes a day in full: "Tuesday 11 May 2027".
func Day(t time.Time) string { return t.In(london).Format("Monday 2 January 2006") }

// DayOfWeek writes a day of this year: "Friday 12 March".
func DayOfWeek(t time.Time) string { return t.In(london).Format("Monday 2 January") }

// DayLong writes a day without its weekday: "11 May 2027".
func DayLong(t time.Time) string { return t.In(london).Format("2 January 2006") }

// DayShort writes day and month: "11 May".
func DayShort(t time.Time) string { return t.In(london).Format("2 January") }

// Month writes month and year: "November 2027".
func Month(t time.Time) string { return t.In(london).Format("January 2006") }

// Range writes two days as briefly as is clear: "11 to 13 May 2027",
// "30 March to 20 April 2027", "30 December 2026 to 2 January 2027".
func Range(from, to time.Time) string {
	return span(from, to, " 2006")
}

// RangeShort is Range without the year where both days are in the same one.
func RangeShort(from, to time.Time) string {
	return span(from, to, "")
}

func span(from, to time.Time, year string) string {
	from, to = from.In(london), to.In(london)
	last := to.Format("2 January" + year)
	switch {
	case from.Year() != to.Year():
		return DayLong(from) + " to " + DayLong(to)
	case from.Month() != to.Month():
		return DayShort(from) + " to " + last
	case from.Day() != to.Day():
		return fmt.Sprintf("%d to %s", from.Day(), last)
	}
	return last
}

// Clock writes a time of day: "2:32pm", "3pm", "12 noon", "midnight".
func Clock(t time.Time) string {
	t = t.In(london)
	switch {
	case t.Hour() == 12 && t.Minute() == 0:
		return "12 noon"
	case t.Hour() == 0 && t.Minute() == 0:
		return "midnight"
	case t.Minute() == 0:
		return t.Format("3pm")
	}
	return t.Format("3:04pm")
}

// Moment writes day and time: "10 March at 2:40pm".
func Moment(t time.Time) string { return DayShort(t) + " at " + Clock(t) }

// MomentLong writes a deadline in full: "Thursday 18 March 2027 at 11:59pm".
func MomentLong(t time.Time) string { return Day(t) + " at " + Clock(t) }
