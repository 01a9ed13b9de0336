package roster

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// MaxCouncils is more than England has.
const MaxCouncils = 400

// CouncilTable is what was understood of a list of councils.
type CouncilTable struct {
	Rows  []CouncilRow
	Notes []string // about the whole file
}

// CouncilRow is one council. Code is the ONS code when the reference data knows
// the council, or what was typed; empty when there is none.
type CouncilRow struct {
	Line         int
	Name         string
	OfficialName string
	Code         string
	Known        bool // one of the 153 of the reference data
	Notes        []string
	Problems     []string
}

// OK says that the row can be imported.
func (r CouncilRow) OK() bool { return len(r.Problems) == 0 }

var (
	councilNames = headings[colCouncil]
	councilCodes = headings[colCode]
)

// ParseCouncils reads a list of councils with a column for the name and perhaps
// one for the code, in the same shapes of file as Parse. Councils that the
// reference data does not know are taken as they are typed. Errors as of Parse.
func ParseCouncils(r io.Reader) (CouncilTable, error) {
	text, notes, err := readText(r)
	if err != nil {
		return CouncilTable{}, err
	}
	lines, err := newRecords(text)
	if err != nil {
		return CouncilTable{}, err
	}
	t := CouncilTable{Notes: notes}
	name, code, err := councilHeadings(lines)
	if err != nil {
		return CouncilTable{}, err
	}
	for lines.next() {
		if lines.blank() {
			continue
		}
		if len(t.Rows) == MaxCouncils {
			return CouncilTable{}, problem.New(problem.Invalid, "The file has more than 400 councils. Is it the right file?")
		}
		t.Rows = append(t.Rows, readCouncil(lines.line, field(lines.fields, name), field(lines.fields, code)))
	}
	if len(t.Rows) == 0 {
		return CouncilTable{}, problem.New(problem.Invalid, "There is no council in the file: it has a heading, but no lines below it.")
	}
	t.markDuplicates()
	return t, nil
}

// councilHeadings looks for the columns; code is -1 when there is none.
func councilHeadings(lines *records) (name, code int, err error) {
	name, code = -1, -1
	if lines.next() {
		for i, f := range lines.fields {
			switch plain := plainHeading(f); {
			case name < 0 && (plain == "name" || slices.Contains(councilNames, plain)):
				name = i
			case code < 0 && slices.Contains(councilCodes, plain):
				code = i
			}
		}
	}
	if name < 0 {
		return 0, 0, problem.New(problem.Invalid, "The first line must have the heading “Name”, and may have “Code”.")
	}
	return name, code, nil
}

func field(fields []string, i int) string {
	if i < 0 || i >= len(fields) {
		return ""
	}
	return clean(fields[i])
}

// readCouncil understands one line; a name or code of today's 153 councils takes
// its official name and code from the reference data.
func readCouncil(line int, name, code string) CouncilRow {
	row := CouncilRow{Line: line, Name: name, OfficialName: name, Code: code}
	if !row.checkTyped() {
		return row
	}
	var byCode reference.Council
	if code != "" {
		c, note, ok := reference.CouncilByCode(code)
		byCode = c
		row.say(note, ok)
	}
	byName, note, ok := reference.CouncilByName(name)
	row.say(note, ok)
	if len(row.Problems) > 0 {
		return row
	}
	switch {
	case byCode.Code != "" && byName.Code != "" && byCode.Code != byName.Code:
		row.Problems = append(row.Problems, fmt.Sprintf("The code %s is %s, but the name is %s.", quote(code), byCode.Name, quote(name)))
	case byName.Code != "":
		row.take(byName)
	case byCode.Code != "":
		row.take(byCode)
	default:
		row.Notes = append(row.Notes, "Not one of the 153 councils of our data: taken as typed. Its elections and neighbours are not known.")
		if near, ok := reference.SuggestCouncil(name); ok {
			row.Notes = append(row.Notes, fmt.Sprintf("Did you mean %s?", near.Name))
		}
	}
	return row
}

func (r *CouncilRow) checkTyped() bool {
	switch {
	case r.Name == "":
		r.Problems = append(r.Problems, "There is no name.")
	case len([]rune(r.Name)) > 100:
		r.Problems = append(r.Problems, "The name is longer than 100 letters. Look for a quotation mark without its partner.")
	case strings.ContainsRune(r.Name, '\uFFFD'):
		r.Problems = append(r.Problems, "The name has a letter that could not be read. Save the file as “CSV UTF-8”, or type the name again.")
	case len([]rune(r.Code)) > 20:
		r.Problems = append(r.Problems, "The code is longer than 20 letters.")
	}
	return len(r.Problems) == 0
}

// say keeps what the reference data remarks: a note when it found the council,
// a problem when it did not.
func (r *CouncilRow) say(note string, ok bool) {
	switch {
	case note == "":
	case ok:
		r.Notes = append(r.Notes, note)
	default:
		r.Problems = append(r.Problems, note+" Say which one.")
	}
}

func (r *CouncilRow) take(c reference.Council) {
	r.Name, r.OfficialName, r.Code, r.Known = c.Name, c.OfficialName, c.Code, true
}

func (t *CouncilTable) markDuplicates() {
	first := map[string]int{}
	for i := range t.Rows {
		row := &t.Rows[i]
		for _, key := range []string{"n " + foldName(row.Name), "c " + strings.ToUpper(row.Code)} {
			line, seen := first[key]
			switch {
			case key == "n " || key == "c ":
			case seen && line != row.Line && row.OK():
				row.Problems = append(row.Problems, fmt.Sprintf("Line %d is the same council.", line))
			case !seen:
				first[key] = row.Line
			}
		}
	}
}
