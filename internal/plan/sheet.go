package plan

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/problem"
)

// Sheet is a cycle as a workbook: visits, people, and what councils give and
// receive. Every cell is text, a number or a date; none is a formula, whatever
// somebody's name begins with.
func Sheet(p Page) ([]byte, error) {
	f := excelize.NewFile()
	b := &book{f: f}
	b.sheet("Visits", visitRows(p))
	b.sheet("People", peopleRows(p))
	b.sheet("Fair shares", shareRows(p))
	if b.err == nil {
		b.err = f.DeleteSheet("Sheet1")
	}
	if b.err != nil {
		return nil, problem.Internalf(b.err, "workbook")
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, problem.Internalf(err, "workbook")
	}
	return out.Bytes(), nil
}

type book struct {
	f   *excelize.File
	err error
}

// sheet writes rows, the first as head.
func (b *book) sheet(name string, rows [][]any) {
	if b.err != nil {
		return
	}
	if _, b.err = b.f.NewSheet(name); b.err != nil {
		return
	}
	var w *excelize.StreamWriter
	if w, b.err = b.f.NewStreamWriter(name); b.err != nil {
		return
	}
	date, err := b.f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		b.err = err
		return
	}
	bold, err := b.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		b.err = err
		return
	}
	if b.err = w.SetColWidth(1, 20, 22); b.err != nil {
		return
	}
	for i, row := range rows {
		for j, v := range row {
			switch d, isDate := v.(civil.Date); {
			case i == 0:
				row[j] = excelize.Cell{Value: v, StyleID: bold}
			case isDate && d.IsZero():
				row[j] = nil
			case isDate:
				row[j] = excelize.Cell{Value: d.Time(), StyleID: date}
			}
		}
		if b.err = w.SetRow(fmt.Sprintf("A%d", i+1), row); b.err != nil {
			return
		}
	}
	b.err = w.Flush()
}

func visitRows(p Page) [][]any {
	head := []any{"Council", "First day on site", "Last day on site", "Practice review from", "Practice review to", "State"}
	for _, role := range planner.Roles {
		head = append(head, strings.ToUpper(check.RoleName(role, 2)[:1])+check.RoleName(role, 2)[1:])
	}
	rows := [][]any{append(head, "Rules broken", "Wishes not met")}
	for _, v := range p.Visits {
		row := []any{v.Name, v.FirstDay, v.Last, v.ReviewFrom, v.ReviewTo, v.StateWords()}
		for _, role := range planner.Roles {
			var names []string
			for _, s := range v.Seats {
				if s.Role == role {
					names = append(names, s.Name)
				}
			}
			row = append(row, strings.Join(names, ", "))
		}
		rows = append(rows, append(row, strings.Join(v.Breaks, " "), strings.Join(v.Misses, " ")))
	}
	return rows
}

// StateWords is where a visit stands, in a word or two.
func (v Visit) StateWords() string {
	switch {
	case v.FirstDay.IsZero():
		return "No date"
	case v.History:
		return "Reading, on site or over"
	case v.Fixed:
		return "Agreed or near"
	case v.Told:
		return "Proposed to the host"
	}
	return "In this plan"
}

func peopleRows(p Page) [][]any {
	rows := [][]any{{"Person", "Council", "Part", "Visit to", "First day on site", "State"}}
	for _, v := range p.Visits {
		for _, s := range v.Seats {
			state := map[string]string{"accepted": "has said yes", "proposed": "asked"}[s.Asked]
			rows = append(rows, []any{s.Name, s.Council, check.RoleName(s.Role, 1), v.Name, v.FirstDay, state})
		}
		for _, role := range v.Empty {
			rows = append(rows, []any{"Not found yet", "", check.RoleName(role, 1), v.Name, v.FirstDay, ""})
		}
	}
	return rows
}

func shareRows(p Page) [][]any {
	rows := [][]any{{"Council", "Gives", "Receives", "Gave before", "Received before", "Gives more than it receives"}}
	for _, g := range p.Shares {
		rows = append(rows, []any{p.Problem.CouncilName(g.Council), g.Gives, g.Receives, g.GaveEarlier, g.ReceivedEarlier, g.Beyond()})
	}
	return rows
}
