package ui

import "strings"

// Colour is the ground of a tag. It repeats what the words say.
type Colour string

// The colours of tags; pages.md lists the words of each.
const (
	Blue  Colour = "blue"
	Amber Colour = "amber"
	Red   Colour = "red"
	Green Colour = "green"
	Grey  Colour = "grey"
	Plum  Colour = "plum"
	Plain Colour = "" // no ground: Done, Ready, Empty, Not due
)

// TagModel is one status in one or two words.
type TagModel struct {
	Colour Colour
	Words  string
}

var tagColours = map[string]Colour{
	"To do": Blue, "In progress": Blue, "Being written": Blue, "With the team": Blue,
	"Proposed": Blue, "On track": Blue, "Next": Blue, "Now": Blue,
	"Due soon": Amber, "Delayed": Amber,
	"Late": Red, "Clash": Red, "Stopped": Red,
	"Agreed": Green, "Changed": Green, "Achieved": Green, "Accepted": Green,
	"Cannot start yet": Grey, "Kept": Grey, "Visited": Grey, "Partly changed": Grey,
	"On site now": Plum,
}

// Status gives the tag for words, in the colour these words always have. Words
// we do not know stand on no ground; "Starts 30 March" is grey. "Kept" is grey
// because a decision of the team is not a failure of the host.
func Status(words string) *TagModel {
	if strings.HasPrefix(words, "Starts ") {
		return &TagModel{Grey, words}
	}
	return &TagModel{tagColours[words], words}
}
