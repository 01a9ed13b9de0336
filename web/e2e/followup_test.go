package e2e

import (
	"strconv"
	"testing"
	"time"

	"peerchallenge/internal/civil"
)

const thornbeck = "Thornbeck 2026"

// recommended are the recommendations of Thornbeck's report.
var recommended = []string{"Halve the wait for an assessment in the north", "Pay home care for the road as well as for the visit",
	"Open day services when carers need them", "Show each quarter what has changed in the north"}

// TestFollowUp walks Thornbeck from its six-month check to its last, 18 months
// later, and closes it (U1 to U3): both sides draft apart and record, the
// director publishes progress, the expert hears what came of what she raised, and
// after the last check nothing can be changed.
func TestFollowUp(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		home := j.homeOf("dass-follow-up", thornbeck)
		dass, lead := j.as("dass-follow-up"), j.as("lead-follow-up")
		j.recordCheck(dass, home, 1, nil, "") // drafted in the story
		dass.open(home + "/progress").sees("lead")
		j.recordCheck(lead, home, 1, recommended, "The team sees the same, and thinks the north needs longer.")
		dass.open(home + "/progress").sees("thinks the north needs longer")

		public := j.stranger("the public")
		public.open("/reports").follow("Thornbeck").seesNot("thinks the north needs longer")
		dass.open(home + "/progress/publish").sees("You cannot take this back").press("Publish")
		public.open("/reports").follow("Thornbeck").sees("thinks the north needs longer")
		public.noTraces()
		j.as("expert-follow-up").open(home + "/what-came").sees("Open day services when carers need them")
		j.as("coordinator").open(home + "/progress").sees("thinks the north needs longer")

		for i, day := range []civil.Date{civil.NewDate(2027, time.September, 10), civil.NewDate(2028, time.September, 11)} {
			j.onDay(day)
			for _, v := range []*visitor{dass, lead} {
				j.recordCheck(v, home, i+2, recommended, "Still so at check "+strconv.Itoa(i+2)+".")
			}
		}
		dass.open(home).sees("Closed Now")
		lead.open(home + "/progress").sees("Still so at check 3.")
		j.as("senior-manager-oxenbury").open(home + "/progress").sees("Still so at check 2.")
	})
}

// recordCheck writes one side's words on these recommendations and records them.
func (j *journey) recordCheck(v *visitor, home string, check int, titles []string, words string) {
	j.t.Helper()
	list := home + "/progress/" + strconv.Itoa(check)
	for _, title := range titles {
		v.open(list).follow(title)
		v.choose("On track").write("in your words?", words)
		if v.has("There is no newer value") { // the host alone reads the measures again (U2)
			v.choose("There is no newer value")
		}
		v.press("Save")
	}
	v.open(list + "/record").sees("You cannot take this back").press("Record")
}
