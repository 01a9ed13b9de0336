package overview

import (
	"fmt"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/progress"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type sight struct {
	Day, You, CanSee, CannotSee string
	Rows                        [][]ui.Cell
	Operators                   string
	Coordinators                string
	People                      [][]ui.Cell
}

// youCanSee and youCannotSee speak to the reader; the first role they hold decides.
var youCanSee = []struct {
	roles       []access.Role
	can, cannot string
}{
	{access.Team, "what the team writes, what the host has handed over, and, from the day findings are presented, comments and answers.",
		"what the host is still writing, or the practice review’s entries."},
	{[]access.Role{access.DASS}, "all that your council writes and provides here.", "what the team writes until it is presented, and never who said what."},
	{[]access.Role{access.LinkOfficer, access.HostReader}, "what your council writes and provides here.", "what the team writes, at any time before the report is final, and never who said what."},
	{[]access.Role{access.SeniorLeader}, "what your council has submitted, and what the team has presented.", "your council’s drafts unless the director lets you in, what the team is still writing, and never who said what."},
	{[]access.Role{access.Contributor}, "the parts of the self-assessment you were asked to write.", "the other parts, what the team writes, and never who said what."},
	{[]access.Role{access.VisitingPSW, access.HostPSW}, "the practice review, and later the final report.", "what the team or the host is still writing."},
	{[]access.Role{access.Coordinator}, "dates, people and progress, and later the final report.", "drafts, notes, or the daily talk between lead and director."},
	{[]access.Role{access.Invitee, access.CouncilReader}, "dates, names and progress, and what is opened to you later.", "what the host or the team is writing."},
}

func toSight(v progress.Sight) sight {
	s := sight{Day: v.Today.Long(), You: "You", Operators: page.Names(v.Operator)}
	for _, you := range youCanSee {
		if v.Standing().Is(you.roles...) {
			s.CanSee, s.CannotSee = you.can, you.cannot
			break
		}
	}
	if len(v.Roles) > 0 {
		s.You = "You, as " + page.Lower(v.Roles[0].Name())
	}
	var coordinators []string
	for _, m := range v.People {
		s.People = append(s.People, ui.Cells(m.Name, partOf(m), ui.DayLong(m.Since)))
		if m.Role == access.Coordinator {
			coordinators = append(coordinators, m.Name)
		}
	}
	s.Coordinators = page.Names(coordinators)
	for _, r := range rowsOfSight(v) {
		s.Rows = append(s.Rows, ui.Cells(r[0], r[1], r[2]))
	}
	return s
}

func partOf(m progress.Member) string {
	words := m.Role.Name()
	if m.Title != "" && m.Role == access.SeniorLeader {
		words += ", " + m.Title
	}
	if m.Acting {
		words += " (acting)"
	}
	return words
}

// rowsOfSight says for everything in a challenge who can see it now and what
// changes later. The names come from the keys as they are (V1).
func rowsOfSight(v progress.Sight) [][3]string {
	now := func(room access.Room, nobody string) string {
		if names := v.Readers[room]; len(names) > 0 {
			return few(names)
		}
		return nobody
	}
	team := "Nobody yet. Later, the team"
	if v.Stage.AtLeast(access.Reading) {
		team = now(access.TeamRoom, team)
	}
	return [][3]string{
		{"Dates, names, stage and progress", "Everyone on this challenge", "Stays so"},
		{"The self-assessment while it is written", now(access.Host, "Nobody yet") + ", and each contributor their own part", submitted(v.Challenge)},
		{"Documents the host has provided", now(access.Host, "Nobody yet"), "The team sees each when it is shared, from the day reading starts"},
		{"What the host has handed over", now(access.Shared, "Nobody yet"), "Stays so"},
		{"Documents the visitors ask for by name, and the answers", now(access.Shared, "Nobody yet"), "The document itself goes to them when the director shares it"},
		{"Practice review entries", now(access.Practice, "Nobody yet"), "Entries stay with them. Findings in words go to the director and the team together"},
		{"Practice findings, once handed over", handedPractice(v), "Facts are corrected for five working days. Not published"},
		{"A serious concern: that it was raised, when and with whom", "Whoever raised it, the challenge lead, and the contact it went to. What it is about is not kept here", "Stays so"},
		{"What people say in groups", team, "Stays with the team. Never shown to the host, the coordinator or the council. Destroyed 12 weeks after the report is final"},
		{"The team’s findings while they write them", team, "The host’s leaders see them when they are presented"},
		{"Findings presented, draft report, comments and answers", presented(v.Challenge, now(access.Leaders, "Nobody yet")), "Not published"},
		{"The final report", final(v.Challenge, now(access.Council, "Nobody yet")), "The council first. The public when the director publishes it"},
		{"A correction of the final report, while it is proposed", team, "The council sees it when the lead makes it final, the public when the director publishes it"},
		{"Declarations of interest", "The person who made it and the coordinator", "The host is told only that a link was weighed"},
	}
}

// handedPractice says who reads the practice findings (P3).
func handedPractice(v progress.Sight) string {
	if v.PracticeAt == nil {
		return "Nobody yet. Later, the team, the director and the three who made the review"
	}
	return "The team from reading day, the director, and the three who made the review"
}

func submitted(c challenge.Challenge) string {
	if c.SubmittedAt != nil {
		return "A copy was submitted on " + ui.DayLong(*c.SubmittedAt) + "; the team reads that copy"
	}
	return "The team sees a copy when the director submits it"
}

func presented(c challenge.Challenge, readers string) string {
	if c.PresentedAt == nil {
		return "Nobody yet. Later: " + readers
	}
	return readers
}

func final(c challenge.Challenge, readers string) string {
	if c.FinalisedAt == nil {
		return "Nobody yet"
	}
	return readers
}

// few names at most six people, then counts the others.
func few(names []string) string {
	if len(names) <= 6 {
		return page.Names(names)
	}
	return fmt.Sprintf("%s and %d others", page.Names(names[:5]), len(names)-5)
}

type record struct {
	Intact  bool
	Changes [][]ui.Cell
	Lines   [][]ui.Cell
}

func toRecord(r progress.Record) record {
	out := record{Intact: r.Intact}
	for _, c := range r.Changes {
		checked := "In order; its content is not yours to read"
		if c.PartsRead > 0 {
			checked = "In order and unchanged"
			if !c.Whole {
				checked = "Changed: tell the coordinator"
			}
		}
		out.Changes = append(out.Changes, ui.Cells(fmt.Sprint(c.Number), c.Kind.Name(), c.Name+", "+c.AsRole.Name(), ui.MomentLong(c.At), checked, c.Mark()))
	}
	out.Lines = lineCells(r.Lines)
	return out
}

func lineName(l audit.Entry) string {
	if l.Name != "" {
		return l.Name
	}
	return "The service"
}

// lineCells prints the trail; the same act of one person within one minute is one
// line that says how often.
func lineCells(list []audit.Entry) [][]ui.Cell {
	var out [][]ui.Cell
	last, times := "", 1
	for _, l := range list {
		when, who, what := ui.Moment(l.At), lineName(l), lineWords(l)
		if key := when + who + what; key == last {
			times++
			out[len(out)-1] = ui.Cells(when, who, fmt.Sprintf("%s (%d times)", what, times))
			continue
		}
		last, times = when+who+what, 1
		out = append(out, ui.Cells(when, who, what))
	}
	return out
}

// lineWords says what was done and, for parts that begin and end, whose: the names
// of those on a challenge are known to everybody on it. Of other acts no name is
// said, because some are known to few (T5).
func lineWords(l audit.Entry) string {
	words := actWords(l.Verb)
	if l.About != "" && (l.Verb == "role.begin" || l.Verb == "role.end") {
		words += ": " + l.About
	}
	return words
}
