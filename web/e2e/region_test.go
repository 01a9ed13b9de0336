package e2e

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestRegion walks the real West Midlands with invented people, as a region really
// starts. Issue 2, parts 1 to 4: the region, its coordinator, its people from a
// list, the first visit placed by hand, its team, and the host's word. Issue 4: what
// councils and people offer, a plan of the whole cycle around that visit, changed,
// pinned, made again and approved; somebody says no and is replaced; a visit is
// postponed and planned anew (S1 to S5, T1 to T10). With scripts the planning is
// done with the keyboard alone.
func TestRegion(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		w := &westMidlands{journey: j, mail: map[string]string{}}
		w.setUp()
		w.importPeople()
		w.placeVisit()
		w.askTeam()
		w.agree()
		w.gather()
		w.plan()
		if j.scripts { // what follows differs in nothing without them
			w.keep()
		}
	})
}

// westMidlands is the region while it is set up and planned.
type westMidlands struct {
	*journey
	coordinator *visitor
	dass        *visitor // the director of Birmingham, whose visit is placed by hand
	people      [][]string
	mail        map[string]string // addresses by name
	home        string            // of the challenge of Birmingham
	cycle       string            // its address
	host        string            // the council whose visit is changed, and in the end postponed
	director    *visitor          // of that council
	visit       string            // the address of its challenge
}

// setUp: the operator chooses the region and invites; the coordinator comes in
// by the link of the e-mail and sets a password.
func (w *westMidlands) setUp() {
	w.t.Helper()
	operator := w.as("operator")
	operator.open("/regions").follow("Set up a region").choose("West Midlands").press("Set up this region")
	operator.sees("Birmingham", "Coventry", "Stoke-on-Trent", "14")
	operator.write("Name", "Noor Ahlström").write("E-mail address", "noor.ahlstrom@wm.example").press("Invite the coordinator").sees("Noor Ahlström")

	w.coordinator = w.stranger("the coordinator of the West Midlands")
	w.coordinator.open(w.coordinator.mailed("noor.ahlstrom@wm.example", `http://[^\s"]+/invitation/[^\s"<]+`))
	w.coordinator.write("Password", "three small herons").press("Continue").sees("What you need to do")
	operator.absent("/people")
}

// list is the region's list of people as offices have them: semicolons, a byte-order
// mark, Windows line ends, the day first, apostrophes, and one line that cannot be
// understood. It says what people are offered for as well.
func (w *westMidlands) list() string {
	w.t.Helper()
	text, err := os.ReadFile("testdata/west-midlands.csv")
	if err != nil {
		w.t.Fatal(err)
	}
	read := csv.NewReader(strings.NewReader(string(text)))
	read.Comma = ';'
	rows, err := read.ReadAll()
	if err != nil {
		w.t.Fatal(err)
	}
	w.people = rows[1:]
	for _, p := range w.people {
		w.mail[p[0]] = p[1]
	}
	file := filepath.Join(w.t.TempDir(), "people.csv")
	lines := "\ufeff" + strings.ReplaceAll(string(text), "\n", "\r\n") + "Nobody Knows;nobody@wm.example;Atlantis;Councillor;1;;\r\n"
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return file
}

func (w *westMidlands) importPeople() {
	w.t.Helper()
	v := w.coordinator.open("/people").follow("Import a list of people").attach("List of people", w.list()).press("Check the list")
	v.sees("Nothing has been written yet", "Philippa Okwuosa", "Dilip O'Malley", "Atlantis")
	v.press("Import 67 people").sees("Ambrose Windlesham", "Dilip O'Malley").seesNot("Nobody Knows")
}

// firstNamed is the first of the list with this role, of a council or of none.
func (w *westMidlands) firstNamed(role, council string) string {
	w.t.Helper()
	for _, p := range w.people {
		if p[3] == role && p[2] == council {
			return p[0]
		}
	}
	w.t.Fatalf("no %s of %q", role, council)
	return ""
}

// placeVisit: a day that clashes is answered in words, then a good one is taken.
func (w *westMidlands) placeVisit() {
	w.t.Helper()
	v := w.coordinator.open("/calendar").follow("Open a cycle")
	v.write("Name", "2027 to 2029").day("first", 2027, 4, 1).day("last", 2029, 3, 31).press("Open the cycle")
	w.cycle = v.path()
	v.follow("Place a visit").pick("Host council", "Birmingham").day("first", 2027, 5, 31)
	v.refused("Place the visit", 422).sees("bank holiday")
	v.day("first", 2027, 6, 22).press("Place the visit")
	v.open("/challenges").follow("Birmingham 2027")
	w.home = v.path()
}

func (w *westMidlands) askTeam() {
	w.t.Helper()
	for role, person := range map[string]string{"Challenge lead": w.firstNamed("Challenge lead", ""), "Councillor": w.firstNamed("Councillor", "Walsall"),
		"Senior manager": w.firstNamed("Senior manager", "Solihull"), "Visiting principal": w.firstNamed("PSW", "Coventry")} {
		w.coordinator.open(w.home+"/team").follow("Ask somebody to join").choose(role).pick("Who?", person).press("Ask them to join").sees(person)
	}
}

// agree: the host's director comes in by a code, agrees, and names people.
func (w *westMidlands) agree() {
	w.t.Helper()
	w.dass = w.signedIn("philippa.okwuosa@birmingham.example").sees("Birmingham 2027")
	w.dass.open(w.home+"/proposal").sees("22 to 24 June 2027", w.firstNamed("Challenge lead", "")).follow("Answer")
	w.dass.choose("I agree to the dates and the team").press("Continue").sees("You cannot take this back").press("Agree dates and team")
	w.dass.open(w.home+"/host-people").follow("Name somebody").choose("Link officer").write("Full name", "Wilfred Tanaka")
	w.dass.write("E-mail address", "wilfred@birmingham.example").write("Title or post", "Business manager").press("Name this person").sees("Wilfred Tanaka")
	w.as("lead-on-site").absent(w.home) // somebody of another region
}

// signedIn is somebody who comes in by a code from an e-mail.
func (j *journey) signedIn(email string) *visitor {
	j.t.Helper()
	v := j.stranger(email)
	v.open("/sign-in").write("E-mail address", email).choose("Send me an e-mail").press("Continue")
	here := v.path()
	code := j.mails().mailed(email, `\b[0-9]{6}\b`)
	if v.path() != here {
		v.fail("left the page that asks for the code")
	}
	return v.write("Code", code).press("Sign in")
}

// mails is somebody who looks at the e-mails of the demonstration.
func (j *journey) mails() *visitor {
	j.t.Helper()
	if j.people["mails"] == nil {
		j.people["mails"] = j.stranger("who reads the mails")
	}
	return j.people["mails"]
}

// mailed waits for the newest e-mail to somebody and finds something in it.
func (v *visitor) mailed(to, what string) string {
	v.t.Helper()
	wanted := regexp.MustCompile(what)
	for range 60 {
		v.open("/demo/mails")
		path := v.eval(`to => [...document.querySelectorAll("main tr")].find(r => r.textContent.includes(to))?.querySelector("a").getAttribute("href") ?? ""`, to)
		if path != "" {
			v.open(path)
			if found := wanted.FindString(v.eval(`() => document.querySelector("main").innerText`)); found != "" {
				return strings.TrimSpace(found)
			}
		}
		time.Sleep(250 * time.Millisecond)
	}
	v.fail("no e-mail to %s with %s", to, what)
	return ""
}
