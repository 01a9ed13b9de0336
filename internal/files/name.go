package files

import (
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxName is how long a name may be, in code points, its extension included.
const maxName = 120

// maxExtension is how long the part after the last dot may be to count as an
// extension that survives shortening.
const maxExtension = 12

// CleanName makes the name that a browser sent fit to keep, to show and to
// save under on any system: no folders, no control or invisible characters
// (which can make "exe.pdf" read as "fdp.exe"), none of the characters Windows
// refuses, composed (NFC), at most 120 code points, never empty and never one
// of Windows' reserved names. Letters keep their diacritics. A clean name
// comes back unchanged.
func CleanName(name string) string {
	name = strings.ToValidUTF8(name, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = norm.NFC.String(strings.Map(keepRune, name))
	name = strings.Join(strings.Fields(name), " ")
	name = strings.TrimLeft(trimEnd(name), ". ")
	if name == "" {
		return "document"
	}
	if reserved(name) {
		name = "file-" + name
	}
	return shorten(name)
}

// keepRune drops what nobody sees, keeps white space for Fields, and gives a
// dash for what Windows refuses in a name.
func keepRune(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
		return -1
	case strings.ContainsRune(`<>:"|?*`, r):
		return '-'
	}
	return r
}

// trimEnd drops dots and spaces from the end, as Windows would silently do.
func trimEnd(name string) string { return strings.TrimRight(name, ". ") }

// shorten cuts the middle out, so that the extension survives.
func shorten(name string) string {
	runes := []rune(name)
	if len(runes) <= maxName {
		return name
	}
	extension := []rune(path.Ext(name))
	if len(extension) > maxExtension+1 {
		extension = nil
	}
	end := maxName - len(extension)
	for end > 1 && unicode.Is(unicode.M, runes[end]) {
		end-- // never part a letter from its mark
	}
	return trimEnd(string(runes[:end])) + string(extension)
}

// reserved tells whether Windows takes the name for a device, whatever its
// extension.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	stem = strings.TrimSpace(stem)
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, isPort := strings.CutPrefix(stem, "COM")
	if !isPort {
		port, isPort = strings.CutPrefix(stem, "LPT")
	}
	return isPort && len([]rune(port)) == 1 && strings.Contains("0123456789¹²³", port)
}
