package e2e

import (
	"time"

	"peerchallenge/internal/civil"
)

// programme: the lead says whom to meet, the link officer builds, and shares it; the
// team sees nothing of it before, leaders only time, kind and size after (O5, O6).
func (o *oxenbury) programme() {
	o.t.Helper()
	o.lead.open(o.home + "/programme/wanted").choose("Staff on the front line").choose("Unpaid carers").press("Save the kinds of people")
	o.session("Unpaid carers", "carers of the north", "Tuesday 8 June", "Arthur Blackwood", "Cllr Devika Raghunathan")
	o.session("Staff on the front line", "the evening team", "Wednesday 9 June", "Jasmin Thackray", "Arthur Blackwood")
	o.lead.open(o.home + "/programme").seesNot("carers of the north")
	o.officer.open(o.home + "/programme").follow("Share the programme").press("Share the programme")
	o.lead.open(o.home + "/programme").sees("Shared with the team").seesNot("carers of the north") // opens when reading starts (V8)
	o.chief.open(o.home+"/programme").seesNot("carers of the north", "Arthur Blackwood")
}

func (o *oxenbury) session(audience, title, day, lead, notes string) {
	o.t.Helper()
	v := o.officer.open(o.home+"/programme").follow("Add a session").choose("Group").pick("Who is it with?", audience).write("Title", title)
	v.choose("Six to eight people").choose(day).write("Starts", "9:30am").write("Ends", "10:30am").write("Place", "Civic Hall").write("Room", "Oak")
	v.pick("Who leads", lead).pick("Who takes notes", notes).press("Save the session")
}

// read: reading starts on its day, though not everything is in: the lead says why,
// for everybody to read (section 3). Who is not trained opens nothing until the
// coordinator has recorded it (T9).
func (o *oxenbury) read() {
	o.t.Helper()
	o.onDay(civil.NewDate(2027, time.May, 18))
	o.lead.open(o.home).follow("Move to the next stage").sees("Every required document is in or explained")
	o.lead.write("Why it goes on now", "The rest of the documents come by Friday, and Arthur is trained today.").press("Move to “Reading”")
	o.chief.open(o.home).sees("Arthur is trained today")
	o.expert.absent(o.home + "/reading")
	o.as("coordinator").open(o.home+"/team").followIn("Arthur Blackwood", "Record training")
	o.as("coordinator").day("role", 2027, 5, 18).day("co-production", 2027, 5, 18).press("Record the training")
}

// readOn: the team reads what was handed over before (V2), each for themselves (D3).
func (o *oxenbury) readOn() {
	o.t.Helper()
	for _, v := range []*visitor{o.expert, o.lead} {
		v.open(o.home + "/self-assessment/submitted").sees(fees)
		v.open(o.home + "/practice-findings").sees(oxenburyPattern).seesNot(oxenburyFile)
	}
	o.lead.open(o.home+"/programme").sees("carers of the north", "the evening team")
	o.expert.open(o.home+"/reading").sees("It is being written with carers").pressIn("Workforce plan 2027", "Mark as read")
	o.lead.open(o.home + "/reading").sees("Arthur Blackwood")
	o.as("coordinator").absent(o.home + "/reading") // dates, people, progress: never documents
}

const (
	carersRing   = "I rang at six and a voice told me to ring at nine."
	kindWorkers  = "Workers know the people they visit by name"
	eveningsFail = "People who ring in the evening reach nobody"
	answerThem   = "Answer every call until eight in the evening"
)

// firstDay: the councillor says that the brief stands (T2), and two members note what
// they heard; the host reads no note (V2, O3).
func (o *oxenbury) firstDay() {
	o.t.Helper()
	o.onDay(civil.NewDate(2027, time.June, 8))
	o.councillor.open(o.home + "/team/brief").choose("Yes").press("Send my answer")
	o.expert.onPhone().open("/").follow("Open today’s sessions and add a note").write("What did you hear, see or read?", carersRing).choose("Heard")
	o.expert.choose("From someone with lived experience").pick("Which session", "9:30am").press("Add the note").sees("Note added")
	o.councillor.open(o.home+"/notes").sees(carersRing).write("Your note", "The rota has nobody after five o’clock.").choose("Read").press("Add the note")
	for _, v := range []*visitor{o.dass, o.officer, o.as("coordinator")} {
		v.absent(o.home + "/notes")
	}
	o.talkOfTheDay()
}

// talkOfTheDay: lead and director see it, and the team; nobody else (O4).
func (o *oxenbury) talkOfTheDay() {
	o.t.Helper()
	o.dass.open(o.home + "/daily").seesNot("Who answers in the evening")
	o.lead.open(o.home+"/daily").choose("Arthur Blackwood").press("Save who was heard").write("Up to five topics", "Who answers in the evening").press("Save the topics")
	o.dass.open(o.home+"/daily").sees("Who answers in the evening").write("Your line", "The rota is on tomorrow’s agenda.").press("Save your line")
	o.expert.open(o.home + "/daily").sees("The rota is on tomorrow’s agenda.")
	for _, v := range []*visitor{o.chief, o.officer, o.as("coordinator")} {
		v.absent(o.home + "/daily")
	}
}

func (o *oxenbury) findings() string { return o.home + "/findings?area=performance_experience" }

// findTogether: three findings by three members, each with evidence (F1 to F3).
func (o *oxenbury) findTogether() {
	o.t.Helper()
	o.onDay(civil.NewDate(2027, time.June, 9))
	o.finding(o.as("senior-manager-reading"), "Strength", kindWorkers, "Whoever we met spoke of people, not of cases.", "")
	o.finding(o.expert, "Area for consideration", eveningsFail, "From five o’clock a recorded voice answers.", "")
	o.finding(o.councillor, "Recommendation", answerThem, "Begin with the people who ring most.", eveningsFail)
}

// talkItOver: a question is answered, the finding rests on a note and on lived
// experience (F4, F5); the host sees nothing yet (F6).
func (o *oxenbury) talkItOver() {
	o.t.Helper()
	o.lead.open(o.findings()).follow(eveningsFail).write("Ask a question about this finding", "Is it so at weekends too?").press("Ask a question")
	o.expert.open(o.findings()).follow(eveningsFail).write("Answer", "Yes, all weekend.").press("Answer the question")
	o.expert.pick("A note", "Heard").press("Add evidence").press("It rests on lived experience").choose("I agree").press("Save what you think")
	for _, v := range []*visitor{o.dass, o.chief} {
		v.absent(o.home + "/findings")
		v.absent(o.home + "/presented")
	}
	o.lead.open(o.home + "/present").sees("You can present from Thursday 10 June 2027")
}

func (o *oxenbury) finding(v *visitor, kind, title, text, answers string) {
	o.t.Helper()
	v.open(o.home+"/findings/new").choose(kind).pick("Area", "Performance and experience").write("Title", title).write("Text", text)
	if answers != "" {
		v.pick("For a recommendation", answers)
	}
	v.press("Add the finding").open(o.findings()).follow(title)
	v.write("Or in your own words", "Heard from several people, on two days.").choose("Heard").press("Add evidence").sees("on two days")
}

// present: on the last day, frozen, from then and not before; never evidence (F2, F6).
func (o *oxenbury) present() {
	o.t.Helper()
	o.onDay(civil.NewDate(2027, time.June, 10))
	o.lead.open("/").follow("Present the findings to the host").sees("You cannot take this back", "3 findings").press("Present the findings")
	for _, v := range []*visitor{o.dass, o.chief} {
		v.open(o.home+"/presented").sees(kindWorkers, eveningsFail, answerThem).seesNot(carersRing, "on two days", "carers of the north")
	}
	o.officer.absent(o.home + "/presented")
}
