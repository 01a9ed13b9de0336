package e2e

import (
	"testing"
	"time"

	"peerchallenge/internal/civil"
)

// TestReport walks Dunmere 2027 from the last day on site to its draft report,
// read by the host (F5 to F7): the findings are presented, and not before; the
// summary is written; the draft is checked and handed over; the host reads both
// copies, and cannot be shown them a day too soon.
func TestReport(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		home := j.homeOf("lead-on-site", dunmere)
		lead, dass, chief := j.as("lead-on-site"), j.as("dass-on-site"), j.as("chief-executive-on-site")
		dass.absent(home + "/presented")

		j.onDay(civil.NewDate(2027, time.March, 11))
		lead.open("/").follow("Present the findings to the host")
		lead.sees("You cannot take this back", "10 findings").press("Present the findings")
		dass.open(home+"/presented").sees("Carers repeat their story to each new worker").seesNot("Group of unpaid carers, day 1", "by the door")
		chief.open(home + "/presented").sees("Social workers know their communities")
		j.as("link-officer-on-site").absent(home + "/presented")

		j.onDay(civil.NewDate(2027, time.March, 15))
		lead.open(home + "/report").sees("Before the draft can be handed over")
		lead.write("Summary", "Dunmere listens well, and counts what is easy to count.").press("Save the summary")
		j.as("expert-on-site").open(home + "/report").sees("counts what is easy to count")
		dass.absent(home + "/draft-report")
		for _, title := range []string{"Count waiting from the day", "Give every carer one named worker"} {
			j.giveWords(lead, home, title)
		}
		lead.open(home + "/report").follow("Check and hand over").sees("You cannot take this back").press("Hand over the draft report")
		dass.open(home+"/draft-report").sees("counts what is easy to count", "comment").seesNot("by the door")
		chief.open("/").follow("Read the draft report").sees("counts what is easy to count")
		lead.open(home + "/report").sees("The draft was handed over")
	})
}

// giveWords writes the text of a finding that has only its title.
func (j *journey) giveWords(v *visitor, home, title string) {
	j.t.Helper()
	v.open(home + "/findings?area=performance_experience").follow(title)
	v.write("Text", "Begin with the teams that people ring first.").press("Save the finding")
}

// onDay moves the demonstration, for everybody, to a later day.
func (j *journey) onDay(d civil.Date) {
	j.t.Helper()
	v := j.people["whoever moves the day"]
	if v == nil {
		v = j.stranger("whoever moves the day")
		v.slow = time.Minute // the work of all the days between is done before the page comes
		j.people["whoever moves the day"] = v
	}
	v.open("/demo/day").day("day", d.Year(), int(d.Month()), d.Day()).press("Move to this day")
}
