package selfassessment

import (
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/reference"
)

// State is how far an answer is.
type State string

// The three states, in the users' words.
const (
	Empty   State = "Empty"
	Writing State = "Being written"
	Ready   State = "Ready"
)

// Judgements are the council's own views of an area, from the best down; never a
// rating by the team. An empty one is "not given".
var Judgements = []string{"Strong", "Good", "Some way to go", "A long way to go", "Not sure"}

// OwnView is how a judgement is labelled wherever it is shown.
const OwnView = "The council’s own view"

// Counts says how many answers are in each state.
type Counts struct{ Ready, Writing, Empty int }

// Total is how many prompts there are.
func (c Counts) Total() int { return c.Ready + c.Writing + c.Empty }

func (c *Counts) add(s State) {
	switch s {
	case Ready:
		c.Ready++
	case Writing:
		c.Writing++
	default:
		c.Empty++
	}
}

// Area is one area as its writers see it in a list.
type Area struct {
	Key       string
	Name      string
	Help      string
	OwnerID   uuid.UUID // Nil: nobody yet
	OwnerName string
	Judgement string
	Counts    Counts
}

// Prompt is one question with the state of its answer.
type Prompt struct {
	ID     string
	Text   string
	Number int // within its area, from 1
	State  State
}

// Person is somebody at the host who may read or write an area. Holding is the
// role holding that lets a contributor in; Nil for those who see everything.
type Person struct {
	ID      uuid.UUID
	Name    string
	Role    string // in the users' words
	Holding uuid.UUID
	Writes  bool
}

// Reopening tells when and why a submitted self-assessment was reopened.
type Reopening struct {
	Name   string
	Reason string
	At     time.Time
}

// areaOfPrompt finds the area and number of a prompt by its id.
func areaOfPrompt(f reference.Framework, prompt string) (reference.Area, int, bool) {
	for _, a := range f.Areas {
		for i, p := range a.Prompts {
			if p.ID == prompt {
				return a, i + 1, true
			}
		}
	}
	return reference.Area{}, 0, false
}
