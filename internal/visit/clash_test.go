package visit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/visit"
)

// O6: each thing that can clash is said in words, and nothing else is.
func TestClashes_O6_InWords(t *testing.T) {
	t.Parallel()
	ann, ben, cyd := uuid.New(), uuid.New(), uuid.New()
	members := []visit.Member{{PersonID: ann, Name: "Ann", Role: access.Lead}, {PersonID: ben, Name: "Ben", Role: access.Expert}}
	at := func(title string, starts, ends int, change ...func(*visit.Session)) visit.Session {
		s := visit.Session{ID: uuid.New(), Details: visit.Details{Kind: visit.Group, Audience: visit.FrontLine, Title: title, Day: day1,
			Starts: starts, Ends: ends, Place: "Civic Hall", Room: title, LeadID: &ann, NotesID: &ben}}
		for _, c := range change {
			c(&s)
		}
		return s
	}
	care := at("care", 900, 930, func(s *visit.Session) { s.Audience = visit.DrawOnCare })
	for name, c := range map[string]struct {
		sessions []visit.Session
		want     []string
	}{
		"nothing": {[]visit.Session{at("a", 600, 660), care}, nil},
		"two places": {[]visit.Session{at("a", 600, 660), at("b", 650, 700, func(s *visit.Session) { s.LeadID = &cyd }), care},
			[]string{"Ben is in two places on Tuesday 10:50am: “a” and “b”"}},
		"the way is too long": {[]visit.Session{at("a", 600, 660), at("b", 670, 700, func(s *visit.Session) { s.Place, s.Travel, s.LeadID = "Library", 20, &cyd }), care},
			[]string{"Ben has 10 minutes to get from “a” to “b” on Tuesday, and the way takes 20"}},
		"no break": {[]visit.Session{at("a", 600, 700), at("b", 705, 790, func(s *visit.Session) { s.LeadID = &cyd }), care},
			[]string{"Ben has no break of 15 minutes from 10am until 1:10pm on Tuesday"}},
		"a room twice": {[]visit.Session{at("a", 600, 660), at("b", 630, 690, func(s *visit.Session) { s.Room, s.LeadID, s.NotesID = "A", &cyd, nil; s.WholeTeam = false }), care},
			[]string{"Civic Hall, a has two sessions at once on Tuesday 10:30am: “a” and “b”", "“b” on Tuesday 10:30am: only one member of the team is there"}},
		"nobody":         {[]visit.Session{at("a", 600, 660), care, at("b", 700, 720, func(s *visit.Session) { s.LeadID, s.NotesID = nil, nil })}, []string{"“b” on Tuesday 11:40am: nobody of the team is named for it"}},
		"interpreter":    {[]visit.Session{at("a", 600, 660, func(s *visit.Session) { s.Interpreter = "Urdu" }), care}, []string{"an interpreter (Urdu) is needed and not booked yet"}},
		"access":         {[]visit.Session{at("a", 600, 660, func(s *visit.Session) { s.AccessNeeds = "Hearing loop" }), care}, []string{"access needs are not met yet"}},
		"meets no staff": {[]visit.Session{care}, []string{"Ann meets no staff yet", "Ben meets no staff yet"}},
		"the expert meets nobody who draws on care": {[]visit.Session{at("a", 600, 660), func() visit.Session { s := care; s.NotesID = &cyd; return s }()},
			[]string{"Ben meets no people who draw on care yet"}},
	} {
		var got []string
		for _, clash := range visit.Clashes(c.sessions, members) {
			got = append(got, clash.Words)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %s", name, cmp.Diff(c.want, got))
			continue
		}
		for i := range got {
			if !strings.Contains(got[i], c.want[i]) {
				t.Errorf("%s: got %q, want %q", name, got[i], c.want[i])
			}
		}
	}
}

func TestParseClock(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]int{"9:30": 570, "9.30am": 570, "2pm": 840, "14:00": 840, "12 noon": 720, "12pm": 720, "12:15am": 15, "1:30": 810, "01:30": 90, "noon": 720, "11": 660} {
		if got, ok := visit.ParseClock(typed); !ok || got != want {
			t.Errorf("%q: %d %v, want %d", typed, got, ok, want)
		}
	}
	for _, bad := range []string{"", "soon", "25:00", "9:70", "13pm", "-1"} {
		if got, ok := visit.ParseClock(bad); ok {
			t.Errorf("%q is read as %d", bad, got)
		}
	}
	for _, n := range []int{0, 570, 720, 840, 1439} {
		if got, ok := visit.ParseClock(visit.TypedClock(n)); !ok || got != n {
			t.Errorf("%d is written %q and read as %d", n, visit.TypedClock(n), got)
		}
	}
}
