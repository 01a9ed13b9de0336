package learning

import (
	"strings"

	"peerchallenge/web/ui"
)

// firstWords is the beginning of an idea, for its heading.
func firstWords(text string) string {
	words := strings.Fields(text)
	if len(words) <= 8 {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:8], " ") + " …"
}

func stateOf(i ideaRow) *ui.TagModel {
	if i.Shared == "" {
		return &ui.TagModel{Colour: ui.Plain, Words: "Only you"}
	}
	return &ui.TagModel{Colour: ui.Green, Words: "Shared"}
}
