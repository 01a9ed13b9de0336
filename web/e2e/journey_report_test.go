package e2e

import (
	"time"

	"peerchallenge/internal/civil"
)

const (
	oxenburySummary = "Oxenbury knows its people by day, and is not there for them in the evening."
	oxenburyFact    = "Since May two workers answer until seven."
	oxenburyAnswer  = "The summary now says from seven o’clock."
	oxenburyReserve = "I should have put the evening line first. It is what people rang about."
)

// handDraftOver: the whole draft goes to director and senior leaders at once, and
// not before; how it was found stays with the team (F6, V2).
func (o *oxenbury) handDraftOver() {
	o.t.Helper()
	o.onDay(civil.NewDate(2027, time.June, 21))
	o.lead.open(o.home+"/report").write("Summary", oxenburySummary).press("Save the summary")
	o.expert.open(o.home + "/report").sees(oxenburySummary)
	o.dass.absent(o.home + "/draft-report")
	o.lead.follow("Check and hand over").sees("You cannot take this back").press("Hand over the draft report")
	for _, v := range []*visitor{o.dass, o.chief} {
		v.open(o.home+"/draft-report").sees(oxenburySummary, eveningsFail).seesNot(carersRing)
	}
	o.as("coordinator").absent(o.home + "/draft-report")
}

// commentAndAnswer: a fact by the director, a view by the chief executive; the team
// sees neither before it is sent, the host no answer before it is (F7).
func (o *oxenbury) commentAndAnswer() {
	o.t.Helper()
	o.onDay(civil.NewDate(2027, time.June, 24))
	o.writeComment(o.dass, "Summary", "A fact is wrong", oxenburyFact, "Save for later")
	o.lead.open(o.home + "/comments").seesNot(oxenburyFact)
	o.dass.open(o.home + "/comments").follow("A fact is wrong").press("Send to the team").sees("You cannot take this back").press("Send to the team")
	o.writeComment(o.chief, kindWorkers, "We see it differently", "They know whole families.", "Send to the team")
	o.chief.press("Send to the team")
	for i, a := range []struct{ decision, words string }{{"Partly changed", oxenburyAnswer}, {"Kept", "We write what we saw."}} {
		o.lead.open(o.home + "/comments").sees(oxenburyFact).follow("Draft an answer to: " + []string{"1.", "2."}[i])
		o.lead.choose(a.decision).write("Answer to the host", a.words).press("Check and send the answer")
		o.dass.open(o.home + "/comments").seesNot(a.words)
		o.lead.sees("You cannot take this back").press("Send the answer")
		o.dass.open(o.home + "/comments").sees(a.words)
	}
	o.lead.open(o.home+"/report").write("Summary", oxenburySummary+" Since May two workers answer until seven.")
	o.lead.write("Why do the words change?", "Two workers answer since May.").press("Save the summary")
	o.dass.open(o.home + "/comments/end-early").sees("cannot be opened again").press("End comments early")
}

func (o *oxenbury) writeComment(v *visitor, passage, kind, words, button string) {
	o.t.Helper()
	v.open(o.home+"/comments").follow("Add a comment").pick("Which passage", passage).choose(kind).write("Your comment", words).press(button)
}

// signAndFinish: every member signs off, one with a reservation in their own words;
// the report is the team’s until the lead makes it final (F8).
func (o *oxenbury) signAndFinish() {
	o.t.Helper()
	o.onDay(civil.NewDate(2027, time.June, 29))
	o.expert.open(o.home + "/sign-off").choose("I record a reservation")
	o.expert.write("Your reservation, in your own words", oxenburyReserve).choose("Everyone, in the published report, with my name").press("Continue").press("Record this")
	for _, key := range []string{"councillor-finalising", "senior-manager-drafting", "senior-manager-reading", "lead-final"} {
		o.as(key).open(o.home + "/sign-off").choose("Yes, I sign it off").press("Continue").press("Record this")
	}
	for _, v := range []*visitor{o.as("coordinator"), o.officer, o.as("psw-marlfield")} {
		v.absent(o.home + "/final-report")
	}
	o.lead.open(o.home + "/finalise").press("Make the report final")
	for _, v := range []*visitor{o.as("coordinator"), o.dass, o.as("psw-marlfield"), o.as("psw-oxenbury")} {
		v.open(o.home+"/final-report").sees(oxenburySummary, oxenburyReserve).seesNot(carersRing)
	}
}

// publishIt: the final report is the host's until the director publishes it; then
// anybody reads it, without a cookie or a script (V2, F9, F10).
func (o *oxenbury) publishIt() {
	o.t.Helper()
	o.onDay(civil.NewDate(2027, time.August, 30))
	o.stranger("the public").open("/reports").seesNot("Oxenbury")
	o.dass.open(o.home+"/publish").write("The council’s response", "We shall answer in the evening.").press("Check before you publish")
	o.dass.sees("You cannot take this back").press("Publish the report")
	public := o.stranger("somebody of the public").onPhone().open("/reports").follow("Oxenbury")
	public.sees("We shall answer in the evening.", oxenburySummary, kindWorkers, eveningsFail, answerThem, oxenburyReserve).seesNot(carersRing, oxenburyAnswer, oxenburyPattern)
	public.noTraces()
}
