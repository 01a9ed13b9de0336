package practicereview

import (
	"strings"

	"peerchallenge/internal/db"
	"peerchallenge/internal/identifiers"
	"peerchallenge/internal/problem"
)

// NotPersonField is the name of the checkboxes that answer "Is this a person?".
const NotPersonField = "not_person"

// text is one box of a form.
type text struct {
	field, words string
	most         int
}

// check refuses what could point to a person (P1): number-like identifiers at
// their field, and possible names that notPeople does not answer.
func check(f *problem.Fields, notPeople []string, texts ...text) {
	var all []string
	for _, t := range texts {
		f.Check(db.Length(t.words) <= t.most, t.field, "This must be "+thousands(t.most)+" characters or fewer")
		if sentence := identifiers.Explain(identifiers.Stops(t.words)); sentence != "" {
			f.Add(t.field, sentence)
		}
		all = append(all, t.words)
	}
	if ask := identifiers.Ask(identifiers.Open(identifiers.Names(strings.Join(all, "\n")), notPeople)); ask != "" {
		f.Add(NotPersonField, ask)
	}
}

func thousands(n int) string {
	switch n {
	case 1000, 2000, 3000, 5000:
		return string(rune('0'+n/1000)) + ",000"
	case 10000:
		return "10,000"
	case 20000:
		return "20,000"
	}
	return "200"
}

// answeredOf keeps the answers that are still about the words, at most so many as
// a column takes; others would only tell what was once written.
func answeredOf(notPeople []string, words ...string) []string {
	kept := []string{}
	for _, n := range identifiers.Names(strings.Join(words, "\n")) {
		if len(identifiers.Open([]string{n}, notPeople)) == 0 && len(kept) < 100 {
			kept = append(kept, n)
		}
	}
	return kept
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
