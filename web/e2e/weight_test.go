package e2e

import (
	"testing"
	"time"

	"github.com/go-rod/rod/lib/proto"
)

// Limits of a list, a form and the home page (product.md, performance).
const (
	mostBytes    = 25 << 10
	mostScript   = 12 << 10
	mostRequests = 4
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
		j.as(p.person).light(path)
	}
}

// ownChallenge is the address of the first challenge on somebody's list.
func (j *journey) ownChallenge(key string) string {
	j.t.Helper()
	return j.as(key).open("/challenges").eval(`() => document.querySelector("main a[href^='/challenges/']").getAttribute("href")`)
}

func (v *visitor) light(path string) {
	v.t.Helper()
	v.must(proto.NetworkSetCacheDisabled{CacheDisabled: true}.Call(v.page))
	v.open(path)
	time.Sleep(200 * time.Millisecond) // what comes after load, the icon for one
	v.watch.Lock()
	defer v.watch.Unlock()
	all := 0
	for _, n := range v.watch.bytes {
		all += n
	}
	script := v.watch.bytes[proto.NetworkResourceTypeScript]
	if all > mostBytes || script > mostScript || len(v.watch.requests) > mostRequests {
		v.t.Errorf("%s at %s: %d bytes in %d requests, %d of script; at most %d, %d, %d: %q", v.name, path, all, len(v.watch.requests), script, mostBytes, mostRequests, mostScript, v.watch.requests)
	}
}
