package e2e

import (
	"path/filepath"
	"testing"
	"time"
)

const ashcombe = "Ashcombe 2027"

// TestPreparing walks Ashcombe 2027 while it prepares (A1, A3, A5, D1 to D3): a
// contributor writes, the link officer adds a document, the director submits.
func TestPreparing(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		home := j.homeOf("contributor-preparing", ashcombe)
		writeAnswer(j, home)
		addDocument(j, home)
		submit(j, home)
	})
}

const fees = "Fees rise each April with the cost of care. Providers see the sums before cabinet does."

// writeAnswer: what is typed is kept, by itself where scripts run.
func writeAnswer(j *journey, home string) {
	j.t.Helper()
	prompt := home + "/self-assessment/prompts/SA5.4"
	writer := j.as("contributor-preparing")
	writer.open(prompt).write("Answer", fees)
	if j.scripts {
		writer.soon("Everything you type is kept")
	} else {
		writer.press("Save and see changes")
	}
	writer.open(prompt).sees(fees)
	writer.press("Mark as ready for Marcus to read")
	j.as("contributor-2-preparing").open(prompt).sees(fees)
	j.as("contributor-3-preparing").absent(prompt) // another area's writer (A1)
	j.as("lead-preparing").absent(prompt)          // and the team
}

func addDocument(j *journey, home string) {
	j.t.Helper()
	file, err := filepath.Abs("testdata/plan.pdf")
	if err != nil {
		j.t.Fatal(err)
	}
	officer := j.as("link-officer-preparing")
	officer.open(home + "/documents").follow("Add a document")
	officer.write("Title", "Workforce plan 2027").pick("Which required document is it?", "Workforce strategy").attach("File", file)
	officer.press("Add the document").sees("Workforce plan 2027")
	officer.open(home + "/documents").follow("accept this once").press("Accept that documents are not scanned")
	j.as("dass-preparing").open(home + "/documents").sees("ready or explained")
	j.as("lead-preparing").absent(home + "/documents")
}

func submit(j *journey, home string) {
	j.t.Helper()
	dass := j.as("dass-preparing")
	dass.open(home + "/self-assessment").follow("Check and submit")
	dass.sees("You cannot take this back").press("Submit to the team")
	dass.open(home + "/self-assessment/submitted").sees(fees)
	dass.open(home + "/record").sees("self-assessment")
	j.as("contributor-preparing").open(home + "/self-assessment/prompts/SA5.4").sees(fees)
	j.as("lead-preparing").seesNowhere(fees, home, home+"/who-can-see", home+"/record")
}

// soon waits for words that a script puts on the page.
func (v *visitor) soon(words string) {
	v.t.Helper()
	for range 100 {
		if v.has(words) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	v.fail("does not see %q within ten seconds", words)
}

// seesNowhere expects words on none of these pages.
func (v *visitor) seesNowhere(words string, paths ...string) {
	v.t.Helper()
	for _, path := range paths {
		v.open(path).seesNot(words)
	}
}
