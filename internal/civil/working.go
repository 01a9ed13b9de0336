package civil

import "time"

// IsWorkingDay is a weekday that is no bank holiday (S3).
func IsWorkingDay(d Date) bool {
	if d.IsZero() || isWeekend(d) {
		return false
	}
	_, _, holiday := Holiday(d)
	return !holiday
}

func isWeekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// AddWorkingDays counts n working days on from d. The first working day after d
// counts as 1, whatever day d is, so a window of 10 working days ends at the end
// of AddWorkingDays(d, 10) (S2, F7). Negative n counts back; 0 is d itself.
func AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 && !d.IsZero() {
		d = d.AddDays(step)
		if IsWorkingDay(d) {
			n--
		}
	}
	return d
}

// WorkingDaysBetween counts the working days after a up to and with b, so that
// WorkingDaysBetween(d, AddWorkingDays(d, n)) is n. When b is before a it counts
// from b up to the day before a, as a negative number. 0 when either is no date.
func WorkingDaysBetween(a, b Date) int {
	if a.IsZero() || b.IsZero() {
		return 0
	}
	count := 0
	for a.Before(b) {
		a = a.AddDays(1)
		count += one(IsWorkingDay(a))
	}
	for a.After(b) {
		a = a.AddDays(-1)
		count -= one(IsWorkingDay(a))
	}
	return count
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// NextWorkingDay is d when it is a working day, otherwise the first one after it.
func NextWorkingDay(d Date) Date {
	for !d.IsZero() && !IsWorkingDay(d) {
		d = d.AddDays(1)
	}
	return d
}
