package e2e

import (
	"testing"

	"github.com/go-rod/rod/lib/input"
)

// zoomed is how wide a page of 1280 pixels is at 400 % (WCAG 2.2, 1.4.10).
const zoomed = 320

// TestExpertByKeyboard walks what an expert by experience does without a mouse, at
// 400 % zoom: answers an invitation (T5, T9, T10), and on site adds a note, adds a
// finding, and says what she thinks of another's (F3 to F5). No page scrolls sideways, and what has the
// focus is always seen.
func TestExpertByKeyboard(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		answerByKeyboard(j)
		onSiteByKeyboard(j)
	})
}

// zoomedIn signs somebody in with the keys.
func (j *journey) zoomedIn(name string) *visitor {
	j.t.Helper()
	v := j.stranger(name)
	v.window(zoomed)
	v.open("/sign-in")
	if !v.has(name) { // folded away
		v.tabTo("Show everybody else").keys(input.Enter)
	}
	return v.tabTo("Sign in as " + name).enter().sees("What you need to do")
}

func answerByKeyboard(j *journey) {
	j.t.Helper()
	v := j.zoomedIn("Arthur Blackwood")
	v.tabTo("Read the invitation and answer").enter().sees("£25 an hour")
	v.tabTo("Tell us what you need").enter()
	v.tabTo("What do you need").typing("A break each hour.").tabTo("Yes, the lead may see it").keys(input.Space).tabTo("Save my needs").enter()
	v.tabTo("Say whether you know or work with").enter().tabTo("I have no link with").keys(input.Space).tabTo("Send my declaration").enter()
	v.tabTo("Accept").enter().tabTo("I give this undertaking").keys(input.Space).tabTo("Yes").keys(input.Space)
	v.tabTo("Day").typing("18").tabTo("Month").typing("2").tabTo("Year").typing("2027").tabTo("Accept").enter().sees("Thank you for joining")
	v.open("/").tabTo(oxenburyName).enter().sees("Expert by experience")
}

func onSiteByKeyboard(j *journey) {
	j.t.Helper()
	v := j.zoomedIn("Bernadette Okafor")
	v.tabTo("Open today’s sessions and add a note").enter()
	v.tabTo("What did you hear").typing("She waited eleven weeks.").tabTo("Heard").keys(input.Space)
	v.tabTo("From someone with lived experience").keys(input.Space).tabTo("Add the note").enter().sees("Note added")
	v.open("/").tabTo(dunmere).enter().tabTo("Findings").enter().tabTo("Add a finding").enter()
	v.tabTo("Strength").keys(input.Space).tabTo("Area").keys(input.ArrowDown).tabTo("Title").typing("Letters are short and kind").tabTo("Add the finding").enter()
	v.sees("Letters are short and kind").tabTo("Findings").enter().tabTo("Area").keys(input.ArrowDown, input.ArrowDown, input.ArrowDown).tabTo("Show").enter().tabTo(balanced).enter()
	v.tabTo("Ask a question about this finding").typing("Whose clock is it?").tabTo("Ask a question").enter().sees("Whose clock is it?")
	v.tabTo("I agree").keys(input.Space).tabTo("Save what you think").enter().sees("Bernadette Okafor")
}
