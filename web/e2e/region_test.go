package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestRegion walks the real West Midlands with invented people (issue 2, parts 1
// to 4): the region, its coordinator, its people from a list, the first visit,
// its team, and the host's word.
func TestRegion(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		coordinator := setUp(j)
		importPeople(j, coordinator)
		home := placeVisit(coordinator)
		askTeam(coordinator, home)
		agree(j, home)
	})
}

// setUp: the operator chooses the region and invites; the coordinator comes in
// by the link of the e-mail and sets a password.
func setUp(j *journey) *visitor {
	j.t.Helper()
	operator := j.as("operator")
	operator.open("/regions").follow("Set up a region").choose("West Midlands").press("Set up this region")
	operator.sees("Birmingham", "Coventry", "Stoke-on-Trent", "14")
	operator.write("Name", "Noor Ahlström").write("E-mail address", "noor.ahlstrom@wm.example").press("Invite the coordinator").sees("Noor Ahlström")

	coordinator := j.stranger("the coordinator of the West Midlands")
	coordinator.open(coordinator.mailed("noor.ahlstrom@wm.example", `http://[^\s"]+/invitation/[^\s"<]+`))
	coordinator.write("Password", "three small herons").press("Continue").sees("What you need to do")
	operator.absent("/people")
	return coordinator
}

// list is a list of people as offices have them: semicolons, a byte-order mark,
// the day first, an apostrophe, and one line that cannot be understood.
const list = "\ufeffName;E-mail;Council;Role;Starts\r\n" +
	"Philippa Okwuosa;dass@birmingham.example;Birmingham;Director (DASS);01/04/2025\r\n" +
	"Siân O'Malley;psw@coventry.example;Coventry;PSW;\r\n" +
	"Cllr Harjit Sohal;harjit@walsall.example;Walsall;Councillor;\r\n" +
	"Benedict Achterberg;ben@solihull.example;Solihull;Senior manager;\r\n" +
	"Dorothea Quill;dot.quill@wm.example;;Challenge lead;\r\n" +
	"Nobody Knows;nobody@wm.example;Atlantis;Councillor;\r\n"

func importPeople(j *journey, coordinator *visitor) {
	j.t.Helper()
	file := filepath.Join(j.t.TempDir(), "people.csv")
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		j.t.Fatal(err)
	}
	coordinator.open("/people").follow("Import a list of people").attach("List of people", file).press("Check the list")
	coordinator.sees("Nothing has been written yet", "Philippa Okwuosa", "Siân O'Malley", "Atlantis")
	coordinator.press("Import 5 people").sees("Philippa Okwuosa", "Siân O'Malley").seesNot("Nobody Knows")
}

// placeVisit: a day that clashes is answered in words, then a good one is taken.
func placeVisit(coordinator *visitor) string {
	coordinator.t.Helper()
	coordinator.open("/calendar").follow("Open a cycle")
	coordinator.write("Name", "2026 to 2028").day("first", 2026, 9, 1).day("last", 2028, 8, 31).press("Open the cycle")
	coordinator.follow("Place a visit").pick("Host council", "Birmingham").day("first", 2027, 5, 31)
	coordinator.refused("Place the visit", 422).sees("bank holiday")
	coordinator.day("first", 2027, 6, 22).press("Place the visit")
	coordinator.open("/challenges").follow("Birmingham 2027")
	return coordinator.path()
}

func askTeam(coordinator *visitor, home string) {
	coordinator.t.Helper()
	for role, person := range map[string]string{"Challenge lead": "Dorothea Quill", "Councillor": "Cllr Harjit Sohal", "Senior manager": "Benedict Achterberg", "Visiting principal": "Siân O'Malley"} {
		coordinator.open(home+"/team").follow("Ask somebody to join").choose(role).pick("Who?", person).press("Ask them to join").sees(person)
	}
}

// agree: the host's director comes in by a code, agrees, and names people.
func agree(j *journey, home string) {
	j.t.Helper()
	dass := j.stranger("the director of Birmingham")
	dass.open("/sign-in").write("E-mail address", "dass@birmingham.example").choose("Send me an e-mail").press("Continue")
	here := dass.path()
	code := j.stranger("the director's mail").mailed("dass@birmingham.example", `\b[0-9]{6}\b`)
	if dass.path() != here {
		dass.fail("left the page that asks for the code")
	}
	dass.write("Code", code).press("Sign in").sees("Birmingham 2027")
	dass.open(home+"/proposal").sees("22 to 24 June 2027", "Dorothea Quill").follow("Answer")
	dass.choose("I agree to the dates and the team").press("Continue").sees("You cannot take this back").press("Agree dates and team")
	dass.open(home+"/host-people").follow("Name somebody").choose("Link officer").write("Full name", "Wilfred Tanaka")
	dass.write("E-mail address", "wilfred@birmingham.example").write("Title or post", "Business manager").press("Name this person").sees("Wilfred Tanaka")
	j.as("lead-on-site").absent(home) // somebody of another region
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
