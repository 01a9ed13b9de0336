package e2e

import (
	"testing"
)

// TestFactCheck walks Calderwick 2027 from its comments to a published report
// (F7 to F10): an unfinished comment is sent, every point is answered, the host
// ends early, the team signs off, the lead finalises, the director publishes, and
// the public reads it.
func TestFactCheck(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		comment(j)
		answer(j)
		signOff(j)
		publish(j)
		readInPublic(j)
	})
}

const calderwick = "Calderwick 2027"

func comment(j *journey) {
	j.t.Helper()
	chief := j.as("chief-executive-fact-check")
	chief.open("/challenges").follow(calderwick)
	home := chief.path()
	chief.open(home + "/comments").sees("Not sent (1)")
	// the stage before sending is the host's own (A1): the team is told nothing of it
	j.as("lead-fact-check").open(home+"/comments").seesNot("Not sent", "three new advisers")

	chief.follow("We see it differently").write("Your comment", "Direct payments are offered at the first visit since January.")
	chief.press("Send to the team").sees("You cannot take this back", "offered at the first visit since January").press("Send to the team")
	chief.sees("5 points sent", "offered at the first visit since January")
	j.as("link-officer-fact-check").absent(home + "/comments/new")
}

// answers are the team's to the points that wait, by the start of the point.
var answers = []struct{ point, decision, words string }{
	{"3. Please", "Partly changed", "It will say that nobody follows up what is agreed."},
	{"4. A fact", "Changed", "It will name the strategy of November 2026."},
	{"5. We see", "Kept", "We report what we saw in February."},
}

func answer(j *journey) {
	j.t.Helper()
	lead, dass := j.as("lead-fact-check"), j.as("dass-fact-check")
	home := j.homeOf("lead-fact-check", calderwick)
	for i, a := range answers {
		lead.open(home + "/comments").follow([]string{"Open the answer to: ", "Draft an answer to: ", "Draft an answer to: "}[i] + a.point)
		lead.choose(a.decision).write("Answer to the host", a.words).press("Save for later")
		dass.open(home + "/comments").seesNot(a.words) // internal until sent
		lead.open(home + "/comments").follow("Open the answer to: " + a.point).press("Check and send the answer")
		lead.sees("You cannot take this back", a.words).press("Send the answer")
		dass.open(home + "/comments").sees(a.words)
	}
	dass.open(home + "/comments/end-early").sees("cannot be opened again").press("End comments early")
	dass.open(home + "/comments").sees("5 points sent: 5 answered")
}

// calderwickTeam signs off; a lead last.
var calderwickTeam = []string{"councillor-marlfield", "senior-manager-wrenhaven", "senior-manager-stavenholm", "expert-fact-check", "lead-fact-check"}

func signOff(j *journey) {
	j.t.Helper()
	home := j.homeOf("lead-fact-check", calderwick)
	for _, key := range calderwickTeam {
		v := j.as(key)
		v.open(home + "/sign-off").choose("Yes, I sign it off").press("Continue")
		v.press("Record this")
	}
	lead := j.as("lead-fact-check")
	lead.open(home + "/finalise").press("Make the report final")
	lead.open(home + "/final-report").sees("Final report")
}

func publish(j *journey) {
	j.t.Helper()
	dass := j.as("dass-fact-check")
	home := j.homeOf("dass-fact-check", calderwick)
	j.stranger("the public").open("/reports").seesNot("Calderwick")
	dass.open(home+"/publish").write("The council’s response", "We thank the team and will act on each recommendation.").press("Check before you publish")
	dass.sees("You cannot take this back").press("Publish the report")
}

func readInPublic(j *journey) {
	j.t.Helper()
	public := j.stranger("the public")
	public.open("/reports").follow("Calderwick")
	public.sees("We thank the team and will act on each recommendation.", "Care homes help each other after inspections").
		seesNot("We report what we saw in February.", "William Beaumont said")
	public.noTraces()
}
