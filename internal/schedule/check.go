package schedule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// ClashKind is which part of S3 a visit breaks.
type ClashKind string

// The kinds of clash.
const (
	NotWorkingDay  ClashKind = "not_working_day"
	HostClosed     ClashKind = "host_closed"
	BeforeElection ClashKind = "before_election"
	Fortnight      ClashKind = "fortnight"
	FullMonth      ClashKind = "full_month"
)

// Clash is one thing that a visit's days break, in plain words. Two visits that
// break a rule together give the same Key. Short says it without the council.
type Clash struct {
	Kind   ClashKind
	Key    string
	Words  string
	Short  string
	Visits []uuid.UUID
	// ByAgreement: it stands only until host and region agree (elections).
	ByAgreement bool
}

// Check holds the days of v against the rules that no visit may break (S3).
// Others are the region's other visits; v itself and ended ones are passed over.
func Check(v Visit, h Host, others []Visit, limits reference.Planning) []Clash {
	out := checkDays(v)
	out = append(out, checkClosed(v, h)...)
	out = append(out, checkElections(v, h)...)
	near := slices.DeleteFunc(slices.Clone(others), func(o Visit) bool { return o.ID == v.ID || o.Ended != nil })
	out = append(out, checkPeople(v, near, limits.DaysBetweenVisitsOfOnePerson)...)
	return append(out, checkMonth(v, near, limits.VisitsInAMonth)...)
}

func (v Visit) clash(kind ClashKind, key, words string) Clash {
	return Clash{Kind: kind, Key: string(kind) + ":" + v.ID.String() + key, Words: v.Council + ": " + words, Short: upperFirst(words),
		Visits: []uuid.UUID{v.ID}}
}

// checkDays looks at the first and last day: the days between are working days
// by the way they are counted (S2).
func checkDays(v Visit) []Clash {
	var out []Clash
	for _, d := range []civil.Date{v.First, v.Last} {
		name, _, holiday := civil.Holiday(d)
		switch {
		case holiday:
			out = append(out, v.clash(NotWorkingDay, d.String(), d.LongWeekday()+" is a bank holiday ("+name+")"))
		case !civil.IsWorkingDay(d):
			out = append(out, v.clash(NotWorkingDay, d.String(), d.LongWeekday()+" is at the weekend"))
		}
		if v.First == v.Last {
			break
		}
	}
	return out
}

func checkClosed(v Visit, h Host) []Clash {
	var out []Clash
	for _, c := range h.Closed {
		if !v.First.After(c.Last) && !v.Last.Before(c.First) {
			out = append(out, v.clash(HostClosed, c.First.String(), fmt.Sprintf("the council cannot be visited %s (%s)", on(c.First, c.Last), c.Reason)))
		}
	}
	return out
}

func on(first, last civil.Date) string {
	if first == last {
		return "on " + first.Long()
	}
	return "from " + civil.Range(first, last)
}

func checkElections(v Visit, h Host) []Clash {
	if v.ElectionAgreed {
		return nil
	}
	var out []Clash
	for _, p := range electionsNear(v, h) {
		c := v.clash(BeforeElection, p.PollingDay.String(), electionWords(p))
		c.ByAgreement = true
		out = append(out, c)
	}
	return out
}

// electionsNear are the pre-election periods that the days touch.
func electionsNear(v Visit, h Host) []reference.Period {
	var out []reference.Period
	for year := v.First.Year(); year <= v.Last.Year(); year++ {
		for _, p := range h.Periods(year) {
			if p.Overlaps(v.First, v.Last) {
				out = append(out, p)
			}
		}
	}
	return out
}

func electionWords(p reference.Period) string {
	words := fmt.Sprintf("the time before the election of %s begins on %s", p.PollingDay.Long(), p.Start.Long())
	if p.Votes == reference.NotKnown {
		words += ". It is not known whether this council votes then, so it counts as voting"
	}
	return words
}

// checkPeople looks for anybody on two teams whose visits lie within a fortnight.
func checkPeople(v Visit, others []Visit, days int) []Clash {
	var out []Clash
	for _, o := range others {
		apart := gap(v, o)
		shared := onBoth(v, o)
		if apart >= days || len(shared) == 0 {
			continue
		}
		ids := []uuid.UUID{v.ID, o.ID}
		names := []string{v.Council, o.Council}
		if o.First.Before(v.First) {
			slices.Reverse(names)
		}
		slices.SortFunc(ids, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
		out = append(out, Clash{Kind: Fortnight, Key: "fortnight:" + ids[0].String() + ids[1].String(), Visits: ids,
			Words: fmt.Sprintf("%s and %s: %s, %s. There must be %s between.", names[0], names[1], sharedWords(shared), daysApart(apart), fortnight(days)),
			Short: "Same person twice in " + fmt.Sprint(days) + " days"})
	}
	return out
}

// gap is how many days lie between two visits: 0 when they overlap.
func gap(a, b Visit) int {
	if b.First.Before(a.First) {
		a, b = b, a
	}
	return max(a.Last.DaysUntil(b.First), 0)
}

func onBoth(a, b Visit) []Person {
	var out []Person
	for _, p := range a.People {
		if slices.ContainsFunc(b.People, func(q Person) bool { return q.ID == p.ID }) {
			out = append(out, p)
		}
	}
	return out
}

func sharedWords(people []Person) string {
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.Name
	}
	verb := " is"
	if len(names) > 1 {
		verb = " are"
	}
	return And(names) + verb + " on both teams"
}

func daysApart(n int) string {
	switch n {
	case 0:
		return "at the same time"
	case 1:
		return "1 day apart"
	}
	return fmt.Sprintf("%d days apart", n)
}

func fortnight(days int) string {
	if days == 14 {
		return "a fortnight"
	}
	return fmt.Sprintf("%d days", days)
}

// checkMonth counts visits by the month they begin in.
func checkMonth(v Visit, others []Visit, most int) []Clash {
	ids, names := []uuid.UUID{v.ID}, []string{v.Council}
	for _, o := range others {
		if o.First.Year() == v.First.Year() && o.First.Month() == v.First.Month() {
			ids, names = append(ids, o.ID), append(names, o.Council)
		}
	}
	if most <= 0 || len(ids) <= most {
		return nil
	}
	slices.Sort(names)
	month := fmt.Sprintf("%s %d", v.First.Month(), v.First.Year())
	return []Clash{{Kind: FullMonth, Key: "full_month:" + month, Visits: ids, Short: fmt.Sprintf("%d visits in a month", len(ids)),
		Words: fmt.Sprintf("%s would have %d visits: %s. At most %d in a month.", month, len(ids), And(names), most)}}
}

// And joins names as people write them: "A, B and C".
func And(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// refusal makes field messages of clashes; agreed lifts those that host and
// region may agree to.
func refusal(f *problem.Fields, clashes []Clash, agreed bool) {
	for _, c := range clashes {
		if c.ByAgreement && agreed {
			continue
		}
		if c.ByAgreement {
			f.Add("first", c.Words+". Choose another day, or tick that host and region agree")
			continue
		}
		f.Add("first", c.Words)
	}
}
