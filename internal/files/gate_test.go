package files_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"peerchallenge/internal/files"
)

// D2: the type is by content, whatever the browser said.
func TestAccept_TypeByContent(t *testing.T) {
	docx := "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	odt := zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<x/>")
	for _, c := range []struct {
		name    string
		content []byte
		mime    string
		kept    string
	}{
		{"ffc.docx", sample(t, "ffc.docx"), docx, "ffc.docx"},
		{"ffc.doc", sample(t, "ffc.doc"), "application/msword", "ffc.doc"},
		{"ffc.csv", sample(t, "ffc.csv"), "text/csv", "ffc.csv"},
		{"PLAN.DOCX", sample(t, "ffc.docx"), docx, "PLAN.DOCX"},
		{"no extension", sample(t, "ffc.docx"), docx, "no extension.docx"},
		{"letter.odt", odt, "application/vnd.oasis.opendocument.text", "letter.odt"},
		{"report.pdf", []byte("%PDF-1.7\n%âãÏÓ\n1 0 obj\n"), "application/pdf", "report.pdf"},
		{"letter.rtf", []byte(`{\rtf1\ansi Dear all}`), "text/rtf", "letter.rtf"},
		{"notes.txt", []byte("Hallo, wie geht's – gut?"), "text/plain", "notes.txt"},
		{"notes", []byte("From here on\n"), "text/plain", "notes.txt"},
		{"photo.jpeg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), "image/jpeg", "photo.jpeg"},
		{"../x/plan.png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), "image/png", "plan.png"},
		{"phone.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1"), "image/heic", "phone.heic"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := accept(t, c.name, c.content)
			if err != nil || s.MIME != c.mime || s.Name != c.kept || s.Size != int64(len(c.content)) {
				t.Errorf("got %+v, error %v", s, err)
			}
		})
	}
}

// D2: each refusal says what to do instead, and nothing is kept.
func TestAccept_Refuses(t *testing.T) {
	pdf := []byte("%PDF-1.7\n")
	for _, c := range []struct {
		what, name string
		content    []byte
		words      string
	}{
		{"empty", "plan.pdf", nil, "The file is empty"},
		{"zip", "all.zip", zipped(t, "a.pdf", "x"), "Unpack it"},
		{"zip under another name", "all.docx", zipped(t, "a.pdf", "x"), "Unpack it"},
		{"zip dressed up", "all.docx", zipped(t, "word/document.xml", "x"), "Unpack it"},
		{"web page", "page.html", []byte("<!DOCTYPE html><html><script>1</script>"), "web pages"},
		{"web page as text", "page.txt", []byte("<!DOCTYPE html><html></html>"), "web pages"},
		{"SVG", "logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "SVG"},
		{"SVG as picture", "logo.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "SVG"},
		{"script", "run.js", []byte("alert(1)"), "scripts"},
		{"batch file", "run.bat", []byte("echo hello"), "programs"},
		{"program", "plan.pdf", append([]byte("MZ\x90\x00"), make([]byte, 300)...), "programs"},
		{"PDF named as a program", "plan.exe", pdf, "programs"},
		{"e-mail", "note.eml", []byte("From: a@example.org\nTo: b@example.org\nSubject: x\n\nHello"), "e-mails"},
		{"macro name", "plan.docm", sample(t, "ffc.docx"), "macros"},
		{"wrong name", "plan.pdf", sample(t, "ffc.docx"), "the file is a Word document. Give it a name that ends in .docx"},
		{"unknown", "data.bin", []byte{0, 1, 2, 3, 4, 5, 6, 7}, "Save it as a PDF"},
		{"damaged office file", "plan.docx", sample(t, "ffc.docx")[:20_000], "damaged"},
		{"damaged old file", "plan.doc", sample(t, "ffc.doc")[:600], "damaged"},
	} {
		t.Run(c.what, func(t *testing.T) {
			_, err := accept(t, c.name, c.content)
			if got := fieldWords(err); !strings.Contains(got, c.words) {
				t.Errorf("got %q (%v), want words with %q", got, err, c.words)
			}
		})
	}
}

const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`

func TestAccept_MacrosInNewOfficeFiles(t *testing.T) {
	word := []string{"[Content_Types].xml", contentTypes, "word/document.xml", "<w/>"}
	for name, more := range map[string][]string{
		"its usual name": {"word/vbaProject.bin", "x"},
		"in capitals":    {"word/VBAPROJECT.BIN", "x"},
		"other name":     {"word/harmless.bin", "x"},
	} {
		_, err := accept(t, "plan.docx", zipped(t, slices.Concat(word, more)...))
		if got := fieldWords(err); !strings.Contains(got, "macros") {
			t.Errorf("%s: got %q (%v)", name, got, err)
		}
	}
	if _, err := accept(t, "plan.docx", zipped(t, word...)); err != nil {
		t.Errorf("announced only, none there: %v", err)
	}
	withMain := strings.Replace(contentTypes, "openxmlformats-officedocument.wordprocessingml.document.main+xml", "ms-word.document.macroEnabled.main+xml", 1)
	_, err := accept(t, "plan.docx", zipped(t, "[Content_Types].xml", withMain, "word/document.xml", "<w/>"))
	if got := fieldWords(err); !strings.Contains(got, "macros") {
		t.Errorf("macro-enabled main part: got %q (%v)", got, err)
	}
}

func TestAccept_MacrosInOpenDocument(t *testing.T) {
	base := []string{"mimetype", "application/vnd.oasis.opendocument.text", "Basic/script-lc.xml", "<x/>", "Basic/Standard/script-lb.xml", "<x/>"}
	if _, err := accept(t, "plan.odt", zipped(t, base...)); err != nil {
		t.Errorf("empty libraries: %v", err)
	}
	_, err := accept(t, "plan.odt", zipped(t, append(base, "Basic/Standard/Module1.xml", "<x/>")...))
	if got := fieldWords(err); !strings.Contains(got, "macros") {
		t.Errorf("got %q (%v)", got, err)
	}
}

// A real Word file, with one of its streams renamed in place.
func TestAccept_OldOfficeFiles(t *testing.T) {
	for to, words := range map[string]string{"Macros": "macros", "_VBA_PROJECT_CUR": "macros", "EncryptedPackage": "password"} {
		_, err := accept(t, "plan.doc", renamed(t, sample(t, "ffc.doc"), "1Table", to))
		if got := fieldWords(err); !strings.Contains(got, words) {
			t.Errorf("%s: got %q (%v)", to, got, err)
		}
	}
}

func renamed(t *testing.T, doc []byte, from, to string) []byte {
	t.Helper()
	encode := func(s string) []byte {
		b := make([]byte, 66)
		for i, u := range utf16.Encode([]rune(s)) {
			binary.LittleEndian.PutUint16(b[2*i:], u)
		}
		binary.LittleEndian.PutUint16(b[64:], uint16(2*len(s)+2))
		return b
	}
	at := bytes.Index(doc, encode(from))
	if at < 0 {
		t.Fatalf("no entry %s", from)
	}
	doc = bytes.Clone(doc)
	copy(doc[at:], encode(to))
	return doc
}

func TestAccept_CircularOldOfficeFileEnds(t *testing.T) {
	doc := bytes.Clone(sample(t, "ffc.doc"))
	dir := binary.LittleEndian.Uint32(doc[48:])
	table := binary.LittleEndian.Uint32(doc[76:])
	binary.LittleEndian.PutUint32(doc[(int(table)+1)*512+4*int(dir):], dir) // the list of names goes on with itself
	_, err := accept(t, "plan.doc", doc)
	if got := fieldWords(err); !strings.Contains(got, "damaged") {
		t.Errorf("got %q (%v)", got, err)
	}
}

func TestAccept_ZipBombs(t *testing.T) {
	word := []string{"[Content_Types].xml", contentTypes, "word/document.xml", "<w/>"}
	many := slices.Clone(word)
	for range 10_000 {
		many = append(many, "x", "")
	}
	swollen := zipped(t, append(slices.Clone(word), "word/media/image1.png", "x")...)
	at := bytes.LastIndex(swollen, []byte("word/media/image1.png")) - 46 // its line in the directory
	binary.LittleEndian.PutUint32(swollen[at+24:], 2<<30)                // says that it unpacks to 2 GB
	endless := slices.Clone(word)
	for range 40 {
		endless = append(endless, strings.Repeat("n", 60_000), "")
	}
	for name, content := range map[string][]byte{"entries": zipped(t, many...), "declared size": swollen, "directory": zipped(t, endless...)} {
		l, _ := newStore(t)
		_, err := l.Accept(t.Context(), bytes.NewReader(content), 20<<20, "plan.docx")
		if got := fieldWords(err); !strings.Contains(got, "unpack") {
			t.Errorf("%s: got %q (%v)", name, got, err)
		}
	}
}

// D2: a stopped file that was kept for the host's decision gets the same report.
func TestCheck_ReportsOnAKeptFile(t *testing.T) {
	l, _ := newStore(t)
	s := put(t, l, "<!DOCTYPE html><html></html>")
	if got := fieldWords(l.Check(s.Digest, "page.txt")); !strings.Contains(got, "web pages") {
		t.Errorf("got %q", got)
	}
	if err := l.Check(put(t, l, "plain words").Digest, "page.txt"); err != nil {
		t.Error(err)
	}
}

func TestAccepted_AllPassTheGateByName(t *testing.T) {
	all := files.Accepted()
	if len(all) < 20 || !slices.Contains(all, ".pdf") || slices.Contains(all, ".zip") {
		t.Errorf("got %v", all)
	}
	if got := files.KindWords("application/pdf"); got != "a PDF" {
		t.Errorf("got %q", got)
	}
	for _, extension := range all {
		if got := fieldWords(files.Gate("application/zip", "x"+extension)); !strings.Contains(got, "Unpack") {
			t.Errorf("%s: refused by name: %q", extension, got)
		}
	}
}
