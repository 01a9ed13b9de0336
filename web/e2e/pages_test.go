package e2e

import (
	"strings"
	"testing"

	"peerchallenge/web/e2e/site"
)

// TestPages looks at every kind of page as everybody who meets it: axe with no
// rule off, the console, the policy, and the width of a desktop, a phone and a
// window at 400 % zoom.
func TestPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	looked := map[string]int{}
	for _, person := range site.Readers {
		t.Run("as "+person, func(t *testing.T) {
			pages, err := s.Crawl(t.Context(), person)
			if err != nil {
				t.Fatal(err)
			}
			j := newJourney(t, s, true)
			v := j.stranger("the public")
			if person != "" {
				v = j.as(person)
			}
			a := &auditor{visitor: v, looked: looked}
			for _, p := range pages {
				if looked[p.Kind] < enough(p.Kind) {
					a.look(p)
				}
			}
		})
	}
}

// auditor is a visitor who looks at every kind of page.
type auditor struct {
	*visitor
	looked map[string]int // pages of each kind, by everybody together
}

// enough is how many pages of a kind are looked at: pages that differ with who
// reads them more often than pages that are the same for all.
func enough(kind string) int {
	switch {
	case kind == "/" || kind == "/challenges/{id}":
		return 8
	case strings.HasPrefix(kind, "/challenges/"):
		return 2
	default:
		return 1
	}
}

// narrow are the widths at which nothing may scroll sideways: phones, and 1280
// pixels at 400 %.
var narrow = []int{375, 320}

func (a *auditor) look(p site.Page) {
	a.t.Helper()
	a.window(1280)
	a.open(p.Path)
	a.audit()
	for _, width := range narrow {
		a.window(width)
		a.noSidewaysScroll()
	}
	if a.looked[p.Kind]++; a.looked[p.Kind] == 1 {
		a.window(375)
		a.audit()
	}
}
