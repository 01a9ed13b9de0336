package roster

import (
	"regexp"
	"strings"
)

var (
	emailShape = regexp.MustCompile(`^[a-z0-9!#$%&'*+/=?^_{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)
	phoneShape = regexp.MustCompile(`^\+?[0-9() .\-/]{7,25}( ?(ext|x|extension)\.? ?[0-9]{1,6})?$`)
	nonDigits  = regexp.MustCompile(`[^0-9]`)
)

// setEmail takes an address as copied from a mail program: Sam Lee <sam@…>.
func (r *Row) setEmail(typed string) {
	address := strings.ToLower(typed)
	if open := strings.LastIndexByte(address, '<'); open >= 0 && strings.HasSuffix(address, ">") {
		address = strings.TrimSpace(address[open+1 : len(address)-1])
	}
	address = strings.TrimRight(strings.TrimPrefix(address, "mailto:"), ";,. ")
	address = strings.ReplaceAll(address, "’", "'") // word processors change it in O'Brien
	switch {
	case typed == "":
		r.problem("There is no e-mail address.")
	case strings.Count(address, "@") > 1:
		r.problem("%s is more than one e-mail address. Keep one.", quote(typed))
	case len(address) > maxEmail || !emailShape.MatchString(address):
		r.problem("%s is not an e-mail address.", quote(typed))
	default:
		r.Email = address
		if address != strings.ToLower(typed) {
			r.note("The e-mail address was read as %s.", address)
		}
	}
}

// setPhone keeps the number as typed, and puts back the 0 that spreadsheets take off.
func (r *Row) setPhone(typed string) {
	number := strings.TrimLeft(typed, "'’") // how a spreadsheet marks text
	if number == "" {
		return
	}
	if !phoneShape.MatchString(strings.ToLower(number)) {
		r.problem("%s is not a phone number. Put it in as text, with the 0 at the beginning.", quote(typed))
		return
	}
	r.Phone = number
	digits := nonDigits.ReplaceAllString(number, "")
	if len(digits) == 10 && len(number) == 10 && strings.ContainsRune("1237", rune(digits[0])) {
		r.Phone = "0" + number
		r.note("The phone number was read as %s: the 0 at the beginning was missing.", r.Phone)
	}
}
