package accuracy

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Decision is what the team decided on a comment. The decision is the team's (F7).
type Decision string

// The three decisions.
const (
	Changed       Decision = "changed"
	PartlyChanged Decision = "partly_changed"
	Kept          Decision = "kept"
)

// Decisions lists the decisions in the order they are offered.
var Decisions = []Decision{Changed, PartlyChanged, Kept}

var decisionNames = map[Decision]string{Changed: "Changed", PartlyChanged: "Partly changed", Kept: "Kept"}

// Name is the decision in the users' words; empty when none was chosen.
func (d Decision) Name() string { return decisionNames[d] }

// AnswerDraft is an answer being drafted by the team. The host never sees it,
// nor that it exists. Version 0 means that nothing was saved yet.
type AnswerDraft struct {
	CommentID uuid.UUID
	Decision  Decision
	Words     string
	Remark    string
	Version   int
	PersonID  uuid.UUID
	Person    string
	SavedAt   time.Time
}

// Missing lists what is still needed before the answer can be given; keeping
// the words needs the reason.
func (d AnswerDraft) Missing() problem.Fields {
	var f problem.Fields
	f.Check(d.Decision != "", "decision", "Choose what the team decided")
	message := "Write the answer"
	if d.Decision == Kept {
		message = "Say why the report keeps its words"
	}
	f.Check(strings.TrimSpace(d.Words) != "", "words", message)
	return f
}

// AnswerInput is what a member of the team typed. Version is the one the words
// rest on, 0 for a first draft.
type AnswerInput struct {
	Version  int
	Decision Decision
	Words    string
	Remark   string
	ToSend   bool // it must be complete, since sending it is next
}

func (in AnswerInput) check() problem.Fields {
	var f problem.Fields
	f.Check(in.Decision == "" || in.Decision.Name() != "", "decision", "Choose what the team decided")
	if in.ToSend {
		f = append(f, AnswerDraft{Decision: in.Decision, Words: in.Words}.Missing()...)
	}
	f.Check(in.ToSend || in.Decision != "" || strings.TrimSpace(in.Words) != "" || strings.TrimSpace(in.Remark) != "", "words", "Write something before you save")
	f.Check(db.Length(in.Words) <= MaxWords, "words", "The answer must be 5,000 characters or fewer")
	f.Check(db.Length(in.Remark) <= MaxRemark, "remark", "The note for the team must be 2,000 characters or fewer")
	return f
}
