package reference

import (
	"embed"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
)

//go:embed data
var files embed.FS

// row is one line of a CSV file, by column name.
type row map[string]string

// mustRows reads a file of data/. It panics on a file that cannot be read: the
// files are compiled in, and a test reads every one.
func mustRows(name string) []row {
	f, err := files.Open("data/" + name)
	if err != nil {
		panic("reference: " + err.Error())
	}
	records, err := csv.NewReader(f).ReadAll()
	if err != nil || len(records) == 0 {
		panic("reference: " + name + " cannot be read")
	}
	out := make([]row, 0, len(records)-1)
	for _, record := range records[1:] {
		r := make(row, len(record))
		for i, column := range records[0] {
			r[column] = record[i]
		}
		out = append(out, r)
	}
	return out
}

// mustJSON reads a file of data/ into dst.
func mustJSON(name string, dst any) {
	b, err := files.ReadFile("data/" + name)
	if err == nil {
		err = json.Unmarshal(b, dst)
	}
	if err != nil {
		panic("reference: " + name + ": " + err.Error())
	}
}

// int is 0 where the file says nothing.
func (r row) int(column string) int {
	if r[column] == "" {
		return 0
	}
	n, err := strconv.Atoi(r[column])
	if err != nil {
		panic("reference: " + column + ": " + err.Error())
	}
	return n
}

// list splits "a;b;c"; nil where the file says nothing.
func (r row) list(column string) []string {
	if r[column] == "" {
		return nil
	}
	return strings.Split(r[column], ";")
}
