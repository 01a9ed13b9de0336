package files

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

const zipMIME = "application/zip"

// Limits for office files, which are zip archives. Sizes are what the archive
// declares; whoever unpacks an entry must still stop at the declared size.
const (
	maxEntries   = 10_000
	maxUnpacked  = 1 << 30
	maxDirectory = 2 << 20 // bytes read to list the entries; a list of millions would fill the memory
	maxPart      = 1 << 20 // bytes unpacked of the one entry that tells the type
)

// mainParts tells the type of an Office file by its main part.
var mainParts = map[string]string{
	wordMIME + ".main+xml":       wordMIME,
	excelMIME + ".main+xml":      excelMIME,
	powerPointMIME + ".main+xml": powerPointMIME,
}

// sniffZip looks into a zip archive: which document it is, and whether it
// holds macros or would unpack to too much. The guess stays when it is none.
func sniffZip(r io.ReaderAt, size int64, guess found) found {
	budget := &budgetReader{r: r, left: maxDirectory}
	archive, err := zip.NewReader(budget, size)
	switch {
	case budget.left < 0:
		guess.objection = bombWords
		return guess
	case err != nil:
		guess.objection = damagedWords
		return guess
	}
	budget.left = 2 * maxPart
	f := documentIn(archive, guess)
	if words := archiveObjection(archive); words != "" {
		f.objection = words
	}
	return f
}

// documentIn tells which document the archive is.
func documentIn(archive *zip.Reader, guess found) found {
	for _, entry := range archive.File {
		switch entry.Name {
		case "[Content_Types].xml":
			return officeType(archive, entry, guess)
		case "mimetype": // OpenDocument
			if text, err := readPart(entry); err == nil {
				return known(strings.TrimSpace(string(text)), guess)
			}
		}
	}
	if _, ours := kindExactly(guess.mime); ours {
		return found{mime: zipMIME, extension: ".zip"} // looked like a document, and is none
	}
	return guess
}

// known takes the type for one of ours, when it is.
func known(mime string, guess found) found {
	if k, ok := kindExactly(mime); ok {
		return found{mime: mime, extension: k.extensions[0], objection: guess.objection}
	}
	return guess
}

// contentTypes is the list that every Office file carries.
type contentTypes struct {
	Default []struct {
		Extension   string `xml:",attr"`
		ContentType string `xml:",attr"`
	}
	Override []struct {
		ContentType string `xml:",attr"`
	}
}

// officeType tells the document by the list of content types.
func officeType(archive *zip.Reader, entry *zip.File, guess found) found {
	var list contentTypes
	text, err := readPart(entry)
	if err == nil {
		err = xml.Unmarshal(text, &list)
	}
	if err != nil {
		guess.objection = damagedWords
		return guess
	}
	f := guess
	for _, part := range list.Override {
		f = known(mainParts[part.ContentType], f)
		if macroType(part.ContentType) {
			f.objection = macroWords
		}
	}
	// Some programs announce macros by extension without having any.
	for _, d := range list.Default {
		if macroType(d.ContentType) && hasExtension(archive, "."+strings.ToLower(d.Extension)) {
			f.objection = macroWords
		}
	}
	return f
}

func macroType(contentType string) bool {
	lower := strings.ToLower(contentType)
	return strings.Contains(lower, "macroenabled") || strings.Contains(lower, "vbaproject")
}

func hasExtension(archive *zip.Reader, extension string) bool {
	return slices.ContainsFunc(archive.File, func(f *zip.File) bool { return extensionOf(f.Name) == extension })
}

// archiveObjection looks at the entries' names and declared sizes.
func archiveObjection(archive *zip.Reader) string {
	var total uint64
	for _, entry := range archive.File {
		if total += min(entry.UncompressedSize64, maxUnpacked+1); total > maxUnpacked {
			return bombWords
		}
		if isMacro(entry.Name) {
			return macroWords
		}
	}
	if len(archive.File) > maxEntries {
		return bombWords
	}
	return ""
}

// isMacro knows macros by their place: Office's one file, and OpenDocument's
// Basic and Scripts folders, of which the lists of libraries alone are empty.
func isMacro(name string) bool {
	lower := strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	base := path.Base(lower)
	if base == "vbaproject.bin" {
		return true
	}
	inBasic := strings.HasPrefix(lower, "basic/") && base != "script-lb.xml" && base != "script-lc.xml"
	return (inBasic || strings.HasPrefix(lower, "scripts/")) && !strings.HasSuffix(lower, "/")
}

func readPart(entry *zip.File) ([]byte, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if err == nil && len(text) > maxPart {
		err = errTooMuch
	}
	return text, err
}

var errTooMuch = errors.New("files: more to read than a document needs")

// budgetReader stops after a number of bytes, because archive/zip believes
// what an archive says of its own length.
type budgetReader struct {
	r    io.ReaderAt
	left int64
}

func (b *budgetReader) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errTooMuch
	}
	return b.r.ReadAt(p, off)
}
