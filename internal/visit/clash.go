package visit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
)

// Clash is something in the programme that does not work, in words (O6).
type Clash struct {
	Words    string
	Sessions []uuid.UUID // where to mend it; none when a session is missing
}

const (
	longRun    = 180 // minutes in a row without a break
	shortBreak = 15  // minutes that count as one
)

// Clashes looks through a programme: nobody in two places, time to travel, breaks,
// rooms, two of the team at each session, interpreters and access, and every
// member meets both staff and people who draw on care.
func Clashes(sessions []Session, members []Member) []Clash {
	list := slices.Clone(sessions)
	slices.SortStableFunc(list, func(a, b Session) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Starts, b.Starts), cmp.Compare(a.Ends, b.Ends))
	})
	var out []Clash
	for _, m := range members {
		out = append(out, clashesOf(list, m)...)
	}
	out = append(out, roomClashes(list)...)
	for _, s := range list {
		out = append(out, lacks(s)...)
	}
	if len(list) == 0 {
		return out
	}
	for _, m := range members {
		out = append(out, meets(list, m)...)
	}
	return out
}

func on(s Session) string {
	return s.Day.Time().Weekday().String() + " " + TypedClock(s.Starts)
}

func clashesOf(list []Session, m Member) []Clash {
	var out []Clash
	var last *Session
	run, runStart := []uuid.UUID{}, 0
	for i := range list {
		s := &list[i]
		if !s.Has(m.PersonID) || s.Kind == Break {
			continue
		}
		if last != nil && last.Day == s.Day {
			if c, ok := between(*last, *s, m.Name); ok {
				out = append(out, c)
			}
		}
		if last == nil || last.Day != s.Day || s.Starts-last.Ends >= shortBreak {
			run, runStart = nil, s.Starts
		}
		run = append(run, s.ID)
		if len(run) > 1 && s.Ends-runStart > longRun && last.Ends-runStart <= longRun {
			out = append(out, Clash{fmt.Sprintf("%s has no break of %d minutes from %s until %s on %s", m.Name, shortBreak,
				TypedClock(runStart), TypedClock(s.Ends), s.Day.Time().Weekday()), slices.Clone(run)})
		}
		if last == nil || last.Day != s.Day || s.Ends > last.Ends {
			last = s
		}
	}
	return out
}

func between(a, b Session, name string) (Clash, bool) {
	both := []uuid.UUID{a.ID, b.ID}
	switch {
	case b.Starts < a.Ends:
		return Clash{fmt.Sprintf("%s is in two places on %s: “%s” and “%s”", name, on(b), a.Title, b.Title), both}, true
	case b.Starts-a.Ends < b.Travel && !strings.EqualFold(a.Place, b.Place):
		return Clash{fmt.Sprintf("%s has %d minutes to get from “%s” to “%s” on %s, and the way takes %d", name, b.Starts-a.Ends, a.Title, b.Title,
			b.Day.Time().Weekday(), b.Travel), both}, true
	}
	return Clash{}, false
}

func roomClashes(list []Session) []Clash {
	var out []Clash
	for i, a := range list {
		for _, b := range list[i+1:] {
			if b.Day != a.Day || b.Starts >= a.Ends {
				break
			}
			if a.Room != "" && strings.EqualFold(a.Room, b.Room) && strings.EqualFold(a.Place, b.Place) {
				out = append(out, Clash{fmt.Sprintf("%s, %s has two sessions at once on %s: “%s” and “%s”", a.Place, a.Room, on(b), a.Title, b.Title), []uuid.UUID{a.ID, b.ID}})
			}
		}
	}
	return out
}

// lacks is what one session still needs.
func lacks(s Session) []Clash {
	var out []Clash
	add := func(words string) {
		out = append(out, Clash{fmt.Sprintf("“%s” on %s: %s", s.Title, on(s), words), []uuid.UUID{s.ID}})
	}
	if s.Kind.Meets() && !s.WholeTeam {
		switch {
		case s.LeadID == nil && s.NotesID == nil:
			add("nobody of the team is named for it")
		case s.LeadID == nil || s.NotesID == nil:
			add("only one member of the team is there. One leads, another takes notes")
		}
	}
	if s.Interpreter != "" && !s.InterpreterBooked {
		add("an interpreter (" + s.Interpreter + ") is needed and not booked yet")
	}
	if s.AccessNeeds != "" && !s.AccessMet {
		add("access needs are not met yet")
	}
	return out
}

// meets holds the first sentence of O6, the expert included.
func meets(list []Session, m Member) []Clash {
	if m.Role == access.VisitingPSW {
		return nil
	}
	staff, care := false, false
	for _, s := range list {
		if s.Has(m.PersonID) {
			staff = staff || s.Audience.staff()
			care = care || s.Audience == DrawOnCare
		}
	}
	switch {
	case !staff && !care:
		return []Clash{{Words: m.Name + " meets neither staff nor people who draw on care yet"}}
	case !staff:
		return []Clash{{Words: m.Name + " meets no staff yet"}}
	case !care:
		return []Clash{{Words: m.Name + " meets no people who draw on care yet"}}
	}
	return nil
}

// Missing lists the kinds of people that are wanted and have no session.
func Missing(wanted []Audience, sessions map[Audience]int) []Audience {
	var out []Audience
	for _, a := range wanted {
		if sessions[a] == 0 {
			out = append(out, a)
		}
	}
	return out
}
