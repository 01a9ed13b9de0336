package roster

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"peerchallenge/internal/problem"
)

// column is what a column of the file means.
type column int

const (
	colName column = iota
	colFirst
	colLast
	colEmail
	colCouncil
	colCode
	colRole
	colStarts
	colEnds
	colPhone
)

// headings are the words people put above a column.
var headings = map[column][]string{
	colName:    {"name", "full name", "person", "contact", "contact name", "names"},
	colFirst:   {"first name", "firstname", "forename", "given name", "first"},
	colLast:    {"surname", "last name", "lastname", "family name", "last"},
	colEmail:   {"email", "e mail", "email address", "e mail address", "mail", "work email", "e mails", "emails"},
	colCouncil: {"council", "council name", "local authority", "authority", "la", "organisation", "organization", "employer", "la name"},
	colCode:    {"council code", "code", "la code", "ons code", "gss code", "authority code", "local authority code"},
	colRole:    {"role", "roles", "post", "job", "job title", "position", "role in the challenge"},
	colStarts:  {"starts", "start", "start date", "starts on", "from", "in post from", "in post since", "since", "date from"},
	colEnds:    {"ends", "end", "end date", "ends on", "to", "until", "in post to", "in post until", "leaves", "date to"},
	colPhone:   {"phone", "telephone", "tel", "mobile", "phone number", "telephone number", "mobile number", "contact number", "tel no"},
}

// columns says where in a line each thing stands.
type columns struct {
	at    map[column]int
	width int // how many headings there are
	own   ownCouncils
}

// headingLines is how far down a heading line is looked for: lists often begin
// with a title.
const headingLines = 10

// maxColumns is more than any list of people has.
const maxColumns = 200

// findHeadings reads up to the heading line. It needs a name and an e-mail column.
func (t *Table) findHeadings(r *records, words map[column][]string) (columns, error) {
	var seen []string
	for range headingLines {
		if !r.next() {
			break
		}
		if len(r.fields) > maxColumns {
			return columns{}, problem.New(problem.Invalid, "The file has more than 200 columns. Keep only those that are needed.")
		}
		c, ignored, twice := readHeadings(r.fields, words)
		if !c.usable() {
			seen = append(seen, shown(r.fields)...)
			continue
		}
		t.Ignored = ignored
		if len(seen) > 0 {
			t.Notes = append(t.Notes, fmt.Sprintf("What stands above the headings on line %d was left out.", r.line))
		}
		for _, heading := range twice {
			t.Notes = append(t.Notes, fmt.Sprintf("The column %s means the same as an earlier one and was left out.", quote(heading)))
		}
		return c, nil
	}
	return columns{}, missingHeadings(seen)
}

// missingHeadings says what is needed and what was there.
func missingHeadings(seen []string) error {
	message := "The first line must have headings, at least “Name” (or “First name” and “Surname”) and “E-mail”. “Council”, “Council code”, “Role”, “Starts”, “Ends” and “Phone” are read too."
	if len(seen) > 0 {
		message += " We found: " + strings.Join(seen[:min(8, len(seen))], ", ") + "."
	}
	return problem.New(problem.Invalid, message)
}

func (c columns) has(col column) bool {
	_, ok := c.at[col]
	return ok
}

func (c columns) usable() bool {
	return c.has(colEmail) && (c.has(colName) || c.has(colFirst) && c.has(colLast))
}

func readHeadings(fields []string, words map[column][]string) (c columns, ignored, twice []string) {
	c = columns{at: map[column]int{}, width: len(fields)}
	for i, field := range fields {
		col, known := meaning(field, words)
		switch {
		case clean(field) == "":
		case !known:
			ignored = append(ignored, clean(field))
		case c.has(col):
			twice = append(twice, clean(field))
		default:
			c.at[col] = i
		}
	}
	return c, ignored, twice
}

// meaning looks a heading up; capitals, stars, colons and what is in brackets do
// not matter.
func meaning(heading string, known map[column][]string) (column, bool) {
	plain := plainHeading(heading)
	for col, words := range known {
		if slices.Contains(words, plain) {
			return col, true
		}
	}
	return 0, false
}

func plainHeading(heading string) string {
	plain, _, _ := strings.Cut(strings.ToLower(clean(heading)), "(")
	return strings.Join(strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) }), " ")
}

func shown(fields []string) []string {
	var out []string
	for _, f := range fields {
		if clean(f) != "" {
			out = append(out, quote(clean(f)))
		}
	}
	return out
}
