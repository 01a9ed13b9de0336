package visit

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/identifiers"
	"peerchallenge/internal/problem"
)

// Details are what the host types about a session. Times are minutes after
// midnight on the clock in London; travel is minutes from where people are before.
type Details struct {
	Kind              Kind
	Audience          Audience
	Title             string
	Day               civil.Date
	Starts, Ends      int
	Place, Room       string
	Address, MapLink  string
	GettingThere      string
	Travel            int
	AccessNeeds       string
	AccessMet         bool
	Interpreter       string
	InterpreterBooked bool
	Size              Size
	SizeReason        string
	WholeTeam         bool
	LeadID, NotesID   *uuid.UUID
}

// Session is a session as its readers see it. Coming and Needs are there for the
// team alone; MyNotes counts the reader's own notes.
type Session struct {
	ID uuid.UUID
	Details
	OrganiserID   *uuid.UUID
	LeadName      *string
	NotesName     *string
	OrganiserName *string
	Version       int
	Token         *string
	GivenAt       *time.Time
	Coming        *int
	Needs         *string
	Questions     int
	MyNotes       int
	IOrganise     bool // the reader holds this session's invitations
}

// At is the moment of so many minutes after midnight on the session's day.
func (d Details) At(minutes int) time.Time {
	t := d.Day.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, minutes, 0, 0, clock.London)
}

// Heading is the session in one line: "Group: front-door team".
func (d Details) Heading() string { return d.Kind.Name() + ": " + d.Title }

// NeedsBriefing tells whether people are invited who must be told first (O2):
// leaders and councillors know what a peer challenge is and are met one by one.
func (d Details) NeedsBriefing() bool {
	return d.Kind.Meets() && d.Audience != Leaders && d.Audience != Councillors
}

// Has tells whether somebody of the team is at the session.
func (d Details) Has(person uuid.UUID) bool {
	return d.WholeTeam || (d.LeadID != nil && *d.LeadID == person) || (d.NotesID != nil && *d.NotesID == person)
}

// ParseClock reads a time of day as people type it: 9:30, 9.30am, 2pm, 14:00.
// Without am or pm an hour from 1 to 6 is in the afternoon: nobody is met at three
// in the morning. It gives minutes after midnight.
func ParseClock(s string) (int, bool) {
	t := strings.ToLower(strings.NewReplacer(" ", "", ".", ":").Replace(s))
	if t == "noon" || t == "12noon" {
		return 12 * 60, true
	}
	half := ""
	for _, suffix := range []string{"am", "pm"} {
		if rest, ok := strings.CutSuffix(t, suffix); ok {
			t, half = rest, suffix
		}
	}
	hours, minutes, some := strings.Cut(t, ":")
	h, err := strconv.Atoi(hours)
	m := 0
	if some && err == nil {
		m, err = strconv.Atoi(minutes)
	}
	if err != nil || h < 0 || h > 23 || m < 0 || m > 59 || (half != "" && (h < 1 || h > 12)) {
		return 0, false
	}
	switch {
	case half == "am" && h == 12:
		h = 0
	case half == "pm" && h < 12, half == "" && h >= 1 && h <= 6 && !strings.HasPrefix(hours, "0"):
		h += 12
	}
	return h*60 + m, true
}

// TypedClock writes a time as ParseClock reads it: "9:30am".
func TypedClock(minutes int) string {
	if minutes == 12*60 {
		return "12pm"
	}
	h, half := minutes/60, "am"
	if h >= 12 {
		half = "pm"
	}
	if h = h % 12; h == 0 {
		h = 12
	}
	if minutes%60 == 0 {
		return strconv.Itoa(h) + half
	}
	return fmt.Sprintf("%d:%02d%s", h, minutes%60, half)
}

func (d Details) check(first, last civil.Date) error {
	var f problem.Fields
	f.Check(d.Kind.Name() != "", "kind", "Choose what kind of session it is")
	f.Check(!d.Kind.Meets() || d.Audience.known(), "audience", "Choose who it is with")
	f.Check(strings.TrimSpace(d.Title) != "", "title", "Enter a title, such as “front-door team”. Never a person’s name")
	f.Check(!d.Day.IsZero() && d.Day.Between(first, last), "day", "Choose one of the days on site")
	f.Check(d.Starts >= 0, "starts", "Enter when it starts, such as 9:30am")
	f.Check(d.Ends >= 0, "ends", "Enter when it ends, such as 10:30am")
	f.Check(d.Starts < 0 || d.Ends < 0 || d.Ends > d.Starts, "ends", "The end must be after the start")
	f.Check(d.Travel >= 0 && d.Travel <= 240, "travel", "Travel must be a number of minutes from 0 to 240")
	f.Check(d.MapLink == "" || strings.HasPrefix(d.MapLink, "https://"), "map_link", "The link to a map must begin with https://")
	d.checkGroup(&f)
	for field, text := range map[string]string{"title": d.Title, "access_needs": d.AccessNeeds, "size_reason": d.SizeReason} {
		noIdentifier(&f, field, text)
	}
	for _, l := range []struct {
		field, text string
		most        int
	}{{"title", d.Title, 120}, {"place", d.Place, 120}, {"room", d.Room, 80}, {"address", d.Address, 200}, {"map_link", d.MapLink, 300},
		{"getting_there", d.GettingThere, 300}, {"access_needs", d.AccessNeeds, 500}, {"interpreter", d.Interpreter, 100}, {"size_reason", d.SizeReason, 300}} {
		f.Check(db.Length(l.text) <= l.most, l.field, "This must be "+strconv.Itoa(l.most)+" characters or fewer")
	}
	return f.Err()
}

// noIdentifier stops what could point to a person: numbers, addresses (P1, O3).
func noIdentifier(f *problem.Fields, field, text string) {
	if found := identifiers.Stops(text); len(found) > 0 {
		f.Add(field, identifiers.Explain(found))
	}
}

// checkGroup holds O1, and that two of the team are not one person (O6).
func (d Details) checkGroup(f *problem.Fields) {
	if d.Kind == Group {
		f.Check(d.Audience != Leaders, "audience", "Senior leaders are met separately, not in a group. Make it a one-to-one")
		f.Check(d.Size == SixToEight || d.Size == TwoToFive || d.Size == NineOrMore, "size", "Choose how many people the group is for")
		f.Check(d.Size == SixToEight || d.Size == "" || strings.TrimSpace(d.SizeReason) != "", "size_reason", "Say why the group is not six to eight people. The team sees this")
	}
	f.Check(d.LeadID == nil || d.NotesID == nil || *d.LeadID != *d.NotesID, "notes", "Choose two different people: one leads, the other takes notes")
}

// tidy sets what follows from the kind.
func (d *Details) tidy() {
	if !d.Kind.Meets() {
		d.Audience, d.Size = Nobody, Open
	}
	d.Size = sizeOf(d.Kind, d.Size)
	if d.Kind != Group || d.Size == SixToEight {
		d.SizeReason = ""
	}
	if d.WholeTeam {
		d.LeadID, d.NotesID = nil, nil
	}
}
