package roster

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"peerchallenge/internal/problem"
)

// What the reader is told about a file that is no list.
const (
	errWorkbook = "This Excel workbook could not be read: it may be damaged, locked with a password, or of an old kind (.xls). In Excel choose Save As, then “Excel workbook (.xlsx)” or “CSV UTF-8”, and send that file."
	errBinary   = "This is not a list that we can read. Save it as “CSV UTF-8” and send that file."
	errEmpty    = "The file is empty."
)

// decode turns bytes into text with \n at the end of each line.
func decode(b []byte) (text string, notes []string, err error) {
	switch {
	case isWorkbook(b):
		return readWorkbook(b)
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")):
		return "", nil, problem.New(problem.Invalid, errWorkbook)
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		b, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(b)
	case !utf8.Valid(b):
		b, err = charmap.Windows1252.NewDecoder().Bytes(b)
		notes = []string{"The file is not in UTF-8. It was read as Windows text: check the letters with accents."}
	}
	if err != nil || bytes.IndexByte(b, 0) >= 0 {
		return "", nil, problem.New(problem.Invalid, errBinary)
	}
	text = strings.TrimPrefix(string(b), "\ufeff")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if strings.TrimSpace(text) == "" {
		return "", nil, problem.New(problem.Invalid, errEmpty)
	}
	return text, notes, nil
}
