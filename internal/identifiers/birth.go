package identifiers

import (
	"regexp"
	"strconv"
	"strings"
)

// lastBirthYear: a whole date of this year or before is taken for a date of birth
// even when nobody says "born". The people of a practice review are adults, and
// notes of today's work name no day so long ago.
const lastBirthYear = 2012

const monthNames = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

var dateForms = []*regexp.Regexp{ // each with the year as its one group
	regexp.MustCompile(`\b\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(\d{4}|\d{2})\b`),
	regexp.MustCompile(`\b((?:19|20)\d{2})[/.\-]\d{1,2}[/.\-]\d{1,2}\b`),
	regexp.MustCompile(`(?i)\b\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?:` + monthNames + `)\.?,?[\s-]+(\d{4}|'?\d{2})\b`),
	regexp.MustCompile(`(?i)\b(?:` + monthNames + `)\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(\d{4})\b`),
	regexp.MustCompile(`\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(19\d{2})\b`),
}

// birthCue is what stands before a date that is somebody's birth; after it even a
// year alone says too much.
var (
	birthCue  = regexp.MustCompile(`(?i)\b(?:d\.?\s?o\.?\s?b\b\.?|born|birth(?:day|date)?|date of birth)[^.;\n]{0,25}$`)
	birthYear = regexp.MustCompile(`(?i)\b(?:d\.?\s?o\.?\s?b\b\.?|date of birth|born)\s*(?:is|was|:|in|on)?\s*((?:` + monthNames + `)?\s*(?:19|20)\d{2})\b`)
)

func births(text string, rest []byte, take func(Kind, int, int)) {
	for _, form := range dateForms {
		for _, m := range form.FindAllSubmatchIndex(rest, -1) {
			if yearOf(text[m[2]:m[3]]) <= lastBirthYear || birthCue.MatchString(text[max(0, m[0]-40):m[0]]) {
				take(DateOfBirth, m[0], m[1])
			}
		}
	}
	for _, m := range birthYear.FindAllSubmatchIndex(rest, -1) {
		take(DateOfBirth, m[2], m[3])
	}
}

// yearOf reads a year of four digits or of two; two digits up to 35 are this century.
func yearOf(s string) int {
	y, err := strconv.Atoi(strings.TrimPrefix(s, "'"))
	switch {
	case err != nil:
		return 9999
	case len(s) >= 4:
		return y
	case y <= 35:
		return 2000 + y
	}
	return 1900 + y
}
