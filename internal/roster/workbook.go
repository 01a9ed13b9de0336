package roster

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"peerchallenge/internal/problem"
)

// Limits of what a workbook may unpack to.
const (
	maxUnzipped = 64 << 20
	maxSheetXML = 16 << 20
)

// isWorkbook knows an Excel workbook of today (.xlsx): a zip file.
func isWorkbook(b []byte) bool { return bytes.HasPrefix(b, []byte("PK\x03\x04")) }

// readWorkbook writes the first sheet that has anything in it as comma-separated
// text, one line for each row, so that the same reader understands both. Days are
// taken as the numbers the workbook keeps, never as the cell shows them: a display
// like 04/05/26 does not say which is the month.
func readWorkbook(b []byte) (text string, notes []string, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxSheetXML, RawCellValue: true})
	if err != nil {
		return "", nil, problem.Wrap(problem.Invalid, errWorkbook, err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	from1904 := false
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		from1904 = *props.Date1904
	}
	for i, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return "", nil, problem.Wrap(problem.Invalid, errWorkbook, err)
		}
		text, used := sheetText(rows, from1904)
		if used == 0 {
			continue
		}
		if i > 0 || len(f.GetSheetList()) > 1 {
			notes = append(notes, fmt.Sprintf("The workbook has several sheets. Only %s was read.", quote(sheet)))
		}
		return text, notes, nil
	}
	return "", nil, problem.New(problem.Invalid, errEmpty)
}

// sheetText is at most a few rows more than the reader takes, so that it can say
// that there are too many.
func sheetText(rows [][]string, from1904 bool) (text string, used int) {
	var out strings.Builder
	w := csv.NewWriter(&out)
	for _, row := range rows[:min(len(rows), MaxRows+2*headingLines)] {
		if len(row) == 0 {
			row = []string{""}
		}
		for i, cell := range row {
			row[i] = strings.NewReplacer("\r", " ", "\n", " ", "\x00", "").Replace(cell)
			if from1904 && serial.MatchString(row[i]) {
				n, _ := strconv.Atoi(row[i][:5])
				row[i] = strconv.Itoa(n + 1462) // these workbooks count from 1904
			}
			if row[i] != "" {
				used++
			}
		}
		if len(row) == 1 && row[0] == "" {
			w.Flush()
			out.WriteString("\"\"\n") // a blank row keeps its number
			continue
		}
		_ = w.Write(row) // a strings.Builder takes everything
	}
	w.Flush()
	return out.String(), used
}
