package selfassessment

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"peerchallenge/internal/selfassessment"
	"peerchallenge/web/page"
)

// firstName is how a colleague is called; with a title before it the name stays whole.
func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	switch strings.TrimSuffix(first, ".") {
	case "Dr", "Prof", "Professor", "Sir", "Dame", "Cllr", "Councillor":
		return name
	}
	return first
}

// readersOf says who sees an area while it is written.
func readersOf(people []selfassessment.Person) string {
	var named []string
	writing := 0
	for _, p := range people {
		if p.Writes && p.Holding != [16]byte{} {
			writing++
		} else {
			named = append(named, p.Name)
		}
	}
	switch writing {
	case 0:
		return page.Names(named) + "."
	case 1:
		return page.Names(append([]string{"the person writing this area"}, named...)) + "."
	default:
		return page.Names(append([]string{fmt.Sprintf("the %d people writing this area", writing)}, named...)) + "."
	}
}

// laterOf says what submitting changes.
func laterOf(director string, submitted bool) string {
	if submitted {
		return "The team reads the copy that was submitted, from the day reading starts."
	}
	if director == "" {
		director = "the director"
	}
	return "The team sees it only after " + firstName(director) + " submits it."
}

// countWords says how far answers are, without what there is none of: "3 ready,
// 5 empty".
func countWords(c selfassessment.Counts, submitted bool) string {
	if submitted {
		c.Ready, c.Writing = c.Ready+c.Writing, 0
	}
	var parts []string
	for _, one := range []struct {
		n     int
		words string
	}{{c.Ready, strings.ToLower(stateWords(selfassessment.Ready, submitted))}, {c.Writing, "being written"}, {c.Empty, "empty"}} {
		if one.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", one.n, one.words))
		}
	}
	return strings.Join(parts, ", ")
}

// stateWords is an answer's state; once submitted, whatever has words was.
func stateWords(s selfassessment.State, submitted bool) string {
	if submitted && s != selfassessment.Empty {
		return "Submitted"
	}
	return string(s)
}

// short cuts a prompt at a word for a narrow list.
func short(text string) string {
	const most = 44
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	out := ""
	for _, word := range strings.Fields(text) {
		if utf8.RuneCountInString(out)+utf8.RuneCountInString(word) > most {
			break
		}
		out += word + " "
	}
	return strings.TrimRight(out, " ,;:") + " …"
}
