package files

import (
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
)

// The older Office files (.doc, .xls, .ppt) are small file systems of their
// own, as is a new Office file with a password. Only the list of names is read
// here, after Microsoft's public description [MS-CFB].

const oleMIME = "application/x-ole-storage"

// maxSectors is how much of the list of names is followed: far more than any
// document has, and an end to lists that go round in a circle.
const maxSectors = 4096

// oleNames tells the type by the stream that holds the document.
var oleNames = map[string]string{
	"WordDocument": "application/msword", "Workbook": "application/vnd.ms-excel", "Book": "application/vnd.ms-excel",
	"PowerPoint Document": "application/vnd.ms-powerpoint", "__properties_version1.0": "application/vnd.ms-outlook",
}

// oleObjections are names that speak against taking the file.
var oleObjections = map[string]string{
	"EncryptedPackage": passwordWords, "EncryptedSummary": passwordWords,
	"Macros": macroWords, "_VBA_PROJECT_CUR": macroWords, "_VBA_PROJECT": macroWords,
}

// sniffOLE tells which document an older Office file is, and whether it holds
// macros or is locked. PowerPoint hides its macros inside its one stream, so
// there they are not seen.
func sniffOLE(r io.ReaderAt, guess found) found {
	entries, err := oleDirectory(r)
	if err != nil {
		guess.objection = damagedWords
		return guess
	}
	f := guess
	for _, name := range topNames(entries) {
		if mime := oleNames[name]; mime != "" {
			f = known(mime, found{mime: mime})
		}
	}
	for _, entry := range entries {
		if words := oleObjections[entry.name]; words != "" {
			f.objection = words
		}
	}
	return f
}

// oleEntry is one name in the list, with the numbers of its neighbours in the
// tree of its folder and of the first entry in its own.
type oleEntry struct {
	name               string
	left, right, child uint32
}

// topNames gives the names in the outermost folder, whose entry is the first.
// A document that holds another in a folder is still what it is outside.
func topNames(entries []oleEntry) []string {
	if len(entries) == 0 {
		return nil
	}
	var names []string
	todo := []uint32{entries[0].child}
	for len(todo) > 0 && len(names) <= len(entries) { // more names than entries: a circle
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if n < uint32(len(entries)) {
			names = append(names, entries[n].name)
			todo = append(todo, entries[n].left, entries[n].right)
		}
	}
	return names
}

var errOLE = errors.New("files: not an Office file we can read")

// oleFile reads sectors of one file.
type oleFile struct {
	r      io.ReaderAt
	header [512]byte
	size   int // bytes in a sector
}

// oleDirectory gives the entries of all streams and folders.
func oleDirectory(r io.ReaderAt) ([]oleEntry, error) {
	f := &oleFile{r: r}
	if _, err := r.ReadAt(f.header[:], 0); err != nil {
		return nil, err
	}
	switch shift := binary.LittleEndian.Uint16(f.header[30:]); shift {
	case 9, 12:
		f.size = 1 << shift
	default:
		return nil, errOLE
	}
	var entries []oleEntry
	sector := f.word(48)
	for range maxSectors {
		if sector >= 0xFFFFFFFA { // end of chain, or no sector
			return entries, nil
		}
		block, err := f.sector(sector)
		if err != nil {
			return nil, err
		}
		entries = append(entries, oleEntriesIn(block)...)
		if sector, err = f.next(sector); err != nil {
			return nil, err
		}
	}
	return nil, errOLE
}

// oleEntriesIn reads the entries in one sector, 128 bytes each.
func oleEntriesIn(block []byte) []oleEntry {
	var entries []oleEntry
	for ; len(block) >= 128; block = block[128:] {
		entries = append(entries, oleEntry{
			name:  oleName(block),
			left:  binary.LittleEndian.Uint32(block[68:]),
			right: binary.LittleEndian.Uint32(block[72:]),
			child: binary.LittleEndian.Uint32(block[76:]),
		})
	}
	return entries
}

// oleName reads up to 32 UTF-16 units, then their length in bytes with the
// closing zero; an unused entry has no length.
func oleName(entry []byte) string {
	length := int(binary.LittleEndian.Uint16(entry[64:]))
	if length < 2 || length > 64 {
		return ""
	}
	units := make([]uint16, length/2-1)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(entry[2*i:])
	}
	return string(utf16.Decode(units))
}

func (f *oleFile) word(offset int) uint32 { return binary.LittleEndian.Uint32(f.header[offset:]) }

func (f *oleFile) sector(n uint32) ([]byte, error) {
	block := make([]byte, f.size)
	read, err := f.r.ReadAt(block, (int64(n)+1)*int64(f.size))
	if err == io.EOF && read >= 128 { // some programs leave the last sector short
		err = nil
	}
	return block, err
}

// next follows the allocation table from one sector to the next.
func (f *oleFile) next(n uint32) (uint32, error) {
	perSector := uint32(f.size / 4)
	table, err := f.tableSector(n / perSector)
	if err != nil {
		return 0, err
	}
	block, err := f.sector(table)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint32(block[4*(n%perSector):]), nil
}

// tableSector finds the nth sector of the allocation table: the first 109 are
// listed in the header, the others in a chain of sectors.
func (f *oleFile) tableSector(n uint32) (uint32, error) {
	const inHeader = 109
	if n < inHeader {
		return f.word(76 + 4*int(n)), nil
	}
	n -= inHeader
	perSector, list := uint32(f.size/4-1), f.word(68)
	for range maxSectors {
		block, err := f.sector(list)
		if err != nil {
			return 0, err
		}
		if n < perSector {
			return binary.LittleEndian.Uint32(block[4*n:]), nil
		}
		n, list = n-perSector, binary.LittleEndian.Uint32(block[4*perSector:])
	}
	return 0, errOLE
}
