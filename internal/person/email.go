package person

import (
	"net/mail"
	"strings"
)

// CleanEmail is an address as it is kept: small letters, no space around it. ok
// tells whether it can be one at all: plain ASCII with a name, an @ and a domain.
func CleanEmail(typed string) (address string, ok bool) {
	address = strings.ToLower(strings.TrimSpace(typed))
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || len(address) > 254 {
		return address, false
	}
	for _, r := range address {
		if r <= ' ' || r > '~' {
			return address, false
		}
	}
	return address, true
}
