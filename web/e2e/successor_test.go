package e2e

import "testing"

// TestSuccessor walks a director's post to its next holder (V4, V8): the new one sees
// what the post sees, a challenge closed years ago included; the former one sees
// nothing from that moment, an open page included.
func TestSuccessor(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		home := j.homeOf("dass-closed", "Hollinsea 2024")
		former := j.as("dass-closed").open(home + "/progress").sees("Hollinsea")
		coordinator := j.as("coordinator").open("/people").write("Find a person", "Rebecca").press("Find").follow("Rebecca Stanhope")
		coordinator.follow("Pass on").refused("Pass the post on", 422)
		coordinator.write("Who takes it over", "Aurelio Fenwick-Shaw").write("Their e-mail address", "aurelio.fenwick-shaw@hollinsea.example")
		coordinator.press("Pass the post on").sees("Aurelio Fenwick-Shaw")

		for _, page := range []string{"", "/progress", "/final-report", "/response", "/plan"} {
			former.absent(home + page)
		}
		former.open("/").seesNot("Hollinsea 2024")

		next := j.comesIn("aurelio.fenwick-shaw@hollinsea.example").sees("What you need to do")
		next.open("/challenges").follow("Hollinsea 2024").sees("Closed Now", "Aurelio Fenwick-Shaw")
		for _, page := range []string{"/final-report", "/response", "/plan", "/progress", "/record"} {
			next.open(home + page)
		}
		next.absent(home + "/notes") // what was the team's stays the team's (V2)
		j.as("lead-final").open(home).sees("Aurelio Fenwick-Shaw").seesNot("Rebecca Stanhope")
	})
}
