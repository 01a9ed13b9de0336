package info

import (
	"net/http"
	"strings"
	"unicode"

	"peerchallenge/internal/reference"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// wordsView is the words explained, ready to print.
type wordsView struct {
	Search  string
	Found   string
	Letters []ui.Link
	Groups  []letterGroup
}

// letterGroup is the words of one letter.
type letterGroup struct {
	Letter string
	Words  []word
}

type word struct{ ID, Short, Full, Definition string }

// title is the word, with its full form after a short one.
func (w word) title() string {
	if w.Full == "" {
		return w.Short
	}
	return w.Short + ": " + w.Full
}

// Words is the glossary from A to Z, or what a search finds in it.
func (h *Handlers) Words(w http.ResponseWriter, r *page.Request) error {
	search, err := r.QueryLine("search", 100)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, wordsPage(r.Chrome("Words explained", ""), toWords(search)))
}

func toWords(search string) wordsView {
	v := wordsView{Search: search}
	n := 0
	for _, t := range reference.GlossaryTerms() {
		if !matches(t, search) {
			continue
		}
		n++
		letter := firstLetter(t.Short)
		if len(v.Groups) == 0 || v.Groups[len(v.Groups)-1].Letter != letter {
			v.Groups = append(v.Groups, letterGroup{Letter: letter})
			v.Letters = append(v.Letters, ui.Link{Text: letter, Href: "#" + letterID(letter)})
		}
		last := &v.Groups[len(v.Groups)-1]
		last.Words = append(last.Words, word{wordID(t.Short), t.Short, t.Full, t.Definition})
	}
	if search != "" {
		v.Found = counted(n, "word is", "words are") + " explained that have to do with “" + search + "”."
	}
	return v
}

func matches(t reference.Term, search string) bool {
	return strings.Contains(strings.ToLower(t.Short+"\n"+t.Full+"\n"+t.Definition), strings.ToLower(search))
}

func firstLetter(s string) string {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return "0–9"
}

func letterID(letter string) string { return "letter-" + wordID(letter) }

// wordID is a word as it stands in an address: /words#expert-by-experience.
func wordID(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') }), "-")
}
