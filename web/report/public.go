package report

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/finding"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Page makes the finished public page (F10): without script, nonce or cookie, and
// from what is published alone. The wiring hands it to report.Service.
func Page(p report.Public) ([]byte, error) {
	v := toReport(p)
	c := ui.Chrome{Title: p.Title() + ", " + p.Council, Region: p.Region, Public: true, Demo: p.Fictional,
		Nav:    []ui.NavItem{{Text: "Published reports", Href: ui.ReportsPath(), Current: true}, {Text: "About peer challenge", Href: ui.AboutPath()}},
		Crumbs: []ui.Link{{Text: "Published reports", Href: ui.ReportsPath()}, {Text: p.Council, Href: report.PublicPath(p)}}}
	var b bytes.Buffer
	err := publicPage(c, v).Render(context.Background(), &b)
	return b.Bytes(), err
}

// reportView is the report, ready to print: for the public, for the director to
// check, and for the council.
type reportView struct {
	Council, Title, Dates, NotInspection string
	Front                                *frontView
	Summary                              []string
	Corrections                          []string
	Counts, What, FirstProgress          string
	Recommendations                      []findingView
	Areas                                []areaView
	Team                                 []string
	NoExpert                             string
	Reservations                         []reservationView
	Response                             string
	Versions                             []string
	Newest                               string // address of the newest version
	Mark                                 string
	Contents                             []ui.Link
}

// frontView is what the challenge looked at, and its key lines of enquiry.
type frontView struct {
	Scope, Focus, Questions []string
}

func toFront(f *finding.Front) *frontView {
	if f == nil {
		return nil
	}
	return &frontView{Scope: paragraphs(f.Scope), Focus: paragraphs(f.Focus), Questions: f.Questions}
}

type areaView struct {
	Name                      string
	Strengths, Considerations []findingView
}

type findingView struct {
	Title, Text, Sources, Answers string
	Lived                         bool
	Decision, Reason              string // the council's response to a recommendation
	Stands                        bool   // it was not accepted in full
}

type reservationView struct{ By, Words string }

type counts struct{ strengths, considerations, recommendations int }

func countFindings(list []finding.Sealed) counts {
	var n counts
	for _, f := range list {
		switch f.Kind {
		case finding.Strength:
			n.strengths++
		case finding.Consideration:
			n.considerations++
		default:
			n.recommendations++
		}
	}
	return n
}

// words lists them for a page to check.
func (n counts) words() string {
	return page.Counted(n.strengths, "strength", "strengths") + ", " +
		page.Counted(n.considerations, "area for consideration", "areas for consideration") + " and " +
		page.Counted(n.recommendations, "recommendation", "recommendations")
}

func toReport(p report.Public) reportView {
	n := countFindings(p.Findings)
	v := reportView{Council: p.Council, Title: p.Title(), Summary: paragraphs(p.Summary), Response: p.Response, Mark: p.Mark,
		Dates: "The team visited on " + ui.Range(p.First.Time(), p.Last.Time()) + ".",
		NotInspection: p.Council + " asked people from other councils, and people who have drawn on care, " +
			"to look at its work as critical friends.",
		Counts: "The team found " + page.Counted(n.strengths, "strength", "strengths") + " and " +
			page.Counted(n.considerations, "area for consideration", "areas for consideration") + ", and makes " +
			page.Counted(n.recommendations, "recommendation", "recommendations") + ".", What: "The summary, " + n.words(),
		NoExpert: p.Team.NoExpertReason, Newest: report.PublicPath(p)}
	if !p.PublishedOn.IsZero() {
		v.Dates += " Published by " + p.Council + " on " + p.PublishedOn.Long() + "."
	}
	if !p.FirstProgress.IsZero() {
		v.FirstProgress = "First progress due " + ui.Month(p.FirstProgress.Time()) + "."
	}
	v.Front = toFront(p.Front)
	for _, one := range p.Corrections {
		v.Corrections = append(v.Corrections, one.On.Long()+", “"+one.Title+"”: "+one.WhatChanged)
	}
	v.findings(p.Findings, p.Responses)
	for _, m := range p.Team.Members {
		v.Team = append(v.Team, memberLine(m))
	}
	for _, r := range p.Reservations {
		v.Reservations = append(v.Reservations, toReservation(r))
	}
	for _, one := range p.Versions {
		v.Versions = append(v.Versions, versionLine(one))
	}
	v.Contents = contents(v)
	return v
}

func (v *reportView) findings(list []finding.Sealed, responses []report.Response) {
	at, answered := map[string]int{}, map[uuid.UUID]report.Response{}
	for _, r := range responses {
		answered[r.Finding] = r
	}
	for _, f := range list {
		view := findingView{Title: f.Title, Text: f.Text, Sources: f.Sources, Answers: f.Answers, Lived: f.Lived}
		if f.Kind == finding.Recommendation {
			view.Title = strconv.Itoa(len(v.Recommendations)+1) + ". " + f.Title
			if r, ok := answered[f.ID]; ok {
				view.Decision, view.Reason, view.Stands = strings.ToLower(r.Decision.Name()), r.Reason, r.Decision != report.Accepted
			}
			v.Recommendations = append(v.Recommendations, view)
			continue
		}
		i, known := at[f.AreaKey]
		if !known {
			i = len(v.Areas)
			at[f.AreaKey] = i
			v.Areas = append(v.Areas, areaView{Name: f.AreaName})
		}
		if f.Kind == finding.Strength {
			v.Areas[i].Strengths = append(v.Areas[i].Strengths, view)
		} else {
			v.Areas[i].Considerations = append(v.Areas[i].Considerations, view)
		}
	}
}

func memberLine(m report.TeamMember) string {
	line := m.Name + ", " + page.Lower(m.Role.Name())
	if m.Council != "" {
		line += ", " + m.Council
	}
	return line
}

func toReservation(r report.PrintedReservation) reservationView {
	v := reservationView{By: "A member of the team writes:", Words: r.Words}
	if r.Name != "" {
		v.By = r.Name + ", " + page.Lower(r.Role.Name()) + ", writes:"
	}
	return v
}

func versionLine(v report.Version) string {
	line := "Version " + strconv.Itoa(v.Number) + ", " + v.On.Long() + "."
	if v.WhatChanged != "" {
		line += " What changed: " + v.WhatChanged
	}
	return line
}

func contents(v reportView) []ui.Link {
	links := []ui.Link{{Text: "Summary", Href: "#summary"}}
	if v.Front != nil {
		links = append(links, ui.Link{Text: "What the team looked at", Href: "#scope"})
	}
	links = append(links, ui.Link{Text: "Recommendations", Href: "#recommendations"},
		ui.Link{Text: "What the team found", Href: "#findings"}, ui.Link{Text: "Who was on the team", Href: "#team"})
	if len(v.Reservations) > 0 {
		links = append(links, ui.Link{Text: "Reservations", Href: "#reservations"})
	}
	if v.Response != "" {
		links = append(links, ui.Link{Text: "The council’s response", Href: "#response"})
	}
	if len(v.Corrections) > 0 {
		links = append(links, ui.Link{Text: "What was corrected", Href: "#corrections"})
	}
	links = append(links, ui.Link{Text: "How a peer challenge works", Href: "#how"})
	if len(v.Versions) > 0 {
		links = append(links, ui.Link{Text: "Versions, and what changed", Href: "#versions"})
	}
	return links
}
