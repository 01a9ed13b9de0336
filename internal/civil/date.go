package civil

import (
	"fmt"
	"time"

	"peerchallenge/internal/clock"
)

// Date is one day of the calendar. The zero value means "no date".
// Build it with NewDate, Of or one of the parsers: those never give a day that
// does not exist.
type Date struct {
	year  int
	month time.Month
	day   int
}

// NewDate gives the day; a day or month too many runs over, as in time.Date
// (31 April is 1 May).
func NewDate(year int, month time.Month, day int) Date {
	return fromUTC(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Of gives the day it is in London at the moment t. The zero time gives the
// zero Date.
func Of(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	y, m, d := t.In(clock.London).Date()
	return Date{y, m, d}
}

// ParseISO reads "2027-03-03"; nothing else, and only days that exist.
func ParseISO(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("civil: %q is not a date written as 2027-03-03", s)
	}
	return fromUTC(t), nil
}

// MustParseISO is ParseISO for constants in code and tests; it panics.
func MustParseISO(s string) Date {
	d, err := ParseISO(s)
	if err != nil {
		panic(err)
	}
	return d
}

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Year, Month and Day are the parts; all 0 for the zero Date.
func (d Date) Year() int         { return d.year }
func (d Date) Month() time.Month { return d.month }
func (d Date) Day() int          { return d.day }

// Time is the moment the day begins in London; the zero time for the zero Date.
func (d Date) Time() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, clock.London)
}

// End is the moment the day is over in London: the first moment of the next day.
// A window that is open "until 3 March" is open while now is before End.
func (d Date) End() time.Time { return d.AddDays(1).Time() }

// AddDays moves n calendar days; n may be negative. No date stays no date.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return fromUTC(d.utc().AddDate(0, 0, n))
}

// AddWeeks moves n times seven days.
func (d Date) AddWeeks(n int) Date { return d.AddDays(7 * n) }

// AddMonths moves n months and stays inside the month reached: 31 August and one
// month is 30 September.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	first := time.Date(d.year, d.month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.day, last)}
}

// Before, After and Compare order days. The zero Date is before every other.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After is the opposite of Before; equal days are neither.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Compare is -1, 0 or 1, for slices.SortFunc.
func (d Date) Compare(e Date) int { return d.utc().Compare(e.utc()) }

// Between says that d is first, last or a day between them.
func (d Date) Between(first, last Date) bool { return !d.Before(first) && !d.After(last) }

// Weekday is the day of the week; it means nothing for the zero Date.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// DaysUntil counts calendar days from d to e: 1 from today to tomorrow, negative
// when e is earlier, 0 when either is no date.
func (d Date) DaysUntil(e Date) int {
	if d.IsZero() || e.IsZero() {
		return 0
	}
	return int((e.utc().Unix() - d.utc().Unix()) / (24 * 60 * 60))
}

// utc is the day as a time for counting: UTC has no summer time, so that every
// day has 24 hours.
func (d Date) utc() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC)
}

func fromUTC(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}
