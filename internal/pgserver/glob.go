package pgserver

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// globEscape makes a path match only itself in filepath.Glob.
func globEscape(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

var number = regexp.MustCompile(`\d+`)

// highestFirst lists what matches the pattern, highest version number first.
// The version is the first number in what stands for the star.
func highestFirst(pattern string) []string {
	found, err := filepath.Glob(pattern)
	if err != nil {
		return nil
	}
	before, _, _ := strings.Cut(pattern, "*")
	version := func(path string) int {
		n, _ := strconv.Atoi(number.FindString(path[len(before):]))
		return n
	}
	slices.SortStableFunc(found, func(a, b string) int { return version(b) - version(a) })
	return found
}
