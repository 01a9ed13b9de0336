package identifiers

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

//go:embed firstnames.txt
var firstNamesFile string

//go:embed notnames.txt
var notNamesFile string

var (
	firstNames = setOf(firstNamesFile)
	notNames   = setOf(notNamesFile)
)

// everyday are first names that are also everyday words: asked about only where no
// sentence begins, since there everything has a capital.
var everyday = setOf(`will bill mark grace hope faith rose frank joy dawn art pat sue said rob guy summer autumn winter spring christian dale drew gene iris ivy olive pearl penny
	ruby violet hazel heather robin june daisy poppy amber crystal jade lily lee dean glen cliff miles chase hunter carol bob max ray hope joy`)

func setOf(file string) map[string]bool {
	set := map[string]bool{}
	for _, line := range strings.Split(file, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			set[strings.ToLower(w)] = true
		}
	}
	return set
}

var (
	wordForm = regexp.MustCompile(`\p{L}[\p{L}’'\-]*`)
	titled   = regexp.MustCompile(`\b(?i:(mr|mrs|ms|miss|mx|dr|cllr|councillor|sir|lady|lord|nurse|aunt(?:ie|y)?|uncle))\b\.?\s+(\p{L}[\p{L}’'\-]+(?:\s+\p{Lu}[\p{L}’'\-]+)?)`)
)

// word is one word of a text, with whether a sentence or line begins with it.
type word struct {
	text       string
	from, to   int
	beginsLine bool
}

func wordsOf(text string) []word {
	var list []word
	for _, m := range wordForm.FindAllStringIndex(text, -1) {
		before := strings.TrimRight(text[:m[0]], " \t“‘\"'(•*–—-")
		begins := before == "" || strings.ContainsRune(".!?:;\n", rune(before[len(before)-1]))
		list = append(list, word{strings.TrimRight(text[m[0]:m[1]], "’'-"), m[0], m[1], begins})
	}
	return list
}

// Names lists words that may name a person, each once, in order: a title with what
// follows it, common first names, and words with a capital in the middle of a
// sentence that are no common proper noun of this work. It asks too often rather
// than too seldom.
func Names(text string) []string {
	var names []string
	add := func(s string) {
		s = strings.TrimSuffix(strings.TrimSuffix(s, "’s"), "'s")
		if s != "" && !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, s) }) {
			names = append(names, s)
		}
	}
	covered := make([]bool, len(text)+1)
	for _, m := range titled.FindAllStringSubmatchIndex(text, -1) {
		if first := text[m[4]:m[5]]; plainAfterTitle[strings.ToLower(first)] || (looseTitle[strings.ToLower(text[m[2]:m[3]])] && !startsUpper(first)) || notNames[strings.ToLower(first)] {
			continue
		}
		add(text[m[0]:m[1]])
		for i := m[0]; i < m[1]; i++ {
			covered[i] = true
		}
	}
	run := "" // capitals that follow one another are one name: "Ana Maria Silva"
	last := -1
	flush := func() {
		if run != "" {
			add(run)
		}
		run = ""
	}
	for _, w := range wordsOf(text) {
		if covered[w.from] || !mayName(w) {
			flush()
			continue
		}
		if run != "" && strings.TrimSpace(text[last:w.from]) == "" && !strings.Contains(text[last:w.from], "\n") {
			run += " " + w.text
		} else {
			flush()
			run = w.text
		}
		last = w.to
	}
	flush()
	return names
}

// plainAfterTitle are words that follow "dr" or "miss" in ordinary sentences.
var plainAfterTitle = map[string]bool{"the": true, "a": true, "an": true, "out": true, "their": true, "visits": true, "appointments": true, "and": true,
	"who": true, "had": true, "was": true, "is": true, "said": true, "of": true, "or": true, "in": true, "on": true, "at": true, "from": true, "it": true, "this": true,
	"visited": true, "visit": true, "prescriber": true, "led": true, "that": true, "deadlines": true, "calls": true, "signs": true, "reviews": true, "opportunities": true}

// looseTitle are titles that are also ordinary words: only a capital after them makes a name.
var looseTitle = map[string]bool{"miss": true, "sir": true, "lady": true, "lord": true, "nurse": true, "aunt": true, "auntie": true, "aunty": true,
	"uncle": true, "councillor": true}

func startsUpper(s string) bool { return unicode.IsUpper([]rune(s)[0]) }

func mayName(w word) bool {
	runes := []rune(w.text)
	if len(runes) < 2 || !unicode.IsUpper(runes[0]) {
		return false
	}
	plain := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(w.text, "’s"), "'s"))
	if notNames[plain] {
		return false
	}
	if firstNames[plain] || everyday[plain] {
		return !w.beginsLine || !everyday[plain]
	}
	if !slices.ContainsFunc(runes, unicode.IsLower) || mixed(runes[1:]) { // NHS, DoLS, eMAR
		return false
	}
	return !w.beginsLine
}

// mixed tells an acronym with small letters ("DoLS") from a name ("McKay" has one
// more capital, which is not its last).
func mixed(rest []rune) bool {
	capitals := 0
	for _, r := range rest {
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals >= 2 || (capitals == 1 && unicode.IsUpper(rest[len(rest)-1]))
}

// Open gives the names nobody has answered for yet: those not in answered, which
// lists what somebody said is no person.
func Open(names, answered []string) []string {
	var open []string
	for _, n := range names {
		if !slices.ContainsFunc(answered, func(a string) bool { return strings.EqualFold(a, n) }) {
			open = append(open, n)
		}
	}
	return open
}

// Ask is the question for names that may be a person's.
func Ask(names []string) string {
	if len(names) == 0 {
		return ""
	}
	list := names
	if len(list) > 5 {
		list = list[:5]
	}
	noun := "Is this a person? "
	if len(names) > 1 {
		noun = "Are these people? "
	}
	return noun + "“" + strings.Join(list, "”, “") + "”. Take out every name of a person, or say below that it is not one"
}
