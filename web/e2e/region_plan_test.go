package e2e

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// gather: the directors are asked. One answers herself, another by telephone, so that
// the coordinator types it; people come from a list; and experts by experience are
// asked once what they are promised is written (T10).
func (w *westMidlands) gather() {
	w.t.Helper()
	v := w.coordinator.open(w.cycle).follow("What councils offer").day("by", 2027, 3, 26).press("Open the gathering")
	list := v.path()

	w.dass.open("/").follow("Say what Birmingham offers").sees("No other council sees it")
	w.dass.write("Days Birmingham cannot host", "between the years").refused("Send what Birmingham", 422)
	w.dass.sees("between the years") // what was typed is kept
	w.dass.write("Days Birmingham cannot host", "3 January 2029 to 14 January 2029: budget council").choose("October 2028")
	w.dass.write("Full name of who signs", "Philippa Okwuosa").press("Send what Birmingham")
	v.open(list).sees("1 of 14 councils").follow("Coventry").choose("November 2027").press("Send what Coventry offers")
	v.open(list).sees("2 of 14 councils", "typed by Noor Ahlström").seesNot("budget council")

	v.follow("Import a list of people").attach("List of people", w.list()).press("Check the list").sees("Nothing has been written yet", "Atlantis")
	v.press("Import 67 people").sees("0 of 67 people have answered")
	v.followIn("Tobias Thistlewood", "Type the answer").choose("Yes, I could").press("Keep this answer as typed by me")
	experts := w.named("Expert by experience")
	for i, name := range experts[:len(experts)-2] { // the last two wait
		v.open(list).follow(name)
		if i == 0 {
			v.write("Hours", "30 hours in four weeks.").write("Payment, and when", "£25 an hour, within ten days.").write("Expenses", "Travel, paid in advance if you like.")
			v.write("Benefits", "Payment may affect benefits. Citizens Advice helps, free of charge.").write("Support", "A call before and after each day.")
		}
		v.sees("Citizens Advice").write("The buddy’s name", "Noor Ahlström").press("Save what they are promised")
	}
}

// named are all with this role.
func (w *westMidlands) named(role string) (out []string) {
	for _, p := range w.people {
		if p[3] == role {
			out = append(out, p[0])
		}
	}
	return out
}

// plan: suggested, changed, and approved. With scripts it is also pinned, suggested
// around the pins and compared, all of it with the keyboard alone.
func (w *westMidlands) plan() {
	w.t.Helper()
	v := w.coordinator
	v.noMouse = w.scripts
	v.open(w.cycle).follow("Plans: suggest and change").press("Suggest a plan")
	w.planned(1)
	v.follow("Plan 1").sees("This plan keeps every rule", "What each council gives and receives").look(200)
	v.light(v.path(), aPlan)
	a, b, both := w.pair()
	w.host = a.Council
	if w.scripts {
		w.change(b, both)
		w.pin(both)
		v.press("Suggest around my pins")
		w.planned(2)
		v.follow("side by side").sees(w.host, "Plan 1", "Plan 2").look(200)
		v.open(w.cycle+"/plans").follow("Plan 2").sees("(pinned)", "What differs from plan 1", b.Council+": ")
	} else {
		v.follow("Change or pin the visit to "+w.host).day("first", 2028, 12, 25).press("Check what this changes").sees("bank holiday")
		v.open(w.cycle + "/plans").follow("Plan 1")
	}
	w.approve()
	v.noMouse = false
}

// planned waits for a plan, and stops what follows it: the proof of how good it is
// takes half a minute and has tests of its own.
func (w *westMidlands) planned(number int) {
	w.t.Helper()
	v, newest := w.coordinator, "Plan "+strconv.Itoa(number)+" is the newest"
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		v.open(w.cycle + "/plans")
		switch {
		case v.has("The plan is there"):
			v.press("Stop, and keep the best so far")
		case v.has(newest):
			v.sees("Keeps every rule")
			return
		case !v.has("A plan is being made"):
			v.fail("no plan, and none is being made")
		}
	}
	v.fail("no plan after two minutes")
}

// visit is a line of the table of a plan.
type visit struct {
	Council, When string
	Team          []string // "Councillor: Iqbal Sohal, Coventry"
}

// visits reads the table of the plan that the coordinator sees.
func (w *westMidlands) visits() (out []visit) {
	w.t.Helper()
	v := w.coordinator
	text := v.eval(`() => {` + said + `return JSON.stringify([...document.querySelectorAll("#table tbody tr")].map(r => (
		{Council: said(r.querySelector("th")), When: r.querySelector("td").lastChild.textContent.trim(), Team: [...r.querySelectorAll("li")].map(said)})))}`)
	v.must(json.Unmarshal([]byte(text), &out))
	return out
}

// pair are two visits with somebody on both teams, whose dates cannot be the same:
// there are more places than people. No election comes near the second one's date.
func (w *westMidlands) pair() (a, b visit, both string) {
	w.t.Helper()
	all := slices.DeleteFunc(w.visits(), func(v visit) bool { return v.Council == "Birmingham" })
	for _, a := range all {
		for _, b := range all {
			for _, who := range b.Team {
				spring := strings.Contains(b.When, "March") || strings.Contains(b.When, "April") || strings.Contains(b.When, "May")
				if a.Council != b.Council && !spring && slices.Contains(a.Team, who) {
					return a, b, who
				}
			}
		}
	}
	w.coordinator.fail("nobody is on two teams")
	return a, b, ""
}

// change: what a new date breaks is shown before it is saved, and can be taken back.
func (w *westMidlands) change(b visit, both string) {
	w.t.Helper()
	v := w.coordinator
	v.follow("Change or pin the visit to "+w.host).day("first", 2028, 12, 25).press("Check what this changes").sees("bank holiday")
	taken := b.firstDay()
	v.day("first", taken.Year(), int(taken.Month()), taken.Day()).press("Check again").sees("This breaks", nameOf(both))
	v.press("Save the change").sees("breaks a rule").press("Take back the last change").sees("This plan keeps every rule")
	v.follow("Change or pin the visit to "+w.host).day("first", taken.Year(), int(taken.Month()), taken.Day())
	v.press("Check what this changes").press("Save the change").sees("breaks a rule")
}

// firstDay reads "9 to 11 October 2028" or "30 October to 1 November 2028".
func (v visit) firstDay() time.Time {
	words := strings.Fields(v.When)
	month := words[len(words)-2]
	if words[1] != "to" {
		month = words[1]
	}
	day, _ := time.Parse("2 January 2006", words[0]+" "+month+" "+words[len(words)-1])
	return day
}

// nameOf is the name in "Councillor: Cllr Iqbal Sohal, Coventry".
func nameOf(seat string) string {
	_, name, _ := strings.Cut(seat, ": ")
	name, _, _ = strings.Cut(name, ",")
	name, _, _ = strings.Cut(name, " (")
	return name
}

// pin: the new date and somebody stay, so the other visit has to change.
func (w *westMidlands) pin(both string) {
	w.t.Helper()
	seat, _, _ := strings.Cut(both, ",")
	w.coordinator.follow("Change or pin the visit to " + w.host).choose("The date").choose(seat).press("Pin what is ticked").sees("is pinned")
}

// approve: hosts and people are asked, and not before; an expert once something is
// promised to them (T10).
func (w *westMidlands) approve() {
	w.t.Helper()
	v := w.coordinator
	w.director = w.signedIn(w.mail[w.firstNamed("Director (DASS)", w.host)])
	w.director.open("/challenges").seesNot(w.host + " 20")
	check := v.follow("Check and approve this plan").sees("You cannot take this back", "Experts by experience to ask later", "People who are asked to join").path()
	v.look(200)
	late := v.eval(`() => [...document.querySelectorAll("main a")].map(a => a.textContent.match(/^Write down what (.*) is promised/)?.[1]).find(n => n)`)
	v.follow("Write down what "+late).write("The buddy’s name", "Noor Ahlström").press("Save what they are promised")
	v.open(check).seesNot("Write down what "+late).press("Approve the plan").sees("The plan is approved", "Asked and not answered yet")
	v.look(200)
	w.visit = w.director.open("/challenges").follow(w.host + " 20").sees("Agree the dates and team").path()
}
