package e2e

import (
	"testing"

	"peerchallenge/web/e2e/site"
)

// TestPages looks at every kind of page as everybody who meets it: axe with no
// rule off, the console, the policy, forced colours, and the width of a desktop, a
// phone and a window at 400 % zoom.
func TestPages(t *testing.T) {
	s := newSite(t)
	walks, looked := map[string][]site.Page{}, map[string]int{}
	for _, person := range site.Readers {
		for _, p := range crawled(t, s, person) {
			if looked[p.Kind]++; looked[p.Kind] <= enough(p.Kind) {
				walks[person] = append(walks[person], p)
			}
		}
	}
	t.Logf("%d kinds of pages", len(looked))
	t.Run("as", func(t *testing.T) {
		for person, pages := range walks {
			t.Run(person, func(t *testing.T) {
				t.Parallel()
				a := &auditor{newJourney(t, s, true).visitorFor(person)}
				for _, p := range pages {
					a.look(p)
				}
			})
		}
	})
}

// crawled are the pages somebody meets; a link to what is not there fails the test.
func crawled(t *testing.T, s *site.Site, person string) []site.Page {
	t.Helper()
	pages, err := s.Crawl(t.Context(), person)
	if err != nil {
		t.Error(err)
	}
	return pages
}

// auditor is a visitor who looks at every kind of page.
type auditor struct{ *visitor }

// enough is how many pages of a kind are looked at: pages that differ with who
// reads them more often than pages that are the same for all.
func enough(kind string) int {
	switch {
	case kind == "/" || kind == "/challenges/{id}":
		return 8
	default:
		return 1
	}
}

// narrow are the widths at which nothing may scroll sideways: phones, and 1280
// pixels at 400 %.
var narrow = []int{375, 320}

// look asks axe at the width of a desktop and of a phone, and whether the page
// scrolls sideways on a phone.
func (a *auditor) look(p site.Page) {
	a.t.Helper()
	a.window(1280)
	a.open(p.Path)
	a.audit()
	a.forcedColours()
	for _, width := range narrow {
		a.window(width)
		a.noSidewaysScroll()
	}
	a.window(375)
	a.audit()
}
