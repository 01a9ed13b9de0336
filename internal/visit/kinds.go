package visit

import "slices"

// Kind is what a session is (O1); a team meeting and a break fill the day.
type Kind string

// The kinds of session.
const (
	Group       Kind = "group"
	OneToOne    Kind = "one_to_one"
	Place       Kind = "visit"
	DropIn      Kind = "drop_in"
	TeamMeeting Kind = "team_meeting"
	Break       Kind = "break"
)

// Kinds lists them in the order of a form.
var Kinds = []Kind{Group, OneToOne, Place, DropIn, TeamMeeting, Break}

var kindNames = map[Kind]string{Group: "Group", OneToOne: "One-to-one", Place: "Visit", DropIn: "Drop-in", TeamMeeting: "Team meeting", Break: "Break"}

// Name is the kind in the users' words; empty for what is none.
func (k Kind) Name() string { return kindNames[k] }

// Meets tells whether the team meets people there.
func (k Kind) Meets() bool { return k != TeamMeeting && k != Break }

// Audience is the kind of people a session is with.
type Audience string

// The kinds of people.
const (
	FrontLine   Audience = "front_line"
	Managers    Audience = "managers"
	Providers   Audience = "providers"
	Partners    Audience = "partners"
	DrawOnCare  Audience = "draw_on_care"
	Carers      Audience = "carers"
	Leaders     Audience = "leaders"
	Councillors Audience = "councillors"
	Nobody      Audience = "none"
)

// Audiences lists the kinds of people in the order of a form.
var Audiences = []Audience{FrontLine, Managers, DrawOnCare, Carers, Providers, Partners, Leaders, Councillors}

var audienceNames = map[Audience]string{FrontLine: "Staff on the front line", Managers: "Managers", Providers: "Care providers",
	Partners: "Partners, such as health and the voluntary sector", DrawOnCare: "People who draw on care", Carers: "Unpaid carers",
	Leaders: "Senior leaders", Councillors: "Councillors of the host"}

// Name is the kind of people in the users' words.
func (a Audience) Name() string { return audienceNames[a] }

// NamesKept tells whether names of those invited are kept: never of people who
// draw on care, nor of carers (O5).
func (a Audience) NamesKept() bool { return a != DrawOnCare && a != Carers }

func (a Audience) known() bool { return slices.Contains(Audiences, a) }

func (a Audience) staff() bool { return a == FrontLine || a == Managers }

// Size is a band: how many come is the organiser's to know, and the team's.
type Size string

// The bands.
const (
	One        Size = "one"
	TwoToFive  Size = "two_to_five"
	SixToEight Size = "six_to_eight"
	NineOrMore Size = "nine_or_more"
	Open       Size = "open"
)

// GroupSizes are the bands of a group; six to eight is the usual (O1).
var GroupSizes = []Size{SixToEight, TwoToFive, NineOrMore}

var sizeNames = map[Size]string{One: "One person", TwoToFive: "Two to five people", SixToEight: "Six to eight people", NineOrMore: "Nine people or more", Open: "People come and go"}

// Name is the band in words.
func (s Size) Name() string { return sizeNames[s] }

// sizeOf is the band that a kind of session implies.
func sizeOf(k Kind, chosen Size) Size {
	switch k {
	case Group:
		return chosen
	case OneToOne:
		return One
	}
	return Open
}
