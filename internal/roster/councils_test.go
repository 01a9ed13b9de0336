package roster

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"peerchallenge/internal/problem"
)

func TestParseCouncils_KnownOldAndNew(t *testing.T) {
	got, err := ParseCouncils(strings.NewReader("\ufeffName;Code\nbirmingham city council;\nCressford;X1\nNorthamptonshire;\nSt Helens;E08000013\nCressford;\nCoventry;E08000025\n"))
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		Name, Code string
		OK, Known  bool
	}
	var lines []line
	for _, r := range got.Rows {
		lines = append(lines, line{r.Name, r.Code, r.OK(), r.Known})
	}
	want := []line{
		{"Birmingham", "E08000025", true, true},
		{"Cressford", "X1", true, false},
		{"Northamptonshire", "", false, false}, // split in two: which one?
		{"St. Helens", "E08000013", true, true},
		{"Cressford", "", false, false}, // twice
		{"Coventry", "E08000025", false, false},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseCouncils_NotAList(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "no heading": "Birmingham\nCoventry\n", "workbook": "PK\x03\x04....", "nothing below": "Name\n", "zero bytes": "Name\n\x00\n",
	} {
		if _, err := ParseCouncils(strings.NewReader(text)); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
}

func TestParse_OwnCouncilsFirst(t *testing.T) {
	table, err := Parse(strings.NewReader("Name,Email,Council,Role\nIda Oak,ida@example.org,CRESSFORD Council,PSW\nBo Ash,bo@example.org,Nowhere,PSW\n"),
		OwnCouncil{Code: "X1", Name: "Cressford", OfficialName: "Cressford Council"})
	if err != nil {
		t.Fatal(err)
	}
	if got := table.Rows[0]; got.CouncilCode != "X1" || !got.OK() {
		t.Errorf("own council: %+v", got)
	}
	if table.Rows[1].OK() {
		t.Error("an unknown council must be a problem")
	}
}
