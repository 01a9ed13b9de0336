package feed_test

import (
	"net/url"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/feed"
	webfeed "peerchallenge/web/feed"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func routes(s *dbtest.Story) []page.Route {
	return webfeed.Routes(&webfeed.Handlers{Feeds: &feed.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}})
}

// An address is made, shown once, read by whoever has it, and taken back (V4).
func TestPages_V4_MadeReadAndTakenBack(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	r, lead := routes(s), s.As(access.Lead)
	a := pagetest.Post(t, r, "/account/feeds", lead, s.Clock, url.Values{"kind": {"mine"}})
	address := a.Doc.Find(".pc-panel strong").Text()
	path, ok := strings.CutPrefix(address, "https://example.org")
	if a.Code != 200 || !ok {
		t.Fatalf("%d %q %v", a.Code, address, a.Err)
	}
	if strings.Contains(pagetest.Get(t, r, "/account/feeds", lead, s.Clock).Body, path) {
		t.Error("the address is shown twice")
	}
	read := pagetest.Get(t, r, path, access.Public(), s.Clock)
	if read.Code != 200 || !strings.HasPrefix(read.Header.Get("Content-Type"), "text/calendar") || !strings.Contains(read.Body, "BEGIN:VEVENT") {
		t.Errorf("%d %s", read.Code, read.Body)
	}
	if a := pagetest.Post(t, r, "/account/feeds/end", lead, s.Clock, url.Values{"kind": {"mine"}}); a.Code != 303 {
		t.Errorf("taking back: %d", a.Code)
	}
	if got := pagetest.Get(t, r, path, access.Public(), s.Clock).Code; got != 404 {
		t.Errorf("after taking back: %d", got)
	}
	for kind, want := range map[string]int{"region": 404, "all": 422, "": 422} {
		if got := pagetest.Post(t, r, "/account/feeds", lead, s.Clock, url.Values{"kind": {kind}}).Code; got != want {
			t.Errorf("kind %q: %d, want %d", kind, got, want)
		}
	}
}
