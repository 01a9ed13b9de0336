package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// Page is a page as one person gets it.
type Page struct {
	Person string // key of the demonstration; empty for the public
	Path   string
	Kind   string // its address without ids: pages of one kind share a template
	HTML   string
}

// Readers are people who between them meet every kind of page in every state.
var Readers = []string{
	"", "operator", "coordinator",
	"dass-scheduled", "expert-2",
	"dass-preparing", "link-officer-preparing", "contributor-preparing", "lead-preparing", "psw-thornbeck",
	"lead-reading", "psw-practice", "host-psw",
	"lead-on-site", "expert-on-site", "dass-on-site", "link-officer-on-site",
	"lead-drafting",
	"dass-fact-check", "chief-executive-fact-check", "lead-fact-check", "link-officer-fact-check",
	"expert-finalising",
	"dass-final", "lead-final", "dass-published",
	"dass-follow-up", "lead-follow-up", "expert-follow-up", "evaluator", "dass-closed",
}

// Crawl follows every link that a person meets from their home on, once for
// each kind of page. A page that does not come with status 200 is an error, given
// with all the pages that did come: we never link to what is not there.
func (s *Site) Crawl(ctx context.Context, person string) ([]Page, error) {
	client, err := s.enter(ctx, person)
	if err != nil {
		return nil, err
	}
	c := crawl{site: s, client: client, person: person, seen: map[string]bool{}, from: map[string]string{}, kinds: map[string]int{}}
	for _, first := range []string{"/", "/sign-in", "/reports"} {
		c.note(first, "nowhere")
	}
	for len(c.next) > 0 {
		path := c.next[0]
		c.next = c.next[1:]
		if e := c.visit(ctx, path); e != nil {
			err = errors.Join(err, fmt.Errorf("%s, linked from %s, as %q: %w", path, c.from[path], person, e))
		}
	}
	return c.pages, err
}

// enter signs somebody in, unless they are the public.
func (s *Site) enter(ctx context.Context, person string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar}
	if person == "" {
		return client, nil
	}
	body := strings.NewReader(url.Values{"person": {person}}.Encode())
	ask, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/demo/sign-in", body)
	if err != nil {
		return nil, err
	}
	ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := client.Do(ask)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || res.Request.URL.Path != "/" {
		return nil, fmt.Errorf("sign in as %q: status %d at %s", person, res.StatusCode, res.Request.URL)
	}
	return client, nil
}

type crawl struct {
	site   *Site
	client *http.Client
	person string
	seen   map[string]bool
	from   map[string]string // where a link was met first
	kinds  map[string]int
	next   []string
	pages  []Page
}

var (
	ids    = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	days   = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}|/[0-9]+(/|$)`)
	names  = regexp.MustCompile(`/(areas|prompts|requirements|end)/[A-Za-z0-9_.]+`)
	public = regexp.MustCompile(`^/reports/[^/]+/`)
)

// KindOf is an address without what differs between pages of one template.
func KindOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	path = days.ReplaceAllString(ids.ReplaceAllString(path, "{id}"), "{n}")
	path = names.ReplaceAllString(path, "/$1/{name}")
	return public.ReplaceAllString(path, "/reports/{council}/")
}

// wanted is how many pages of a kind are worth a visit: of a challenge's
// overview several, since each stage has its own.
func wanted(kind string) int {
	if kind == "/challenges/{id}" {
		return 6
	}
	return 1
}

func (c *crawl) note(href, from string) {
	path, _, _ := strings.Cut(href, "#")
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.HasSuffix(path, "/file") || strings.HasPrefix(path, "/static/") || c.seen[path] {
		return
	}
	c.seen[path], c.from[path] = true, from
	if kind := KindOf(path); c.kinds[kind] < wanted(kind) {
		c.kinds[kind]++
		c.next = append(c.next, path)
	}
}

func (c *crawl) visit(ctx context.Context, path string) error {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, c.site.URL+path, nil)
	if err != nil {
		return err
	}
	res, err := c.client.Do(ask)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	html, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", res.StatusCode)
	}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	if res.Request.URL.Path != strings.SplitN(path, "?", 2)[0] {
		return nil // sent elsewhere, which is met by itself
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(html)))
	if err != nil {
		return err
	}
	c.pages = append(c.pages, Page{c.person, path, KindOf(path), string(html)})
	doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) { c.note(a.AttrOr("href", ""), path) })
	return nil
}
