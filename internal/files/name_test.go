package files_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"peerchallenge/internal/files"
)

func TestCleanName(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Market position statement.pdf", "Market position statement.pdf"},
		{"diacritics", "Siân Ó Briain – Gàidhlig.docx", "Siân Ó Briain – Gàidhlig.docx"},
		{"composed", "Sia\u0302n.txt", "Siân.txt"},
		{"folders", "../../etc/passwd", "passwd"},
		{"Windows folders", `C:\Users\Ann\plan.docx`, "plan.docx"},
		{"control characters", "a\x00b\r\nc.pdf", "ab c.pdf"},
		{"reversed text", "harmless\u202Efdp.exe", "harmlessfdp.exe"},
		{"invisible", "a\u200b\ufeffb.pdf", "ab.pdf"},
		{"not UTF-8", "caf\xe9.pdf", "caf.pdf"},
		{"what Windows refuses", `what? "now" <1|2>:*.pdf`, "what- -now- -1-2---.pdf"},
		{"white space", "  two\t\u00a0 words .pdf ", "two words .pdf"},
		{"end", "name. . .", "name"},
		{"hidden", "...htaccess", "htaccess"},
		{"empty", "", "document"},
		{"only dots", "../..", "document"},
		{"device", "con.txt", "file-con.txt"},
		{"device and spaces", "AUX .tar.gz", "file-AUX .tar.gz"},
		{"port", "Com1", "file-Com1"},
		{"small port", "LPT³.pdf", "file-LPT³.pdf"},
		{"no device", "Contents.pdf", "Contents.pdf"},
		{"long", strings.Repeat("é", 300) + ".docx", strings.Repeat("é", 115) + ".docx"},
		{"long, no extension", strings.Repeat("a", 119) + "b." + strings.Repeat("c", 50), strings.Repeat("a", 119) + "b"},
		{"mark stays with its letter", strings.Repeat("a", 115) + "q\u0307\u0323.pdf" + "", strings.Repeat("a", 115) + ".pdf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := files.CleanName(c.in); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func FuzzCleanName(f *testing.F) {
	for _, s := range []string{"", "a/b", `\\x\con`, "e\u0301.pdf", strings.Repeat("\u0301", 130), "COM9." + strings.Repeat("x", 130), ". .x", "a" + strings.Repeat(" .", 90) + "b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got := files.CleanName(in)
		n := utf8.RuneCountInString(got)
		switch {
		case n == 0 || n > 120 || !utf8.ValidString(got) || !norm.NFC.IsNormalString(got):
			t.Errorf("%q became %q", in, got)
		case strings.ContainsAny(got, `/\`) || strings.ContainsFunc(got, unicode.IsControl):
			t.Errorf("%q kept a bad character: %q", in, got)
		case strings.Trim(got, ".") != got || strings.TrimSpace(got) != got:
			t.Errorf("%q has bad ends: %q", in, got)
		case files.CleanName(got) != got:
			t.Errorf("%q is not clean: %q becomes %q", in, got, files.CleanName(got))
		}
	})
}
