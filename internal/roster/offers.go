package roster

import (
	"io"
	"maps"
	"strconv"
	"strings"
)

// The columns that only a list of people offered has.
const (
	colSkills column = iota + 100
	colExperienced
	colVisits
	colDays
	colAway
)

// offerHeadings are the words above them.
var offerHeadings = map[column][]string{
	colSkills:      {"skills", "strengths", "expertise", "knows well", "specialism", "areas of expertise"},
	colExperienced: {"experienced", "experience", "done it before", "been before", "has done one before", "previous challenge", "previous peer challenge"},
	colVisits:      {"visits", "visits at most", "max visits", "maximum visits", "number of visits", "how many visits", "challenges"},
	colDays:        {"days", "days at most", "max days", "maximum days", "number of days", "how many days"},
	colAway:        {"cannot come", "not available", "unavailable", "away", "dates away", "dates not available", "unavailable dates", "when not", "cannot do"},
}

// OfferRow is one person offered for a cycle. Away is as typed: days in words.
type OfferRow struct {
	Row
	Skills      string
	Experienced bool
	Visits      int // 1 when nothing is written
	Days        int // 0 when nothing is written
	Away        string
}

// OfferTable is what was understood of a list of people offered.
type OfferTable struct {
	Table
	Offers []OfferRow
	// Which columns the list has: what it does not speak of stays as it is.
	HasSkills, HasExperienced, HasVisits, HasDays bool
}

// ParseOffers reads a list of people offered, a CSV file or an Excel workbook: what
// Parse reads, and skills, experience, visits, days and days away. Its errors are
// those of Parse.
func ParseOffers(r io.Reader, own ...OwnCouncil) (OfferTable, error) {
	text, notes, err := readText(r)
	if err != nil {
		return OfferTable{}, err
	}
	t := OfferTable{Table: Table{Notes: notes}}
	k := kind{words: maps.Clone(headings), each: func(c columns, fields []string) {
		t.Offers = append(t.Offers, c.readOffer(fields))
		t.HasSkills, t.HasExperienced, t.HasVisits, t.HasDays = c.has(colSkills), c.has(colExperienced), c.has(colVisits), c.has(colDays)
	}}
	maps.Copy(k.words, offerHeadings)
	if err := t.fill(text, indexOwn(own), k); err != nil {
		return OfferTable{}, err
	}
	t.markDuplicates()
	for i := range t.Offers {
		t.Offers[i].Row = mergeProblems(t.Rows[i], t.Offers[i].Row)
	}
	return t, nil
}

// mergeProblems adds what only the offer's columns had wrong.
func mergeProblems(base, more Row) Row {
	for _, p := range more.Problems {
		base.problem("%s", p)
	}
	base.Notes = append(base.Notes, more.Notes...)
	return base
}

// readOffer reads the further columns of a line. Its Row holds only what they add.
func (c columns) readOffer(fields []string) OfferRow {
	o := OfferRow{Visits: 1}
	get := func(col column) string {
		if i, ok := c.at[col]; ok && i < len(fields) {
			return clean(fields[i])
		}
		return ""
	}
	o.Skills, o.Away = get(colSkills), get(colAway)
	if serial.MatchString(o.Away) {
		d := serialDay(o.Away)
		o.note("The day away %s is a spreadsheet’s number for a day. It was read as %s.", quote(o.Away), d.Long())
		o.Away = d.Long()
	}
	if len([]rune(o.Skills)) > 1000 {
		o.problem("What they know well is longer than 1,000 letters.")
	}
	o.Visits = o.number("number of visits", get(colVisits), 1, 12)
	o.Days = o.number("number of days", get(colDays), 0, 100)
	o.Experienced = o.yes(get(colExperienced))
	return o
}

// number reads a small number; empty is the default.
func (o *OfferRow) number(what, typed string, empty, most int) int {
	if typed == "" {
		return empty
	}
	n, err := strconv.Atoi(strings.TrimSuffix(typed, ".0"))
	if err != nil || n < 1 || n > most {
		o.problem("The %s %s should be a number from 1 to %d.", what, quote(typed), most)
		return empty
	}
	return n
}

func (o *OfferRow) yes(typed string) bool {
	switch strings.ToLower(typed) {
	case "yes", "y", "true", "1", "x", "✓", "ja":
		return true
	case "", "no", "n", "false", "0", "-", "–", "none":
		return false
	}
	o.note("Experience %s was read as yes.", quote(typed))
	return true
}
