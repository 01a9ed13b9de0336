package page

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/problem"
	"peerchallenge/web/ui"
)

// StatusOf is the status code for a kind of problem.
func StatusOf(k problem.Kind) int {
	switch k {
	case problem.Invalid:
		return http.StatusUnprocessableEntity
	case problem.NotFound:
		return http.StatusNotFound
	case problem.Forbidden:
		return http.StatusForbidden
	case problem.Closed, problem.Conflict:
		return http.StatusConflict
	case problem.SignedOut:
		return http.StatusSeeOther
	case problem.TooLarge:
		return http.StatusRequestEntityTooLarge
	case problem.TooMany:
		return http.StatusTooManyRequests
	case problem.BadRequest:
		return http.StatusBadRequest
	default:
		return http.StatusInternalServerError
	}
}

// Refused gives the problem when the same form should be shown again with the
// words kept: something to mend, a closed window, or somebody who was first.
func Refused(err error) (*problem.Problem, bool) {
	var p *problem.Problem
	if errors.As(err, &p) && (p.Kind == problem.Invalid || p.Kind == problem.Conflict || p.Kind == problem.Closed) {
		return p, true
	}
	return nil, false
}

// Past answers the page of an act whose time is over (the caller knows that it is not still to come): it leads to path, where what
// came of the act stands, with the refusal's words. The links of done tasks come
// here. Any other error stays an error.
func (r *Request) Past(w http.ResponseWriter, err error, path string) error {
	var p *problem.Problem
	if errors.As(err, &p) && p.Kind == problem.Closed {
		return r.Redirect(w, path, p.Message)
	}
	return err
}

// Render writes a page with a status.
func (r *Request) Render(w http.ResponseWriter, status int, page templ.Component) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	r.endFlash(w)
	w.WriteHeader(status)
	return page.Render(r.Context(), w)
}

// Nav sections, to mark where the reader is.
const (
	NavHome       = "Home"
	NavChallenges = "Challenges"
	NavCalendar   = "Calendar"
	NavPeople     = "People"
	NavLibrary    = "Library"
	NavLearning   = "Learning"
	NavEvaluation = "Evaluation"
	NavHelp       = "Help"
	NavRegions    = "Regions"
)

// Chrome is the frame of a page outside any challenge. The section is one of the
// Nav constants, or empty.
func (r *Request) Chrome(title, section string) ui.Chrome {
	c := ui.Chrome{Title: title, Nonce: r.Nonce, Demo: r.Demo, Public: r.Public, Flash: r.takeFlash()}
	if r.Who == nil {
		return c
	}
	c.PersonName, c.Region = r.Who.Name, r.Who.RegionName
	items := []ui.NavItem{{Text: NavHome, Href: ui.HomePath()}, {Text: NavChallenges, Href: ui.ChallengesPath()}}
	if r.Who.Coordinator {
		items = append(items, ui.NavItem{Text: NavCalendar, Href: "/calendar"}, ui.NavItem{Text: NavPeople, Href: "/people"})
	}
	if r.Who.Operator {
		items = append(items, ui.NavItem{Text: NavRegions, Href: "/regions"})
	}
	if r.Who.Coordinator || r.Who.Evaluator {
		items = append(items, ui.NavItem{Text: NavEvaluation, Href: "/evaluation"})
	}
	if !r.Who.Operator && !r.Who.Evaluator {
		items = append(items, ui.NavItem{Text: NavLearning, Href: "/learning"})
	}
	items = append(items, ui.NavItem{Text: NavLibrary, Href: ui.ReportsPath()}, ui.NavItem{Text: NavHelp, Href: ui.HelpPath()})
	for i := range items {
		items[i].Current = items[i].Text == section
	}
	c.Nav = items
	c.PrintedBy = "Printed by " + r.Who.Name + " on " + ui.DayLong(r.Now)
	return c
}

// ChallengeChrome is the frame of a page of a challenge: the where-we-are strip
// and the way back. Back names the page above; the zero Link leads to the overview.
func (r *Request) ChallengeChrome(title string, h challenge.Head, back ui.Link) ui.Chrome {
	c := r.Chrome(title, NavChallenges)
	path := ui.ChallengePath(h.ID.String())
	c.Region, c.Concern = h.RegionName, ui.ChallengeConcernPath(h.ID.String())
	c.Strip = &ui.Strip{Name: h.Name, Href: path, StageNumber: h.Stage.Number(), StageName: h.Stage.Name(), Next: h.Next}
	if back.Href == "" {
		back = ui.Link{Text: h.Name, Href: path}
	}
	c.Back = &back
	return c
}
