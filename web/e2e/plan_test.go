package e2e

import (
	"strings"
	"testing"
	"time"
)

// TestPlan walks the planning of the next cycle (issue 4; S1 to S5, T1 to T8): a
// director says what the council offers; the coordinator has a plan suggested, sees
// what a change would break before it is saved, takes it back, pins a visit, lays
// two other plans side by side and approves one. Then hosts and people are asked,
// and not before. The pages that no link leads to without a plan are looked at here.
func TestPlan(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		gatherOffer(j)
		coordinator := j.as("coordinator")
		plans := suggestPlan(coordinator)
		changePlan(coordinator)
		comparePlans(coordinator, plans)
		approvePlan(j, coordinator, plans)
	})
}

const nextCycle = "2028 to 2030"

func gatherOffer(j *journey) {
	j.t.Helper()
	dass := j.as("dass-northwell").open("/").follow("Say what Northwell and Upper Tarn offers")
	dass.sees("No other council sees it").write("Days Northwell and Upper Tarn cannot host", "between the years").refused("Send what Northwell", 422)
	dass.sees("between the years") // what was typed is kept
	dass.write("Days Northwell and Upper Tarn cannot host", "3 January 2029 to 14 January 2029: budget council").choose("October 2028")
	dass.write("Full name of who signs", "Stephen Oduya").press("Send what Northwell")
	coordinator := j.as("coordinator").open("/calendar").follow("The cycle " + nextCycle).follow("What councils offer")
	coordinator.sees("13 of 14 councils")
	j.as("dass-marlfield").open("/").seesNot("budget council")
}

// suggestPlan waits for a plan that keeps every rule, and for the word on how good it is.
func suggestPlan(v *visitor) (plans string) {
	v.t.Helper()
	v.open("/calendar").follow("The cycle " + nextCycle).follow("Plans: suggest and change")
	plans = v.path()
	v.press("Suggest a plan")
	v.waitForPlan(plans, "is the newest")
	v.sees("Keeps every rule").follow("Plan 1").sees("This plan keeps every rule", "What each council gives and receives", "Hollinsea").look(200)
	return plans
}

// waitForPlan reloads the page, as somebody without scripts does.
func (v *visitor) waitForPlan(plans, words string) {
	v.t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(time.Second) {
		if v.open(plans); v.has(words) && !v.has("A plan is being made") {
			return
		}
	}
	v.fail("no plan after two minutes")
}

func changePlan(v *visitor) {
	v.t.Helper()
	v.follow("Change or pin the visit to Hollinsea")
	v.look(200)
	change := v.eval(`() => location.pathname + location.search`)
	v.day("first", 2028, 12, 25).press("Check what this changes").sees("bank holiday")
	v.open(change).day("first", 2028, 10, 9).press("Check what this changes").press("Save the change")
	v.sees("9 to 11 October 2028").press("Take back the last change")
	v.open(change).choose("The date").press("Pin what is ticked")
}

func comparePlans(v *visitor, plans string) {
	v.t.Helper()
	v.open(plans).press("Suggest two different plans")
	v.waitForPlan(plans, "Plan 3")
	v.follow("side by side").sees("Hollinsea").look(200)
}

func approvePlan(j *journey, v *visitor, plans string) {
	j.t.Helper()
	host := j.as("dass-closed")
	host.open("/challenges").seesNot("Hollinsea 2028") // nothing before it is approved
	v.open(plans).follow("Plan 3").follow("Check and approve this plan").sees("You cannot take this back").look(200)
	v.press("Approve the plan")
	host.open("/challenges").follow("Hollinsea 2028").sees("Agree the dates and team")

	lead := j.as("lead-on-site").open("/challenges") // one of the leads who offered, and now is asked
	lead.sees("2028")
	v.open(plans[:strings.LastIndex(plans, "/")] + "/places").sees("Asked").look(200)
}
