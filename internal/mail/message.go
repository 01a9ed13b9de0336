package mail

import (
	netmail "net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"peerchallenge/internal/problem"
)

// maxSubject is how long a subject may be, in code points.
const maxSubject = 200

// Message is one e-mail to one person.
type Message struct {
	To      string // an address, such as "ann@example.org", without a name
	Subject string // one line
	// Text is the body: paragraphs with an empty line between them. Lines that
	// begin with "- " make a list, and web addresses become links.
	Text string
}

// Check refuses, as Invalid, what cannot be sent or would forge a header: a
// line break or other control character in address or subject, an address
// that is not exactly one, an empty subject or text.
func (m Message) Check() error {
	var f problem.Fields
	f.Check(isAddress(m.To), "to", "Enter an e-mail address in the correct format, like name@example.org")
	f.Check(isLine(m.Subject) && utf8.RuneCountInString(m.Subject) <= maxSubject, "subject", "Enter a subject of one line, 200 characters or fewer")
	f.Check(strings.TrimSpace(m.Text) != "" && utf8.ValidString(m.Text) && !strings.Contains(m.Text, "\x00"), "text", "Enter the text of the e-mail")
	return f.Err()
}

func isAddress(s string) bool {
	a, err := netmail.ParseAddress(s)
	return err == nil && a.Address == s && isLine(s) && len(s) <= 254
}

func isLine(s string) bool {
	breaks := func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) }
	return strings.TrimSpace(s) != "" && utf8.ValidString(s) && !strings.ContainsFunc(s, breaks)
}
