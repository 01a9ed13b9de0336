package e2e

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/proto"

	"peerchallenge/web/e2e/site"
)

// journey is a walk by several people through one site.
type journey struct {
	t       *testing.T
	site    *site.Site
	scripts bool
	people  map[string]*visitor
}

func newJourney(t *testing.T, s *site.Site, scripts bool) *journey {
	return &journey{t: t, site: s, scripts: scripts, people: map[string]*visitor{}}
}

// visitor is somebody at a browser window with cookies of their own.
type visitor struct {
	t       *testing.T
	name    string
	site    *site.Site
	page    *rod.Page
	watch   *watch
	script  bool
	noMouse bool          // presses and writes with the keyboard alone
	slow    time.Duration // how long the next page may take beyond patience
}

const patience = 15 * time.Second

// stranger is somebody new, not signed in, at a desktop window.
func (j *journey) stranger(name string) *visitor {
	j.t.Helper()
	b, err := chromium.Incognito()
	if err != nil {
		j.t.Fatal(err)
	}
	page, err := b.Page(proto.TargetCreateTarget{URL: "about:blank"})
	if err != nil {
		j.t.Fatal(err)
	}
	v := &visitor{t: j.t, name: name, site: j.site, script: j.scripts}
	v.page = page.WithPanic(func(x any) { v.t.Helper(); v.fail("%v", x) })
	v.watch = watchOver(v.page)
	v.window(1280)
	if !j.scripts {
		v.must(proto.EmulationSetScriptExecutionDisabled{Value: true}.Call(v.page))
	}
	j.t.Cleanup(func() {
		v.watch.report(v.t, v.name)
		_ = b.Close() // the browser's window goes with the process at the latest
	})
	return v
}

// as gives the person of the demonstration with this key, signed in by the
// button on the sign-in page; the second time it is the same window.
func (j *journey) as(key string) *visitor {
	j.t.Helper()
	if v := j.people[key]; v != nil {
		return v
	}
	v := j.stranger(key)
	v.open("/sign-in")
	v.clickOn(v.find(`key => document.querySelector("input[name=person][value='" + key + "']")?.form.querySelector("button")`, key), true)
	j.people[key] = v
	return v
}

// onPhone makes the window as wide as a small phone.
func (v *visitor) onPhone() *visitor { v.window(375); return v }

func (v *visitor) window(width int) {
	v.must(v.page.Timeout(patience).SetViewport(&proto.EmulationSetDeviceMetricsOverride{Width: width, Height: 900, DeviceScaleFactor: 1}))
}

func (v *visitor) must(err error) {
	v.t.Helper()
	if err != nil {
		v.fail("%v", err)
	}
}

// fail stops the journey and says what the visitor sees.
func (v *visitor) fail(format string, args ...any) {
	v.t.Helper()
	args = append([]any{v.name}, args...)
	v.t.Errorf("%s: "+format, args...)
	seen, err := v.page.Timeout(patience).Eval(`() => location.pathname + "\n" + (document.querySelector("main") ?? document.body).innerText`)
	if err == nil {
		v.t.Logf("%s sees %s", v.name, seen.Value.Str())
	}
	v.t.FailNow()
}

// open goes to an address of the site and expects it to be there.
func (v *visitor) open(path string) *visitor {
	v.t.Helper()
	v.goTo(path)
	v.arrived(200)
	return v
}

func (v *visitor) goTo(path string) {
	v.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = v.site.URL + path
	}
	p := v.page.Timeout(patience)
	wait := p.WaitNavigation(proto.PageLifecycleEventNameLoad)
	v.must(p.Navigate(path))
	wait()
}

// absent opens an address that is not there for this visitor (V6).
func (v *visitor) absent(path string) {
	v.t.Helper()
	v.goTo(path)
	v.arrived(404)
}

// arrived checks the page the visitor has come to.
func (v *visitor) arrived(status int) {
	v.t.Helper()
	if got := v.eval(`() => String(performance.getEntriesByType("navigation")[0].responseStatus)`); got != strconv.Itoa(status) {
		v.fail("status %s, want %d", got, status)
	}
	v.noSidewaysScroll()
}

func (v *visitor) noSidewaysScroll() {
	v.t.Helper()
	wide := v.eval(`() => {
		const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
		return over <= 0 ? "" : over + " pixels: " + [...document.body.querySelectorAll("*")]
			.filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 5).map(e => e.tagName + "." + (e.className.baseVal ?? e.className)).join(", ")
	}`)
	if wide != "" {
		v.t.Errorf("%s: %s scrolls sideways at width %s by %s", v.name, v.path(), v.eval(`() => String(innerWidth)`), wide)
	}
}

// eval asks the page for a text.
func (v *visitor) eval(js string, args ...any) string {
	v.t.Helper()
	got, err := v.page.Timeout(patience).Eval(js, args...)
	v.must(err)
	return got.Value.Str()
}

// path is where the visitor is.
func (v *visitor) path() string {
	v.t.Helper()
	return v.eval(`() => location.pathname`)
}

// sees expects words on the page.
func (v *visitor) sees(words ...string) *visitor {
	v.t.Helper()
	for _, w := range words {
		if !v.has(w) {
			v.fail("does not see %q", w)
		}
	}
	return v
}

// seesNot expects words not to be there.
func (v *visitor) seesNot(words ...string) *visitor {
	v.t.Helper()
	for _, w := range words {
		if v.has(w) {
			v.fail("sees %q", w)
		}
	}
	return v
}

func (v *visitor) has(words string) bool {
	v.t.Helper()
	return strings.Contains(v.eval(`() => document.body.innerText.replace(/\s+/g, " ") + [...document.querySelectorAll("input, textarea")].map(e => e.value.replace(/\s+/g, " ")).join(" ")`), words)
}

// homeOf is the address of a challenge, as somebody finds it in their list.
func (j *journey) homeOf(key, challenge string) string {
	j.t.Helper()
	v := j.as(key)
	v.open("/challenges").follow(challenge)
	return v.path()
}

// noTraces expects a page that needs no session, no script and no cookie (F10).
func (v *visitor) noTraces() {
	v.t.Helper()
	cookies, err := v.page.Cookies(nil)
	v.must(err)
	if len(cookies) > 0 || v.eval(`() => String(document.querySelectorAll("script").length)`) != "0" {
		v.fail("%d cookies, scripts: %s", len(cookies), v.eval(`() => [...document.scripts].map(s => s.src).join(" ")`))
	}
}
