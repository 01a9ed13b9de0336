package e2e

import (
	"testing"
	"time"

	"github.com/go-rod/rod/lib/proto"
)

// TestLive has two coordinators at one plan (issue 4): what the one changes the
// other sees without loading the page again, is told who did it, and loses nothing
// of what they are in the middle of typing. Stopping the site at the end shows that
// an open stream holds nothing up.
func TestLive(t *testing.T) {
	t.Parallel()
	j := newJourney(t, newSite(t), true)
	ann, sam := j.as("coordinator"), j.as("coordinator-deputy")
	plans := quickPlan(ann)
	ann.open(plans).follow("Plan 1")
	plan := ann.path()

	sam.open(plan)
	sam.eval(`() => document.body.dataset.mark = "not loaded again"`)
	changeVisit(ann, plan, 2028, 10, 9)
	sam.comesToSee("changed the visit to Hollinsea", "The page shows it", "9 to 11 October 2028")
	if sam.eval(`() => document.body.dataset.mark ?? ""`) != "not loaded again" {
		sam.fail("the page was loaded again")
	}
	sam.audit()

	sam.follow("Change or pin the visit to Hollinsea").day("first", 2028, 11, 14)
	ann.open(plan).press("Take back the last change")
	sam.comesToSee("changed the visit to Hollinsea", "What you have typed stays here")
	if got := sam.eval(`() => document.getElementsByName("first-day")[0].value`); got != "14" {
		sam.fail("the day typed is %q", got)
	}
	sam.refused("Check what this changes", 409)
	sam.sees("after somebody else’s change", "14")

	ann.open(plan)
	dragVisit(ann, "Hollinsea", 120)
	ann.arrived(200)
	ann.sees("Change the visit to Hollinsea", "Save the change").look(200)
	ann.open("/school-holidays").sees("Not known, and so not kept free: Northwell").audit()
}

// dragVisit moves a council's visit in the picture with the mouse, to the right.
func dragVisit(v *visitor, council string, by float64) {
	v.t.Helper()
	mark := v.find(`council => { const a = [...document.querySelectorAll("#table tr")].find(r => r.textContent.includes(council))?.querySelector("a[href*='/change?']");
		return a && [...document.querySelectorAll("[data-drag]")].find(m => m.dataset.drag.startsWith(a.getAttribute("href")))?.querySelector("rect") }`, council)
	v.must(mark.ScrollIntoView())
	shape, err := mark.Shape()
	v.must(err)
	at := *shape.OnePointInside()
	v.must(v.page.Mouse.MoveTo(at))
	v.must(v.page.Mouse.Down(proto.InputMouseButtonLeft, 1))
	v.must(v.page.Mouse.MoveLinear(proto.NewPoint(at.X+by, at.Y), 5))
	v.navigating(func() { v.must(v.page.Mouse.Up(proto.InputMouseButtonLeft, 1)) })
}

// quickPlan takes the first plan that is there, without waiting for the proof.
func quickPlan(v *visitor) (plans string) {
	v.t.Helper()
	v.open("/calendar").follow("The cycle 2028 to 2030").follow("Plans: suggest and change")
	plans = v.path()
	v.press("Suggest a plan")
	for end := time.Now().Add(time.Minute); time.Now().Before(end) && !v.open(plans).has("Plan 1"); time.Sleep(300 * time.Millisecond) {
	}
	if v.has("Stop, and keep the best so far") {
		v.press("Stop, and keep the best so far")
	}
	return plans
}

func changeVisit(v *visitor, plan string, year, month, day int) {
	v.t.Helper()
	v.open(plan).follow("Change or pin the visit to Hollinsea").day("first", year, month, day)
	v.press("Check what this changes").press("Save the change")
}

// comesToSee waits for words that come by themselves.
func (v *visitor) comesToSee(words ...string) {
	v.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		missing := 0
		for _, w := range words {
			if !v.has(w) {
				missing++
			}
		}
		if missing == 0 {
			return
		}
	}
	v.sees(words...)
}
