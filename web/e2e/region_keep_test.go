package e2e

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// keep: after a plan is approved somebody says no and is replaced, every place is
// filled, and one visit is postponed and planned anew.
func (w *westMidlands) keep() {
	w.t.Helper()
	w.decline()
	w.fillPlaces()
	w.expertReads()
	w.postpone()
	w.replan()
}

// decline: one person says no; the coordinator sees the next best and asks one (T7).
func (w *westMidlands) decline() {
	w.t.Helper()
	v := w.coordinator.open(w.cycle + "/places").onPhone()
	no := w.asked("Councillor")
	member := w.signedIn(w.mail[no])
	member.open(w.visit+"/invitation").follow("Say no").write("Your reason", "I stand down in May.").press("Go on").sees("You cannot take this back").press("Say no")
	member.absent(w.visit)

	v.open(w.cycle+"/places").sees("Said no: "+no, "Councillor for "+w.host+": nobody yet")
	next := w.next("Said no: " + no)
	v.pressIn("Said no: "+no, "Ask "+next).sees("They have been asked by e-mail", "Councillor: "+next)
	v.window(1280)
	v.look(200)
	w.mails().mailed(w.mail[next], "asked to join the team of "+w.host)
}

// asked is who is asked for a place of the visit, as the page of the places says.
func (w *westMidlands) asked(role string) string {
	w.t.Helper()
	return nameOf(w.coordinator.eval(`(host, role) => {`+said+`const card = [...document.querySelectorAll("main article")].find(c => said(c.querySelector(".pc-card__title")) === host);
		return said([...card.querySelectorAll("li")].find(l => said(l).startsWith(role + ": ")))}`, w.host, role))
}

// expertReads: what was promised once for the cycle is in the invitation to the visit (T10).
func (w *westMidlands) expertReads() {
	w.t.Helper()
	expert := w.signedIn(w.mail[w.asked("Expert by experience")])
	expert.open(w.visit+"/invitation").sees("£25 an hour", "Citizens Advice", "Noor Ahlström")
}

// next is who is offered first in a part of the page; empty for nobody.
func (w *westMidlands) next(about string) string {
	w.t.Helper()
	return w.coordinator.eval(`words => {`+said+inside+`const part = about(words); const b = part && [...part.querySelectorAll("button")].map(said).find(t => t.startsWith("Ask ")); return b?.slice(4) ?? ""}`, about)
}

// fillPlaces: the experts who were not asked with the others are asked now, after
// what they are promised is written (T10).
func (w *westMidlands) fillPlaces() {
	w.t.Helper()
	v := w.coordinator
	for range 20 {
		v.open(w.cycle + "/places")
		if v.has("Every place is taken") {
			return
		}
		if next := w.next(""); next != "" {
			v.press("Ask " + next).sees("They have been asked by e-mail")
			continue
		}
		v.follow("Write down what").write("The buddy’s name", "Noor Ahlström").press("Save what they are promised")
	}
	v.fail("places are still empty")
}

// postpone: the director asks in one step, the coordinator decides (S4).
func (w *westMidlands) postpone() {
	w.t.Helper()
	w.director.open(w.visit + "/ask-to-postpone").choose("We have notice of an assessment").press("Send to the coordinator").sees("The dates stand until then")
	v := w.coordinator.open("/").follow("Answer the host").sees("The host has asked to postpone")
	v.write("Why", "The council has notice of an assessment.").press("Check before you do this").press("Postpone the challenge")
	w.mails().mailed(w.mail[w.firstNamed("Director (DASS)", w.host)], "is postponed")
}

// replan: a plan with the fewest changes gives it new dates; only those whom that
// concerns are told (S5).
func (w *westMidlands) replan() {
	w.t.Helper()
	v := w.coordinator.open("/").follow("Set new dates").follow("have a new date suggested").sees(w.host + " is postponed and has no date").press("Re-plan with the fewest changes")
	w.planned(3)
	v.follow("Plan 3").sees("This plan keeps every rule", "What changes for people who have been told", w.host+": begins on ")
	changes := strings.Split(v.eval(`() => {`+said+`const head = [...document.querySelectorAll("h2")].find(h => said(h).startsWith("What changes for")); return [...head.nextElementSibling.children].map(said).join("\n")}`), "\n")
	if len(changes) != 1 {
		v.fail("%d visits change: %q", len(changes), changes)
	}
	before := w.settledMails()
	v.follow("Check and approve this plan").sees("Visits that move", "1 visit").press("Approve the plan").sees("The plan is approved").seesNot("is postponed")
	w.mails().mailed(w.mail[w.firstNamed("Director (DASS)", w.host)], "It is now: ") // the queue is emptied once a second
	after := w.settledMails()
	for _, m := range after[:len(after)-len(before)] {
		if !strings.HasPrefix(m.Subject, w.host+" 20") {
			v.fail("%s is written to about %q", m.To, m.Subject)
		}
	}
	w.director.open(w.visit).seesNot("postponed")
}

// letter is a line of the list of e-mails.
type letter struct{ Subject, To string }

// settledMails are the e-mails so far, the newest first, once no more come: the queue
// is emptied once a second, so the list must stay as it is for longer than that.
func (w *westMidlands) settledMails() (out []letter) {
	w.t.Helper()
	v := w.mails()
	for last := -1; last != len(out); time.Sleep(1500 * time.Millisecond) {
		last = len(out)
		v.open("/demo/mails")
		out = nil
		v.must(json.Unmarshal([]byte(v.eval(`() => {`+said+`return JSON.stringify([...document.querySelectorAll("main tbody tr")].map(r => ({Subject: said(r.querySelector("th")), To: r.querySelector("td").lastChild.textContent.trim()})))}`)), &out))
	}
	if len(out) == 0 || len(out) == 500 {
		v.fail("%s e-mails: the list is not whole", strconv.Itoa(len(out)))
	}
	return out
}
