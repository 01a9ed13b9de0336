package info_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/retention"
	"peerchallenge/web/info"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

var now = clock.At(time.Date(2026, 11, 23, 9, 0, 0, 0, clock.London))

func get(t *testing.T, path string) *pagetest.Answer {
	t.Helper()
	return pagetest.Get(t, info.Routes(&info.Handlers{Contact: "help@example.org"}), path, access.Public(), now)
}

// The pages about the product are for everybody, in plain words (section 5).
func TestPages_ForEverybodyInPlainWords(t *testing.T) {
	for _, route := range info.Routes(&info.Handlers{}) {
		if route.Gate != page.Everyone || route.Method != "GET" {
			t.Errorf("%s %s has gate %s", route.Method, route.Pattern, route.Gate)
		}
		a := get(t, route.Pattern)
		if a.Code != 200 || a.Doc.Find("h1").Length() != 1 {
			t.Fatalf("%s: %d, %d headings of level 1", route.Pattern, a.Code, a.Doc.Find("h1").Length())
		}
		main := a.Doc.Find("main").Text()
		if strings.Contains(main, "!") {
			t.Errorf("%s has an exclamation mark", route.Pattern)
		}
		if strings.Contains(main, " .") || strings.Contains(main, " ,") || strings.Contains(main, " :") {
			t.Errorf("%s has a space before a full stop or comma", route.Pattern)
		}
		if route.Pattern != "/words" {
			for _, word := range []string{"ledger", "verdict", "score", "seal"} {
				if strings.Contains(strings.ToLower(main), word) {
					t.Errorf("%s says %q", route.Pattern, word)
				}
			}
		}
		if n := a.Doc.Find("[style], main script").Length(); n != 0 {
			t.Errorf("%s has inline style or script", route.Pattern)
		}
	}
}

// A link inside these pages leads to something that is there.
func TestPages_AnchorsAreThere(t *testing.T) {
	for _, path := range []string{"/words", "/about-the-data", "/help"} {
		a := get(t, path)
		seen := map[string]bool{}
		a.Doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
			if id := s.AttrOr("id", ""); seen[id] {
				t.Errorf("%s: the id %q is there twice", path, id)
			} else {
				seen[id] = true
			}
		})
		a.Doc.Find("main a[href^='#']").Each(func(_ int, s *goquery.Selection) {
			if target := s.AttrOr("href", "")[1:]; !seen[target] {
				t.Errorf("%s: no %q", path, target)
			}
		})
	}
}

func TestWords_EveryWordFromAToZ(t *testing.T) {
	a := get(t, "/words")
	if got, want := a.Doc.Find("main h3").Length(), len(reference.GlossaryTerms()); got != want || want < 100 {
		t.Errorf("%d words, want all %d", got, want)
	}
	if a.Doc.Find("#dass, #expert-by-experience").Length() != 2 {
		t.Error("words have no address of their own")
	}
}

func TestWords_SearchFindsShortLongAndMeaning(t *testing.T) {
	for search, want := range map[string]string{"dass": "DASS", "principal social": "PSW", "DoLS": "DoLS"} {
		a := get(t, "/words?search="+strings.ReplaceAll(search, " ", "+"))
		if !strings.Contains(a.Doc.Find("main h3").Text(), want) {
			t.Errorf("searching %q does not find %s", search, want)
		}
	}
	a := get(t, "/words?search=%3Cscript%3E")
	if a.Code != 200 || !strings.Contains(a.Doc.Find("main").Text(), "No words are explained that have to do with “<script>”") {
		t.Error("a search that finds nothing must say so, with what was typed as text")
	}
	for _, bad := range []string{"%ff%fe", "a%00b", strings.Repeat("x", 101)} {
		if a := get(t, "/words?search="+bad); a.Code != 400 {
			t.Errorf("%q: %d, want 400", bad, a.Code)
		}
	}
}

// S3: what is provisional or not known is said.
func TestData_S3_SaysWhatIsNotKnown(t *testing.T) {
	a := get(t, "/about-the-data")
	text := a.Doc.Find("main").Text()
	for _, want := range []string{"153 councils", "West Midlands", "2029 (provisional)", "Not known counts as an election", "CC BY 4.0", "Open Government Licence", "Good Friday", "The process this follows"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(text, "2028 (provisional)") {
		t.Error("2028 is published, not provisional")
	}
	for _, s := range reference.Sources() {
		if !strings.Contains(text, s.Limits) {
			t.Errorf("the limits of %q are not said", s.What)
		}
	}
	for _, line := range reference.Attributions() {
		if !strings.Contains(text, line) {
			t.Errorf("%q is not thanked", line)
		}
	}
	total := 0
	a.Doc.Find("table").Last().Find("tbody tr").First().Find(".pc-number").Each(func(_ int, s *goquery.Selection) {
		n := 0
		if _, err := fmt.Sscan(s.Contents().Last().Text(), &n); err == nil {
			total += n
		}
	})
	if total != 153 {
		t.Errorf("the elections of one year count %d councils, want 153", total)
	}
}

// C1: one page, no sign-in, first things first.
func TestConcern_C1_DangerFirst(t *testing.T) {
	text := get(t, "/concern").Doc.Find("main").Text()
	danger, ring, leaders := strings.Index(text, "999"), strings.Index(text, "Ring the adult safeguarding team"), strings.Index(text, "about leaders")
	if danger < 0 || ring < danger || leaders < ring {
		t.Errorf("order: danger %d, safeguarding %d, leaders %d", danger, ring, leaders)
	}
	if !strings.Contains(text, "one exception") {
		t.Error("the page does not say that it is the exception to confidentiality")
	}
}

func TestContact_ShownOnlyWhenSet(t *testing.T) {
	for _, path := range []string{"/help", "/privacy", "/accessibility"} {
		if !strings.Contains(get(t, path).Body, "help@example.org") {
			t.Errorf("%s does not give the contact", path)
		}
		a := pagetest.Get(t, info.Routes(&info.Handlers{}), path, access.Public(), now)
		if a.Code != 200 || strings.Contains(a.Body, "help@example.org") {
			t.Errorf("%s without a contact: %d", path, a.Code)
		}
	}
}

// I2: the page about privacy says of each kind of thing when it goes, from the list
// that the page of each challenge shows.
func TestPrivacy_I2_SaysOfEachKind(t *testing.T) {
	main := get(t, "/privacy").Doc.Find("main").Text()
	for _, k := range append([]retention.Kind{retention.Gathered}, retention.Kinds...) {
		for _, words := range []string{k.Name, k.Not, k.Becomes} {
			if !strings.Contains(main, words) {
				t.Errorf("%s: %q is not said", k.Key, words)
			}
		}
	}
}
