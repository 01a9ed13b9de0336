package roster

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The longest texts taken, in letters.
const (
	maxName  = 200
	maxEmail = 254
)

// read makes a Row of one line.
func (c columns) read(fields []string, line int) Row {
	row := Row{Line: line}
	c.checkShape(&row, fields)
	get := func(col column) string {
		if i, ok := c.at[col]; ok && i < len(fields) {
			return clean(fields[i])
		}
		return ""
	}
	row.setName(get(colName), get(colFirst), get(colLast))
	row.setEmail(get(colEmail))
	row.setRole(get(colRole))
	row.setCouncil(c.own, get(colCode), get(colCouncil))
	row.Starts = row.date("start date", get(colStarts))
	row.Ends = row.date("end date", get(colEnds))
	if !row.Ends.IsZero() && row.Ends.Before(row.Starts) {
		row.problem("The end date, %s, is before the start date, %s.", row.Ends.Long(), row.Starts.Long())
	}
	row.setPhone(get(colPhone))
	return row
}

// checkShape finds what a missing or extra mark does to a line: too many
// columns, or one column that has swallowed the lines below it.
func (c columns) checkShape(row *Row, fields []string) {
	for _, i := range c.at {
		if i < len(fields) && strings.Contains(strings.TrimSpace(fields[i]), "\n") {
			row.problem("A column runs over more than one line. Look for a quotation mark without its partner.")
			return
		}
	}
	for i, f := range fields {
		if strings.Count(f, "\n") > 5 {
			row.problem("A column runs over many lines. Look for a quotation mark without its partner.")
			return
		}
		if i >= c.width && clean(f) != "" {
			row.problem("The line has more columns than there are headings. Look for a separator inside a name or title.")
			return
		}
	}
}

// clean makes text what a person sees: NFC, single spaces, no invisible marks.
// Apostrophes, accents and hyphens stay as typed.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u200c' || r == '\u200d': // joiners: part of the spelling of some names
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

func (r *Row) setName(full, first, last string) {
	r.Name = full
	if r.Name == "" {
		r.Name = strings.TrimSpace(first + " " + last)
	}
	switch {
	case r.Name == "":
		r.problem("There is no name.")
	case len([]rune(r.Name)) > maxName:
		r.Name = string([]rune(r.Name)[:maxName])
		r.problem("The name is longer than 200 letters.")
	case strings.ContainsRune(r.Name, unicode.ReplacementChar):
		r.problem("The name %s has a letter that could not be read. Save the file as “CSV UTF-8”, or type the name again.", quote(r.Name))
	case !strings.ContainsFunc(r.Name, unicode.IsLetter):
		r.problem("%s is not a name.", quote(r.Name))
	}
}
