package e2e

import (
	"testing"

	"github.com/go-rod/rod/lib/input"
)

const (
	dunmere  = "Dunmere 2027"
	balanced = "Waiting times are counted in a way that people do not recognise"
)

// TestOnSite walks the second day of Dunmere 2027 (F1 to F6): notes on a phone,
// a finding with its evidence, two people at one text, and no presenting before
// the last day.
func TestOnSite(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		home := j.homeOf("expert-on-site", dunmere)
		noteOnPhone(j, home)
		addFinding(j, home)
		twoAtOnce(j, home)
		tooEarly(j, home)
	})
}

func noteOnPhone(j *journey, home string) {
	j.t.Helper()
	for key, words := range map[string]string{"expert-on-site": "She waited eleven weeks and nobody rang.", "councillor-on-site": "The budget papers name each saving."} {
		v := j.as(key).onPhone()
		v.open("/").follow("Open today’s sessions and add a note")
		v.write("What did you hear, see or read?", words).choose("Heard").press("Add the note").follow("The team’s notes").sees(words)
	}
	j.as("dass-on-site").absent(home + "/notes")
}

func addFinding(j *journey, home string) {
	j.t.Helper()
	v := j.as("senior-manager-on-site")
	v.open(home + "/findings").follow("Add a finding")
	v.choose("Area for consideration").pick("Area", "Leadership and partnerships").write("Title", "Partners meet and nobody writes down what was agreed")
	v.press("Add the finding").sees("Partners meet and nobody writes down what was agreed")
	v.open(home + "/findings?area=leadership_partnerships").follow("Partners meet and nobody writes down what was agreed")
	v.pick("A note", "Heard: Front-line social workers").press("Add evidence").sees("Front-line social workers")
	j.as("dass-on-site").absent(home + "/findings")
	j.as("dass-on-site").open(home).seesNot("Partners meet and nobody")
}

// twoAtOnce: the second to save sees both texts and loses none (F5).
func twoAtOnce(j *journey, home string) {
	j.t.Helper()
	lead, manager := j.as("lead-on-site"), j.as("senior-manager-on-site")
	for _, v := range []*visitor{lead, manager} {
		v.open(home + "/findings?area=performance_experience").follow(balanced)
	}
	lead.write("Text", "The clock starts when a form is complete.").press("Save the finding")
	manager.watch.expect(409) // what its script saves by itself is refused too
	manager.write("Text", "The count begins too late to be of use.").refused("Save the finding", 409)
	manager.sees("Two people changed this", "The clock starts when a form is complete.", "The count begins too late to be of use.")
	manager.press("Keep both")
	lead.open(home+"/findings?area=performance_experience").follow(balanced).sees("The clock starts when a form is complete.", "The count begins too late to be of use.")
}

func tooEarly(j *journey, home string) {
	j.t.Helper()
	j.as("lead-on-site").open(home + "/present").sees("You can present from Thursday 11 March 2027")
}

// TestKeyboard writes a note and takes a position without a mouse.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	j := newJourney(t, newSite(t), true)
	home := j.homeOf("expert-on-site", dunmere)
	v := j.as("expert-on-site")
	v.open(home + "/notes")
	v.tabTo("Your note").typing("People asked twice for the same letter.")
	v.tabTo("Heard").keys(input.Space)
	v.tabTo("Add the note").enter()
	v.sees("People asked twice for the same letter.")

	v.open(home + "/findings?area=performance_experience").tabTo(balanced).enter()
	v.tabTo("I agree").keys(input.Space)
	v.tabTo("Save what you think").enter()
	v.sees("Bernadette Okafor").open(home + "/findings?area=performance_experience").tabTo(balanced).enter()
	if got := v.eval(`() => String(document.querySelector("input[name=position][value=agree]").checked)`); got != "true" {
		v.fail("the position was not kept")
	}
}
