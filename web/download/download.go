// Package download sends kept documents to a browser so that they cannot run
// in the reader's session (D2): always as an attachment, never guessed at,
// shut in a sandbox, and stored by no cache.
//
// It decides nothing about who may read; a handler calls it after its service
// said yes.
package download

import (
	"net/http"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
)

// Serve answers r with the document's bytes, whole or the range asked for, so
// that a broken download can go on. name and mime are those recorded when the
// document was accepted. An error means that nothing was written yet.
func Serve(w http.ResponseWriter, r *http.Request, store *files.Local, d files.Digest, name, mime string) error {
	f, err := store.Open(d)
	if err != nil {
		return err
	}
	defer f.Close()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return problem.New(problem.BadRequest, "A document can only be fetched.")
	}
	if mime == "" {
		mime = "application/octet-stream"
	}
	h := w.Header()
	h.Set("Content-Type", mime)
	h.Set("Content-Disposition", Disposition(name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("ETag", `"`+d.String()+`"`) // a range is only joined to the same bytes
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

// Disposition is the Content-Disposition of an attachment: the name in ASCII
// for old programs and in full, after RFC 5987, for the others.
func Disposition(name string) string {
	name = files.CleanName(name)
	return `attachment; filename="` + plain(name) + `"; filename*=UTF-8''` + encode(name)
}

// plain writes a name in ASCII: letters lose their diacritics, anything else
// becomes an underscore, and nothing can end the quotation.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r):
			return '_'
		}
		return r
	}, norm.NFD.String(name))
}

// encode writes a name as RFC 5987 wants it: letters, digits and a few signs
// as they are, every other byte as per cent and two hexadecimal digits.
func encode(name string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if c < 0x80 && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)) || strings.IndexByte("!#$&+-.^_`|~", c) >= 0) {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', hex[c>>4], hex[c&15]})
	}
	return b.String()
}
