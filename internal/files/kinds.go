package files

import (
	"slices"

	"github.com/gabriel-vasile/mimetype"
)

// emptyMIME stands for a file without any bytes.
const emptyMIME = "application/x-empty"

// kind is one sort of document that we take.
type kind struct {
	mime       string
	words      string   // with its article, for "the file is …"
	extensions []string // the usual one first
}

var kinds = []kind{
	{"application/pdf", "a PDF", []string{".pdf"}},
	{wordMIME, "a Word document", []string{".docx"}},
	{excelMIME, "an Excel workbook", []string{".xlsx"}},
	{powerPointMIME, "a PowerPoint presentation", []string{".pptx"}},
	{"application/msword", "an older Word document", []string{".doc"}},
	{"application/vnd.ms-excel", "an older Excel workbook", []string{".xls"}},
	{"application/vnd.ms-powerpoint", "an older PowerPoint presentation", []string{".ppt"}},
	{"application/vnd.oasis.opendocument.text", "an OpenDocument text", []string{".odt"}},
	{"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet", []string{".ods"}},
	{"application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation", []string{".odp"}},
	{"text/rtf", "a rich text document", []string{".rtf"}},
	{"text/csv", "a table as text", []string{".csv", ".txt"}},
	{"text/tab-separated-values", "a table as text", []string{".tsv", ".txt", ".csv"}},
	{"text/plain", "plain text", []string{".txt", ".csv", ".tsv"}},
	{"image/png", "a PNG picture", []string{".png"}},
	{"image/jpeg", "a JPEG picture", []string{".jpg", ".jpeg", ".jpe", ".jfif"}},
	{"image/gif", "a GIF picture", []string{".gif"}},
	{"image/webp", "a WebP picture", []string{".webp"}},
	{"image/heic", "a HEIC picture", []string{".heic", ".heif"}},
	{"image/heif", "a HEIC picture", []string{".heic", ".heif"}},
}

const (
	wordMIME       = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	excelMIME      = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	powerPointMIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
)

// kindExactly finds the sort of document with this type.
func kindExactly(mime string) (kind, bool) {
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.mime == mime })
	if i < 0 {
		return kind{}, false
	}
	return kinds[i], true
}

// kindNamed is the sort of a file that passed the gate: among the sorts of
// text, which look alike, the name decides.
func kindNamed(mime, name string) kind {
	k, _ := kindOrRefusal(mime)
	extension := extensionOf(name)
	for _, other := range kinds {
		if slices.Contains(k.extensions, extension) && other.extensions[0] == extension {
			return other
		}
	}
	return k
}

// family is a type and what it is a sort of, such as XHTML, XML, plain text.
func family(mime string) []string {
	all := []string{mime}
	for m := mimetype.Lookup(mime); m != nil; m = m.Parent() {
		all = append(all, bare(m))
	}
	return all
}

// Accepted gives the extensions that the gate lets through, for the accept
// attribute of a file control.
func Accepted() []string {
	var all []string
	for _, k := range kinds {
		all = append(all, k.extensions...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// KindWords says what a type is in people's words, such as "a Word document",
// or "a file" for a type that is not accepted.
func KindWords(mime string) string {
	if k, refusal := kindOrRefusal(mime); refusal == "" {
		return k.words
	}
	return "a file"
}
