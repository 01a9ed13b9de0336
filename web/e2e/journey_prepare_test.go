package e2e

import "path/filepath"

// askTeam: the coordinator asks those who are still missing (T1 to T4, T6). Who is
// not asked sees no challenge (V1).
func (o *oxenbury) askTeam() {
	o.t.Helper()
	o.home = o.homeOf("coordinator", oxenburyName)
	o.as("councillor-finalising").absent(o.home)
	coordinator := o.as("coordinator")
	for _, m := range oxenburyAsked {
		coordinator.open(o.home+"/team").follow("Ask somebody to join").choose(m.role).pick("Who?", m.name).press("Ask them to join").sees(m.name)
	}
}

// accept: each declares, signs and accepts (T5, T9, T10).
func (o *oxenbury) accept() {
	o.t.Helper()
	for _, m := range oxenburyAsked {
		o.saysYes(m.key, true)
	}
	o.lead, o.expert, o.councillor = o.as("lead-final"), o.as("expert-2"), o.as("councillor-finalising")
	o.saysYes("lead-final", true)
	o.expert.open(o.home+"/invitation").sees("£25 an hour", "Comfort Adeyinka")
	o.expert.open(o.home+"/invitation/needs").write("What do you need", "Large print, and a break each hour.").choose("Yes, the lead may see it").press("Save my needs")
	o.saysYes("expert-2", false)
}

func (o *oxenbury) saysYes(key string, trained bool) {
	o.t.Helper()
	v := o.as(key)
	v.open(o.home + "/invitation").follow("Say whether you know or work with").choose("I have no link with Oxenbury").press("Send my declaration").follow("Accept").choose("I give this undertaking")
	if trained {
		v.choose("Yes").day("trained", 2027, 2, 18)
	} else {
		v.choose("Not yet")
	}
	v.press("Accept")
}

// confirmTraining: what members say of their training opens nothing; the
// coordinator confirms it, one by one, and is asked to (T9).
func (o *oxenbury) confirmTraining() {
	o.t.Helper()
	coordinator := o.as("coordinator")
	coordinator.open("/").sees("Confirm the training of Daniel Ferreira")
	names := []string{"Geraldine Foy"}
	for _, m := range oxenburyAsked {
		names = append(names, m.name)
	}
	for _, name := range names {
		coordinator.open(o.home+"/team").followIn(name, "Record training")
		coordinator.day("role", 2027, 2, 18).day("co-production", 2027, 2, 18).press("Record the training")
	}
	coordinator.open("/").seesNot("Confirm the training of Daniel Ferreira")
}

// agreeDates: the director agrees the dates and the team, once (section 3).
func (o *oxenbury) agreeDates() {
	o.t.Helper()
	o.dass = o.as("dass-scheduled")
	o.dass.open("/").follow(oxenburyName).open(o.home+"/proposal").sees("8 to 10 June 2027", "Arthur Blackwood").follow("Answer")
	o.dass.choose("I agree to the dates and the team").press("Continue").sees("You cannot take this back").press("Agree dates and team")
	o.dass.open(o.home).sees("Preparing Now")
}

// confirmAgreements: before any content the director confirms what was agreed about
// information (I1).
func (o *oxenbury) confirmAgreements() {
	o.t.Helper()
	o.dass.open(o.home + "/self-assessment/prompts/SA1.1").seesNot("Save and see changes")
	o.dass.open(o.home + "/information/confirm").press("Confirm the agreements")
}

// namePeople: a link officer and a senior leader; whoever writes is asked by the
// link officer, for one area.
func (o *oxenbury) namePeople() {
	o.t.Helper()
	for _, p := range []struct{ role, name, email, title string }{
		{"Link officer", "Tamsin Rowntree", "tamsin.rowntree@oxenbury.example", "Business support manager"},
		{"Senior leader", "Everard Osgood", "everard.osgood@oxenbury.example", "Chief executive"},
	} {
		o.dass.open(o.home+"/host-people").follow("Name somebody").choose(p.role).write("Full name", p.name)
		o.dass.write("E-mail address", p.email).write("Title or post", p.title).press("Name this person").sees(p.name)
	}
	o.officer, o.chief = o.comesIn("tamsin.rowntree@oxenbury.example"), o.comesIn("everard.osgood@oxenbury.example")
	o.officer.open(o.home+"/self-assessment/contributors").write("Name", "Lakshmi Pell").write("E-mail address", "lakshmi.pell@oxenbury.example")
	o.officer.choose("Market sustainability").press("Invite to write").sees("Lakshmi Pell")
	o.writer = o.comesIn("lakshmi.pell@oxenbury.example")
}

// whomToRing: two contacts for a serious concern, which everybody can read (C1).
func (o *oxenbury) whomToRing() {
	o.t.Helper()
	v := o.officer.open(o.home + "/concern/contacts")
	for _, c := range [][4]string{{"Contact for safeguarding", "The safeguarding team", "01632 960 188", "safeguarding@oxenbury.example"},
		{"When it is about leaders of the council", "The monitoring officer", "01632 960 189", "monitoring@oxenbury.example"}} {
		v.into(v.controlIn(c[0], "Name"), c[1])
		v.into(v.controlIn(c[0], "Telephone"), c[2])
		v.into(v.controlIn(c[0], "E-mail"), c[3])
	}
	v.press("Save the contacts")
	o.expert.open(o.home+"/concern").sees("The safeguarding team", "01632 960 188")
}

// comesIn is somebody who was invited by e-mail and sets a password.
func (j *journey) comesIn(email string) *visitor {
	j.t.Helper()
	v := j.stranger(email)
	v.open(v.mailed(email, `http://[^\s"]+/invitation/[^\s"<]+`))
	return v.write("Password", "four quiet herons").press("Continue")
}

// agreeScope: proposed by the director, commented on and agreed by the lead.
func (o *oxenbury) agreeScope() {
	o.t.Helper()
	o.dass.open(o.home+"/scope").follow("Propose the scope").write("What the challenge looks at", "How people in Oxenbury get help in the evening, and what the council knows of it.")
	o.dass.write("Question 1", "Who answers after five o’clock?").write("Question 2", "Do unpaid carers know whom to ring?").press("Propose this scope")
	o.lead.open(o.home+"/scope").write("Comment on the scope", "Thank you. We shall ask people who ring, not only who answers.").press("Send the comment")
	o.lead.press("Agree to this scope")
	o.dass.open(o.home+"/scope").sees("Geraldine Foy", "not only who answers")
}

// writeAssessment: a contributor sees their area and no other (A2, V8), and the
// team nothing of it (V2).
func (o *oxenbury) writeAssessment() {
	o.t.Helper()
	o.writer.absent(o.home + "/self-assessment/prompts/SA1.1")
	o.writer.open(o.home+"/self-assessment/prompts/SA5.4").write("Answer", fees).press("Mark as ready")
	o.officer.open(o.home + "/self-assessment/prompts/SA5.4").sees(fees)
	o.chief.absent(o.home + "/self-assessment/prompts/SA5.4") // leaders read drafts only where they are let in (V8)
	o.lead.absent(o.home + "/self-assessment/prompts/SA5.4")
	o.dass.open(o.home + "/self-assessment/risk").follow("Pressures on the front line")
	o.dass.write("What could go wrong", "Four posts of the evening team are empty.").choose("Some risk").press("Save")
}

// handToTeam: documents and self-assessment go to the team, by the director alone
// (A5, D1, D2); until reading starts the team sees neither (V2, V8).
func (o *oxenbury) handToTeam() {
	o.t.Helper()
	file, err := filepath.Abs("testdata/plan.pdf")
	if err != nil {
		o.t.Fatal(err)
	}
	o.officer.open(o.home+"/documents").follow("Add a document").write("Title", "Workforce plan 2027").pick("Which required document is it?", "Workforce strategy")
	o.officer.attach("File", file).press("Add the document").sees("Workforce plan 2027")
	o.officer.open(o.home+"/documents").follow("Unpaid carers strategy").choose("It is not available").write("Why it is not available", "It is being written with carers, and comes in autumn.").press("Save")
	o.officer.open(o.home + "/documents/accept-unscanned").press("Accept that documents are not scanned")
	o.officer.open(o.home + "/self-assessment").seesNot("Check and submit") // all but submit, send and publish
	o.dass.open(o.home + "/self-assessment").follow("Check and submit").sees("You cannot take this back").press("Submit to the team")
	o.chief.open(o.home + "/self-assessment/submitted").sees(fees)
	o.writer.open(o.home + "/self-assessment/prompts/SA5.4").sees(fees).seesNot("Save and see changes") // read-only after submission
	o.dass.open(o.home + "/documents").follow("Check and share with the team").press("Share with the team")
	o.lead.absent(o.home + "/reading")
	o.as("psw-marlfield").open(o.home + "/reading").sees("Workforce plan 2027") // a visiting PSW reads from accepting on
}
