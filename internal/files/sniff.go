package files

import (
	"io"
	"mime"
	"slices"

	"github.com/gabriel-vasile/mimetype"
)

// headSize is how much of a file's beginning tells its type.
const headSize = 4096

// found is what a look into a file shows. objection is what speaks against
// taking it, in words for people, or empty.
type found struct {
	mime, extension, objection string
}

// sniff tells a file's type by its content. The two families that hold many
// types in one wrapping, zip and the older Office files, are looked into
// further than the first few kilobytes.
func sniff(r io.ReaderAt, size int64) (found, error) {
	if size == 0 {
		return found{mime: emptyMIME, objection: emptyWords}, nil
	}
	head := make([]byte, min(size, headSize))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return found{}, err
	}
	m := mimetype.Detect(head)
	f := found{mime: bare(m), extension: m.Extension()}
	switch all := family(f.mime); {
	case slices.Contains(all, zipMIME):
		f = sniffZip(r, size, f)
	case slices.Contains(all, oleMIME):
		f = sniffOLE(r, f)
	}
	return f, nil
}

// bare is the type without parameters such as the character set.
func bare(m *mimetype.MIME) string {
	name, _, err := mime.ParseMediaType(m.String())
	if err != nil {
		return m.String()
	}
	return name
}
