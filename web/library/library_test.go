package library_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/library"
	"peerchallenge/internal/problem"
	web "peerchallenge/web/library"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// open gives the public's pages on the public's own role, with two versions of
// one report, a report that was taken down, and 24 more.
func open(t *testing.T) []page.Route {
	t.Helper()
	ctx, d := context.Background(), dbtest.DB(t)
	put := func(slug string, version int, html, down string) {
		t.Helper()
		_, err := d.Owner.Exec(ctx, `INSERT INTO published_report (id, region_name, council_name, council_slug, visited_on, version, title, summary,
			html, etag, seal, published_at, taken_down_at) VALUES ($1, 'Middle Shires', $2, $2, '2027-05-11', $3::integer, 'Adult social care peer challenge 2027',
			'In short', $4, $5, 's', timestamptz '2027-08-01' + ($3::integer) * interval '1 day', nullif($6, '')::timestamptz)`,
			uuid.New(), slug, version, html, slug+html, down)
		if err != nil {
			t.Fatal(err)
		}
	}
	put("ashcombe", 1, "one", "")
	put("ashcombe", 2, "two", "")
	put("gone", 1, "private words", "2027-09-01")
	for i := range 25 {
		put("other-"+string(rune('a'+i)), 1, "x", "")
	}
	pool, err := db.Open(ctx, d.OwnerURL, db.PublicRole, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return web.Routes(&web.Handlers{Library: &library.Service{DB: pool}})
}

// F10: stable addresses, the newest version first, and nothing sent twice.
func TestReports_F10_BytesAndTags(t *testing.T) {
	routes := open(t)
	get := func(path, tag string) *pagetest.Answer {
		r := pagetest.NewRequest(http.MethodGet, path, "", nil)
		r.Header.Set("If-None-Match", tag)
		return pagetest.Do(t, routes, r, access.Public(), clockAt)
	}
	for _, c := range []struct {
		path, tag string
		code      int
		body      string
	}{
		{"/reports/ashcombe/2027-05-11", "", 200, "two"},
		{"/reports/ashcombe/2027-05-11", `"ashcombetwo"`, 304, ""},
		{"/reports/ashcombe/2027-05-11", `W/"x", W/"ashcombetwo"`, 304, ""},
		{"/reports/ashcombe/2027-05-11", `"ashcombeone"`, 200, "two"},
		{"/reports/ashcombe/2027-05-11/versions/1", "", 200, "one"},
		{"/reports/ashcombe/2027-05-11/versions/3", "", 404, ""},
		{"/reports/ashcombe/2027-05-11/versions/01", "", 404, ""},
		{"/reports/ashcombe/2027-05-11/versions/-1", "", 404, ""},
		{"/reports/ashcombe/2025-05-11", "", 404, ""},
		{"/reports/ashcombe/11-05-2027", "", 404, ""},
		{"/reports/nowhere/2027-05-11", "", 404, ""},
	} {
		a := get(c.path, c.tag)
		if a.Code != c.code || a.Body != c.body {
			t.Errorf("%s %s: want %d %q, got %d %q", c.path, c.tag, c.code, c.body, a.Code, a.Body)
		}
		if c.code == 200 && (a.Header.Get("Cache-Control") != "public, no-cache" || a.Header.Get("ETag") == "" || a.Header.Get("Set-Cookie") != "") {
			t.Errorf("%s: headers %v", c.path, a.Header)
		}
	}
	gone := get("/reports/gone/2027-05-11", "")
	if gone.Code != http.StatusGone || strings.Contains(gone.Body, "private words") || !strings.Contains(gone.Body, "taken down on 1 September 2027") {
		t.Errorf("I4: want the notice, got %d %q", gone.Code, gone.Body)
	}
}

func TestReports_F10_List(t *testing.T) {
	routes := open(t)
	first := pagetest.Get(t, routes, "/reports", access.Public(), clockAt)
	next := first.Doc.Find("a[href*='after=']").AttrOr("href", "")
	if first.Code != 200 || first.Doc.Find("article").Length() != 25 || next == "" || first.Doc.Find("script").Length() != 0 {
		t.Fatalf("want 25 reports and a way on, got %d %d %q", first.Code, first.Doc.Find("article").Length(), next)
	}
	if got := first.Doc.Find("article a").First().AttrOr("href", ""); got != "/reports/ashcombe/2027-05-11" {
		t.Errorf("want the last published first, got %q", got)
	}
	second := pagetest.Get(t, routes, next, access.Public(), clockAt)
	if second.Code != 200 || second.Doc.Find("article").Length() != 1 || strings.Contains(second.Body+first.Body, "gone") {
		t.Errorf("want the last one, and none that was taken down; got %d", second.Doc.Find("article").Length())
	}
	bad := pagetest.Get(t, routes, "/reports?after=x", access.Public(), clockAt)
	if !problem.Is(bad.Err, problem.NotFound) {
		t.Errorf("want a bad place to be absent, got %v", bad.Err)
	}
}

var clockAt = clock.At(time.Date(2027, 10, 1, 9, 0, 0, 0, clock.London))
