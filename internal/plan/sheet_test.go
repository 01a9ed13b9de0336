package plan_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/xuri/excelize/v2"

	"peerchallenge/internal/access"
	"peerchallenge/internal/plan"
)

// The workbook is read back: a line for each council, real dates, and no formula.
func TestSheet_ReadBack(t *testing.T) {
	t.Parallel()
	s, p, v := made(t)
	page, err := service(s).CyclePage(context.Background(), s.As(access.Coordinator), s.Cycle, p.Proposal.ID)
	if err != nil {
		t.Fatal(err)
	}
	page.Visits[0].Name = "=1+1"
	body, err := plan.Sheet(page)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Visits")
	if err != nil || len(rows) != 5 || rows[1][0] != "=1+1" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if formula, err := f.GetCellFormula("Visits", "A2"); err != nil || formula != "" {
		t.Errorf("formula %q, %v", formula, err)
	}
	people, err := f.GetRows("People")
	if err != nil || len(people) != 1+4*7 {
		t.Errorf("%d lines of people, %v", len(people), err)
	}
	told, err := service(s).CyclePage(context.Background(), s.As(access.Coordinator), s.Cycle, v.Challenge) // Nil: what people were told
	if err != nil || len(told.Visits) != 4 {
		t.Errorf("%d visits, %v", len(told.Visits), err)
	}
}
