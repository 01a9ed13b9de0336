package page

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"peerchallenge/internal/problem"
)

// Names writes a list of names as people do: "A, B and C".
func Names(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// Counted counts things in words: "1 line", "2 lines".
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// Lower begins words with a small letter, for the middle of a sentence, unless they
// begin with an abbreviation: "Challenge lead" becomes "challenge lead", "PSW" stays.
func Lower(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if second, _ := utf8.DecodeRuneInString(words[size:]); size == 0 || unicode.IsUpper(second) {
		return words
	}
	return string(unicode.ToLower(first)) + words[size:]
}

// Upper begins words with a capital, for the start of a sentence.
func Upper(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return words
	}
	return string(unicode.ToUpper(first)) + words[size:]
}

// FieldsOf are the fields that a refusal names; none when nothing was refused.
func FieldsOf(p *problem.Problem) []problem.Field {
	if p == nil {
		return nil
	}
	return p.Fields
}

// MessageOf is the sentence above a refused form when no field is to blame.
func MessageOf(p *problem.Problem) string {
	if p == nil || len(p.Fields) > 0 {
		return ""
	}
	return p.Message
}
