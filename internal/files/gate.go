package files

import (
	"path"
	"slices"
	"strings"

	"peerchallenge/internal/problem"
)

// What is refused, and what to do instead.
const (
	emptyWords    = "The file is empty. Check that it opens on your own computer, save it again, and upload it."
	webWords      = "We cannot take web pages, SVG drawings or scripts, because they can run on the computer of whoever opens them. Save it as a PDF and upload that."
	programWords  = "We cannot take programs or anything else that can run. Upload the document itself, for example as a PDF."
	archiveWords  = "We cannot take zip files or other archives, because nobody can see what is in them before opening them. Unpack it and upload the documents one by one."
	mailWords     = "We cannot take e-mails saved as files, because they can carry other files with them. Print the e-mail to a PDF and upload that."
	macroWords    = "The file holds macros, which are small programs. Save it again without macros, for example as .docx, .xlsx or .pptx, or as a PDF, and upload that."
	passwordWords = "The file is locked with a password, so the people it is meant for could not read it. Save it without a password and upload it again."
	damagedWords  = "The file seems to be damaged. Open it in the program it was made with, save it again, and upload it."
	bombWords     = "The file would unpack to far more than a document holds. Save it as a PDF and upload that."
	otherWords    = "We cannot take this kind of file. Save it as a PDF, or as a Word, Excel or PowerPoint document, and upload that."
)

// refusedTypes are by content, with everything that is a sort of them.
var refusedTypes = map[string]string{
	emptyMIME: emptyWords, "text/html": webWords, "application/xhtml+xml": webWords, "image/svg+xml": webWords,
	"text/xml": webWords, "text/javascript": webWords, "text/x-php": webWords,
	"application/vnd.microsoft.portable-executable": programWords, "application/x-elf": programWords,
	"application/x-mach-binary": programWords, "application/x-ms-installer": programWords,
	"application/x-ms-shortcut": programWords, "application/java-archive": programWords, "application/vnd.ms-htmlhelp": programWords,
	"application/zip": archiveWords, "application/x-7z-compressed": archiveWords, "application/vnd.rar": archiveWords,
	"application/gzip": archiveWords, "application/x-tar": archiveWords, "application/x-bzip2": archiveWords,
	"application/x-xz": archiveWords, "application/zstd": archiveWords, "application/vnd.ms-cab-compressed": archiveWords,
	"application/vnd.ms-outlook": mailWords,
}

// refusedNames are by extension: a file is saved and opened under its name,
// whatever is in it.
var refusedNames = groups(map[string]string{
	webWords:     ".htm .html .xhtml .mht .mhtml .svg .xml .js .mjs .php .hta",
	programWords: ".exe .com .bat .cmd .ps1 .vbs .vbe .jse .wsf .scr .msi .msix .dll .jar .lnk .url .reg .chm .sh .py .app .apk .dmg .iso .img",
	archiveWords: ".zip .7z .rar .gz .tgz .tar .bz2 .xz .zst .cab",
	mailWords:    ".eml .msg .pst",
	macroWords:   ".docm .dotm .xlsm .xltm .xlsb .xlam .pptm .potm .ppsm .ppam",
})

func groups(byWords map[string]string) map[string]string {
	all := map[string]string{}
	for words, extensions := range byWords {
		for _, e := range strings.Fields(extensions) {
			all[e] = words
		}
	}
	return all
}

// Gate decides by type and name whether a document is taken: nil, or Invalid
// for FieldName in words that say what to do instead. The type is by content,
// as in Stored.MIME; a name that promises another type is refused, a name
// without extension is not. What is inside an office file is looked at by
// Accept and Check only.
func Gate(mime, name string) error {
	if words := objection(mime, extensionOf(CleanName(name))); words != "" {
		return refuse(words)
	}
	return nil
}

func objection(mime, extension string) string {
	if words := refusedNames[extension]; words != "" {
		return words
	}
	k, words := kindOrRefusal(mime)
	switch {
	case words != "":
		return words
	case mime == "message/rfc822" && extension != ".txt":
		return mailWords
	case extension == "" || slices.Contains(k.extensions, extension):
		return ""
	}
	return "The name ends in “" + extension + "”, but the file is " + k.words +
		". Give it a name that ends in " + k.extensions[0] + " and upload it again, or save it as a PDF first."
}

// kindOrRefusal goes from the type to what it is a sort of: a Word document is
// taken although it is a sort of zip file, a web page is not although it is a
// sort of text.
func kindOrRefusal(mime string) (kind, string) {
	for _, m := range family(mime) {
		if words := refusedTypes[m]; words != "" {
			return kind{}, words
		}
		if k, ok := kindExactly(m); ok {
			return k, ""
		}
	}
	return kind{}, otherWords
}

// extensionOf is the lower-case extension with its dot, or empty.
func extensionOf(name string) string { return strings.ToLower(path.Ext(name)) }

func refuse(words string) error {
	var f problem.Fields
	f.Add(FieldName, words)
	return f.Err()
}
