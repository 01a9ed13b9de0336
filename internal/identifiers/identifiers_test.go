package identifiers

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func table(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// P1: every identifier of 300 invented ones, of each kind and way of writing, is stopped.
func TestStops_P1_EveryKindAndForm(t *testing.T) {
	rows := table(t, "stops.csv")
	if len(rows) < 300 {
		t.Fatalf("%d examples, want at least 300", len(rows))
	}
	kinds := map[Kind]int{}
	for _, r := range rows {
		kinds[Kind(r[0])]++
		found := Stops(r[2])
		ok := false
		for _, f := range found {
			ok = ok || (f.Kind == Kind(r[0]) && strings.Contains(f.Text, r[1]))
		}
		if !ok {
			t.Errorf("%q: want %s %q, got %v", r[2], r[0], r[1], found)
		}
	}
	for kind := range kindNames {
		if kinds[kind] < 10 {
			t.Errorf("%d examples of %s", kinds[kind], kind)
		}
	}
}

// P1: dates, amounts, counts and references of ordinary notes are not stopped.
func TestStops_P1_OrdinaryNumbersPass(t *testing.T) {
	text, err := os.ReadFile("testdata/clean.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if found := Stops(line); len(found) > 0 {
			t.Errorf("%q is stopped: %v", line, found)
		}
	}
}

// P1: of clean notes as reviewers write them at most one in twenty is stopped; and
// so few words are asked about that people read the question.
func TestStops_P1_AtMostOneFalseStopInTwentyNotes(t *testing.T) {
	text, err := os.ReadFile("testdata/notes.txt")
	if err != nil {
		t.Fatal(err)
	}
	notes := strings.Split(strings.TrimSpace(string(text)), "\n\n")
	if len(notes) < 20 {
		t.Fatalf("%d notes, want at least 20", len(notes))
	}
	stopped, asked := 0, 0
	for _, note := range notes {
		if found := Stops(note); len(found) > 0 {
			stopped++
			t.Logf("stopped: %v", found)
		}
		if names := Names(note); len(names) > 0 {
			asked++
			t.Logf("asked: %v", names)
		}
	}
	if stopped*20 > len(notes) {
		t.Errorf("%d of %d clean notes are stopped", stopped, len(notes))
	}
	if asked*10 > len(notes) {
		t.Errorf("%d of %d clean notes are asked about", asked, len(notes))
	}
}

// P1: possible names are asked about.
func TestNames_P1_PossibleNamesAreAskedAbout(t *testing.T) {
	for _, r := range table(t, "names.csv") {
		var want []string
		if r[0] != "" {
			want = strings.Split(r[0], "|")
		}
		if diff := cmp.Diff(want, Names(r[1])); diff != "" {
			t.Errorf("%q (-want +got):\n%s", r[1], diff)
		}
	}
}

// P1: the answer "no, it is not a person" is kept, and nothing is asked twice.
func TestOpen_P1_AnswersAreKept(t *testing.T) {
	if diff := cmp.Diff([]string{"Tom"}, Open([]string{"Oakfield Lodge", "Tom"}, []string{"oakfield lodge"})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The sentence names what was found, and holds no more than three of them.
func TestExplain_SaysWhatAndWhy(t *testing.T) {
	if got := Explain(nil); got != "" {
		t.Errorf("nothing found: %q", got)
	}
	got := Explain(Stops("Ring 07700 900123, write to a@example.org, at ZZ1 1AA, NHS number 999 123 4560"))
	for _, want := range []string{"an e-mail address", "an NHS number", "still in the box"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
	if !strings.Contains(got, "and 1 more") {
		t.Errorf("%q does not count the rest", got)
	}
}
