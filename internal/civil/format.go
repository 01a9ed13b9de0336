package civil

import "fmt"

// String is the ISO form, 2027-03-03: for machines, form values and sorting.
// No date is the empty string, in every form here.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, int(d.month), d.day)
}

// Long is how dates are written on pages: 3 March 2027.
func (d Date) Long() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.day, d.month, d.year)
}

// LongWeekday is for days that people must keep free: Tuesday 3 March 2027.
func (d Date) LongWeekday() string {
	if d.IsZero() {
		return ""
	}
	return d.Weekday().String() + " " + d.Long()
}

// Short leaves the year out where it is plain which one: 3 March.
func (d Date) Short() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s", d.day, d.month)
}

// Range writes first and last day without saying a month or year twice: 11 to 13
// May 2027, 30 April to 2 May 2027. With one end missing it is the other alone.
func Range(a, b Date) string {
	switch {
	case a.IsZero() || b.IsZero() || a == b:
		return later(a, b).Long()
	case a.year != b.year:
		return a.Long() + " to " + b.Long()
	case a.month != b.month:
		return a.Short() + " to " + b.Long()
	default:
		return fmt.Sprintf("%d to %s", a.day, b.Long())
	}
}

func later(a, b Date) Date {
	if a.After(b) {
		return a
	}
	return b
}
