package e2e

import (
	"time"

	"peerchallenge/internal/civil"
)

const (
	oxenburyFile    = "Write down who was rung and when, on the day."
	oxenburyPattern = "Evening calls are written up the next day, seldom with what was promised"
)

// samplePractice: proposed, agreed by all three, counted by the host and drawn by a
// visitor, so that the host does not choose (P4).
func (o *oxenbury) samplePractice() {
	o.t.Helper()
	o.onDay(civil.NewDate(2027, time.April, 28))
	first, second, host := o.as("psw-marlfield"), o.as("psw-kestrelton"), o.as("psw-oxenbury")
	first.open(o.home+"/practice/sample").write("Review", "3").write("Why this size and mix?", "Three reviews show whether what was promised was done.").press("Propose this sample")
	for _, v := range []*visitor{second, host} {
		v.open(o.home + "/practice/sample").press("Agree to this sample")
	}
	host.open(o.home+"/practice/sample").write("Review", "20").press("Save how many there are")
	second.open(o.home + "/practice/sample").press("Draw the files").sees("Yusuf Demir")
	for _, v := range []*visitor{o.dass, o.lead, o.as("coordinator")} {
		v.absent(o.home + "/practice") // seen by the three alone (P3)
	}
}

// reviewPractice: an entry for each file, and a pattern from all three.
func (o *oxenbury) reviewPractice() {
	o.t.Helper()
	for _, file := range []string{"File A", "File B", "File C"} {
		v := o.as("psw-marlfield").open(o.home + "/practice").follow(file)
		v.pick("How old is the person?", "65 and over").pick("Which team does the work?", "Locality or community")
		v.chooseIn("Taking everything together", "Good").chooseInRest("Does not apply").write("What one thing should the council learn", oxenburyFile).press("Save and finish this entry")
	}
	v := o.as("psw-kestrelton").open(o.home+"/practice/findings/new").choose("Area for consideration").write("The pattern in one sentence", oxenburyPattern)
	v.write("What you saw and heard", "Records say that somebody rang. They do not say what was agreed.").choose("File A").choose("File B").choose("File C").press("Save the finding")
}

// handPracticeOver: once, in words, to team and director; never an entry (P3, V2).
func (o *oxenbury) handPracticeOver() {
	o.t.Helper()
	for _, key := range []string{"psw-marlfield", "psw-kestrelton", "psw-oxenbury"} {
		o.as(key).open(o.home + "/practice/findings").choose("I agree with all of them").press("Save what you think")
	}
	o.dass.absent(o.home + "/practice-findings")
	o.as("psw-marlfield").open(o.home + "/practice/hand-over").sees("You cannot take this back").press("Hand over the practice findings")
	o.lead.absent(o.home + "/practice-findings") // the team from the day reading starts (V8)
	o.dass.open(o.home + "/practice-findings").sees(oxenburyPattern).seesNot(oxenburyFile).press("I have no more corrections")
}
