package reference

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fillers are words of official names that people leave out or put in: they do
// not tell one council from another.
var fillers = map[string]bool{
	"council": true, "city": true, "borough": true, "metropolitan": true, "county": true,
	"the": true, "of": true, "royal": true, "london": true, "district": true, "mbc": true,
	"cc": true, "bc": true, "lb": true, "unitary": true, "authority": true, "and": true, "upon": true, "on": true,
}

// plainName makes different ways of writing a council's name the same.
func plainName(name string) string {
	name = strings.ReplaceAll(strings.ToLower(norm.NFKD.String(name)), "saint ", "st ")
	var kept []string
	for _, word := range strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && r != '\'' && r != '’'
	}) {
		word = strings.Map(onlyLetters, word)
		if word != "" && !fillers[word] {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}

func onlyLetters(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

// wellKnown are short names in daily use that the official name does not contain.
var wellKnown = map[string]string{
	"bcp": "E06000058", "hull": "E06000010", "durham": "E06000047", "newcastle": "E08000021",
	"telford": "E06000020", "stoke": "E06000021", "bath": "E06000022", "southend": "E06000033",
	"city of london": "E09000001", "city of london corporation": "E09000001",
}

// byPlainName finds councils by plainName of name and official name.
var byPlainName = sync.OnceValue(func() map[string]Council {
	out := map[string]Council{}
	for _, c := range councils() {
		out[plainName(c.Name)] = c
		out[plainName(c.OfficialName)] = c
	}
	delete(out, "") // the City of London is made of filler words only
	return out
})

// CouncilByName finds a council by its name as people write it: "Birmingham",
// "birmingham city council", "City of Wolverhampton Council", "St Helens",
// "Hull". The names of councils that are gone are answered as in CouncilByCode:
// with a note, and with ok false when the council was split. It does not guess:
// for a misspelt name use SuggestCouncil.
func CouncilByName(name string) (c Council, note string, ok bool) {
	if code, known := wellKnown[strings.ToLower(strings.Join(strings.Fields(name), " "))]; known {
		return CouncilByCode(code)
	}
	plain := plainName(name)
	if c, ok = byPlainName()[plain]; ok {
		return c, "", true
	}
	for code, former := range formerNames() {
		if plain != "" && plainName(former) == plain {
			return CouncilByCode(code)
		}
	}
	return Council{}, "", false
}

// SuggestCouncil gives the council whose name is nearest to what was typed, for
// "Did you mean …?"; ok is false when nothing is near. Never act on it unasked.
func SuggestCouncil(name string) (Council, bool) {
	typed := plainName(name)
	if typed == "" || len(typed) > 100 {
		return Council{}, false
	}
	letters := []rune(typed)
	var best Council
	limit := 1 + len(letters)/4 // letters that may differ
	for i, c := range councils() {
		name := plainNames()[i]
		if abs(len(name)-len(letters)) >= limit {
			continue // cannot be near, and an import asks for thousands
		}
		if d := distance(letters, name); d < limit {
			best, limit = c, d
		}
	}
	return best, best.Code != ""
}

// plainNames are the plain names of councils(), in its order.
var plainNames = sync.OnceValue(func() [][]rune {
	var out [][]rune
	for _, c := range councils() {
		out = append(out, []rune(plainName(c.Name)))
	}
	return out
})

func abs(n int) int {
	return max(n, -n)
}

// distance counts the letters to add, take away or change (Levenshtein).
func distance(a, b []rune) int {
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range a {
		current := make([]int, len(b)+1)
		current[0] = i + 1
		for j := range b {
			change := previous[j]
			if a[i] != b[j] {
				change++
			}
			current[j+1] = min(change, previous[j+1]+1, current[j]+1)
		}
		previous = current
	}
	return previous[len(b)]
}
