package civil

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	numbers = regexp.MustCompile(`^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$`)
	iso     = regexp.MustCompile(`^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})$`)
	words   = regexp.MustCompile(`^(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]+)\.?,? (\d{4})$`)
)

// ParseBritish reads a date as people type it: 3/4/2027 and 03/04/2027 (3 April:
// the day comes first), 3 April 2027, 3 Apr 2027, 2027-04-03. Spaces around it
// do not matter. The error is in plain words, without the package's name, so
// that a form or an import can show its text.
func ParseBritish(s string) (Date, error) {
	text := strings.ToLower(strings.Join(strings.Fields(s), " "))
	if m := numbers.FindStringSubmatch(text); m != nil {
		return day(s, m[3], number(m[2]), m[1])
	}
	if m := iso.FindStringSubmatch(text); m != nil {
		return day(s, m[1], number(m[2]), m[3])
	}
	if m := words.FindStringSubmatch(text); m != nil {
		return day(s, m[3], monthNamed(m[2]), m[1])
	}
	return Date{}, fmt.Errorf("%q is not a date. Write it like 3 April 2027 or 03/04/2027", clip(s))
}

// FromFields reads the three boxes of a date in a form, as on GOV.UK pages. The
// month may be a number or a name. All three empty is no date and no error.
func FromFields(dayText, monthText, yearText string) (Date, error) {
	d, m, y := strings.TrimSpace(dayText), strings.ToLower(strings.TrimSpace(monthText)), strings.TrimSpace(yearText)
	if d == "" && m == "" && y == "" {
		return Date{}, nil
	}
	month := number(m)
	if month == 0 {
		month = monthNamed(m)
	}
	return day(strings.Join([]string{d, m, y}, " "), y, month, d)
}

// day checks that the day exists; typed is what the person wrote.
func day(typed, yearText string, month int, dayText string) (Date, error) {
	y, d := number(yearText), number(dayText)
	got := NewDate(y, time.Month(month), d)
	if y < 1900 || y > 2200 || month == 0 || got.day != d || int(got.month) != month {
		return Date{}, fmt.Errorf("%q is not a real date. Check the day, month and year", clip(typed))
	}
	return got, nil
}

// number is 0 for anything that is no number of at most four digits.
func number(s string) int {
	if len(s) > 4 {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// monthNamed reads april, apr and sept; 0 for no month.
func monthNamed(name string) int {
	if len(name) < 3 {
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		full := strings.ToLower(m.String())
		if strings.HasPrefix(full, name) {
			return int(m)
		}
	}
	return 0
}

// clip keeps what is shown back to a person short.
func clip(s string) string {
	r := []rune(strings.ToValidUTF8(strings.TrimSpace(s), "?"))
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return string(r)
}
