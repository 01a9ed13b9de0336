package roster

import (
	"fmt"
	"io"
	"strings"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/problem"
)

// What Parse takes at most.
const (
	MaxBytes = 2 << 20 // 2 MB
	MaxRows  = 2000
)

// Table is what was understood of a file.
type Table struct {
	Rows    []Row
	Notes   []string // about the whole file: its letters, columns that were left out
	Ignored []string // headings of columns that mean nothing to us
}

// Row is one person. Line is where it begins in the file, counted from 1.
// CouncilCode is always the code of a council of today, or empty. Starts and Ends
// may be no date.
type Row struct {
	Line         int
	Name         string
	Email        string // small letters
	CouncilCode  string
	Role         string // one of the Role constants, or empty
	Starts, Ends civil.Date
	Phone        string
	Notes        []string // what we understood differently from what was typed
	Problems     []string // what must be put right first
}

// OK says that the row can be imported.
func (r Row) OK() bool { return len(r.Problems) == 0 }

// Ready are the rows that can be imported, in their order.
func (t Table) Ready() []Row {
	var out []Row
	for _, r := range t.Rows {
		if r.OK() {
			out = append(out, r)
		}
	}
	return out
}

// Parse reads a people file. The region's own councils are looked in first, then
// the 153 of the reference data. Its errors are problem.TooLarge (over 2 MB) and
// problem.Invalid (not a list, no usable headings, nobody in it, over 2,000
// people), in words for the reader; a failing reader's own error is wrapped.
func Parse(r io.Reader, own ...OwnCouncil) (Table, error) {
	text, notes, err := readText(r)
	if err != nil {
		return Table{}, err
	}
	table := Table{Notes: notes}
	if err := table.fill(text, indexOwn(own), kind{words: headings}); err != nil {
		return Table{}, err
	}
	table.markDuplicates()
	return table, nil
}

// readText reads at most MaxBytes and makes text of them.
func readText(r io.Reader) (text string, notes []string, err error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return "", nil, problem.Wrap(problem.BadRequest, "The file did not arrive whole. Choose it again.", err)
	}
	if len(b) > MaxBytes {
		return "", nil, problem.New(problem.TooLarge, "The file is larger than 2 MB. Split it into smaller files.")
	}
	return decode(b)
}

// kind is what sort of list is read: the headings that mean something, and what is
// told of each line, if anything.
type kind struct {
	words map[column][]string
	each  func(c columns, fields []string)
}

// fill finds the headings and reads every line below them.
func (t *Table) fill(text string, own ownCouncils, k kind) error {
	records, err := newRecords(text)
	if err != nil {
		return err
	}
	columns, err := t.findHeadings(records, k.words)
	if err != nil {
		return err
	}
	columns.own = own
	for records.next() {
		if records.blank() {
			continue
		}
		if len(t.Rows) == MaxRows {
			return problem.New(problem.Invalid, "The file has more than 2,000 people. Split it into smaller files.")
		}
		row := columns.read(records.fields, records.line)
		if k.each != nil {
			k.each(columns, records.fields)
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		return problem.New(problem.Invalid, "There is nobody in the file: it has headings, but no lines below them.")
	}
	return nil
}

// markDuplicates finds the second and later lines with one e-mail address.
func (t *Table) markDuplicates() {
	first := map[string]int{}
	for i := range t.Rows {
		row := &t.Rows[i]
		if row.Email == "" {
			continue
		}
		if line, seen := first[row.Email]; seen {
			row.problem("Line %d has the same e-mail address. Keep one line for each person; a second role can be added afterwards.", line)
			continue
		}
		first[row.Email] = row.Line
	}
}

func (r *Row) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

func (r *Row) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// quote shows what was typed, kept short.
func quote(s string) string {
	runes := []rune(strings.TrimSpace(s))
	if len(runes) > 60 {
		return "“" + string(runes[:60]) + "…”"
	}
	return "“" + string(runes) + "”"
}
