package e2e

import (
	"testing"
	"time"

	"github.com/go-rod/rod/lib/proto"
)

// TestPhoneDay walks the councillor's second day in Dunmere on a phone (section 4,
// 02; O3): the day's sessions, a note at one of them, and a note written where
// there is no signal, which stays on the phone and arrives later, once.
func TestPhoneDay(t *testing.T) {
	t.Parallel()
	j := newJourney(t, newSite(t), true)
	home := j.homeOf("councillor-on-site", dunmere)
	v := j.as("councillor-on-site").onPhone()
	v.open("/").follow("Open today’s sessions and add a note")
	// what is over shrinks to a line, so only what stands at every hour is looked for
	v.sees("Willow Court extra care housing", "Lunch", "01632 960 114", "Raise a serious concern")
	v.write("What did you hear, see or read?", "The garden door is kept open for everybody.").choose("Seen").pick("Which session", "11am Willow Court extra care housing")
	v.press("Add the note").sees("Note added")

	offline(v, true)
	v.write("What did you hear, see or read?", "Nobody knew the number of the evening line.").choose("Heard")
	v.clickOn(v.button("", "Add the note"), false)
	v.waits(`() => document.body.innerText.includes("Not sent yet, kept on this phone")`)
	v.sees("Nobody knew the number of the evening line.", "Willow Court extra care housing") // the page stays readable
	if got := v.eval(`() => document.querySelector("form[data-send] textarea").value`); got != "" {
		v.fail("the form is not ready for the next note: %q", got)
	}
	offline(v, false)
	if _, err := v.page.Eval(`() => dispatchEvent(new Event("online"))`); err != nil {
		v.fail("online: %v", err)
	}
	v.waits(`() => document.body.innerText.includes("Sent. The team has your note.")`)
	if got := v.eval(`() => String(Object.keys(localStorage).filter(k => k.startsWith("pc-send:")).length)`); got != "0" {
		v.fail("%s notes still on the phone", got)
	}
	v.open(home+"/programme/mine").sees("An interpreter (Urdu) will be there", "7 people are expected")
	v.open(home+"/notes").sees("Nobody knew the number of the evening line.", "Willow Court extra care housing")
	if got := v.eval(`() => String([...document.querySelectorAll("article, .pc-card")].filter(e => e.textContent.includes("evening line")).length)`); got != "1" {
		v.fail("the note is there %s times", got)
	}
	j.as("dass-on-site").absent(home + "/today")
}

func offline(v *visitor, off bool) {
	v.t.Helper()
	v.watch.Lock()
	v.watch.noSignal = v.watch.noSignal || off
	v.watch.Unlock()
	v.must(proto.NetworkEmulateNetworkConditions{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}.Call(v.page))
}

// waits asks the page until it says yes.
func (v *visitor) waits(js string) {
	v.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if r, err := v.page.Eval(js); err == nil && r.Value.Bool() {
			return
		}
	}
	v.fail("waited for %s", js)
}
