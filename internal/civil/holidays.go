package civil

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
	"time"
)

//go:embed bank_holidays.csv
var holidayFile string

// Years for which bank_holidays.csv is complete.
const (
	firstPublished = 2024
	lastPublished  = 2028
)

// published is the bank holidays of the file, by day (S3).
var published = sync.OnceValue(func() map[Date]string {
	rows, err := csv.NewReader(strings.NewReader(holidayFile)).ReadAll()
	if err != nil {
		panic("civil: bank_holidays.csv: " + err.Error()) // compiled in; a test reads it
	}
	out := make(map[Date]string, len(rows))
	for _, row := range rows[1:] {
		out[MustParseISO(row[0])] = named(row[2], row[3] == "yes")
	}
	return out
})

// Holiday says whether d is a bank holiday of England and Wales, and which.
// provisional is true outside 2024 to 2028, where the answer follows the
// standing rules only: a day moved or added by proclamation is not known (S3).
func Holiday(d Date) (name string, provisional, ok bool) {
	if d.IsZero() {
		return "", false, false
	}
	if d.year >= firstPublished && d.year <= lastPublished {
		name, ok = published()[d]
		return name, false, ok
	}
	name, ok = computed(d.year)[d]
	return name, true, ok
}

// computedYears keeps each computed year: counting asks for the same one often.
var computedYears sync.Map // int → map[Date]string

func computed(year int) map[Date]string {
	if have, ok := computedYears.Load(year); ok {
		return have.(map[Date]string)
	}
	made := computeHolidays(year)
	computedYears.Store(year, made)
	return made
}

// computeHolidays applies the standing rules of England and Wales (since 1978;
// the substitute for a weekend day is the next weekday that is not already a
// holiday).
func computeHolidays(year int) map[Date]string {
	easter := easterSunday(year)
	out := map[Date]string{
		easter.AddDays(-2):            "Good Friday",
		easter.AddDays(1):             "Easter Monday",
		firstMonday(year, time.May):   "Early May bank holiday",
		lastMonday(year, time.May):    "Spring bank holiday",
		lastMonday(year, time.August): "Summer bank holiday",
	}
	addFixed(out, NewDate(year, time.January, 1), "New Year’s Day")
	// A day that falls on a weekday keeps it; the other takes the next free weekday.
	// So when Christmas is a Sunday, Boxing Day has the Monday and Christmas the Tuesday.
	christmas, boxing := NewDate(year, time.December, 25), NewDate(year, time.December, 26)
	if christmas.Weekday() == time.Sunday {
		addFixed(out, boxing, "Boxing Day")
		addFixed(out, christmas, "Christmas Day")
		return out
	}
	addFixed(out, christmas, "Christmas Day")
	addFixed(out, boxing, "Boxing Day")
	return out
}

func addFixed(out map[Date]string, d Date, name string) {
	moved := d
	for isWeekend(moved) || out[moved] != "" {
		moved = moved.AddDays(1)
	}
	out[moved] = named(name, moved != d)
}

func named(name string, substitute bool) string {
	if substitute {
		return name + " (substitute day)"
	}
	return name
}

func firstMonday(year int, month time.Month) Date {
	d := NewDate(year, month, 1)
	for d.Weekday() != time.Monday {
		d = d.AddDays(1)
	}
	return d
}

func lastMonday(year int, month time.Month) Date {
	d := NewDate(year, month+1, 0)
	for d.Weekday() != time.Monday {
		d = d.AddDays(-1)
	}
	return d
}

// easterSunday is the Gregorian computus: the Sunday after the full moon of the
// church calendar on or after 21 March.
func easterSunday(year int) Date {
	golden := year % 19
	century := year / 100
	epact := (century - century/4 - (8*century+13)/25 + 19*golden + 15) % 30
	moon := epact - (epact/28)*(1-(29/(epact+1))*((21-golden)/11))
	weekday := (year + year/4 + moon + 2 - century + century/4) % 7
	offset := moon - weekday // days from 28 March
	return NewDate(year, time.March, 28).AddDays(offset)
}
