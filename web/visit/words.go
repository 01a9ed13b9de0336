package visit

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/visit"
	"peerchallenge/web/ui"
)

// span is a time as large type shows it: "11am to 12 noon".
func span(d visit.Details) string {
	return ui.Clock(d.At(d.Starts)) + " to " + ui.Clock(d.At(d.Ends))
}

func dayName(d civil.Date) string { return ui.DayOfWeek(d.Time()) }

// where is place, room and address in one line.
func where(d visit.Details) string {
	return joined(d.Place, d.Room, d.Address)
}

func joined(parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, ", ")
}

// with says who of the team is there, for everybody who reads the programme.
func with(s visit.Session) string {
	switch {
	case s.WholeTeam:
		return "the whole team"
	case s.LeadName != nil && s.NotesName != nil:
		return *s.LeadName + " leads, " + *s.NotesName + " takes notes"
	case s.LeadName != nil:
		return *s.LeadName + " leads. Nobody takes notes yet"
	case s.NotesName != nil:
		return *s.NotesName + " takes notes. Nobody leads yet"
	}
	return "nobody of the team yet"
}

// withMe says it to one of the two.
func withMe(v visit.TodayView, s visit.Session) string {
	switch {
	case s.WholeTeam:
		return "the whole team. Everyone says what struck them."
	case s.LeadID != nil && *s.LeadID == v.Me:
		if s.NotesID == nil {
			return "nobody else yet. You lead."
		}
		return other(v, *s.NotesID, s.NotesName) + ". You lead, they take notes."
	case s.NotesID != nil && *s.NotesID == v.Me:
		if s.LeadID == nil {
			return "nobody else yet. You take notes."
		}
		return other(v, *s.LeadID, s.LeadName) + ", who leads. You take notes."
	}
	return with(s)
}

func other(v visit.TodayView, who uuid.UUID, name *string) string {
	n := "Somebody"
	if name != nil {
		n = *name
	}
	if m, ok := v.Members[who]; ok {
		return n + " (" + roleWords(m.Role) + ")"
	}
	return n
}

func roleWords(r access.Role) string { return strings.ToLower(r.Name()[:1]) + r.Name()[1:] }

// expected says how many come, to the team alone.
func expected(s visit.Session) string {
	if s.Coming == nil {
		return ""
	}
	if *s.Coming == 1 {
		return "1 person is expected."
	}
	return strconv.Itoa(*s.Coming) + " people are expected."
}

func interpreter(s visit.Session) string {
	switch {
	case s.Interpreter == "":
		return ""
	case s.InterpreterBooked:
		return "An interpreter (" + s.Interpreter + ") will be there."
	}
	return "An interpreter (" + s.Interpreter + ") is needed and not booked yet."
}

func questionsToAsk(n int) string { return "Questions to ask (" + strconv.Itoa(n) + ")" }

func notesCount(n int) string { return "Your notes (" + strconv.Itoa(n) + ")" }

func clashCount(n int) string {
	switch n {
	case 0:
		return "Nothing clashes"
	case 1:
		return "1 thing to mend"
	}
	return strconv.Itoa(n) + " things to mend"
}

func todayTitle(v visit.TodayView) string {
	if v.Day == v.Head.Today {
		return "Today in " + v.HostCouncil
	}
	return dayName(v.Day) + " in " + v.HostCouncil
}

func dayCaption(v visit.TodayView) string {
	if v.Number == 0 {
		return dayName(v.Day)
	}
	return dayName(v.Day) + ", day " + strconv.Itoa(v.Number) + " of " + strconv.Itoa(len(v.Days))
}

// nothingToday says when the next session is.
func nothingToday(v visit.TodayView) string {
	if v.SharedAt == nil {
		return v.HostCouncil + " has not shared the programme yet. The visit is from " + dayName(v.OnsiteFirst) + " to " + dayName(v.OnsiteLast) + "."
	}
	day := "today"
	if v.Day != v.Head.Today {
		day = "on " + dayName(v.Day)
	}
	if v.Next == nil {
		return "No sessions for you " + day + ", and none after it."
	}
	return "No sessions for you " + day + ". Your next is " + dayName(v.Next.Day) + " at " + ui.Clock(v.Next.At(v.Next.Starts)) + "."
}

// state tells past, now and next apart: the first session that is not over is the
// next, unless it has begun.
type stated struct {
	visit.Session
	State string // "past", "now", "next" or ""
}

func states(v visit.TodayView) []stated {
	out := make([]stated, len(v.Sessions))
	found := false
	for i, s := range v.Sessions {
		out[i] = stated{Session: s}
		switch {
		case v.Day.Before(v.Head.Today), v.Now >= 0 && s.Ends <= v.Now:
			out[i].State = "past"
		case v.Now >= 0 && s.Starts <= v.Now && s.Kind != visit.Break:
			out[i].State = "now"
		case v.Now >= 0 && !found && s.Kind != visit.Break:
			out[i].State, found = "next", true
		}
	}
	return out
}

func dayLinks(v visit.TodayView) []ui.Link {
	var links []ui.Link
	for i, d := range v.Days {
		if d == v.Day {
			continue
		}
		text := "Day " + strconv.Itoa(i+1) + ", " + dayName(d)
		if d == v.Day.AddDays(1) && v.Day == v.Head.Today {
			text = "Tomorrow, day " + strconv.Itoa(i+1)
		}
		links = append(links, ui.Link{Text: text, Href: part(v.Head, "today") + "?day=" + d.String()})
	}
	return append(links, ui.Link{Text: "All your sessions, to print", Href: part(v.Head, "programme/mine")})
}

func memberOptions(list []visit.Member) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, m := range list {
		out[i] = ui.Option{Value: m.PersonID.String(), Text: m.Name + ", " + roleWords(m.Role)}
	}
	return out
}

func idText(u *uuid.UUID) string {
	if u == nil {
		return ""
	}
	return u.String()
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func words(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func typedClock(minutes int) string {
	if minutes <= 0 {
		return ""
	}
	return visit.TypedClock(minutes)
}

func kindOptions() []ui.Option {
	hints := map[visit.Kind]string{visit.Group: "Six to eight people, and no senior leaders.", visit.OneToOne: "Senior leaders are met so.",
		visit.TeamMeeting: "The team alone.", visit.Break: "Lunch, or time to rest."}
	out := make([]ui.Option, len(visit.Kinds))
	for i, k := range visit.Kinds {
		out[i] = ui.Option{Value: string(k), Text: k.Name(), Hint: hints[k]}
	}
	return out
}

func audienceOptions() []ui.Option {
	out := make([]ui.Option, len(visit.Audiences))
	for i, a := range visit.Audiences {
		out[i] = ui.Option{Value: string(a), Text: a.Name()}
	}
	return out
}

func sizeOptions() []ui.Option {
	out := make([]ui.Option, len(visit.GroupSizes))
	for i, s := range visit.GroupSizes {
		out[i] = ui.Option{Value: string(s), Text: s.Name()}
	}
	return out
}

func dayOptions(days []civil.Date) []ui.Option {
	out := make([]ui.Option, len(days))
	for i, d := range days {
		out[i] = ui.Option{Value: d.String(), Text: dayName(d)}
	}
	return out
}

func dayValue(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func peopleOptions(list []visit.Candidate) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, p := range list {
		out[i] = ui.Option{Value: p.PersonID.String(), Text: p.Name}
	}
	return out
}

func wantedNames(list []visit.Audience) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.Name()
	}
	return out
}
