package team

import (
	"net/http"
	"strings"

	"peerchallenge/internal/access"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// show is the page of the team, ready to print.
type show struct {
	Who, WhoPath string
	Title        string // of the panel: the answer
	Lines        []string
	Promises     string // where promises to experts are written; empty to others
	AskPath      string // empty: the reader does not ask people
	Mine         string // the reader's own invitation; empty when they have none
	Passes       bool   // the reader coordinates: what to do with a link of one's own
	Rows         []ui.TaskRow
	Past         []ui.TaskRow
}

// Show is who is on the team.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Teams.TeamPage(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, showPage(r.ChallengeChrome("The team", p.Head, ui.Link{}), toShow(p)))
}

func toShow(p team.Page) show {
	s := show{Who: "everybody on this challenge sees who is on the team and who has been asked. Declared links and reasons for saying no are for the person and the coordinator; so are access needs, and the lead sees them if the person agrees.",
		WhoPath: ui.WhoCanSeePath(p.Head.ID.String()), Passes: p.Coordinates}
	s.Title, s.Lines = answer(p.Summary)
	if p.LinkWeighed {
		s.Lines = append(s.Lines, "Somebody asked to join declared a link with your council. The coordinator weighed it and decided that they may take part. What it is stays between them.")
	}
	if p.CanPropose {
		s.AskPath = teamPath(p.Head.ID) + "/ask"
	}
	if p.CanPromise {
		s.Promises = teamPath(p.Head.ID) + "/promises"
	}
	if p.Invited {
		s.Mine = invitationPath(p.Head.ID)
	}
	for _, m := range p.Members {
		s.Rows = append(s.Rows, memberRow(p, m))
	}
	for _, m := range p.Past {
		s.Past = append(s.Past, pastRow(m))
	}
	return s
}

// answer is whether the team is whole, and what it still needs.
func answer(s team.Summary) (title string, lines []string) {
	title = "The team is complete"
	if !s.Complete {
		title = "The team is not complete yet"
	}
	add := func(what string, names []string) {
		if len(names) > 0 {
			lines = append(lines, what+strings.Join(names, ", ")+".")
		}
	}
	add("Still to find: ", s.Missing)
	add("Asked, no answer yet: ", s.Waiting)
	add("Still to sign the undertaking or be trained: ", s.Unsigned)
	if s.Complete {
		lines = append(lines, "Everybody has accepted, is trained and has signed the confidentiality undertaking.")
	}
	return title, append(lines, s.Notes...)
}

// lacks says of somebody else what Lacks says to themselves.
var lacks = strings.NewReplacer("your role", "the role", "your training", "their training")

func memberRow(p team.Page, m team.Member) ui.TaskRow {
	row := ui.TaskRow{Text: m.Name, Lines: []string{m.Role.Name() + work(m)}, Tag: &ui.TagModel{Colour: ui.Green, Words: "Accepted"}}
	switch {
	case m.State == team.Proposed:
		row.Tag = &ui.TagModel{Colour: ui.Blue, Words: "Asked"}
	case len(m.Lacks()) > 0:
		row.Lines = append(row.Lines, "Has still to "+lacks.Replace(strings.Join(m.Lacks(), ", and to "))+". Opens nothing until then.")
	default:
		row.Lines = append(row.Lines, "Trained, and signed the confidentiality undertaking on "+ui.DayLong(*m.UndertakingAt)+".")
	}
	if m.AskedBecause != "" {
		row.Lines = append(row.Lines, whyAsked(m)+": "+m.AskedBecause)
	}
	if m.Decision != nil { // only the coordinator reads it
		row.Lines = append(row.Lines, "Declared a link with the host; it was weighed, and they may take part.")
	}
	if m.Needs != "" {
		row.Lines = append(row.Lines, "Access needs: "+m.Needs)
	}
	var links []ui.Link
	if p.CanTrain {
		links = append(links, ui.Link{Text: "Record training", Href: memberPath(p.Head.ID, m.ID, "training")})
	}
	if p.CanDecide && m.MustWait() {
		row.Lines = append(row.Lines, "Declared a link with the host. You decide whether they may take part.")
		links = append(links, ui.Link{Text: "Decide about the link", Href: memberPath(p.Head.ID, m.ID, "decide")})
	}
	if p.CanRemove {
		links = append(links, ui.Link{Text: "Take off the team", Href: memberPath(p.Head.ID, m.ID, "remove")})
	}
	if len(links) > 0 {
		row.Side = memberLinks(links, m.Name)
	}
	return row
}

// work is where somebody works, after their role.
func work(m team.Member) string {
	var parts []string
	for _, s := range []string{m.Post, m.Council} {
		if s != "" && s != m.Role.Name() { // "Expert by experience" once is enough
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " · " + strings.Join(parts, ", ")
}

func pastRow(m team.Member) ui.TaskRow {
	row := ui.TaskRow{Text: m.Name, Lines: []string{m.Role.Name() + work(m)}}
	cannot := m.Interest != nil && *m.Interest == team.Barring || m.Decision != nil && *m.Decision == team.MayNot
	switch {
	case m.State == team.Ended:
		row.Lines = append(row.Lines, "Left the team.")
	case cannot:
		row.Lines = append(row.Lines, "Cannot take part.")
	case m.Reason != "":
		row.Lines = append(row.Lines, "Said no: "+m.Reason)
	default:
		row.Lines = append(row.Lines, "Said no, or is no longer asked.")
	}
	return row
}

// whyAsked says what the reason is for (T3, T6).
func whyAsked(m team.Member) string {
	if m.Outside != "" || m.Role == access.SeniorManager && m.CouncilID == nil {
		return "From another region, because"
	}
	return "Why this person was asked"
}
