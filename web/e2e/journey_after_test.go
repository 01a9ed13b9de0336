package e2e

import (
	"strconv"
	"time"

	"peerchallenge/internal/civil"
)

const (
	oxenburyAction = "Two workers answer from five to eight."
	hostSays       = "Seven in ten callers are answered now."
	teamSays       = "We rang twice and were answered."
)

// respond: drafted by the council, handed over by the director; before that the
// team and the region see nothing of it (U1, V2).
func (o *oxenbury) respond() {
	o.t.Helper()
	o.officer.open(o.home + "/response").seesNot(answerThem)
	o.dass.open(o.home + "/response").press("Start the response")
	o.officer.open(o.home+"/response").follow(answerThem).choose("Accepted in part").write("Why?", "Until seven at first.").press("Save the response")
	o.lead.open(o.home + "/response").seesNot("Until seven at first.")
	o.officer.absent(o.home + "/response/hand-over")
	o.dass.open(o.home + "/response").follow("Check and hand over the response").sees("You cannot take this back").press("Hand over the response")
	for _, v := range []*visitor{o.lead, o.as("coordinator")} {
		v.open(o.home + "/response").sees("Until seven at first.")
	}
}

// plan: an action with owner and day, a measure with its baseline (U1, U2). The
// owner sees this action.
func (o *oxenbury) plan() {
	o.t.Helper()
	o.officer.open(o.home+"/plan").follow("Add an action").write("What will be done?", oxenburyAction).pick("Who does it?", "Lakshmi Pell")
	o.officer.day("due", 2027, 11, 30).write("How will anyone see that it made a difference?", "Callers are answered.").press("Save the action")
	o.officer.open(o.home+"/plan").follow("Add a measure").write("Name", "Evening calls answered").write("What exactly is counted?", "Calls answered, of calls from five to eight")
	o.officer.write("In what is it counted?", "percent").write("Where does the number come from?", "the telephone system").choose("Higher")
	o.officer.write("Baseline: the last value before the visit", "12").write("Which time is it for?", "May 2027").day("on", 2027, 5, 31).press("Save the measure")
	o.lead.open(o.home + "/plan").seesNot(oxenburyAction)
	o.dass.open(o.home + "/plan").follow("Check and hand over the plan").sees("You cannot take this back").press("Hand over the plan")
	o.lead.open(o.home+"/plan").sees(oxenburyAction, "Evening calls answered")
	o.writer.open(o.home + "/plan").sees(oxenburyAction)
}

// sixMonths: both sides write apart and record; then both are read side by side, and
// the public reads what the director publishes (U3). Notes are gone by then (I2, V8).
func (o *oxenbury) sixMonths() {
	o.t.Helper()
	o.onDay(civil.NewDate(2027, time.December, 10))
	o.expert.open(o.home + "/notes").seesNot(carersRing)
	o.dass.open(o.home+"/progress/1").follow(answerThem).choose("On track").write("in your words?", hostSays)
	o.dass.write("Value now", "70").write("Which time is it for?", "November 2027").press("Save")
	o.lead.open(o.home + "/progress").seesNot(hostSays)
	o.recordCheck(o.dass, o.home, 1, nil, "")
	o.dass.open(o.home + "/progress").seesNot(teamSays)
	o.recordCheck(o.lead, o.home, 1, []string{answerThem}, teamSays)
	o.chief.open(o.home+"/progress").sees(hostSays, teamSays)
	public := o.stranger("the public in December").open("/reports").follow("Oxenbury").seesNot(hostSays)
	o.dass.open(o.home + "/progress/publish").sees("You cannot take this back").press("Publish")
	public.open("/reports").follow("Oxenbury").sees(hostSays, teamSays, "70")
}

// lastChecks: after twelve and after twenty-four months; then it is closed, and the
// expert reads what came of what was raised (U3).
func (o *oxenbury) lastChecks() {
	o.t.Helper()
	for i, day := range []civil.Date{civil.NewDate(2028, time.June, 13), civil.NewDate(2029, time.June, 12)} {
		o.onDay(day)
		for _, v := range []*visitor{o.dass, o.lead} {
			o.recordCheck(v, o.home, i+2, []string{answerThem}, "Still so at check "+strconv.Itoa(i+2)+".")
		}
	}
	o.dass.open(o.home).sees("Closed Now")
	o.officer.open("/").seesNot("Provide or explain every required document") // what was never done is done with
	o.expert.open(o.home+"/what-came").sees(answerThem, "Still so at check 3.")
	o.as("coordinator").open(o.home + "/progress").sees("Still so at check 3.")
	o.stranger("the public in 2029").open("/reports").follow("Oxenbury").sees(answerThem).seesNot("Still so at check 3.")
}
