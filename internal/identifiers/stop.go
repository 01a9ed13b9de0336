package identifiers

import (
	"regexp"
	"strconv"
	"strings"
)

// Kind is a sort of identifier that is stopped.
type Kind string

// The kinds that are stopped (P1).
const (
	NHSNumber         Kind = "nhs"
	NationalInsurance Kind = "ni"
	DateOfBirth       Kind = "birth"
	Phone             Kind = "phone"
	Email             Kind = "email"
	Postcode          Kind = "postcode"
	CaseNumber        Kind = "case"
)

var kindNames = map[Kind]string{
	NHSNumber: "an NHS number", NationalInsurance: "a National Insurance number", DateOfBirth: "a date of birth",
	Phone: "a telephone number", Email: "an e-mail address", Postcode: "a postcode", CaseNumber: "a case number",
}

// Name is the kind in the reader's words, with its article: "a postcode".
func (k Kind) Name() string { return kindNames[k] }

// Found is one identifier, as it stands in the text.
type Found struct {
	Kind Kind
	Text string
}

var (
	emailForm = regexp.MustCompile(`(?i)[a-z0-9._%+'-]+\s?(?:@|\(at\)|\[at\])\s?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}`)
	niForm    = regexp.MustCompile(`(?i)\b[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b`)
	niBare    = regexp.MustCompile(`\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2}\b`)
	nhsForm   = regexp.MustCompile(`\b\d{3}[ .-]?\d{3}[ .-]?\d{4}\b`)
	nhsCue    = regexp.MustCompile(`(?i)\bNHS\s*(?:number|no\.?|id|#)?\s*(?:is|was|of)?\s*[:#]?\s*(\d[\d .-]{6,}\d)\b`)
	phoneForm = regexp.MustCompile(`(?:\+|\b00)44[ .-]?(?:\(0\))?[ .-]?\d(?:[ .-]?\d){8,9}\b|\(0\d{2,5}\)[ .-]?\d(?:[ .-]?\d){4,8}\b|\b0\d(?:[ .-]?\d){8,9}\b`)
	phoneCue  = regexp.MustCompile(`(?i)\b(?:tel|telephone|phone|mobile|mob|landline|extension|ext)\b\.?\s*(?:number|no\.?)?\s*(?:is|was|on)?\s*[:#]?\s*(\d(?:[ -]?\d){4,9})\b`)
	postForm  = regexp.MustCompile(`(?i)\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Z]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Z]\d[ABEHMNPRV-Y])\s{0,2}(\d[ABD-HJLNP-UW-Z]{2}))\b`)
	ordinal   = regexp.MustCompile(`(?i)^(?:1st|2nd|3rd|\dth)$`)
	caseForm  = regexp.MustCompile(`(?i)\b(?:case|client|file|record|person|customer|service user|hospital|patient|mosaic|liquidlogic|carefirst|system)\s*(?:id|number|no\.?|ref\.?|reference)\s*(?:is|was)?\s*[:#]?\s*([A-Z]{0,4}[ -]?\d{4,})\b`)
)

// Stops lists what must not be kept, in order of kind, each text once. It prefers
// to stop a telephone number written as an NHS number's digits over letting it pass.
func Stops(text string) []Found {
	var found []Found
	rest := []byte(text)
	take := func(k Kind, from, to int) {
		found = append(found, Found{k, strings.TrimSpace(text[from:to])})
		for i := from; i < to; i++ { // so that no other kind finds the same again
			rest[i] = '_'
		}
	}
	each := func(k Kind, form *regexp.Regexp, group int, right func(from, to int) bool) {
		for _, m := range form.FindAllSubmatchIndex(rest, -1) {
			if from, to := m[2*group], m[2*group+1]; right == nil || right(from, to) {
				take(k, from, to)
			}
		}
	}
	each(Email, emailForm, 0, nil)
	each(CaseNumber, caseForm, 1, nil)
	each(NHSNumber, nhsCue, 1, nil)
	each(NationalInsurance, niForm, 0, nil)
	births(text, rest, take)
	each(Phone, phoneForm, 0, nil)
	each(NationalInsurance, niBare, 0, nil)
	each(NHSNumber, nhsForm, 0, func(from, to int) bool { return !money(text, from) })
	each(Phone, phoneCue, 1, nil)
	each(Postcode, postForm, 0, func(from, to int) bool { return !ordinalEnd(text[from:to]) })
	return once(found)
}

// money tells whether the number before which we stand is an amount.
func money(text string, from int) bool {
	before := strings.TrimRight(text[:from], " ")
	return strings.HasSuffix(before, "£") || strings.HasSuffix(before, "$") || strings.HasSuffix(before, "€")
}

// ordinalEnd tells "Q2 3rd" from a postcode.
func ordinalEnd(text string) bool { return len(text) >= 3 && ordinal.MatchString(text[len(text)-3:]) }

func once(list []Found) []Found {
	seen := map[Found]bool{}
	var out []Found
	for _, f := range list {
		if !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	return out
}

// Explain says to the writer what to take out and why; empty when nothing was found.
func Explain(found []Found) string {
	if len(found) == 0 {
		return ""
	}
	var parts []string
	for i, f := range found {
		if i == 3 {
			parts = append(parts, strconv.Itoa(len(found)-3)+" more")
			break
		}
		parts = append(parts, "“"+f.Text+"”, which looks like "+f.Kind.Name())
	}
	return "Take out " + strings.Join(parts, ", and ") + ". Nothing that could point to a person is kept here. Your words are still in the box."
}
