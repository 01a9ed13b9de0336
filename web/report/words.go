package report

import (
	"strconv"
	"strings"

	"peerchallenge/internal/problem"
	"peerchallenge/web/ui"
)

func errorOn(p *problem.Problem, name string) string {
	if p == nil {
		return ""
	}
	return ui.ErrorOn(p.Fields, name)
}

// plural counts a thing in words: "1 strength", "2 strengths".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// paragraphs parts a text at its empty lines.
func paragraphs(text string) []string {
	var out []string
	for _, p := range strings.Split(text, "\n\n") {
		if p = strings.Trim(p, "\n"); strings.TrimSpace(p) != "" {
			out = append(out, p)
		}
	}
	return out
}
