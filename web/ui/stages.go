package ui

import "fmt"

// StageState says whether a stage is over, going on or to come.
type StageState string

// The states of a stage.
const (
	StageDone StageState = "done"
	StageNow  StageState = "now"
	StageTodo StageState = "todo"
)

// Stage is one part of the stage bar.
type Stage struct {
	Name  string
	State StageState
	Word  string // in place of "Now": "Postponed", "Withdrawn", "Closed early"
	Note  string // a date: "9 February", "until 20 April", "11 to 13 May"
	Note2 string // a second line when needed
}

// nowIndex is where the challenge stands, counted from 0; -1 when no stage is going on.
func nowIndex(stages []Stage) int {
	for i, s := range stages {
		if s.State == StageNow {
			return i
		}
	}
	return -1
}

// stageWords is "Stage 2 of 10: Preparing", or "All 10 stages are done".
func stageWords(stages []Stage) string {
	i := nowIndex(stages)
	if i < 0 {
		return fmt.Sprintf("All %d stages are done", len(stages))
	}
	return fmt.Sprintf("Stage %d of %d: %s", i+1, len(stages), stages[i].Name)
}

// nextStageWords is "Next stage: Reading, from 20 April", or empty at the end.
func nextStageWords(stages []Stage) string {
	i := nowIndex(stages)
	if i < 0 || i+1 >= len(stages) {
		return ""
	}
	words := "Next stage: " + stages[i+1].Name
	if n := stages[i+1].Note; n != "" {
		words += ", " + n
	}
	return words
}

// stageNumber is where the small bar stands; one past the end when all are done.
func stageNumber(stages []Stage) int {
	if i := nowIndex(stages); i >= 0 {
		return i + 1
	}
	return len(stages) + 1
}

// noteOf is the first line under a stage's name.
func noteOf(s Stage) string {
	switch {
	case s.State == StageDone && s.Note != "":
		return "✓ Done, " + s.Note
	case s.State == StageDone:
		return "✓ Done"
	}
	return s.Note
}

// nowWord is the word for the present stage.
func nowWord(s Stage) string {
	if s.Word != "" {
		return s.Word
	}
	return "Now"
}

// pieceClass is the class of part n (from 1) of the ten-part bar at stage now.
func pieceClass(n, now int) string {
	switch {
	case n < now:
		return "pc-bar__done"
	case n == now:
		return "pc-bar__now"
	}
	return "pc-bar__todo"
}
