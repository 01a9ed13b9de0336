package ui

import "peerchallenge/internal/problem"

// Link is words and where they lead.
type Link struct {
	Text string
	Href string
}

// NavItem is one word of the navigation under the header.
type NavItem struct {
	Text    string
	Href    string
	Current bool // the part of the site the reader is in
}

// Width says how broad a page is.
type Width string

// The two widths: nearly all pages are Normal (960 px); the calendar is Wide (1180 px).
const (
	Normal Width = ""
	Wide   Width = "wide"
)

// FlashKind says what a banner is about.
type FlashKind string

// The kinds of banner.
const (
	FlashDone      FlashKind = "done"      // something the reader did has happened
	FlashImportant FlashKind = "important" // something the reader needs to know
)

// Flash is the one banner of a page: what happened, who now sees it, what comes
// next. It goes on the next page and never vanishes by itself.
type Flash struct {
	Kind FlashKind
	Text string
}

// Strip is the where-we-are line of a challenge. The overview of a challenge has
// the large StageBar instead.
type Strip struct {
	Name        string // of the challenge, for example "Ashcombe 2027"
	Href        string // its overview
	StageNumber int    // 1 to 10
	StageName   string
	Next        string // for example "self-assessment due Tuesday 6 April 2027"
}

// Chrome is everything around the content of a page.
type Chrome struct {
	Title      string   // what the page is: its h1 or a shorter form
	Challenge  string   // name for the title when there is no Strip (the overview)
	HasErrors  bool     // puts "Error: " before the title
	Region     string   // the region's name, under ours
	Scripts    []string // names of scripts in web/static beside the one of every page
	RegionCSS  string   // address of a sheet that sets --pc-band, or empty
	PersonName string   // empty when signed out
	Nav        []NavItem
	Demo       bool // the pale band of the demonstration
	Nonce      string
	Strip      *Strip
	Back       *Link  // one way back, for deeper pages
	Crumbs     []Link // for overview and public pages
	Flash      *Flash
	Concern    string // where a serious concern is raised on this challenge; empty: the page for everybody
	Public     bool   // a page for everyone: no menu button, no serious-concern link
	Width      Width
	PrintedBy  string // "Printed by Helen Marsden on 10 March 2027", on paper only
}

// PageTitle is the words of the title element: what, challenge and product.
func (c Chrome) PageTitle() string {
	challenge := c.Challenge
	if c.Strip != nil {
		challenge = c.Strip.Name
	}
	title := c.Title
	if challenge != "" && challenge != title {
		title += " – " + challenge
	}
	title += " – Peer Challenge"
	if c.HasErrors {
		return "Error: " + title
	}
	return title
}

// ErrorOn finds the message for one field, or the empty string, so that a page
// can hand it to the field's part.
func ErrorOn(fields []problem.Field, name string) string {
	for _, f := range fields {
		if f.Name == name {
			return f.Message
		}
	}
	return ""
}
