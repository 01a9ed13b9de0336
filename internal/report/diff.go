package report

import (
	"regexp"
	"strings"
	"time"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Piece is a run of words that stayed, was taken out or was added.
type Piece struct {
	Out  bool
	In   bool
	Text string
}

var wordsAndSpaces = regexp.MustCompile(`\s+|[^\s]+`)

// Differ compares two texts word by word. Joined, the pieces that are not In are
// exactly the text before; those that are not Out exactly the text after. It
// never tidies the pieces further: that is known to alter words.
func Differ(before, after string) []Piece {
	names := map[string]rune{}
	var words []string
	encode := func(text string) []rune {
		var out []rune
		for _, w := range wordsAndSpaces.FindAllString(text, -1) {
			r, known := names[w]
			if !known {
				r = rune(0x10000 + len(words)) // beyond the surrogates, room for a million words
				names[w] = r
				words = append(words, w)
			}
			out = append(out, r)
		}
		return out
	}
	d := diffmatchpatch.New()
	d.DiffTimeout = 200 * time.Millisecond // a page shows several; a coarser answer is still a true one
	a, b := encode(before), encode(after)
	var out []Piece
	for _, x := range d.DiffMainRunes(a, b, false) {
		var text strings.Builder
		for _, r := range x.Text {
			text.WriteString(words[r-0x10000])
		}
		out = append(out, Piece{Out: x.Type == diffmatchpatch.DiffDelete, In: x.Type == diffmatchpatch.DiffInsert, Text: text.String()})
	}
	return out
}

// blank tells whether a text says nothing.
func blank(text string) bool { return strings.TrimSpace(text) == "" }
