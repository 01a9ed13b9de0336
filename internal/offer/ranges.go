package offer

import (
	"fmt"
	"regexp"
	"strings"

	"peerchallenge/internal/civil"
)

var between = regexp.MustCompile(`(?i)\s+(?:to|until|till|–|—|-)\s+|\s*[–—]\s*`)

// ParseRanges reads days as people write them, one line each: "12 April 2027 to 23
// April 2027: budget council". One day alone is that day; what follows a colon, a
// comma or "because" is the reason. Problems are sentences that name the line.
func ParseRanges(text string) (list []Range, problems []string) {
	for i, line := range strings.Split(strings.ReplaceAll(text, ";", "\n"), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			continue
		}
		days, why, _ := strings.Cut(line, ":")
		first, last, isRange := cutRange(strings.TrimSpace(days))
		r := Range{Why: strings.TrimSpace(why)}
		var err error
		if r.Last, err = civil.ParseBritish(last); err == nil {
			r.First, err = civil.ParseBritish(fillIn(first, r.Last))
		}
		if err != nil {
			problems = append(problems, fmt.Sprintf("Line %d, “%s”: write it like 12 April 2027 to 23 April 2027: the reason", i+1, clip(line)))
			continue
		}
		if isRange && r.Last.Before(r.First) {
			problems = append(problems, fmt.Sprintf("Line %d: %s is before %s. Put the first day first", i+1, r.Last.Long(), r.First.Long()))
			continue
		}
		list = append(list, r)
	}
	return list, problems
}

func cutRange(days string) (first, last string, isRange bool) {
	parts := between.Split(days, 2)
	if len(parts) == 2 && strings.TrimSpace(parts[0]) != "" {
		return strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), true
	}
	return days, days, false
}

// fillIn lets the first day leave out what the last one says: "12 to 23 April 2027",
// "12 April to 3 May 2027".
func fillIn(first string, last civil.Date) string {
	words := strings.Fields(first)
	switch {
	case len(words) == 1 && len(first) <= 2:
		return fmt.Sprintf("%s %s %d", first, last.Month(), last.Year())
	case len(words) == 2 && !strings.ContainsAny(first, "/."):
		return fmt.Sprintf("%s %d", first, last.Year())
	}
	return first
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// WriteRanges is what ParseRanges reads.
func WriteRanges(list []Range) string {
	var lines []string
	for _, r := range list {
		line := r.First.Long()
		if r.Last != r.First {
			line += " to " + r.Last.Long()
		}
		if r.Why != "" {
			line += ": " + r.Why
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
