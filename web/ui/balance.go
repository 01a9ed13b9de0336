package ui

import (
	"fmt"
	"strconv"
	"strings"
)

// BalanceRow is how many findings one area has. Never put the rows of several
// challenges into one picture.
type BalanceRow struct {
	Area        string
	Strengths   int
	Consider    int // areas for consideration
	Recommended int
}

// mostMarks is how many marks a cell shows before "+3".
const mostMarks = 8

// Measures of the picture, in its own units (one is a CSS pixel at full size).
const (
	balanceWidth  = 960
	balanceMiddle = 480 // the line between strengths and areas for consideration
	balanceDiam   = 740 // middle of the first recommendation
	balanceTop    = 32
	balanceRow    = 44
	balanceStep   = 24
)

// balanceMark is one mark, or "+3" when Text is set.
type balanceMark struct {
	X, Y int
	Text string
}

// balanceMarks places the marks of one cell from start, step by step.
func balanceMarks(count, start, step, y int) []balanceMark {
	shown := min(count, mostMarks)
	marks := make([]balanceMark, 0, shown+1)
	for i := range shown {
		marks = append(marks, balanceMark{X: start + i*step, Y: y})
	}
	if count > shown {
		marks = append(marks, balanceMark{X: start + shown*step, Y: y, Text: "+" + strconv.Itoa(count-shown)})
	}
	return marks
}

func balanceHeight(rows []BalanceRow) int { return balanceTop + len(rows)*balanceRow + 4 }

// balanceTotals counts all findings.
func balanceTotals(rows []BalanceRow) (strengths, consider, recommended int) {
	for _, r := range rows {
		strengths += r.Strengths
		consider += r.Consider
		recommended += r.Recommended
	}
	return strengths, consider, recommended
}

// balanceSentence says the numbers and that they judge nothing.
func balanceSentence(rows []BalanceRow) string {
	s, c, r := balanceTotals(rows)
	return fmt.Sprintf("%s, %s and %s so far. This counts what is written. It is not a score.",
		count(s, "strength", "strengths"), count(c, "area for consideration", "areas for consideration"),
		count(r, "recommendation", "recommendations"))
}

// balanceWords is one area in words: "2 strengths, 4 to consider, none recommended".
func balanceWords(r BalanceRow) string {
	return count(r.Strengths, "strength", "strengths") + ", " +
		count(r.Consider, "to consider", "to consider") + ", " +
		count(r.Recommended, "recommended", "recommended")
}

// count writes a number with its noun; nothing is "no strengths" or "none to consider".
func count(n int, one, many string) string {
	switch {
	case n == 0 && one == many:
		return "none " + many
	case n == 0:
		return "no " + many
	case n == 1:
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// upperFirst makes a sentence begin with a capital.
func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// wrapArea breaks the name of an area into lines that fit beside the picture.
func wrapArea(name string) []string {
	const most = 28
	var lines []string
	line := ""
	for _, w := range strings.Fields(name) {
		if line != "" && len([]rune(line))+1+len([]rune(w)) > most {
			lines = append(lines, line)
			line = w
			continue
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}
