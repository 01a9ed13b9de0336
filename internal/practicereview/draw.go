package practicereview

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
)

// Method says how files are drawn, for the record (P4).
const Method = "For each kind of work the made-up references are put in the order of SHA-256 of “seed/kind/number”, and the first ones are taken. " +
	"The seed was made by the service at the moment of drawing, after the references were counted, so nobody could choose. Anybody can repeat it."

// Drawn is one file of a drawing.
type Drawn struct {
	Label     string // "A": how the reviewers call it
	Kind      string
	Reference string // "Review 7": the number on the list that stays in the council
}

// Drawing gives the files of a seed: the same for the same seed and counts, each
// reference at most once, lettered in the order of kinds and numbers.
func Drawing(seed string, kinds []string, wanted, available map[string]int) []Drawn {
	var out []Drawn
	for _, kind := range kinds {
		numbers := order(seed, kind, available[kind])
		numbers = numbers[:min(wanted[kind], len(numbers))]
		slices.Sort(numbers)
		for _, n := range numbers {
			out = append(out, Drawn{Label: letters(len(out)), Kind: kind, Reference: fmt.Sprintf("%s %d", kind, n)})
		}
	}
	return out
}

func order(seed, kind string, available int) []int {
	numbers := make([]int, available)
	marks := make(map[int][32]byte, available)
	for i := range numbers {
		numbers[i] = i + 1
		marks[i+1] = sha256.Sum256(fmt.Appendf(nil, "%s/%s/%d", seed, kind, i+1))
	}
	slices.SortFunc(numbers, func(a, b int) int {
		x, y := marks[a], marks[b]
		return bytes.Compare(x[:], y[:])
	})
	return numbers
}

// letters names the files: A to Z, then AA, AB.
func letters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return letters(i/26-1) + letters(i%26)
}
