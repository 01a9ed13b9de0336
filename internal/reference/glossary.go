package reference

import (
	"slices"
	"strings"
	"sync"
)

// Term is a word or acronym of the field, explained in plain English for experts
// by experience and everyone else who is new to it.
type Term struct {
	Short      string // "DASS", "Reablement"
	Full       string // "Director of Adult Social Services"; empty when there is none
	Definition string
	Category   string // "people", "law", "money" …
}

var terms = sync.OnceValue(func() []Term {
	var out []Term
	for _, r := range mustRows("glossary.csv") {
		out = append(out, Term{Short: r["term"], Full: r["full_form"], Definition: r["definition"], Category: r["category"]})
	}
	slices.SortFunc(out, func(a, b Term) int {
		return strings.Compare(strings.ToLower(a.Short), strings.ToLower(b.Short))
	})
	return out
})

// GlossaryTerms are all terms, in the order of the alphabet.
func GlossaryTerms() []Term { return slices.Clone(terms()) }

var termsByName = sync.OnceValue(func() map[string]Term {
	out := map[string]Term{}
	for _, t := range terms() { // a full form never hides another term's own name
		if t.Full != "" {
			out[strings.ToLower(t.Full)] = t
		}
	}
	for _, t := range terms() {
		out[strings.ToLower(t.Short)] = t
	}
	return out
})

// LookupTerm finds a term by its short or full form; capitals do not matter.
func LookupTerm(short string) (Term, bool) {
	t, ok := termsByName()[strings.ToLower(strings.Join(strings.Fields(short), " "))]
	return t, ok
}
