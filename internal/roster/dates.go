package roster

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"peerchallenge/internal/civil"
)

var (
	noDate    = map[string]bool{"": true, "-": true, "–": true, "n/a": true, "na": true, "present": true, "ongoing": true, "current": true, "open": true, "none": true}
	midnight  = regexp.MustCompile(`[ t]0?0:00(:00)?(\.0+)?z?$`)
	shortYear = regexp.MustCompile(`^(\d{1,2}[/.\-]\d{1,2}[/.\-])(\d{2})$`)
	serial    = regexp.MustCompile(`^\d{5}(\.\d+)?$`)
)

// date reads one date; what says which. The day comes before the month.
func (r *Row) date(what, typed string) civil.Date {
	text := strings.ToLower(typed)
	if noDate[text] {
		return civil.Date{}
	}
	if serial.MatchString(text) {
		d := serialDay(text)
		r.note("The %s %s is a spreadsheet’s number for a day. It was read as %s.", what, quote(typed), d.Long())
		return d
	}
	text = midnight.ReplaceAllString(text, "")
	short := shortYear.FindStringSubmatch(text)
	if short != nil {
		text = short[1] + "20" + short[2]
	}
	d, err := civil.ParseBritish(text)
	if err != nil {
		r.problem("The %s %s is not a date that we can read. Write it like 3 April 2027 or 03/04/2027: the day comes first.", what, quote(typed))
		return civil.Date{}
	}
	if short != nil {
		r.note("The %s %s was read as %s.", what, quote(typed), d.Long())
	}
	return d
}

// serialDay is the day of a spreadsheet's number, of which five digits were matched.
func serialDay(text string) civil.Date {
	n, _ := strconv.Atoi(text[:5])
	return civil.NewDate(1899, time.December, 30).AddDays(n)
}
