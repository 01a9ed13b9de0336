package e2e

import "testing"

const brindleport = "Brindleport 2027"

// TestPracticeReview walks the practice review of Brindleport as a visiting PSW,
// the other one, and the host's (P1 to P4, O2): an entry that names a telephone
// number is stopped, with nothing lost; a group is written up; the three agree and
// hand over once; the director corrects a fact and a reviewer answers; and whoever
// is not one of the three never sees an entry.
func TestPracticeReview(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		home := j.homeOf("psw-practice", brindleport)
		enterFile(j, home)
		writeUpGroup(j, home)
		agreeAndHandOver(j, home)
		correctFact(j, home)
	})
}

const learnt = "Ask what a good day is before listing services."

func enterFile(j *journey, home string) {
	j.t.Helper()
	v := j.as("psw-practice")
	v.open("/").follow(brindleport)
	v.open(home+"/practice").follow("File H").pick("How old is the person?", "65 and over").pick("Which team does the work?", "Locality or community")
	v.chooseIn("Was the person given clear information", "Good").chooseIn("Taking everything together", "Excellent").chooseInRest("Does not apply")
	v.watch.expect(422) // what its script saves by itself is stopped too
	v.write("What one thing should the council learn", learnt+" Ring 07700 900123.").refused("Save and finish this entry", 422)
	v.sees("looks like a telephone number", learnt)
	v.write("What one thing should the council learn", learnt).press("Save and finish this entry")
	j.as("psw-dunmere").open(home + "/practice").follow("File H").sees(learnt)
	for _, key := range []string{"lead-reading", "dass-reading", "link-officer-reading", "coordinator"} {
		j.as(key).absent(home + "/practice")
	}
}

func writeUpGroup(j *journey, home string) {
	j.t.Helper()
	v := j.as("host-psw")
	v.open(home+"/practice").follow("Team managers and senior practitioners").follow("Read and print the briefing").sees("You choose", "not your care, not your support, not your payments, not your job", "There is one exception", "Ewan McAllister, the principal social worker of Brindleport, is in the room too")
	v.open(home + "/practice").follow("Team managers and senior practitioners")
	v.write("How many people came?", "6").write("What did you hear?", "Writing up gives way first. A protected morning would help.").press("Save the group")
	j.as("psw-practice").open(home + "/practice").follow("Team managers and senior practitioners").sees("A protected morning would help.")
}

func agreeAndHandOver(j *journey, home string) {
	j.t.Helper()
	j.as("psw-practice").open(home+"/practice/findings").sees("has not yet agreed", "Reviews say what was done, seldom whether it helped")
	for _, key := range []string{"psw-practice", "psw-dunmere"} {
		j.as(key).open(home + "/practice/findings").choose("I agree with all of them").press("Save what you think")
	}
	host := j.as("host-psw").open(home + "/practice/findings")
	host.choose("I differ, and write where").write("Where you differ", "Reviews were paused in spring; the gap is smaller now.").press("Save what you think")
	j.as("lead-reading").absent(home + "/practice-findings")
	v := j.as("psw-practice").open(home + "/practice/hand-over")
	v.sees("You cannot take this back", "director").press("Hand over the practice findings")
	for _, key := range []string{"lead-reading", "dass-reading", "expert-reading"} {
		j.as(key).open(home+"/practice-findings").sees("Reviews say what was done", "Reviews were paused in spring").seesNot(learnt, "A protected morning would help.")
	}
	j.as("chief-executive-reading").absent(home + "/practice-findings")
}

func correctFact(j *journey, home string) {
	j.t.Helper()
	dass := j.as("dass-reading").open(home + "/practice-findings").follow("Correct a fact")
	dass.pick("In which finding?", "Reviews say what was done").write("Which fact is wrong", "Half of the reviews, not most, were without an outcome.").press("Send to the reviewers")
	v := j.as("psw-dunmere").open(home + "/practice-findings").follow("Answer correction 1")
	v.choose("Change part of it").write("Your answer to the director", "Thank you. We say in half of them now.")
	v.write("Text of the finding", "Reviews happen and are kind. In half of them we could not see whether the outcomes were met.").press("Send the answer")
	dass.open(home+"/practice-findings").sees("We say in half of them now", "In half of them we could not see")
	j.as("lead-reading").open(home + "/practice-findings").sees("In half of them we could not see")
}
