package e2e

import (
	"testing"
	"time"

	"github.com/go-rod/rod/lib/proto"
)

// weight is the most that may come over the wire for one page.
type weight struct{ bytes, script, requests int }

var (
	// a list, a form and the home page (product.md, performance)
	aPage = weight{25 << 10, 12 << 10, 4}
	// a picture and a table of a whole cycle, and the stream of others' changes
	aPlan = weight{36 << 10, 12 << 10, 5}
)

// TestWeight opens pages with an empty cache and counts what comes over the wire,
// headers included.
func TestWeight(t *testing.T) {
	t.Parallel()
	j := newJourney(t, newSite(t), true)
	for _, p := range []struct{ person, path string }{
		{"coordinator", "/"}, {"coordinator", "/people"}, {"coordinator", "/challenges"}, {"coordinator", "/people/new"},
		{"expert-on-site", "/"}, {"expert-on-site", "notes"}, {"expert-on-site", "findings/new"}, {"dass-fact-check", "comments/new"},
		{"dass-preparing", "/"}, {"link-officer-preparing", "documents"}, {"contributor-preparing", "self-assessment/prompts/SA5.4"},
	} {
		path := p.path
		if path[0] != '/' {
			path = j.ownChallenge(p.person) + "/" + path
		}
		j.as(p.person).light(path, aPage)
	}
}

// ownChallenge is the address of the first challenge on somebody's list.
func (j *journey) ownChallenge(key string) string {
	j.t.Helper()
	return j.as(key).open("/challenges").eval(`() => document.querySelector("main a[href^='/challenges/']").getAttribute("href")`)
}

// light opens a page with an empty cache and weighs it.
func (v *visitor) light(path string, most weight) {
	v.t.Helper()
	v.must(proto.NetworkSetCacheDisabled{CacheDisabled: true}.Call(v.page))
	defer func() { v.must(proto.NetworkSetCacheDisabled{}.Call(v.page)) }()
	v.open(path)
	time.Sleep(200 * time.Millisecond) // what comes after load, the icon for one
	v.watch.Lock()
	defer v.watch.Unlock()
	all := 0
	for _, n := range v.watch.bytes {
		all += n
	}
	script := v.watch.bytes[proto.NetworkResourceTypeScript]
	if all > most.bytes || script > most.script || len(v.watch.requests) > most.requests {
		v.t.Errorf("%s at %s: %d bytes in %d requests, %d of script; at most %+v: %q", v.name, path, all, len(v.watch.requests), script, most, v.watch.requests)
	}
}
