package e2e

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/proto"

	"peerchallenge/web/e2e/site"
)

// TestPages looks at every kind of page as everybody who meets it: axe with no
// rule off, the console, the policy, and the width of a desktop, a phone and a
// window at 400 % zoom.
func TestPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
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
			a := &auditor{visitor: v, axe: string(axe), looked: looked}
			for _, p := range pages {
				if looked[p.Kind] < enough(p.Kind) {
					a.look(p)
				}
			}
		})
	}
}

// auditor is a visitor with axe at hand.
type auditor struct {
	*visitor
	axe    string
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
	a.audit(p.Path)
	for _, width := range narrow {
		a.window(width)
		a.noSidewaysScroll()
	}
	if a.looked[p.Kind]++; a.looked[p.Kind] == 1 {
		a.window(375)
		a.audit(p.Path)
	}
}

type violation struct {
	ID    string
	Nodes []struct {
		HTML           string
		FailureSummary string
	}
}

// audit runs axe on the page as it stands. Axe is put into the page by the
// browser, past the policy, which the page itself has already met.
func (a *auditor) audit(path string) {
	a.t.Helper()
	_, err := proto.RuntimeEvaluate{Expression: a.axe + "; undefined"}.Call(a.page.Timeout(patience))
	a.must(err)
	text := a.eval(`async () => { const r = await axe.run(document, {resultTypes: ["violations"]}); return JSON.stringify({violations: r.violations, passes: r.passes.length}) }`)
	var found struct {
		Violations []violation
		Passes     int
	}
	if err := json.Unmarshal([]byte(text), &found); err != nil || found.Passes == 0 {
		a.fail("axe passed nothing at all: %v", err)
	}
	for _, f := range found.Violations {
		for _, n := range f.Nodes {
			a.t.Errorf("axe: %s as %s: %s: %.300s\n%s", path, a.name, f.ID, n.HTML, n.FailureSummary)
		}
	}
}
