package report_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"peerchallenge/internal/report"
)

func TestDiffer_WordByWord(t *testing.T) {
	got := report.Differ("They wait for 40 days.", "They wait for up to 41 days.")
	want := []report.Piece{{Text: "They wait for "}, {Out: true, Text: "40"}, {In: true, Text: "up to 41"}, {Text: " days."}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// No word is lost or doubled, whatever the texts: what stayed and went is the
// text before, what stayed and came is the text after.
func TestDiffer_LosesNoWord(t *testing.T) {
	words := []string{"carers", "wait", "é", "\n\n", " ", "  ", "40", "days", "😀", "\u2029", "the"}
	random := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b strings.Builder
		for range random.IntN(40) {
			b.WriteString(words[random.IntN(len(words))])
		}
		return b.String()
	}
	for range 500 {
		before, after := text(), text()
		var gotBefore, gotAfter strings.Builder
		for _, p := range report.Differ(before, after) {
			if !p.In {
				gotBefore.WriteString(p.Text)
			}
			if !p.Out {
				gotAfter.WriteString(p.Text)
			}
		}
		if gotBefore.String() != before || gotAfter.String() != after {
			t.Fatalf("%q and %q came back as %q and %q", before, after, gotBefore.String(), gotAfter.String())
		}
	}
}
