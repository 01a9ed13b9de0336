package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
)

// whole is a page with nearly every part on it.
func whole() templ.Component {
	form, _ := refused()
	stages := []Stage{{Name: "Scheduled", State: StageDone, Note: "9 February"}, {Name: "Preparing", State: StageNow, Note: "until 20 April"}, {Name: "Reading", State: StageTodo, Note: "from 20 April"}}
	return with(Layout(Chrome{
		Title: "Findings", Region: "Middle Shires", PersonName: "Helen Marsden", Demo: true, Nonce: "n0nce",
		Nav: []NavItem{{"Home", "/", false}, {"Challenges", "/challenges", true}}, HasErrors: true,
		Strip: &Strip{"Ashcombe 2027", "/c/1", 2, "Preparing", "reading starts"}, Back: &Link{"Self-assessment", "/s"},
		Flash: &Flash{FlashDone, "Sent to the team."}, PrintedBy: "Printed by Helen Marsden on 10 March 2027",
	}),
		Heading("Area", "Findings"), WhoCanSee("the team only.", "/who", "Later, you."), StageBar(stages), form,
		with(SummaryPanel("Next"), Quote("Words")), TaskList([]TaskRow{{Text: "Agree", Href: "/a", Due: "Friday 12 March", Tag: Status("Late")}}),
		BalancePicture([]BalanceRow{{"Use of resources", 11, 1, 0}}), ProgressBar("5 of 12 done", 5, 12), Table("Dates", []string{"Council", "Visit"}, [][]Cell{Cells("Ashcombe", "11 May")}),
		SideNav(Side{Title: "Areas", Items: []SideItem{{Text: "One", Href: "/1", Current: true}}, Action: "/f", Param: "area", Select: "Area"}),
		with(Details("More"), EmptyText("None")), PresenceList([]Presence{{"BO", "Bernadette Okafor", " is writing", Plum}}),
	)
}

func TestPageHasNothingInline(t *testing.T) {
	doc := render(t, whole())
	doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Nodes[0].Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has %s=%q", goquery.NodeName(s), a.Key, a.Val)
			}
		}
	})
	if doc.Find("style").Length() != 0 {
		t.Error("a style element is on the page")
	}
	doc.Find("script").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("src", "") == "" || s.Text() != "" {
			t.Errorf("inline script: %q", s.Text())
		}
		equal(t, "nonce", "n0nce", s.AttrOr("nonce", ""))
	})
}

func TestPageHasNoIDTwice(t *testing.T) {
	seen := map[string]bool{}
	render(t, whole()).Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if seen[id] {
			t.Errorf("id %q stands twice", id)
		}
		seen[id] = true
	})
}

func TestPageFrame(t *testing.T) {
	doc := render(t, whole())
	equal(t, "language", "en-GB", one(t, doc, "html").AttrOr("lang", ""))
	equal(t, "title", "Error: Findings – Ashcombe 2027 – Peer Challenge", textOf(one(t, doc, "head > title")))
	equal(t, "where we are in the site", "Challenges", textOf(one(t, doc, "nav[aria-label=Main] [aria-current=page]")))
	equal(t, "way back", "Self-assessment", textOf(one(t, doc, "nav[aria-label=Back] a")))
	one(t, doc, "main#main")
	one(t, doc, "h1")
	one(t, doc, `a.govuk-skip-link[href="#main"]`)
	equal(t, "demonstration", DemonstrationPath(), one(t, doc, ".pc-demo a").AttrOr("href", ""))
	one(t, doc, "#"+one(t, doc, "[data-menu]").AttrOr("aria-controls", ""))
	if doc.Find("#menu[hidden], .pc-nav--closed").Length() != 0 {
		t.Error("without script the navigation must be open")
	}
}

func TestPublicPageHasNoMenuButtonAndNoConcernLink(t *testing.T) {
	doc := render(t, Layout(Chrome{Title: "Reports", Public: true, Nav: []NavItem{{"Published reports", "/reports", true}}}))
	if n := doc.Find("script, [nonce], [style], [data-menu], .pc-person, footer a[href='" + ConcernPath() + "']").Length(); n != 0 {
		t.Errorf("want none on a public page, got %d", n)
	}
	equal(t, "home", ReportsPath(), one(t, doc, ".pc-header__home").AttrOr("href", ""))
}

func TestPageTitle(t *testing.T) {
	for _, c := range []struct {
		chrome Chrome
		want   string
	}{
		{Chrome{Title: "Sign in"}, "Sign in – Peer Challenge"},
		{Chrome{Title: "Ashcombe 2027", Challenge: "Ashcombe 2027"}, "Ashcombe 2027 – Peer Challenge"},
		{Chrome{Title: "Notes", Challenge: "Ashcombe 2027", HasErrors: true}, "Error: Notes – Ashcombe 2027 – Peer Challenge"},
	} {
		equal(t, "title", c.want, c.chrome.PageTitle())
	}
}

func TestSmallBarIsHiddenAndHasTenParts(t *testing.T) {
	for now := 1; now <= 10; now++ {
		doc := render(t, StageLine(now, "Reading"))
		bar := one(t, doc, "svg[aria-hidden=true]")
		equal(t, "done, now, to come", fmt.Sprint(now-1, 1, 10-now), fmt.Sprint(
			bar.Find(".pc-bar__done").Length(), bar.Find(".pc-bar__now").Length(), bar.Find(".pc-bar__todo").Length()))
	}
}
