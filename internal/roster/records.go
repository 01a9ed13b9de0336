package roster

import (
	"encoding/csv"
	"strings"

	"peerchallenge/internal/problem"
)

// records walks through the lines of a file.
type records struct {
	reader *csv.Reader
	fields []string // of the present record, cleaned of nothing
	line   int      // where it begins, from 1
	skip   int      // lines taken off the top before reading
}

// newRecords finds the separator and prepares to read. Quotation marks are taken
// loosely: a mark in the middle of a name is a letter like any other.
func newRecords(text string) (*records, error) {
	r := &records{}
	comma := separator(text)
	if first, rest, ok := strings.Cut(text, "\n"); ok && isSepLine(first) {
		comma = rune(strings.TrimSpace(first)[4])
		text, r.skip = rest, 1
	}
	if strings.TrimSpace(text) == "" {
		return nil, problem.New(problem.Invalid, errEmpty)
	}
	r.reader = csv.NewReader(strings.NewReader(text))
	r.reader.Comma, r.reader.LazyQuotes, r.reader.FieldsPerRecord = comma, true, -1
	return r, nil
}

// isSepLine knows Excel's own first line, "sep=;".
func isSepLine(line string) bool {
	line = strings.Trim(line, " ")
	return len(line) == 5 && strings.EqualFold(line[:4], "sep=") && strings.ContainsAny(line[4:], ",;\t")
}

// separator is the one of , ; and tab that stands most often outside quotation
// marks in the first ten lines; a comma when there is none.
func separator(text string) rune {
	counts := map[rune]int{}
	quoted, lines := false, 0
	for _, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '\n':
			lines++
		case !quoted && (c == ',' || c == ';' || c == '\t'):
			counts[c]++
		}
		if lines == 10 {
			break
		}
	}
	best := ','
	for _, c := range []rune{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// next moves to the next record; false at the end. With loose quotation marks
// and free field counts there is no other error to meet.
func (r *records) next() bool {
	fields, err := r.reader.Read()
	if err != nil {
		return false
	}
	line, _ := r.reader.FieldPos(0)
	r.fields, r.line = fields, line+r.skip
	return true
}

// blank says that nothing is written in any column.
func (r *records) blank() bool {
	for _, f := range r.fields {
		if clean(f) != "" {
			return false
		}
	}
	return true
}
