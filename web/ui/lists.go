package ui

import "github.com/a-h/templ"

// TaskRow is one line of a list of things: a verb to press, then context; right
// of it a date, how far off it is, and a tag. On a phone the right side goes
// under the text.
type TaskRow struct {
	Text     string
	Href     string // empty: the words stand without a link
	Of       string // what it belongs to, heard after the link's words by screen readers, or empty
	Lines    []string
	Due      string // bold: "Friday 12 March"
	Distance string // "in 2 days"
	Tag      *TagModel
	Side     templ.Component // a button or link of the row, or nil
}

// PeopleGroup is one part in a challenge and who holds it. With nobody yet, Names
// holds the sentence to show: "Not found yet".
type PeopleGroup struct {
	Part  string
	Names []string
}

// DateRow is one date of a challenge and what happens then.
type DateRow struct {
	When string
	What string
	Href string // empty: no link
}

// SideItem is one line of a SideNav.
type SideItem struct {
	Text    string
	Href    string
	Value   string // of the select on a phone
	Note    string // at the right: a count or a state
	Current bool
}

// Side is a list of places beside the content. With Action set a phone gets a
// select and "Show" (a GET with Param) in its stead.
type Side struct {
	Title  string
	Items  []SideItem
	Action string
	Param  string
	Select string // label of the select: "Area"
}

// Fact is one key and value of the line under a heading.
type Fact struct {
	Key   string
	Value string
	Tag   *TagModel // in place of Value
}

// Presence is one other person who is on the page now.
type Presence struct {
	Initials string
	Name     string
	Doing    string // ", writing here" or " is writing in the second paragraph"
	Colour   Colour // Plum, Amber or the default teal
}

// SummaryRow is one line of a SummaryList.
type SummaryRow struct {
	Key    string
	Value  string
	Body   templ.Component // in place of Value
	Action *Link           // "Change"; Key is read out after it
}

// Cell is one cell of a Table. Body stands in place of Text; Tag follows it.
type Cell struct {
	Text   string
	Href   string
	Tag    *TagModel
	Body   templ.Component
	Number bool // set to the right
}

// Cells makes a row of plain words.
func Cells(texts ...string) []Cell {
	row := make([]Cell, len(texts))
	for i, t := range texts {
		row[i] = Cell{Text: t}
	}
	return row
}

// CardModel is the head of a Card.
type CardModel struct {
	ID    string
	Title string
	Href  string // empty: the title is no link
	Tag   *TagModel
	Edge  Edge
	Level int // of its heading: 3 when not given
}

// Edge is the coloured left edge of a card; it repeats the heading above.
type Edge string

// The edges of cards.
const (
	EdgeNone      Edge = ""
	EdgeStrength  Edge = "strength"
	EdgeConsider  Edge = "consider"
	EdgeRecommend Edge = "recommend"
	EdgeStop      Edge = "stop"
	EdgeQuiet     Edge = "quiet"
	EdgeNow       Edge = "now" // the next session, the present stage
)
