package e2e

import "testing"

// TestGroupParticipant walks a group as somebody who was invited to it (O2, O3):
// no sign-in, plain words, the one exception, and something told afterwards that
// the team reads and the host never.
func TestGroupParticipant(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		home := j.homeOf("link-officer-on-site", dunmere)
		officer := j.as("link-officer-on-site")
		officer.open(home + "/programme").follow("Group: people who use direct payments").follow("Briefing to print or send")
		link := officer.eval(`() => document.body.innerText.match(/http:\/\/\S+\/briefings\/\w+/)[0]`)

		v := j.stranger("somebody invited").onPhone()
		v.open(link).sees("It is not an inspection", "Coming, not coming or leaving early changes nobody’s care, support, payments or job", "They are never told what was said", "The one exception", "Bernadette Okafor")
		v.refused("Send to the team", 422).sees("Error")
		v.write("What do you want to tell the team?", "Nobody told me that I could choose who helps me.").press("Send to the team")
		v.sees("team")
		j.as("expert-on-site").open(home + "/told").sees("Nobody told me that I could choose who helps me.")
		for _, key := range []string{"dass-on-site", "link-officer-on-site", "coordinator"} {
			j.as(key).absent(home + "/told")
		}
	})
}

const thornbeckSurvey = "Survey: six months on"

// TestEvaluation walks the survey six months on (E1): the link officer hands out
// the open link, a participant answers without a name, a member of the team
// answers once, nobody reads an answer while it is open, and the evaluator sees
// numbers and a file without names of councils or people.
func TestEvaluation(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		home := j.homeOf("link-officer-follow-up", thornbeck)
		officer := j.as("link-officer-follow-up").open(home + "/evaluation").follow("Give it to those who came to a group")
		officer.write("How many people have been given the link", "44").press("Save the number")
		link := officer.eval(`() => document.body.innerText.match(/http:\/\/\S+\/survey\/[\w-]+/)[0]`)

		v := j.stranger("somebody who came to a group").onPhone().open(link)
		v.chooseIn("Have you been told what came of the peer challenge?", "I cannot say").chooseIn("Has anything got better since then?", "A little")
		v.write("What should we do differently next time?", "Ring me, please do not write.").press("Send my answers").sees("Thank you")

		expert := j.as("expert-follow-up").open(home + "/evaluation").follow("Answer the survey").sees(thornbeckSurvey)
		expert.chooseIn("in the long term?", "Very useful").refused("Send my answers", 422).sees("I cannot say” is one")
		expert.chooseInRest("I cannot say").press("Send my answers")
		expert.open(home+"/evaluation").sees("1 of 7 answered", "1 of 44 answered").seesNot("Answer the survey")
		j.as("dass-follow-up").open(home + "/evaluation").seesNot("Ring me, please do not write.")

		evaluator := j.as("evaluator").open("/evaluation").sees("Thornbeck, six months on", "1 of 44 answered").seesNot("Ring me", "Larkwater")
		evaluator.absent(home)
		j.as("lead-follow-up").absent("/evaluation")
	})
}
