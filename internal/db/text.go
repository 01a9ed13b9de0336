package db

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"peerchallenge/internal/problem"
)

// CleanText gives text as it is stored: valid UTF-8 in form NFC, lines ended by
// LF, no NUL. Text that cannot be made so is refused with a sentence.
func CleanText(s string) (string, error) {
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return "", problem.New(problem.BadRequest, "The text has characters that cannot be stored. Please type it again.")
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return norm.NFC.String(s), nil
}

// Length counts code points, as every limit in the product is counted.
func Length(s string) int { return utf8.RuneCountInString(s) }
